"""What titles are called, apart from all else that search reads; and how often accounts changed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DOCUMENT = """INSERT INTO media_search (number, document)
    SELECT media.number, matinee_document(media) FROM media
    WHERE media.trashed_at IS NULL AND media.number = new.number
    ON CONFLICT (number) DO UPDATE SET document = excluded.document;"""
TITLE = """INSERT INTO title_search (number, words)
    SELECT media.number, matinee_words(media.title) FROM media
    WHERE media.trashed_at IS NULL AND {which}
    ON CONFLICT (number) DO UPDATE SET words = excluded.words;"""
FORGET = "DELETE FROM {name} WHERE number = new.number AND new.trashed_at IS NOT NULL;"


def upgrade() -> None:
    op.add_column(
        "written", sa.Column("people", sa.BigInteger(), server_default="0", nullable=False)
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    op.alter_column("written", "people", server_default=None)
    op.execute(
        """CREATE TABLE title_search (
        number integer PRIMARY KEY REFERENCES media (number) ON DELETE CASCADE,
        words tsvector NOT NULL)"""
    )
    op.execute(TITLE.format(which="true"))
    op.execute("CREATE INDEX ix_title_search ON title_search USING gin (words)")
    told("insert", DOCUMENT, TITLE.format(which="media.number = new.number"))
    told(
        "update", FORGET.format(name="media_search"), FORGET.format(name="title_search"),
        DOCUMENT, TITLE.format(which="media.number = new.number"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_column("written", "people")
    if op.get_bind().dialect.name != "postgresql":
        return
    told("insert", DOCUMENT)
    told("update", FORGET.format(name="media_search"), DOCUMENT)
    op.execute("DROP TABLE title_search")


def told(event: str, *statements: str) -> None:
    """Say anew what is done when a title is written."""
    body = " ".join(statements)
    op.execute(
        f"CREATE OR REPLACE FUNCTION search_media_{event}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body} RETURN NULL; END $$"
    )
