"""Pictures of series and seasons, their genres, what seasons are called, other names of series."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "season",
        sa.Column("series_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_season_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "number", name=op.f("pk_season")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "series_name",
        sa.Column("title_key", sa.String(length=500), nullable=False),
        sa.Column("series_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_name_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("title_key", "series_id", name=op.f("pk_series_name")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_series_name_series_id", "series_name", ["series_id"], unique=False)
    op.create_table(
        "series_genre",
        sa.Column("genre_number", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["genre_number"],
            ["genre.number"],
            name=op.f("fk_series_genre_genre_number_genre"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_genre_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("genre_number", "series_id", name=op.f("pk_series_genre")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_series_genre_series", "series_genre", ["series_id", "position"], unique=False
    )
    _create_files()
    # What lies in the folders of series was not read until now: each is opened once more.
    op.execute("DELETE FROM folder")


def _create_files() -> None:
    op.create_table(
        "series_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("series_id", sa.String(length=36), nullable=False),
        sa.Column("season_number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("root_id", sa.String(length=36), nullable=True),
        sa.Column("relative_path", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=255), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("blurhash", sa.String(length=128), nullable=True),
        sa.Column("smaller", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_file_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"],
            ["root.id"],
            name=op.f("fk_series_file_root_id_root"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_file")),
    )
    op.create_index("ix_series_file_series_id", "series_file", ["series_id"], unique=False)
    op.create_index("ix_series_file_root_id", "series_file", ["root_id"], unique=False)


def downgrade() -> None:
    op.drop_table("series_file")
    op.drop_table("series_genre")
    op.drop_table("series_name")
    op.drop_table("season")
