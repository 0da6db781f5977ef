"""What a file's name says: a film with its year, an episode of a series, or just a title."""

import atexit
import contextlib
import json
import os
import re
import select
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from matinee.ingest import loose
from matinee.kit import clock

MAX_CHARS = 255
_PATIENCE_S = 3.0
_START_PATIENCE_S = 20.0
_MODULE = "matinee.ingest.identify.guess_child"
_BRACKETED_YEAR = re.compile(r"[(\[]((?:18[7-9]|19\d|20\d|21\d)\d)[)\]]")
_CAMERA = re.compile(r"(?i)^(?:img|vid|mvi|dsc|dscf|gopr|pxl|mov|clip|video|whatsapp)[ _-]?\d")


@dataclass(frozen=True, slots=True)
class Guess:
    """What was read from a name. `kind` is "movie", "episode" or "video"."""

    kind: str
    title: str
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    episode_title: str | None = None


class Worker:
    """The warm guessit process; started when first needed, gone when idle."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, name: str) -> dict[str, Any]:
        """Return guessit's answer, {} when it has none within its time."""
        with self._lock:
            for _attempt in range(2):  # the process may have left just as it was asked
                fresh = self._process is None or self._process.poll() is not None
                process = self._start() if fresh else self._process
                assert process is not None
                answer = _exchange(process, name, _START_PATIENCE_S if fresh else _PATIENCE_S)
                if answer is not None:
                    return answer
                late = process.poll() is None
                self._end()
                if late:
                    return {}
        return {}

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        kept = {k: v for k, v in os.environ.items() if k.startswith("PYTHON")}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _exchange(
    process: subprocess.Popen[bytes], name: str, patience_s: float
) -> dict[str, Any] | None:
    """Send a name and read the answer; None when the process is late or gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(name).encode() + b"\n")
        process.stdin.flush()
    except OSError:
        return None
    deadline = clock.monotonic() + patience_s
    held = b""
    while not held.endswith(b"\n"):
        left = deadline - clock.monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            return None
        piece = os.read(process.stdout.fileno(), 65536)
        if not piece:
            return None
        held += piece
    found = json.loads(held)
    return found if isinstance(found, dict) else {}


_worker = Worker()
atexit.register(_worker.close)


def read(path: str) -> Guess:
    """Return what a file name (with the folders above it, if any) says. Never fails."""
    plain = printable(path)
    parts = PurePath(plain).parts[-3:]
    stem = PurePath(parts[-1]).stem if parts else ""
    title = tidy(stem)
    if not title:
        return Guess("video", "Untitled")
    name = "/".join(part[-MAX_CHARS:] for part in parts)
    return decide(_worker.ask(name), stem, title)


def decide(said: dict[str, Any], stem: str, title: str) -> Guess:
    """Decide between film, episode and plain video from guessit's answer and the name itself."""
    guessed = loose.text(said.get("title"), 300)
    season = loose.whole(said.get("season"), 0, 10_000)
    episode = loose.whole(said.get("episode"), 0, 100_000)
    year = loose.whole(said.get("year"), 1870, 2200)
    if guessed and season is not None and episode is not None:
        end = loose.whole(said.get("episode_end"), episode + 1, 100_000)
        part = loose.text(said.get("episode_title"), 300)
        return Guess("episode", guessed, year, season, episode, end, part)
    bracketed = _BRACKETED_YEAR.search(stem)
    if bracketed and (before := tidy(stem[: bracketed.start()])):
        return Guess("movie", before, int(bracketed[1]))
    if guessed and year and said.get("released") and not _CAMERA.match(stem):
        return Guess("movie", guessed, year)
    return Guess("video", title)


def printable(text: str) -> str:
    """Return a path's text without what cannot be shown; undecodable bytes become "?"."""
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if 0xD800 <= ord(char) <= 0xDFFF:
        return "?"
    return char if char.isprintable() or char in "\u200c\u200d" else " "


def tidy(stem: str) -> str:
    """Return a readable title from the bare name of a file."""
    words = stem
    if " " not in words:
        words = words.replace("_", " ")
        words = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", words)
    return " ".join(words.split()).strip(" -_.")[:300]
