"""The first shape of the library: every table, and the full-text index with its triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# FTS5 and what keeps it right; PostgreSQL will bring its own.
SEARCH = (
    """
    CREATE VIRTUAL TABLE media_search USING fts5(
    title, other_titles, description, uploader, words, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2')
    """,
    """
    CREATE VIRTUAL TABLE title_search USING fts5(title, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2')
    """,
    """
    CREATE TRIGGER media_search_insert AFTER INSERT ON media BEGIN
    INSERT INTO media_search (rowid, title, other_titles, description, uploader, words)
    SELECT new.number, new.title, (
    coalesce(new.original_title, '') || ' ' ||
    coalesce((SELECT series.title FROM series WHERE series.id = new.series_id), '')
    ), new.description, new.uploader, (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.number
    )
    )
    WHERE new.trashed_at IS NULL;
    INSERT INTO title_search (rowid, title) SELECT new.number, new.title WHERE new.trashed_at IS NULL; END
    """,
    """
    CREATE TRIGGER media_search_delete AFTER DELETE ON media BEGIN
    DELETE FROM media_search WHERE rowid = old.number;
    DELETE FROM title_search WHERE rowid = old.number;
    END
    """,
    """
    CREATE TRIGGER media_search_update AFTER UPDATE OF title, original_title, series_id, description, uploader, trashed_at ON media BEGIN
    DELETE FROM media_search WHERE rowid = old.number;
    DELETE FROM title_search WHERE rowid = old.number;

    INSERT INTO media_search (rowid, title, other_titles, description, uploader, words)
    SELECT new.number, new.title, (
    coalesce(new.original_title, '') || ' ' ||
    coalesce((SELECT series.title FROM series WHERE series.id = new.series_id), '')
    ), new.description, new.uploader, (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.number
    )
    )
    WHERE new.trashed_at IS NULL;
    INSERT INTO title_search (rowid, title) SELECT new.number, new.title WHERE new.trashed_at IS NULL; END
    """,
    """
    CREATE TRIGGER media_tag_search_insert AFTER INSERT ON media_tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.media_number
    )
    ) WHERE rowid = new.media_number; END
    """,
    """
    CREATE TRIGGER media_tag_search_delete AFTER DELETE ON media_tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = old.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = old.media_number
    )
    ) WHERE rowid = old.media_number; END
    """,
    """
    CREATE TRIGGER tag_search_rename AFTER UPDATE OF name ON tag BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = media_search.rowid
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = media_search.rowid
    )
    ) WHERE rowid IN (SELECT media_number FROM media_tag WHERE tag_number = new.number); END
    """,
    """
    CREATE TRIGGER media_genre_search_insert AFTER INSERT ON media_genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = new.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = new.media_number
    )
    ) WHERE rowid = new.media_number; END
    """,
    """
    CREATE TRIGGER media_genre_search_delete AFTER DELETE ON media_genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = old.media_number
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = old.media_number
    )
    ) WHERE rowid = old.media_number; END
    """,
    """
    CREATE TRIGGER genre_search_rename AFTER UPDATE OF name ON genre BEGIN UPDATE media_search SET words = (
    SELECT group_concat(name, ' ') FROM (
    SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
    WHERE media_tag.media_number = media_search.rowid
    UNION ALL
    SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
    WHERE media_genre.media_number = media_search.rowid
    )
    ) WHERE rowid IN (SELECT media_number FROM media_genre WHERE genre_number = new.number); END
    """,
)


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_table(
        "genre",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_genre")),
        sa.UniqueConstraint("name_key", name=op.f("uq_genre_name_key")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("lane", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("picture_url", sa.Text(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.Column("requested_by", sa.String(length=36), nullable=True),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("media_id", sa.String(length=36), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=True),
        sa.Column("downloaded_bytes", sa.Integer(), nullable=True),
        sa.Column("total_bytes", sa.Integer(), nullable=True),
        sa.Column("speed_bps", sa.Double(), nullable=True),
        sa.Column("eta_s", sa.Double(), nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("error_detail", sa.Text(), nullable=True),
        sa.Column("error_fix", sa.Text(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("control", sa.String(length=10), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=120), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["job.id"], name=op.f("fk_job_parent_id_job"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_claim", ["lane", "status", "priority", "id"], unique=False)
        batch_op.create_index("ix_job_parent", ["parent_id"], unique=False)
        batch_op.create_index("ix_job_status", ["status", "id"], unique=False)
        batch_op.create_index(
            "uq_job_dedupe_key",
            ["dedupe_key"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL AND dedupe_key IS NOT NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND dedupe_key IS NOT NULL"),
        )

    op.create_table(
        "root",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("last_scan_at", sa.DateTime(), nullable=True),
        sa.Column("last_scan", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_root")),
        sa.UniqueConstraint("path", name=op.f("uq_root_path")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_key", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("title_key", name=op.f("uq_series_title_key")),
    )
    op.create_table(
        "tag",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tag")),
        sa.UniqueConstraint("name_key", name=op.f("uq_tag_name_key")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("filename", sa.String(length=1000), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=True),
        sa.Column("collection_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("job_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("name_key", sa.String(length=128), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("name_key", name=op.f("uq_user_account_name_key")),
    )
    op.create_table(
        "media",
        sa.Column(
            "number",
            sa.Integer(),
            server_default=sa.FetchedValue(),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("source_platform", sa.String(length=64), nullable=True),
        sa.Column("trashed_at", sa.DateTime(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("sort_title", sa.String(length=600), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("upload_date", sa.Date(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("original_title", sa.String(length=500), nullable=True),
        sa.Column("series_id", sa.String(length=36), nullable=True),
        sa.Column("season_number", sa.Integer(), nullable=True),
        sa.Column("episode_number", sa.Integer(), nullable=True),
        sa.Column("episode_number_end", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.String(length=255), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("uploader", sa.String(length=300), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("purge_at", sa.DateTime(), nullable=True),
        sa.Column("delete_file", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("hdr", sa.String(length=16), nullable=True),
        sa.Column("owned", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('ready', 'unavailable', 'trashed')", name=op.f("ck_media_status")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_media_series_id_series")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_media")),
        sa.UniqueConstraint("id", name=op.f("uq_media_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(
            "ix_media_by_added_at",
            ["added_at", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_duration_s",
            ["duration_s", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_shuffle",
            ["shuffle", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_size_bytes",
            ["size_bytes", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_sort_title",
            ["sort_title", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_upload_date",
            ["upload_date", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_by_year",
            ["year", "number", "kind", "source_platform", "status"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index("ix_media_purge", ["purge_at"], unique=False)
        batch_op.create_index(
            "ix_media_series", ["series_id", "season_number", "episode_number"], unique=False
        )
        batch_op.create_index(
            "ix_media_shape",
            ["status", "kind", "source_platform", "duration_s", "size_bytes"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_media_trashed",
            ["trashed_at"],
            unique=False,
            sqlite_where=sa.text("trashed_at IS NOT NULL"),
            postgresql_where=sa.text("trashed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_media_source",
            ["source_platform", "source_id"],
            unique=True,
            sqlite_where=sa.text("source_id IS NOT NULL"),
            postgresql_where=sa.text("source_id IS NOT NULL"),
        )

    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_sign_in_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_user_id"), ["user_id"], unique=False)

    op.create_table(
        "artwork",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("blurhash", sa.String(length=128), nullable=True),
        sa.Column("smaller", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_artwork_media_id_media"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artwork")),
    )
    with op.batch_alter_table("artwork", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_artwork_media_id"), ["media_id"], unique=False)

    op.create_table(
        "asset",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("file_missing", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("full_hash", sa.String(length=128), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("container", sa.String(length=32), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("bit_rate", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("frame_rate", sa.Float(), nullable=True),
        sa.Column("hdr", sa.String(length=16), nullable=True),
        sa.Column("video_codec", sa.String(length=32), nullable=True),
        sa.Column("audio_codecs", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_asset_media_id_media"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_asset_fingerprint")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_media_id"), ["media_id"], unique=False)

    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collection.id"],
            name=op.f("fk_collection_item_collection_id_collection"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["media_id"],
            ["media.id"],
            name=op.f("fk_collection_item_media_id_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("collection_id", "media_id", name=op.f("pk_collection_item")),
    )
    with op.batch_alter_table("collection_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_item_media_id"), ["media_id"], unique=False)
        batch_op.create_index(
            "ix_collection_item_order", ["collection_id", "position"], unique=False
        )

    op.create_table(
        "media_genre",
        sa.Column("genre_number", sa.Integer(), nullable=False),
        sa.Column("media_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["genre_number"],
            ["genre.number"],
            name=op.f("fk_media_genre_genre_number_genre"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["media_number"],
            ["media.number"],
            name=op.f("fk_media_genre_media_number_media"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("genre_number", "media_number", name=op.f("pk_media_genre")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("media_genre", schema=None) as batch_op:
        batch_op.create_index("ix_media_genre_media", ["media_number", "position"], unique=False)

    op.create_table(
        "media_tag",
        sa.Column("tag_number", sa.Integer(), nullable=False),
        sa.Column("media_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_number"],
            ["media.number"],
            name=op.f("fk_media_tag_media_number_media"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_number"],
            ["tag.number"],
            name=op.f("fk_media_tag_tag_number_tag"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag_number", "media_number", name=op.f("pk_media_tag")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("media_tag", schema=None) as batch_op:
        batch_op.create_index("ix_media_tag_media", ["media_number", "position"], unique=False)

    op.create_table(
        "progress",
        sa.Column("profile_id", sa.String(length=36), nullable=False),
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("position_s", sa.Float(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("times_completed", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_progress_media_id_media"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "media_id", name=op.f("pk_progress")),
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_media_id"), ["media_id"], unique=False)
        batch_op.create_index(
            "ix_progress_open", ["profile_id", "completed", "updated_at", "media_id"], unique=False
        )
        batch_op.create_index(
            "ix_progress_recent", ["profile_id", "updated_at", "media_id"], unique=False
        )

    op.create_table(
        "sprites",
        sa.Column("media_id", sa.String(length=36), nullable=False),
        sa.Column("vtt", sa.Text(), nullable=False),
        sa.Column("tile_width", sa.Integer(), nullable=False),
        sa.Column("tile_height", sa.Integer(), nullable=False),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_sprites_media_id_media"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_sprites")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("root_id", sa.String(length=36), nullable=False),
        sa.Column("relative_path", sa.LargeBinary(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("asset_id", sa.String(length=36), nullable=True),
        sa.Column("failure", sa.String(length=64), nullable=True),
        sa.Column("missing_since", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_place_asset_id_asset"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["root.id"], name=op.f("fk_place_root_id_root"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "root_id", "relative_path", name=op.f("uq_place_root_id_relative_path")
        ),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_asset_id"), ["asset_id"], unique=False)

    op.create_table(
        "probe",
        sa.Column("asset_id", sa.String(length=36), nullable=False),
        sa.Column("probe", sa.JSON(), nullable=False),
        sa.Column("keyframes", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_probe_asset_id_asset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_probe")),
    )
    op.create_table(
        "sidecar",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("asset_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("root_id", sa.String(length=36), nullable=True),
        sa.Column("relative_path", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("fk_sidecar_asset_id_asset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["root.id"], name=op.f("fk_sidecar_root_id_root"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sidecar")),
    )
    with op.batch_alter_table("sidecar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sidecar_asset_id"), ["asset_id"], unique=False)

    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "sqlite":
        for statement in SEARCH:
            op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    for name in ("media_search", "title_search"):
        op.execute(f"DROP TABLE IF EXISTS {name}")
    with op.batch_alter_table("sidecar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sidecar_asset_id"))

    op.drop_table("sidecar")
    op.drop_table("probe")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_asset_id"))

    op.drop_table("place")
    op.drop_table("sprites")
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_recent")
        batch_op.drop_index("ix_progress_open")
        batch_op.drop_index(batch_op.f("ix_progress_media_id"))

    op.drop_table("progress")
    with op.batch_alter_table("media_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_media_tag_media")

    op.drop_table("media_tag")
    with op.batch_alter_table("media_genre", schema=None) as batch_op:
        batch_op.drop_index("ix_media_genre_media")

    op.drop_table("media_genre")
    with op.batch_alter_table("collection_item", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_item_order")
        batch_op.drop_index(batch_op.f("ix_collection_item_media_id"))

    op.drop_table("collection_item")
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_media_id"))

    op.drop_table("asset")
    with op.batch_alter_table("artwork", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artwork_media_id"))

    op.drop_table("artwork")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_user_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_expires_at"))

    op.drop_table("sign_in")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_media_source",
            sqlite_where=sa.text("source_id IS NOT NULL"),
            postgresql_where=sa.text("source_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_media_trashed",
            sqlite_where=sa.text("trashed_at IS NOT NULL"),
            postgresql_where=sa.text("trashed_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_media_shape",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index("ix_media_series")
        batch_op.drop_index("ix_media_purge")
        batch_op.drop_index(
            "ix_media_by_year",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_upload_date",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_sort_title",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_size_bytes",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_shuffle",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_duration_s",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_media_by_added_at",
            sqlite_where=sa.text("trashed_at IS NULL"),
            postgresql_where=sa.text("trashed_at IS NULL"),
        )

    op.drop_table("media")
    op.drop_table("user_account")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_user_id"))
        batch_op.drop_index(batch_op.f("ix_upload_expires_at"))

    op.drop_table("upload")
    op.drop_table("tag")
    op.drop_table("series")
    op.drop_table("root")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_dedupe_key",
            sqlite_where=sa.text("finished_at IS NULL AND dedupe_key IS NOT NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND dedupe_key IS NOT NULL"),
        )
        batch_op.drop_index("ix_job_status")
        batch_op.drop_index("ix_job_parent")
        batch_op.drop_index("ix_job_claim")

    op.drop_table("job")
    op.drop_table("genre")
    op.drop_table("collection")
