"""The first shape: everything from the metadata (frozen before the first release)."""

from alembic import op

from matinee.app import tables
from matinee.kit.db import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

assert tables.ALL


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
