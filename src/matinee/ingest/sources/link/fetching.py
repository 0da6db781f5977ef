"""Fetching in the child: the chosen formats, then subtitles and picture, into one folder.

File names are made here from digests, never from anything a site said. A download that breaks
is continued as long as each attempt gets further than the best one before.
"""

import hashlib
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from matinee.ingest import loose
from matinee.ingest.sources.link import choice, facts, options, segments, session
from matinee.ingest.sources.link.diagnosis import Stopped, diagnose

Info = dict[str, Any]

TRANSIENT = {"timed_out", "incomplete", "unreachable", "site_error", "changed", "rate_limited",
             "unknown_host"}  # fmt: skip
_MAX_PICTURE_BYTES = 10 * 1024**2
_SUBTITLE_ORDER = ("vtt", "srt", "ass", "ssa", "ttml", "dfxp")
_CONTAINERS = {"mp4", "m4a", "m4v", "mov", "webm", "mkv", "ts", "mp3", "aac", "ogg", "oga", "opus",
               "flac", "wav", "avi", "flv", "mpg", "3gp", "wmv"}  # fmt: skip
_TELL_EVERY_S = 0.25
_LOOK_AT_DISK_BYTES = 8 * 1024**2


def fetch(
    running: session.Session,
    info: Info,
    request: dict[str, Any],
    patience: options.Patience,
    teller: Any,
) -> None:
    """Fetch a video and what belongs to it; ends with a "done" message."""
    staging = Path(request["staging"]).resolve()
    wanted = choice.Choice(**request["choice"])
    try:
        chosen = choice.decide(info.get("formats") or (), wanted)
    except choice.NoSuchFormat:
        raise
    except ValueError:
        raise Stopped("no_video") from None
    meter = Meter(chosen, staging, request, teller)
    running.validators = session.Validators(staging / "validators.json")
    running.add_progress_hook(meter.hook)
    files: list[dict[str, Any]] = []
    for number, item in enumerate(chosen):
        path = staging / _name(item, number)
        fetch_one(running, {**info, **item}, path, patience)
        meter.finished(path)
        files.append(
            {
                "name": path.name,
                "segmented": item.get("protocol") not in {"http", "https"},
                "picture": choice.has_picture(item),
            }
        )
    running.validators = None
    meter.silent = True
    teller.tell(
        "done",
        files=files,
        audio_only=wanted.kind == "audio",
        subtitles=_subtitles(running, info, staging) if request.get("subtitles", True) else [],
        picture=_picture(running, info, staging),
    )


def fetch_one(running: session.Session, item: Info, path: Path, patience: options.Patience) -> None:
    """Fetch one format into `path`, continuing after cuts while there is progress."""
    if path.exists():
        return
    plain = item.get("protocol") in {"http", "https"}
    if running.validators is not None:
        running.validators.file = path.name if plain else ""
    best, failed = 0, 0
    while True:
        if not plain:
            segments.settle(path)
        try:
            if running.fetch_into(path, item) and path.exists():
                return
            raise Stopped("incomplete")
        except Exception as error:
            reached = _reached(path)
            failed = 0 if reached > best else failed + 1
            best = max(best, reached)
            code = diagnose(error)
            if code not in TRANSIENT or failed >= patience.attempts:
                raise
            time.sleep(min(patience.pause_s * 2**failed, 30.0))


def _reached(path: Path) -> int:
    """Return the bytes of a download that are on the disk, in whatever pieces."""
    return sum(
        one.stat().st_size
        for one in path.parent.glob(f"{path.name}*")
        if one.is_file() and one.suffix not in {".ytdl", ".whole", ".noting"}
    )


def _name(item: Info, number: int) -> str:
    digest = hashlib.sha256(str(item.get("format_id")).encode()).hexdigest()[:12]
    extension = str(item.get("ext") or "").lower()
    return f"part{number}-{digest}.{extension if extension in _CONTAINERS else 'bin'}"


