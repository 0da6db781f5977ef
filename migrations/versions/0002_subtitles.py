"""Subtitles: what a file beside a film is, what people gave, and what is said when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sidecar") as sidecar:
        for name in ("forced", "described"):
            sidecar.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.text("0"), nullable=False)
            )
        for name in ("size_bytes", "modified_ns"):
            sidecar.add_column(
                sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
            )
        sidecar.add_column(sa.Column("uploaded_by", sa.String(length=36), nullable=True))
        sidecar.add_column(sa.Column("digest", sa.String(length=64), nullable=True))
    op.create_table(
        "cue_track",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.String(length=36), nullable=False),
        sa.Column("track", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_cue_track_asset_id_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cue_track")),
        sa.UniqueConstraint("asset_id", "track", name=op.f("uq_cue_track_asset_id_track")),
    )
    op.create_table(
        "cue",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("track_number", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["track_number"], ["cue_track.number"],
            name=op.f("fk_cue_track_number_cue_track"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cue")),
    )  # fmt: skip
    op.create_index(op.f("ix_cue_track_number"), "cue", ["track_number"])


def downgrade() -> None:
    op.drop_table("cue")
    op.drop_table("cue_track")
    with op.batch_alter_table("sidecar") as sidecar:
        for name in ("digest", "uploaded_by", "modified_ns", "size_bytes", "described", "forced"):
            sidecar.drop_column(name)
