"""The cover picture inside of a film or song, taken out as it is: nothing is decoded.

MP4 keeps it in `covr`, FLAC and ID3 in picture blocks, Matroska as an attachment called
`cover.jpg` (RFC 9559, 21.1: `small_cover`, `cover_land` and `small_cover_land` are the others);
the media library shows them all as streams of one packet.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import av.error

from matinee.engine import opening
from matinee.engine.opening import Source
from matinee.engine.tracks import is_picture
from matinee.engine.types import CoverFound

LARGEST_COVER: Final = 30 * 1024**2
SMALLEST_COVER: Final = 60
MOST_COVERS: Final = 20
_RANKS: Final = {"cover": 0, "poster": 0, "cover_land": 2, "small_cover": 3, "small_cover_land": 4}
_UNNAMED: Final = 1
_STARTS: Final = {
    b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"GIF87a": "gif", b"GIF89a": "gif",
}  # fmt: skip


def cover(path: str, out_dir: str) -> dict[str, Any] | None:
    """Write the best cover of a file to `out_dir`/cover.<ending>; None where it has none."""
    with opening.opened(path) as source:
        source.reopen()  # covers are handed out first, and were read already
        best = min(_pictures(source), default=None, key=lambda one: one[:2])
    if best is None:
        return None
    _, _, ending, raw = best
    found = CoverFound(f"cover.{ending}", len(raw))
    Path(out_dir, found.file).write_bytes(raw)
    return asdict(found)


def _pictures(source: Source) -> list[tuple[int, int, str, bytes]]:
    """Return the covers as (rank, place, ending, bytes)."""
    streams = {
        stream.index: stream for stream in source.container.streams.video if is_picture(stream)
    }
    wanted = dict(list(streams.items())[:MOST_COVERS])
    found: list[tuple[int, int, str, bytes]] = []
    if not wanted:
        return found
    source.only(*wanted)
    waiting = set(wanted)
    try:
        for packet in source.container.demux(*wanted.values()):
            if packet.stream_index not in waiting or not packet.size:
                break  # covers come before all else
            waiting.discard(packet.stream_index)
            raw = bytes(packet) if packet.size <= LARGEST_COVER else b""
            ending = _ending(raw)
            if ending and len(raw) >= SMALLEST_COVER:
                rank = _rank(wanted[packet.stream_index].metadata.get("filename"))
                found.append((rank, packet.stream_index, ending, raw))
            if not waiting:
                break
    except (av.error.FFmpegError, ValueError):
        return found
    return found


def _ending(raw: bytes) -> str | None:
    """Tell what a picture is by its first bytes: what the film calls it is not believed."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    return next((ending for start, ending in _STARTS.items() if raw.startswith(start)), None)


def _rank(name: str | None) -> int:
    stem = (name or "").lower().rpartition(".")[0]
    return _RANKS.get(stem, _UNNAMED)
