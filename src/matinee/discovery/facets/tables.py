"""One narrow row a title with all that lists are filtered by, kept right by triggers.

A list with filters is counted by reading this table from end to end, which is quick because its
rows are small: no file, probe or folder is joined. What a title can have several of (its
versions have codecs and heights, its tracks languages) is a number with one bit a word;
`facet_word` tells which bit. A kind with more words than bits shares the last one among the
rest: no such title is missed, some are found that should not be.

The migrations make all this; a test holds what they made to what stands here.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matinee.kit.db import Base, UtcDateTime

LAST_BIT = 62  # the highest of a signed 64-bit integer


class FacetWordRow(Base):
    """Which bit stands for a codec, a language as files write it, or a folder."""

    __tablename__ = "facet_word"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    bit: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = ({"sqlite_with_rowid": False},)


def _bits() -> Mapped[int]:
    return mapped_column(BigInteger, default=0, server_default=text("0"))


class MediaFacetRow(Base):
    """What a title is filtered by. The first columns are copies of the title's own."""

    __tablename__ = "media_facet"

    number: Mapped[int] = mapped_column(
        Integer, ForeignKey("media.number", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    platform: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    year: Mapped[int | None] = mapped_column(Integer)
    duration_s: Mapped[float | None] = mapped_column(Float)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heights: Mapped[int] = _bits()  # see HEIGHTS
    ranges: Mapped[int] = _bits()  # 1 standard, 2 high dynamic range
    codecs: Mapped[int] = _bits()
    audio: Mapped[int] = _bits()
    texts: Mapped[int] = _bits()
    folders: Mapped[int] = _bits()


# From how many lines a picture is called so; a wide one is measured as if it were 16:9.
HEIGHTS = {
    "sd": (1, 0),
    "720p": (2, 600),
    "1080p": (4, 900),
    "1440p": (8, 1260),
    "2160p": (16, 1800),
}
SDR, HDR = 1, 2

_LINES = "max(asset.height, coalesce(asset.width, 0) * 9 / 16)"
_HEIGHT = "CASE {} END".format(
    " ".join(f"WHEN {_LINES} >= {least} THEN {bit}" for bit, least in reversed(HEIGHTS.values()))
)
_COPIES = "kind, source_platform, status, year, duration_s, added_at"
_COPY = """kind = new.kind, platform = new.source_platform, status = new.status,
    year = new.year, duration_s = new.duration_s, added_at = new.added_at"""

# What the files of a media amount to; {of} is its id.
_FILES = f"""heights = coalesce((SELECT sum(DISTINCT {_HEIGHT}) FROM asset
        WHERE asset.media_id = {{of}} AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN {SDR} ELSE {HDR} END)
        FROM asset WHERE asset.media_id = {{of}} AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = {{of}}), 0)"""
_TRACKS = """SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        JOIN json_each(probe.probe, '$.tracks') AS track
        JOIN facet_word ON facet_word.kind = '{word}'
            AND facet_word.name = lower(json_extract(track.value, '$.language'))
        WHERE asset.media_id = {{of}} AND json_extract(track.value, '$.kind') = '{kind}'"""
_AUDIO = f"""audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        {_TRACKS.format(word="audio", kind="audio")})), 0)"""
_TEXTS = f"""texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        {_TRACKS.format(word="text", kind="text")}
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = {{of}} AND sidecar.kind = 'subtitle')), 0)"""
_FOLDERS = """folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = {of}), 0)"""
_WHOLE = ", ".join((_FILES, _AUDIO, _TEXTS, _FOLDERS))


def _tell(what: str, media_id: str) -> str:
    """Return the statement that writes some facets of one media."""
    own = f"(SELECT number FROM media WHERE id = {media_id})"
    return f"UPDATE media_facet SET {what.format(of=media_id)} WHERE number = {own};"


def _words(kind: str, names: str) -> str:
    """Return the statement that gives a bit to each name of a SELECT that has none yet."""
    return f"""INSERT INTO facet_word (kind, name, bit)
    SELECT '{kind}', name, 1 << min({LAST_BIT}, row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = '{kind}'))
    FROM (SELECT DISTINCT name FROM ({names}) WHERE name IS NOT NULL AND name NOT IN ('', 'und')
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = '{kind}'));"""


def _languages(kind: str, source: str) -> str:
    return f"""SELECT lower(json_extract(track.value, '$.language')) AS name
        FROM {source} AS track WHERE json_extract(track.value, '$.kind') = '{kind}'"""


def _media_of(asset_id: str) -> str:
    return f"(SELECT media_id FROM asset WHERE asset.id = {asset_id})"


_NEW_TRACKS = "json_each(new.probe, '$.tracks')"
_PROBED = " ".join((
    _words("audio", _languages("audio", _NEW_TRACKS)),
    _words("text", _languages("text", _NEW_TRACKS)),
    _tell(f"{_AUDIO}, {_TEXTS}", _media_of("new.asset_id")),
))  # fmt: skip
_CODEC = _words("codec", "SELECT new.video_codec AS name")
_BESIDE = _words("text", "SELECT lower(new.language) AS name WHERE new.kind = 'subtitle'")
_ROOT = _words("folder", "SELECT new.root_id AS name")


def _trigger(name: str, when: str, *statements: str) -> str:
    return f"CREATE TRIGGER facet_{name} AFTER {when} BEGIN {' '.join(statements)} END"


TRIGGERS = (
    _trigger(
        "media_insert", "INSERT ON media",
        f"""INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
        VALUES (new.number, {", ".join(f"new.{name}" for name in _COPIES.split(", "))});""",
    ),
    _trigger(
        "media_update", f"UPDATE OF {_COPIES} ON media",
        f"UPDATE media_facet SET {_COPY} WHERE number = new.number;",
    ),
    _trigger("asset_insert", "INSERT ON asset", _CODEC, _tell(_FILES, "new.media_id")),
    _trigger(
        "asset_update", "UPDATE OF media_id, width, height, hdr, video_codec ON asset",
        _CODEC, _tell(_WHOLE, "old.media_id"), _tell(_WHOLE, "new.media_id"),
    ),
    _trigger("asset_delete", "DELETE ON asset", _tell(_WHOLE, "old.media_id")),
    _trigger("probe_insert", "INSERT ON probe", _PROBED),
    _trigger("probe_update", "UPDATE OF probe ON probe", _PROBED),
    _trigger(
        "sidecar_insert", "INSERT ON sidecar", _BESIDE, _tell(_TEXTS, _media_of("new.asset_id"))
    ),
    _trigger(
        "sidecar_update", "UPDATE OF language, kind, asset_id ON sidecar",
        _BESIDE, _tell(_TEXTS, _media_of("new.asset_id")),
    ),
    _trigger("sidecar_delete", "DELETE ON sidecar", _tell(_TEXTS, _media_of("old.asset_id"))),
    _trigger("place_insert", "INSERT ON place", _ROOT, _tell(_FOLDERS, _media_of("new.asset_id"))),
    _trigger(
        "place_update", "UPDATE OF asset_id, root_id ON place", _ROOT,
        _tell(_FOLDERS, _media_of("old.asset_id")), _tell(_FOLDERS, _media_of("new.asset_id")),
    ),
    _trigger("place_delete", "DELETE ON place", _tell(_FOLDERS, _media_of("old.asset_id"))),
)  # fmt: skip

_ALL_TRACKS = "probe, json_each(probe.probe, '$.tracks')"
_SELF = "(SELECT id FROM media WHERE media.number = media_facet.number)"
FILL = (
    "DELETE FROM media_facet",
    "DELETE FROM facet_word",
    _words("codec", "SELECT video_codec AS name FROM asset").rstrip(";"),
    _words("audio", _languages("audio", _ALL_TRACKS)).rstrip(";"),
    _words(
        "text",
        f"""{_languages("text", _ALL_TRACKS)} UNION ALL
        SELECT lower(language) FROM sidecar WHERE kind = 'subtitle'""",
    ).rstrip(";"),
    _words("folder", "SELECT root_id AS name FROM place").rstrip(";"),
    f"""INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
    SELECT number, {_COPIES} FROM media""",
    f"UPDATE media_facet SET {_WHOLE.format(of=_SELF)}",
)
