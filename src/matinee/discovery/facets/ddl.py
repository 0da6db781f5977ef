"""What keeps the row of facets right: triggers on all it is told from, and what fills it anew.

The statements are the same on both databases but for a few words, which `Tongue` has. The
migrations make the triggers on SQLite; a test holds what they made to what stands here.
"""

from dataclasses import dataclass

from matinee.discovery.facets.tables import HDR, HEIGHTS, SDR

LAST_BIT = 62  # the highest of a signed 64-bit integer


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a database says what the other says otherwise."""

    greatest: str
    bit: str  # with `place` from zero on
    joined: str  # before what is joined whole
    tracks: str  # of a `probe`, each as `track`
    of_track: str  # the text of a `key` of one
    aliased: str  # what follows a SELECT that is read from


SQLITE = Tongue(
    "max", f"1 << min({LAST_BIT}, {{place}})", "JOIN", "json_each({probe}, '$.tracks') AS track",
    "json_extract(track.value, '$.{key}')", "",
)  # fmt: skip
POSTGRES = Tongue(
    "greatest", f"1::bigint << least({LAST_BIT}, {{place}})::int", "CROSS JOIN",
    "json_array_elements({probe} -> 'tracks') AS track (value)",
    "(track.value ->> '{key}')", " AS found",
)  # fmt: skip

_COPIES = "kind, source_platform, status, year, duration_s, added_at"
_COPY = """kind = new.kind, platform = new.source_platform, status = new.status,
    year = new.year, duration_s = new.duration_s, added_at = new.added_at"""
_FOLDERS = """folders = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN place ON place.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'folder' AND facet_word.name = place.root_id
        WHERE asset.media_id = {of}), 0)"""
_IS_WORD = "name IS NOT NULL AND name NOT IN ('', 'und')"
_CODEC_NAME = "SELECT new.video_codec AS name"
_TEXT_NAME = "SELECT lower(new.language) AS name WHERE new.kind = 'subtitle'"
_ROOT_NAME = "SELECT new.root_id AS name"
_SELF = "(SELECT id FROM media WHERE media.number = media_facet.number)"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Statements that are run for each row that changes so."""

    name: str
    when: str
    statements: tuple[str, ...]


def triggers(tongue: Tongue) -> tuple[Trigger, ...]:
    """Return all triggers."""
    say = _Statements(tongue)
    codec, beside = say.words("codec", _CODEC_NAME), say.words("text", _TEXT_NAME)
    root = say.words("folder", _ROOT_NAME)
    probed = (
        say.words("audio", say.languages("audio", say.tracks_of("new.probe"))),
        say.words("text", say.languages("text", say.tracks_of("new.probe"))),
        _tell(f"{say.audio}, {say.texts}", _media_of("new.asset_id")),
    )
    new_texts = _tell(say.texts, _media_of("new.asset_id"))
    new_folders, old_folders = (
        _tell(_FOLDERS, _media_of(f"{which}.asset_id")) for which in ("new", "old")
    )
    found = (
        ("media_insert", "INSERT ON media", (
            f"""INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
        VALUES (new.number, {", ".join(f"new.{name}" for name in _COPIES.split(", "))});""",
        )),
        ("media_update", f"UPDATE OF {_COPIES} ON media",
            (f"UPDATE media_facet SET {_COPY} WHERE number = new.number;",)),
        ("asset_insert", "INSERT ON asset", (codec, _tell(say.files, "new.media_id"))),
        ("asset_update", "UPDATE OF media_id, width, height, hdr, video_codec ON asset",
            (codec, _tell(say.whole, "old.media_id"), _tell(say.whole, "new.media_id"))),
        ("asset_delete", "DELETE ON asset", (_tell(say.whole, "old.media_id"),)),
        ("probe_insert", "INSERT ON probe", probed),
        ("probe_update", "UPDATE OF probe ON probe", probed),
        ("sidecar_insert", "INSERT ON sidecar", (beside, new_texts)),
        ("sidecar_update", "UPDATE OF language, kind, asset_id ON sidecar", (beside, new_texts)),
        ("sidecar_delete", "DELETE ON sidecar", (_tell(say.texts, _media_of("old.asset_id")),)),
        ("place_insert", "INSERT ON place", (root, new_folders)),
        ("place_update", "UPDATE OF asset_id, root_id ON place", (root, old_folders, new_folders)),
        ("place_delete", "DELETE ON place", (old_folders,)),
    )  # fmt: skip
    return tuple(Trigger(f"facet_{name}", when, statements) for name, when, statements in found)


