"""What is kept for how long."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keep_rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("uploader", sa.String(length=300), nullable=False),
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keep_rule")),
        sa.UniqueConstraint(
            "platform",
            "uploader",
            "collection_id",
            name=op.f("uq_keep_rule_platform_uploader_collection_id"),
        ),
    )
    op.create_table(
        "keep_let_go",
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_keep_let_go_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_keep_let_go")),
    )


def downgrade() -> None:
    op.drop_table("keep_let_go")
    op.drop_table("keep_rule")
