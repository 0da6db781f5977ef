"""What a viewer likes, and what they chose for a title."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("liked", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "choices",
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("audio", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("text_delay_s", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_choices_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("profile_id", "media_id", name=op.f("pk_choices")),
    )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_choices_media_id"), ["media_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_choices_media_id"))
    op.drop_table("choices")
    op.drop_table("preferences")
