"""How often the library was changed, apart from what people do with it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("written", sa.Column("library", sa.BigInteger(), server_default="0"))
        op.alter_column("written", "library", nullable=False, server_default=None)
    else:
        op.execute("CREATE TABLE written (library INTEGER NOT NULL)")
        op.execute("INSERT INTO written VALUES (0)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("written", "library")
    else:
        op.execute("DROP TABLE written")
