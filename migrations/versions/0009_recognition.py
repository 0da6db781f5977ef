"""What names, folders and files beside a film say of it; folders as they were looked into."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_person")),
        sa.UniqueConstraint("name_key", name=op.f("uq_person_name_key")),
    )
    op.create_table(
        "folder",
        sa.Column("root_id", sa.String(length=36), nullable=False),
        sa.Column("relative_path", sa.LargeBinary(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("looked_ns", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["root_id"], ["root.id"], name=op.f("fk_folder_root_id_root"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("root_id", "relative_path", name=op.f("pk_folder")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "series_credit",
        sa.Column("series_id", sa.String(length=36), nullable=False),
        sa.Column("job", sa.String(length=16), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("character", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_number"],
            ["person.number"],
            name=op.f("fk_series_credit_person_number_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_series_credit_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "job", "person_number", name=op.f("pk_series_credit")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_series_credit_person", "series_credit", ["person_number", "series_id"], unique=False
    )

    op.create_table(
        "credit",
        sa.Column("media_number", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=16), nullable=False),
        sa.Column("person_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("character", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["media_number"],
            ["media.number"],
            name=op.f("fk_credit_media_number_media"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_number"],
            ["person.number"],
            name=op.f("fk_credit_person_number_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("media_number", "job", "person_number", name=op.f("pk_credit")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_credit_person", "credit", ["person_number", "media_number"], unique=False)

    op.create_table(
        "other_id",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=True),
        sa.Column("series_id", sa.String(length=36), nullable=True),
        sa.Column("catalogue", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_other_id_media_id_media"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_other_id_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_other_id")),
    )
    op.create_index("ix_other_id_media", "other_id", ["media_id"], unique=False)
    op.create_index("ix_other_id_series", "other_id", ["series_id"], unique=False)
    op.create_index("ix_other_id_value", "other_id", ["catalogue", "value"], unique=False)

    op.add_column("asset", sa.Column("edition", sa.String(length=80), nullable=True))
    op.add_column("asset", sa.Column("label", sa.String(length=80), nullable=True))

    op.add_column("media", sa.Column("tagline", sa.String(length=500), nullable=True))
    op.add_column("media", sa.Column("released", sa.Date(), nullable=True))
    op.add_column("media", sa.Column("content_rating", sa.String(length=40), nullable=True))
    op.add_column("media", sa.Column("available_from", sa.DateTime(), nullable=True))
    op.add_column("media", sa.Column("available_until", sa.DateTime(), nullable=True))
    op.add_column("media", sa.Column("part_number", sa.Integer(), nullable=True))
    op.add_column("media", sa.Column("extra_kind", sa.String(length=24), nullable=True))
    op.add_column("media", sa.Column("extra_of", sa.String(length=36), nullable=True))
    op.add_column("media", sa.Column("work_key", sa.String(length=700), nullable=True))
    op.add_column(
        "media", sa.Column("confidence", sa.Float(), server_default=sa.text("1.0"), nullable=False)
    )
    op.add_column("media", sa.Column("doubts", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("media", sa.Column("locked", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(
        "ix_media_doubts",
        "media",
        ["confidence"],
        unique=False,
        sqlite_where=sa.text("doubts IS NOT NULL"),
    )
    op.create_index(
        "ix_media_window",
        "media",
        ["available_from", "available_until"],
        unique=False,
        sqlite_where=sa.text("available_from IS NOT NULL OR available_until IS NOT NULL"),
    )
    op.create_index(
        "ix_media_extra",
        "media",
        ["extra_of"],
        unique=False,
        sqlite_where=sa.text("extra_of IS NOT NULL"),
    )
    op.create_index(
        "ix_media_work",
        "media",
        ["work_key"],
        unique=False,
        sqlite_where=sa.text("work_key IS NOT NULL"),
    )

    op.add_column(
        "root",
        sa.Column("kind", sa.String(length=16), server_default=sa.text("'mixed'"), nullable=False),
    )
    op.add_column(
        "root", sa.Column("watch", sa.Boolean(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column("root", sa.Column("problem", sa.String(length=32), nullable=True))
    op.add_column(
        "root", sa.Column("gone", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )

    op.add_column(
        "series",
        sa.Column(
            "sort_title", sa.String(length=600), server_default=sa.text("''"), nullable=False
        ),
    )
    op.add_column("series", sa.Column("original_title", sa.String(length=500), nullable=True))
    op.add_column("series", sa.Column("year", sa.Integer(), nullable=True))
    op.add_column("series", sa.Column("description", sa.Text(), nullable=True))
    op.add_column("series", sa.Column("content_rating", sa.String(length=40), nullable=True))
    op.add_column("series", sa.Column("locked", sa.JSON(none_as_null=True), nullable=True))
    op.execute("UPDATE series SET sort_title = title_key")
    _write_work_keys()


def _write_work_keys() -> None:
    """What is in the library already finds further versions of itself from now on."""
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT number, kind, title, year, series_id, season_number, episode_number,"
            " episode_number_end FROM media WHERE kind IN ('movie', 'episode')"
        )
    ).all()
    keys = [{"number": row[0], "key": key} for row in rows if (key := _key(*row[1:])) is not None]
    if keys:
        bind.execute(sa.text("UPDATE media SET work_key = :key WHERE number = :number"), keys)


def _key(kind, title, year, series_id, season, episode, end):
    if kind == "episode":
        numbered = series_id is not None and episode is not None
        return f"e:{series_id}:{season}:{episode}:{end or 0}:0" if numbered else None
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(
        one
        for one in unicodedata.normalize(
            "NFC", "".join(char for char in plain if not unicodedata.combining(char))
        )
        if one.isalnum()
    )
    return f"m:{letters}:{year}:0" if year is not None and letters else None


def downgrade() -> None:
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("locked")
        batch_op.drop_column("content_rating")
        batch_op.drop_column("description")
        batch_op.drop_column("year")
        batch_op.drop_column("original_title")
        batch_op.drop_column("sort_title")

    with op.batch_alter_table("root", schema=None) as batch_op:
        batch_op.drop_column("gone")
        batch_op.drop_column("problem")
        batch_op.drop_column("watch")
        batch_op.drop_column("kind")

    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_media_window",
            sqlite_where=sa.text("available_from IS NOT NULL OR available_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_media_work", sqlite_where=sa.text("work_key IS NOT NULL"))
        batch_op.drop_index("ix_media_extra", sqlite_where=sa.text("extra_of IS NOT NULL"))
        batch_op.drop_index("ix_media_doubts", sqlite_where=sa.text("doubts IS NOT NULL"))
        batch_op.drop_column("locked")
        batch_op.drop_column("doubts")
        batch_op.drop_column("confidence")
        batch_op.drop_column("work_key")
        batch_op.drop_column("extra_of")
        batch_op.drop_column("extra_kind")
        batch_op.drop_column("part_number")
        batch_op.drop_column("available_until")
        batch_op.drop_column("available_from")
        batch_op.drop_column("content_rating")
        batch_op.drop_column("released")
        batch_op.drop_column("tagline")

    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_column("label")
        batch_op.drop_column("edition")

    op.drop_table("other_id")
    op.drop_table("credit")
    op.drop_table("series_credit")
    op.drop_table("folder")
    op.drop_table("person")
