"""What films look like, and which look the same."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture_print",
        sa.Column("asset_id", sa.String(length=36), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_picture_print_asset_id_asset"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_picture_print")),
    )  # fmt: skip
    op.create_index("ix_picture_print_duration", "picture_print", ["duration_s"])
    op.create_table(
        "duplicate",
        sa.Column("first_id", sa.String(length=36), nullable=False),
        sa.Column("second_id", sa.String(length=36), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("different_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"], ["asset.id"], name=op.f("fk_duplicate_first_id_asset"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["asset.id"], name=op.f("fk_duplicate_second_id_asset"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate")),
    )  # fmt: skip
    op.create_index(op.f("ix_duplicate_second_id"), "duplicate", ["second_id"])


def downgrade() -> None:
    op.drop_table("duplicate")
    op.drop_table("picture_print")
