"""What was prepared and lies in the bucket."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prepared_stored",
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("tracks", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["asset.id"],
            name=op.f("fk_prepared_stored_asset_id_asset"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asset_id", "plan", name=op.f("pk_prepared_stored")),
    )


def downgrade() -> None:
    op.drop_table("prepared_stored")
