"""Uploads that go straight to the bucket."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("multipart", sa.String(2000), nullable=True))
    op.add_column("upload", sa.Column("part_bytes", sa.BigInteger(), nullable=True))
    op.add_column(
        "upload", sa.Column("sent_bytes", sa.BigInteger(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    for name in ("sent_bytes", "part_bytes", "multipart"):
        op.drop_column("upload", name)
