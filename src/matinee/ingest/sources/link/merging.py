"""Putting fetched parts into one file: a copy by the bundled ffmpeg, of local files only.

The parts are bytes from strangers. ffmpeg runs as a child of its own with demuxers and protocols
by allow-list, so that a playlist dressed as a video makes it open nothing else.
"""

import resource
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from matinee import engine
from matinee.kit import clock
from matinee.kit.errors import NoSpace, Unprocessable
from matinee.kit.services import Services
from matinee.kit.store import replace

DEMUXERS = "mov,matroska,webm,mpegts,mpeg,aac,mp3,ogg,flac,wav,flv,avi,ac3,eac3,asf"
_MP4 = {".mp4", ".m4a", ".m4v", ".mov", ".ts"}
_MEMORY_BYTES = 4 * 1024**3
_POLL_S = 0.1
_SLOWEST_BPS = 200_000
_SECONDS_AT_LEAST = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """One fetched file; `segmented` says that it was sewn together from segments."""

    path: Path
    segmented: bool
    picture: bool


def needs_copy(parts: Sequence[Part], *, audio_only: bool) -> bool:
    """Say whether the parts are not yet one proper file."""
    return len(parts) > 1 or parts[0].segmented or (audio_only and parts[0].picture)


def arguments(parts: Sequence[Part], target: Path, *, audio_only: bool) -> list[str]:
    """Return ffmpeg's argument list: constants and our own paths, nothing else."""
    made = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    for part in parts:
        made += ["-protocol_whitelist", "file", "-format_whitelist", DEMUXERS]
        made += ["-i", f"file:{part.path}"]
    if audio_only:
        made += ["-map", "0:a:0", "-vn"]
    elif len(parts) == 1:
        made += ["-map", "0:v:0?", "-map", "0:a?"]
    else:
        made += ["-map", "0:v:0", "-map", "1:a:0"]
    made += ["-c", "copy", "-dn", "-sn", "-map_metadata", "-1"]
    if target.suffix in {".mp4", ".m4a"}:
        made += ["-movflags", "+faststart"]
    return [*made, f"file:{target}"]


def suffix_for(parts: Sequence[Part], *, audio_only: bool) -> str:
    """Return the container that holds these parts without a change."""
    suffixes = {part.path.suffix for part in parts}
    if suffixes <= _MP4:
        return ".m4a" if audio_only else ".mp4"
    if audio_only:
        return ".mka"
    return ".webm" if suffixes == {".webm"} else ".mkv"


def merge(
    services: Services, parts: Sequence[Part], *, audio_only: bool, check: Callable[[], None]
) -> Path:
    """Return one file made of the parts; Matroska where the first container does not take them.

    Raises Unprocessable when ffmpeg cannot make sense of them.
    """
    folder = parts[0].path.parent
    size_bytes = sum(part.path.stat().st_size for part in parts)
    services.store.require_space(size_bytes)
    first = suffix_for(parts, audio_only=audio_only)
    for suffix in dict.fromkeys((first, ".mkv")):
        target = folder / f"merged{suffix}"
        if target.is_file():
            return target
        partial = folder / f"merging{suffix}"
        told = arguments(parts, partial, audio_only=audio_only)
        if _run(services, told, size_bytes, check):
            replace(partial, target)
            return target
        partial.unlink(missing_ok=True)
        services.store.require_space(0)
    raise Unprocessable(
        "The downloaded parts could not be put together.",
        fix="Choose another quality.",
        code="merge_failed",
    )


def _run(services: Services, told: list[str], size_bytes: int, check: Callable[[], None]) -> bool:
    process = subprocess.Popen(
        [engine.ffmpeg.executable(services.settings.ffmpeg), *told],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(ProcessLookupError, AttributeError):
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    deadline = clock.monotonic() + _SECONDS_AT_LEAST + size_bytes / _SLOWEST_BPS
    try:
        while True:
            check()
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_POLL_S) == 0
            if clock.monotonic() > deadline:
                return False
            if services.store.free_bytes() < services.store.floor_bytes:
                raise NoSpace("The disk is full, down to the space that is kept free.")
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait()
