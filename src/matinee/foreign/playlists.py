"""Playlists that lie in files: Jellyfin's `playlist.xml` and .m3u.

`playlist.xml`: Item/LocalTitle (or Name) and Item/PlaylistItems/PlaylistItem/Path, as
`PlaylistXmlSaver.cs` of jellyfin/jellyfin writes it. A document type is refused before parsing,
so no entity is ever expanded. .m3u: one path a line, `#` lines are words about it.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from matinee.foreign import values
from matinee.foreign.values import ForeignList

_MOST_BYTES = 4 * 1024 * 1024


def jellyfin(path: Path) -> ForeignList | None:
    """Read a playlist.xml; None when it cannot be."""
    data = _bytes(path)
    if data is None or b"<!" in data.replace(b"<!--", b""):
        return None
    try:
        top = ET.fromstring(data)  # noqa: S314 - no document type, so no entities
    except (ET.ParseError, ValueError, LookupError):
        return None
    name = top.findtext("LocalTitle") or top.findtext("Name") or path.stem
    paths = [entry.text or "" for entry in top.iterfind("./PlaylistItems/PlaylistItem/Path")]
    return ForeignList(f"file:{path.name}", values.words(name, 200), _kept(paths))


def m3u(path: Path) -> ForeignList | None:
    """Read an .m3u or .m3u8; None when it cannot be."""
    data = _bytes(path)
    if data is None:
        return None
    lines = data.decode("utf-8-sig", "replace").splitlines()
    paths = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return ForeignList(f"file:{path.name}", values.words(path.stem, 200), _kept(paths))


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        return None
    return data if len(data) <= _MOST_BYTES else None


def _kept(paths: list[str]) -> tuple[str, ...]:
    return tuple(f"path:{one}"[: values.PATH_MAX] for one in paths[: values.LIST_MAX])
