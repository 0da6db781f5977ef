"""What a catalogue on the net said, and where a picture is from."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookup",
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("catalogue", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=True),
        sa.Column("asked", sa.String(length=600), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("about", "id", name=op.f("pk_lookup")),
    )
    op.add_column("artwork", sa.Column("origin", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("artwork", "origin")
    op.drop_table("lookup")
