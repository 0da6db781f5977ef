"""The full-text index on SQLite (FTS5), kept right by triggers in the transaction of the change.

Two indexes: everything that is said of a media, and titles alone, which answer while somebody
types. Both hold prefixes of one to three letters, so that a single letter is one lookup. What is
in the trash is in neither. Accents are folded (`unicode61 remove_diacritics 2`).

A third one holds what is said in subtitles, over the library's own cues. `words_search` tells
which words there are in titles, for those who mistype.

The migrations make them; a test holds what they made to what stands here.
"""

from matinee.discovery.facets import ddl as facets

_TOKENS = "tokenize = ''unicode61 remove_diacritics 2''".replace("''", "'")
_WORDS = """(
    SELECT group_concat(name, ' ') FROM (
        SELECT tag.name FROM media_tag JOIN tag ON tag.number = media_tag.tag_number
        WHERE media_tag.media_number = {number}
        UNION ALL
        SELECT genre.name FROM media_genre JOIN genre ON genre.number = media_genre.genre_number
        WHERE media_genre.media_number = {number}
    )
)"""
_OTHER_TITLES = """(
    coalesce({row}.original_title, '') || ' ' ||
    coalesce((SELECT series.title FROM series WHERE series.id = {row}.series_id), '')
)"""
_ALL = """
    INSERT INTO media_search (rowid, title, other_titles, description, uploader, words)
    SELECT {row}.number, {row}.title, {other}, {row}.description, {row}.uploader, {words}
"""
_TITLE = "INSERT INTO title_search (rowid, title) SELECT {row}.number, {row}.title"


def _insert(row: str, source: str) -> str:
    other = _OTHER_TITLES.format(row=row)
    words = _WORDS.format(number=f"{row}.number")
    everything = _ALL.format(row=row, other=other, words=words) + source
    return f"{everything};\n{_TITLE.format(row=row)} {source};"


_REMOVE = """
    DELETE FROM media_search WHERE rowid = old.number;
    DELETE FROM title_search WHERE rowid = old.number;
"""
_NEW = _insert("new", "WHERE new.trashed_at IS NULL")
_INDEXED = "title, original_title, series_id, description, uploader, trashed_at"

CREATE = (
    f"""CREATE VIRTUAL TABLE media_search USING fts5(
        title, other_titles, description, uploader, words, prefix = '1 2 3', {_TOKENS})""",
    f"CREATE VIRTUAL TABLE title_search USING fts5(title, prefix = '1 2 3', {_TOKENS})",
    f"""CREATE VIRTUAL TABLE cue_search USING fts5(text, content = 'cue', content_rowid = 'number',
    {_TOKENS})""",
    "CREATE VIRTUAL TABLE words_search USING fts5vocab(title_search, 'row')",
)


def _word_triggers(word: str) -> tuple[str, ...]:
    """Return the triggers of a kind of word: given, taken away, renamed."""
    link = f"media_{word}"
    rewrite = "UPDATE media_search SET words = {words} WHERE rowid = {number};"
    given = rewrite.format(
        words=_WORDS.format(number="new.media_number"), number="new.media_number"
    )
    taken = rewrite.format(
        words=_WORDS.format(number="old.media_number"), number="old.media_number"
    )
    renamed = (
        f"UPDATE media_search SET words = {_WORDS.format(number='media_search.rowid')} "
        f"WHERE rowid IN (SELECT media_number FROM {link} WHERE {word}_number = new.number);"
    )
    return (
        f"CREATE TRIGGER {link}_search_insert AFTER INSERT ON {link} BEGIN {given} END",
        f"CREATE TRIGGER {link}_search_delete AFTER DELETE ON {link} BEGIN {taken} END",
        f"CREATE TRIGGER {word}_search_rename AFTER UPDATE OF name ON {word} BEGIN {renamed} END",
    )


_SEARCH_TRIGGERS = (
    f"CREATE TRIGGER media_search_insert AFTER INSERT ON media BEGIN {_NEW} END",
    f"CREATE TRIGGER media_search_delete AFTER DELETE ON media BEGIN {_REMOVE} END",
    (
        f"CREATE TRIGGER media_search_update AFTER UPDATE OF {_INDEXED} ON media "
        f"BEGIN {_REMOVE} {_NEW} END"
    ),
    *_word_triggers("tag"),
    *_word_triggers("genre"),
    (
        "CREATE TRIGGER cue_search_insert AFTER INSERT ON cue "
        "BEGIN INSERT INTO cue_search (rowid, text) VALUES (new.number, new.text); END"
    ),
    (
        "CREATE TRIGGER cue_search_delete AFTER DELETE ON cue BEGIN "
        "INSERT INTO cue_search (cue_search, rowid, text) VALUES ('delete', old.number, old.text); "
        "END"
    ),
)
TRIGGERS = (
    *_SEARCH_TRIGGERS,
    *(
        f"CREATE TRIGGER {one.name} AFTER {one.when} BEGIN {' '.join(one.statements)} END"
        for one in facets.triggers(facets.SQLITE)
    ),
)
TRIGGER_NAMES = tuple(statement.split()[2] for statement in TRIGGERS)

FILL = (
    "DELETE FROM media_search",
    "DELETE FROM title_search",
    *_insert("media", "FROM media WHERE media.trashed_at IS NULL").rstrip(";").split(";\n"),
    "INSERT INTO cue_search (cue_search) VALUES ('rebuild')",
    *facets.fill(facets.SQLITE),
)
