"""Continuing a download in segments after a crash, exactly where it was whole.

yt-dlp appends a segment and then notes its number; killed between the two it would append that
segment twice. Here both facts are noted together, in one rename, after each segment: the length
of the file and yt-dlp's own note. Beginning again, the file is cut to that length.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from yt_dlp.downloader.fragment import FragmentFD


def keep_note() -> None:
    """Let yt-dlp write our note after each segment it appends."""
    kind: Any = FragmentFD
    append: Any = kind._append_fragment

    def append_and_note(self: Any, ctx: dict[str, Any], content: bytes) -> None:
        append(self, ctx, content)
        path = Path(ctx["filename"])
        note = {
            "size_bytes": os.fstat(ctx["dest_stream"].fileno()).st_size,
            "progress": _progress(path).read_text("utf-8"),
        }
        partial = path.with_name(f"{path.name}.noting")
        partial.write_text(json.dumps(note), "utf-8")
        partial.replace(_note(path))

    kind._append_fragment = append_and_note


def settle(path: Path) -> None:
    """Bring what is left of an attempt to the last state that was whole, or to nothing."""
    partial = path.with_name(f"{path.name}.part")
    for piece in path.parent.glob(f"{path.name}.part-Frag*"):
        piece.unlink()
    with suppress(OSError, ValueError, KeyError, TypeError):
        note: dict[str, Any] = json.loads(_note(path).read_text("utf-8"))
        size_bytes = int(note["size_bytes"])
        if 0 < size_bytes <= partial.stat().st_size:
            os.truncate(partial, size_bytes)
            _progress(path).write_text(str(note["progress"]), "utf-8")
            return
    for left in (partial, _progress(path), _note(path)):
        left.unlink(missing_ok=True)


def _progress(path: Path) -> Path:
    return path.with_name(f"{path.name}.ytdl")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.whole")
