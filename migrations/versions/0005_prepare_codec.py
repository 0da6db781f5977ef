"""In which codec titles are prepared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "prepare_rules",
        sa.Column("codec", sa.String(length=10), server_default="h264", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("prepare_rules") as table:
        table.drop_column("codec")
