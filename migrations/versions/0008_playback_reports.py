"""What players measured of each viewing."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playback_report",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("viewing", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("seeks_near_ms", sa.JSON(), nullable=False),
        sa.Column("seeks_far_ms", sa.JSON(), nullable=False),
        sa.Column("watched_s", sa.Float(), nullable=False),
        sa.Column("stalls", sa.Integer(), nullable=False),
        sa.Column("stalled_s", sa.Float(), nullable=False),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("bitrate_bps", sa.BigInteger(), nullable=True),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("decoded", sa.Integer(), nullable=False),
        sa.Column("fallbacks", sa.Integer(), nullable=False),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_playback_report_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_playback_report_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "viewing", name=op.f("pk_playback_report")),
    )
    with op.batch_alter_table("playback_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_playback_report_media_id"), ["media_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_playback_report_updated_at"), ["updated_at"], unique=False
        )
        batch_op.create_index("ix_playback_report_user", ["user_id", "updated_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("playback_report", schema=None) as batch_op:
        batch_op.drop_index("ix_playback_report_user")
        batch_op.drop_index(batch_op.f("ix_playback_report_updated_at"))
        batch_op.drop_index(batch_op.f("ix_playback_report_media_id"))

    op.drop_table("playback_report")