class Meter:
    """Adds up the parts, tells of progress, and stops what grows beyond its bounds."""

    def __init__(
        self, chosen: list[Info], staging: Path, request: dict[str, Any], teller: Any
    ) -> None:
        sizes = [facts.size_of(item) for item in chosen]
        self._several = len(chosen) > 1
        self._total = sum(size for size in sizes if size) if all(sizes) else None
        self._max_bytes = int(request["max_bytes"])
        self._floor_bytes = int(request["floor_bytes"])
        self._staging = staging
        self._teller = teller
        self._before = 0
        self._told_at = 0.0
        self._looked_at = -_LOOK_AT_DISK_BYTES
        self.silent = False

    def hook(self, state: dict[str, Any]) -> None:
        """Take one report of yt-dlp's."""
        if self.silent or state.get("status") != "downloading":
            return
        here = int(state.get("downloaded_bytes") or 0)
        have = self._before + here
        said = state.get("total_bytes") or state.get("total_bytes_estimate")
        total = self._total if self._several else None
        if total is None and said:
            total = self._before + int(said)
        self._bound(have, max(have, total or 0))
        now = time.monotonic()
        if now - self._told_at < _TELL_EVERY_S:
            return
        self._told_at = now
        self._teller.tell(
            "progress",
            downloaded_bytes=have,
            total_bytes=max(total, have) if total else None,
            speed_bps=loose.number(state.get("speed")),
            eta_s=loose.number(state.get("eta")),
        )

    def finished(self, path: Path) -> None:
        """Count a part that is complete."""
        self._before += path.stat().st_size
        self._looked_at = -_LOOK_AT_DISK_BYTES

    def _bound(self, have: int, expected: int) -> None:
        if max(have, expected) > self._max_bytes:
            raise Stopped("too_large")
        if have - self._looked_at < _LOOK_AT_DISK_BYTES:
            return
        self._looked_at = have
        free = shutil.disk_usage(self._staging).free
        if free - max(0, expected - have) < self._floor_bytes:
            raise Stopped("no_space")


def _subtitles(running: session.Session, info: Info, staging: Path) -> list[dict[str, Any]]:
    """Fetch the subtitles people wrote, one file a language. A missing one fails nothing."""
    found: list[dict[str, Any]] = []
    written = info.get("subtitles")
    for said, kinds in written.items() if isinstance(written, dict) else ():
        language = loose.language(said)
        options_here = loose.dicts(kinds, 20)
        best = next(
            (k for ext in _SUBTITLE_ORDER for k in options_here if k.get("ext") == ext), None
        )
        if best is None or language is None or len(found) >= 32:
            continue
        path = staging / f"subtitle{len(found)}.{best['ext']}"
        if not path.exists():
            with suppress(Exception):
                _subtitle(running, {**info, **best, "protocol": best.get("protocol")}, path)
        if path.is_file() and path.stat().st_size:
            found.append(
                {
                    "name": path.name,
                    "language": language,
                    "label": loose.text(best.get("name"), 100),
                    "format": best["ext"],
                }
            )
    return found


def _subtitle(running: session.Session, item: Info, path: Path) -> None:
    data = item.get("data")
    if isinstance(data, str):
        path.write_text(data[: session.MAX_PAGE_BYTES], "utf-8")
        return
    item["http_headers"] = item.get("http_headers") or {}
    running.fetch_into(path, item, subtitle=True)


def _picture(running: session.Session, info: Info, staging: Path) -> str | None:
    """Fetch the source's own picture. What it is is found out by the server, from its bytes."""
    path = staging / "picture"
    if path.exists():
        return path.name
    listed = loose.dicts(info.get("thumbnails"), 100)
    listed.sort(key=lambda t: min(loose.whole(t.get("width"), 1, 10**5) or 0, 1920))
    addresses = [loose.web_url(t.get("url")) for t in reversed(listed)]
    for address in [loose.web_url(info.get("thumbnail")), *addresses][:4]:
        if address is None:
            continue
        with suppress(Exception):
            answer = running.urlopen(address)
            raw = answer.read(_MAX_PICTURE_BYTES + 1)
            if 0 < len(raw) <= _MAX_PICTURE_BYTES:
                path.write_bytes(raw)
                return path.name
    return None
