"""Series have pictures that a catalogue gave and that somebody chose, not only those of their folders."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "series_file",
        sa.Column("origin", sa.String(length=16), nullable=False, server_default="given"),
    )
    # Series that were looked up before had no pictures of their own: they are asked for once more.
    op.execute("DELETE FROM lookup WHERE about = 'series' AND state = 'matched'")


def downgrade() -> None:
    op.execute("DELETE FROM series_file WHERE origin != 'given'")
    op.drop_column("series_file", "origin")
