"""Preparing ahead: the rules, and what is remembered of titles for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prepare_rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.Column("watched_often", sa.Boolean(), nullable=False),
        sa.Column("unplayable", sa.Boolean(), nullable=False),
        sa.Column("next", sa.Boolean(), nullable=False),
        sa.Column("at_night", sa.Boolean(), nullable=False),
        sa.Column("heights", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepare_rules")),
    )
    op.create_table(
        "prepare_note",
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("needed_at", sa.DateTime(), nullable=True),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_prepare_note_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_prepare_note")),
    )
    with op.batch_alter_table("prepare_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prepare_note_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "prepare_play",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_prepare_play_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepare_play")),
    )
    with op.batch_alter_table("prepare_play", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prepare_play_at"), ["at"], unique=False)
        batch_op.create_index("ix_prepare_play_media", ["media_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("prepare_play", schema=None) as batch_op:
        batch_op.drop_index("ix_prepare_play_media")
        batch_op.drop_index(batch_op.f("ix_prepare_play_at"))

    op.drop_table("prepare_play")
    with op.batch_alter_table("prepare_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prepare_note_asked_at"))

    op.drop_table("prepare_note")
    op.drop_table("prepare_rules")