def fill(tongue: Tongue) -> tuple[str, ...]:
    """Return the statements that make all rows anew from the library."""
    say = _Statements(tongue)
    tracks = f"probe, {say.tracks_of('probe.probe')}"
    texts = f"""{say.languages("text", tracks)} UNION ALL
        SELECT lower(language) FROM sidecar WHERE kind = 'subtitle'"""
    return (
        "DELETE FROM media_facet",
        "DELETE FROM facet_word",
        say.words("codec", "SELECT video_codec AS name FROM asset").rstrip(";"),
        say.words("audio", say.languages("audio", tracks)).rstrip(";"),
        say.words("text", texts).rstrip(";"),
        say.words("folder", "SELECT root_id AS name FROM place").rstrip(";"),
        f"""INSERT INTO media_facet (number, kind, platform, status, year, duration_s, added_at)
    SELECT number, {_COPIES} FROM media""",
        f"UPDATE media_facet SET {say.whole.format(of=_SELF)}",
    )


def _tell(what: str, media_id: str) -> str:
    """Return the statement that writes some facets of one media."""
    own = f"(SELECT number FROM media WHERE id = {media_id})"
    return f"UPDATE media_facet SET {what.format(of=media_id)} WHERE number = {own};"


def _media_of(asset_id: str) -> str:
    return f"(SELECT media_id FROM asset WHERE asset.id = {asset_id})"


class _Statements:
    """The pieces of statements in one tongue; {of} in them is the id of a media."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        lines = f"{tongue.greatest}(asset.height, coalesce(asset.width, 0) * 9 / 16)"
        height = "CASE {} END".format(
            " ".join(
                f"WHEN {lines} >= {least} THEN {bit}" for bit, least in reversed(HEIGHTS.values())
            )
        )
        self.files = f"""heights = coalesce((SELECT sum(DISTINCT {height}) FROM asset
        WHERE asset.media_id = {{of}} AND asset.height IS NOT NULL), 0),
    ranges = coalesce((SELECT sum(DISTINCT CASE WHEN asset.hdr IS NULL THEN {SDR} ELSE {HDR} END)
        FROM asset WHERE asset.media_id = {{of}} AND asset.height IS NOT NULL), 0),
    codecs = coalesce((SELECT sum(DISTINCT bit) FROM asset
        JOIN facet_word ON facet_word.kind = 'codec' AND facet_word.name = asset.video_codec
        WHERE asset.media_id = {{of}}), 0)"""
        self.audio = f"""audio = coalesce((SELECT sum(DISTINCT bit) FROM (
        {self._bits_of_tracks("audio", "audio")}){tongue.aliased}), 0)"""
        self.texts = f"""texts = coalesce((SELECT sum(DISTINCT bit) FROM (
        {self._bits_of_tracks("text", "text")}
        UNION ALL SELECT bit FROM asset JOIN sidecar ON sidecar.asset_id = asset.id
        JOIN facet_word ON facet_word.kind = 'text' AND facet_word.name = lower(sidecar.language)
        WHERE asset.media_id = {{of}} AND sidecar.kind = 'subtitle'){tongue.aliased}), 0)"""
        self.whole = ", ".join((self.files, self.audio, self.texts, _FOLDERS))

    def _bits_of_tracks(self, word: str, kind: str) -> str:
        return f"""SELECT bit FROM asset JOIN probe ON probe.asset_id = asset.id
        {self._tongue.joined} {self.tracks_of("probe.probe")}
        JOIN facet_word ON facet_word.kind = '{word}'
            AND facet_word.name = lower({self._of_track("language")})
        WHERE asset.media_id = {{of}} AND {self._of_track("kind")} = '{kind}'"""

    def _of_track(self, key: str) -> str:
        return self._tongue.of_track.format(key=key)

    def tracks_of(self, probe: str) -> str:
        return self._tongue.tracks.format(probe=probe)

    def languages(self, kind: str, source: str) -> str:
        return f"""SELECT lower({self._of_track("language")}) AS name
        FROM {source} WHERE {self._of_track("kind")} = '{kind}'"""

    def words(self, kind: str, names: str) -> str:
        """Return the statement that gives a bit to each name of a SELECT that has none yet."""
        place = f"""row_number() OVER () - 1
        + (SELECT count(*) FROM facet_word WHERE kind = '{kind}')"""
        aliased = self._tongue.aliased
        return f"""INSERT INTO facet_word (kind, name, bit)
    SELECT '{kind}', name, {self._tongue.bit.format(place=place)}
    FROM (SELECT DISTINCT name FROM ({names}){aliased} WHERE {_IS_WORD}
        AND name NOT IN (SELECT name FROM facet_word WHERE kind = '{kind}')){aliased};"""
