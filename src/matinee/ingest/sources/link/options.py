"""The whole of what yt-dlp is told: constants, numbers and this job's folder.

No text from a person, a site or the environment reaches these options. What a person chooses
is decided by `choice` on the formats that were found, and never spelled into a selector.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_PROGRAM = "/nonexistent"
"""Where yt-dlp looks for ffmpeg: nothing outside is ever started to fetch or to repair."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a site is waited for; seconds, and attempts without any progress."""

    read_s: float = 20.0
    attempts: int = 4
    pause_s: float = 1.0
    info_s: float = 60.0
    stall_s: float = 150.0


def _any_format(context: dict[str, Any]) -> Iterable[Any]:
    """Select something, so that yt-dlp sorts the formats; which are fetched is ours to say."""
    formats: list[Any] = context.get("formats") or []
    return formats[-1:]


_ALWAYS: dict[str, Any] = {
    "quiet": True,
    "no_warnings": True,
    "noprogress": True,
    "color": "never",
    "cachedir": False,
    "ignoreerrors": False,
    "check_formats": None,
    "format": _any_format,
    "noplaylist": True,
    "lazy_playlist": False,
    "overwrites": None,
    "continuedl": True,
    "updatetime": False,
    "fixup": "never",
    "postprocessors": [],
    "writesubtitles": False,
    "retries": 0,
    "fragment_retries": 3,
    "extractor_retries": 1,
    "file_access_retries": 0,
    "skip_unavailable_fragments": False,
    "buffersize": 64 * 1024,  # what a cut loses at most: a bad line still gets further each time
    "noresizebuffer": True,
    "concurrent_fragment_downloads": 1,
    "external_downloader": {"default": "native", "m3u8": "native", "dash": "native"},
    "hls_prefer_native": True,
    "ffmpeg_location": NO_PROGRAM,
    "enable_file_urls": False,
    "nocheckcertificate": False,
    "proxy": "",
    "geo_bypass": False,
    "default_search": "error",
    "allow_unplayable_formats": False,
    "live_from_start": False,
    "wait_for_video": None,
}


def build(
    staging: Path,
    patience: Patience,
    *,
    program: str | None,
    cookies: str | None,
    item: int | None,
    max_entries: int,
) -> dict[str, Any]:
    """Return yt-dlp's options. `item` is the number of one video within a playlist page."""
    pause = _pausing(patience.pause_s)
    return {
        **_ALWAYS,
        "extract_flat": False if item is not None else "in_playlist",
        "playlist_items": str(int(item)) if item is not None else f"1:{int(max_entries)}",
        "outtmpl": {"default": str(staging / "never-used")},
        "socket_timeout": patience.read_s,
        "retry_sleep_functions": {"fragment": pause, "extractor": pause, "http": pause},
        "cookiefile": io.StringIO(cookies) if cookies else None,
        "js_runtimes": {"deno": {"path": program}} if program else {},
    }


def _pausing(seconds: float) -> Callable[[int], float]:
    def pause(n: int) -> float:
        return min(seconds * 2**n, 10.0)

    return pause
