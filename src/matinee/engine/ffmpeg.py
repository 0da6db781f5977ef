"""The bundled ffmpeg executable, run as a child process with limits.

Nothing from a client ever becomes an argument: callers pass templates of their own with
numbers and paths they made themselves.
"""

import contextlib
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from importlib import util
from pathlib import Path
from typing import IO

from matinee.engine.errors import Crashed, Stopped, TimedOut, Unsupported
from matinee.engine.run import Progress, ShouldStop

POLL_S = 0.1
TAIL = 2000


def executable(override: str | Path | None = None) -> Path:
    """Return the ffmpeg to use: the given one, else the bundled one, else the system's.

    Raises Unsupported where there is none.
    """
    if override:
        path = shutil.which(os.fspath(override))
        if not path:
            raise Unsupported(
                f"There is no ffmpeg at {override}.", fix="Correct MATINEE_FFMPEG, or unset it."
            )
        return Path(path)
    package = util.find_spec("imageio_ffmpeg")
    for folder in (package.submodule_search_locations or []) if package else []:
        for candidate in sorted(Path(folder, "binaries").glob("ffmpeg-*")):
            if os.access(candidate, os.X_OK):
                return candidate
    found = shutil.which("ffmpeg")
    if not found:
        raise Unsupported("No ffmpeg was found.", fix="Install ffmpeg or set MATINEE_FFMPEG.")
    return Path(found)


def run(
    args: Sequence[str | Path],
    cwd: str | Path | None = None,
    on_progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
    timeout_s: float = 600.0,
    *,
    override: str | Path | None = None,
) -> None:
    """Run ffmpeg with arguments of our own making; `on_progress` gets seconds written.

    Raises Crashed with ffmpeg's last words, TimedOut, Stopped; the process is then gone.
    """
    process = _started(args, cwd, override)
    assert process.stdout is not None
    assert process.stderr is not None
    words: list[bytes] = []
    readers = [
        threading.Thread(target=_follow, args=(process.stdout, on_progress), daemon=True),
        threading.Thread(target=_collect, args=(process.stderr, words), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        _wait(process, should_stop, timeout_s)
    finally:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for reader in readers:
            reader.join(5)
        process.stdout.close()
        process.stderr.close()
    if process.returncode:
        said = b"".join(words)[-TAIL:].decode(errors="replace").strip()
        raise Crashed(f"ffmpeg did not finish: {said or f'status {process.returncode}'}")


def _started(
    args: Sequence[str | Path], cwd: str | Path | None, override: str | Path | None
) -> subprocess.Popen[bytes]:
    command = [
        os.fspath(executable(override)), "-hide_banner", "-nostdin", "-nostats", "-y",
        "-loglevel", "error", "-progress", "pipe:1", *(os.fspath(a) for a in args),
    ]  # fmt: skip
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        close_fds=True,
        start_new_session=True,
    )


def _wait(process: subprocess.Popen[bytes], stop: ShouldStop | None, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimedOut(f"ffmpeg took longer than {round(timeout_s)} seconds.")
        if stop and stop():
            raise Stopped("The work was stopped.")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(left, POLL_S) if stop else left)
            return


def _follow(pipe: IO[bytes], on_progress: Progress | None) -> None:
    for line in pipe:
        found = re.match(rb"out_time_us=(\d+)", line)
        if found and on_progress:
            on_progress(int(found[1]) / 1e6)


def _collect(pipe: IO[bytes], words: list[bytes]) -> None:
    for line in pipe:
        words.append(line)
        del words[:-50]
