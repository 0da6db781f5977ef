"""Kodi's MyVideosNNN.db, from Kodi 16 (database 93) on.

Schema: `xbmc/video/VideoDatabaseDDL.cpp` and `VideoDatabase.h` of xbmc/xbmc. Facts stand in
numbered columns: movie c00 title, c07 year (premiered from database 108 on), c11 runtime in
seconds; episode c00 title, c09 runtime, c12 season, c13 episode; tvshow c00 title. `files` has
playCount and lastPlayed (in the zone of the machine that wrote it), `bookmark` of type 1 the
place to go on at, `userrating` 1 to 10, `uniqueid` the ids of providers, `sets` collections of
films. A file of several parts is `stack://a , b`. One profile has one database, so there is one
person. Playlists are .m3u files, taken where they were given; smart ones (.xsp) are rules, not
lists.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from matinee.foreign import playlists, values
from matinee.foreign.database import Database
from matinee.foreign.values import Foreign, ForeignList, Person, Record, Use

_USER = "kodi"
_RESUME = 1
_NEEDED = ("files", "path", "movie", "episode", "tvshow", "bookmark")


def read(path: Path, beside: Sequence[Path]) -> Iterator[str | Record]:
    """Give what a Kodi knew; a text is a note for the person."""
    database = Database(path)
    try:
        database.need("Kodi's MyVideosNNN.db", _NEEDED)
        yield f"Kodi, database {_version(database)}"
        yield Person(_USER, "Kodi")
        yield from _titles(database)
    finally:
        database.close()
    for one in beside:
        if one.suffix.lower() in {".m3u", ".m3u8"}:
            made = playlists.m3u(one)
            yield made if made is not None else f"The playlist {one.name} cannot be read."
        elif one.suffix.lower() == ".xsp":
            yield f"The smart playlist {one.name} is a rule, not a list: it is not taken."


def _version(database: Database) -> str:
    if not database.has("version"):
        return "of an unknown version"
    row = next(database.rows("version", ("idVersion",), "LIMIT 1"), {})
    return str(values.whole(row.get("idVersion"), 0, 10_000) or "of an unknown version")


def _titles(database: Database) -> Iterator[Record]:
    files = _files(database)
    shows = {row["idShow"]: values.words(row["c00"])
             for row in database.rows("tvshow", ("idShow", "c00"))}  # fmt: skip
    ids = _providers(database)
    sets: dict[Any, list[str]] = defaultdict(list)
    names = ("idMovie", "idFile", "c00", "c07", "c11", "idSet", "userrating", "premiered")
    for row in database.rows("movie", names):
        file, key = files.get(row["idFile"], _File()), f"movie:{row['idMovie']}"
        sets[row["idSet"]].append(key)
        yield Foreign(
            key=key, kind="movie", title=values.words(row["c00"]),
            year=values.whole(str(row["premiered"] or row["c07"] or "")[:4], 1800, 2200),
            paths=file.paths, providers=ids.get(("movie", row["idMovie"]), {}),
            duration_s=values.seconds(row["c11"]) or file.total_s or None,
            uses=file.uses(row["userrating"]),
        )  # fmt: skip
    names = ("idEpisode", "idFile", "idShow", "c00", "c09", "c12", "c13", "userrating")
    for row in database.rows("episode", names):
        file = files.get(row["idFile"], _File())
        yield Foreign(
            key=f"episode:{row['idEpisode']}", kind="episode", title=values.words(row["c00"]),
            series=shows.get(row["idShow"]) or None,
            season=values.whole(row["c12"], 0, 100_000),
            episode=values.whole(row["c13"], 0, 100_000),
            paths=file.paths, providers=ids.get(("episode", row["idEpisode"]), {}),
            duration_s=values.seconds(row["c09"]) or file.total_s or None,
            uses=file.uses(row["userrating"]),
        )  # fmt: skip
    if database.has("sets"):
        for row in database.rows("sets", ("idSet", "strSet")):
            keys = values.keyed(sets.get(row["idSet"], ()))
            if keys:
                yield ForeignList(f"set:{row['idSet']}", values.words(row["strSet"], 200), keys)


class _File:
    """A file with what was done to it."""

    def __init__(self) -> None:
        self.paths: tuple[str, ...] = ()
        self.play_count = 0
        self.last_played: str | None = None
        self.position_s = 0.0
        self.total_s = 0.0

    def uses(self, rating: Any) -> tuple[Use, ...]:
        """Return what the one person did, nothing when that is nothing."""
        stars = values.half_stars(rating)
        if not (self.play_count or self.position_s or stars):
            return ()
        return (
            Use(
                user=_USER, watched=self.play_count > 0, play_count=self.play_count,
                position_s=self.position_s, last_played=self.last_played, rating=stars,
            ),
        )  # fmt: skip


def _files(database: Database) -> dict[Any, _File]:
    folders = {row["idPath"]: str(row["strPath"] or "")
               for row in database.rows("path", ("idPath", "strPath"))}  # fmt: skip
    files: dict[Any, _File] = {}
    names = ("idFile", "idPath", "strFilename", "playCount", "lastPlayed")
    for row in database.rows("files", names):
        file = files[row["idFile"]] = _File()
        file.paths = _paths(folders.get(row["idPath"], ""), str(row["strFilename"] or ""))
        file.play_count = values.whole(row["playCount"], 0, 1_000_000) or 0
        file.last_played = _local(row["lastPlayed"])
    names = ("idFile", "timeInSeconds", "totalTimeInSeconds", "type")
    for row in database.rows("bookmark", names):
        file = files.get(row["idFile"])
        if file is not None and row["type"] == _RESUME:
            file.position_s = values.seconds(row["timeInSeconds"])
            file.total_s = values.seconds(row["totalTimeInSeconds"])
    return files


def _paths(folder: str, name: str) -> tuple[str, ...]:
    if name.startswith("stack://"):
        parts = [part.replace(",,", ",") for part in name[8:].split(" , ")]
    else:
        parts = [name if "://" in name or name.startswith("/") else folder + name]
    return tuple(_plain(part)[: values.PATH_MAX] for part in parts[: values.PATHS_MAX] if part)


def _plain(path: str) -> str:
    scheme, mark, rest = path.partition("://")
    return "/" + unquote(rest) if mark and scheme in {"smb", "nfs", "dav", "davs", "sftp"} else path


def _providers(database: Database) -> dict[tuple[str, Any], dict[str, str]]:
    found: dict[tuple[str, Any], dict[str, str]] = defaultdict(dict)
    if database.has("uniqueid"):
        for row in database.rows("uniqueid", ("media_id", "media_type", "value", "type")):
            name = values.words(row["type"], 16).lower()
            if name in {"imdb", "tmdb", "tvdb"}:
                found[str(row["media_type"]), row["media_id"]][name] = values.words(
                    row["value"], 64
                )
    return found


def _local(text: Any) -> str | None:
    try:
        at = datetime.fromisoformat(str(text).strip()[:19])
        return values.moment(at.astimezone(UTC).isoformat()) if text else None
    except (ValueError, OverflowError, OSError):
        return None
