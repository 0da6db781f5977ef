"""What search reads on PostgreSQL, kept right by triggers in the transaction of the change.

`media_search` holds a document a title, of words by weight: A its title, B other titles, C tags
and genres, D the channel and the description. `title_search` holds the words of its title alone: it
is a sixth as large, and most of what is looked for stands in it. What is in the trash is in
neither. What is said is
found by an index over the library's own cues. Words are folded by `matinee_fold`, of documents and
of what is asked alike: small letters without marks, cut at everything that is neither letter nor
digit, so that PostgreSQL's parser finds plain words and never an address or a number with a sign.
"""

from typing import Final

from sqlalchemy import Connection, text

from matinee.discovery.facets import ddl as facets
from matinee.kit.errors import Unavailable

# Lower case by the server's own rules knows no more than ASCII in the "C" locale.
_COLLATIONS: Final = ("und-x-icu", "pg_c_utf8", "default")
_MARKS: Final = (
    r"[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB"
    r"\u00BF\u00D7\u00F7\u02B0-\u036F\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u3000-\u3004"
    r"\u3008-\u3020\uFE00-\uFE0F\uFF01-\uFF0F]+"
)
_LONGEST: Final = 100_000  # letters of a description: a document has at most a megabyte

_FOLD = """CREATE FUNCTION matinee_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
PARALLEL SAFE AS $$ SELECT regexp_replace(lower(
    {home}.unaccent('{home}.unaccent'::regdictionary, $1) COLLATE "{collation}"
), E'{marks}', ' ', 'g') $$"""
_WORDS = """CREATE FUNCTION matinee_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT
PARALLEL SAFE AS $$ SELECT to_tsvector(
    'pg_catalog.simple'::regconfig, {schema}.matinee_fold($1)) $$"""
_DOCUMENT = f"""CREATE FUNCTION matinee_document(media) RETURNS tsvector LANGUAGE sql STABLE AS $$
SELECT setweight(matinee_words($1.title), 'A')
    || setweight(matinee_words(concat_ws(' ', $1.original_title,
        (SELECT series.title FROM series WHERE series.id = $1.series_id))), 'B')
    || setweight(matinee_words(coalesce((SELECT string_agg(name, ' ') FROM (
        SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
        WHERE media_tag.media_number = $1.number
        UNION ALL
        SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
        WHERE media_genre.media_number = $1.number) AS word), '')), 'C')
    || setweight(matinee_words(concat_ws(' ', $1.uploader, left($1.description, {_LONGEST}))), 'D')
$$"""
_WRITE = """INSERT INTO media_search (number, document)
    SELECT media.number, matinee_document(media) FROM media
    WHERE media.trashed_at IS NULL AND {which}
    ON CONFLICT (number) DO UPDATE SET document = excluded.document"""
_WRITE_TITLE = """INSERT INTO title_search (number, words)
    SELECT media.number, matinee_words(media.title) FROM media
    WHERE media.trashed_at IS NULL AND {which}
    ON CONFLICT (number) DO UPDATE SET words = excluded.words"""
_INDEXED = "title, original_title, series_id, description, uploader, trashed_at"

TABLES: Final = (
    """CREATE TABLE media_search (
        number integer PRIMARY KEY REFERENCES media (number) ON DELETE CASCADE,
        document tsvector NOT NULL)""",
    "CREATE INDEX ix_media_search ON media_search USING gin (document)",
    """CREATE TABLE title_search (
        number integer PRIMARY KEY REFERENCES media (number) ON DELETE CASCADE,
        words tsvector NOT NULL)""",
    "CREATE INDEX ix_title_search ON title_search USING gin (words)",
    "CREATE INDEX ix_cue_said ON cue USING gin (matinee_words(text))",
)
FILL: Final = (
    "DELETE FROM media_search",
    "DELETE FROM title_search",
    _WRITE.format(which="true"),
    _WRITE_TITLE.format(which="true"),
    *facets.fill(facets.POSTGRES),
)


def _triggers() -> tuple[facets.Trigger, ...]:
    one = "media.number = new.number"
    write = (_WRITE.format(which=one) + ";", _WRITE_TITLE.format(which=one) + ";")
    forget = tuple(
        f"DELETE FROM {name} WHERE number = new.number AND new.trashed_at IS NOT NULL;"
        for name in ("media_search", "title_search")
    )
    found = [
        facets.Trigger("search_media_insert", "INSERT ON media", write),
        facets.Trigger("search_media_update", f"UPDATE OF {_INDEXED} ON media", forget + write),
    ]
    for word in ("tag", "genre"):
        link = f"media_{word}"
        new, old = (
            _WRITE.format(which=f"media.number = {which}.media_number") + ";"
            for which in ("new", "old")
        )
        of_word = f"SELECT media_number FROM {link} WHERE {word}_number = new.number"
        found += [
            facets.Trigger(f"search_{link}_insert", f"INSERT ON {link}", (new,)),
            facets.Trigger(f"search_{link}_delete", f"DELETE ON {link}", (old,)),
            facets.Trigger(
                f"search_{word}_rename", f"UPDATE OF name ON {word}",
                (_WRITE.format(which=f"media.number IN ({of_word})") + ";",),
            ),
        ]  # fmt: skip
    return (*found, *facets.triggers(facets.POSTGRES))


WATCHED: Final = tuple(sorted({one.when.split()[-1] for one in _triggers()}))
"""The tables that have triggers."""


def _trigger(one: facets.Trigger) -> tuple[str, str]:
    body = "\n".join(one.statements)
    function = f"CREATE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql"
    run = f"FOR EACH ROW EXECUTE FUNCTION {one.name}()"
    return (
        f"{function} AS $$ BEGIN {body} RETURN NULL; END $$",
        f"CREATE TRIGGER {one.name} AFTER {one.when} {run}",
    )


def create(connection: Connection) -> None:
    """Make all of it in a database that has the library's tables.

    Raises Unavailable where the extensions are missing and this user may not make them.
    """
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    for extension in ("unaccent", "pg_trgm"):
        _extend(connection, extension)
    known = set(
        connection.execute(text("SELECT collname FROM pg_collation WHERE collname = ANY(:some)"),
                           {"some": list(_COLLATIONS)}).scalars()
    )  # fmt: skip
    collation = next(one for one in _COLLATIONS if one in known)
    home = connection.execute(
        text("SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
             "WHERE e.extname = 'unaccent'")
    ).scalar_one()  # fmt: skip
    fold = _FOLD.format(home=home, collation=collation, marks=_MARKS)
    words = _WORDS.format(schema=schema)
    made = [statement for one in _triggers() for statement in _trigger(one)]
    for statement in (fold, words, _DOCUMENT, *TABLES, *made):
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _extend(connection: Connection, name: str) -> None:
    there = text("SELECT count(*) FROM pg_extension WHERE extname = :name")
    if connection.execute(there, {"name": name}).scalar_one():
        return
    try:
        connection.execute(text(f"CREATE EXTENSION {name}"))
    except Exception as cause:
        raise Unavailable(
            f"PostgreSQL's extension {name} is missing, and this user may not add it.",
            fix=f"As the database's owner run: CREATE EXTENSION {name};",
            code="database_extension",
        ) from cause
