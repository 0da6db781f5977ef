"""Running the link child: one process a request, ended whenever the parent wants.

The child gets a bare environment, a process group of its own, and a pipe whose end means *stop*.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from matinee.ingest import guard
from matinee.ingest.sources.link import failures
from matinee.ingest.sources.link.choice import Choice
from matinee.ingest.sources.link.options import Patience
from matinee.kit import clock
from matinee.kit.errors import MatineeError
from matinee.kit.services import Services

PATIENCE = Patience()
_MODULE = "matinee.ingest.sources.link.child"
_MAX_LINE = 32 * 1024**2
_POLL_S = 0.1
_PASSED = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SSL_CERT_FILE", "SSL_CERT_DIR", "TZ")


@dataclass(frozen=True, slots=True)
class Ask:
    """What one child is to do. `item` is the number of a video on a page of several."""

    url: str
    staging: Path
    fetch: bool
    choice: Choice = Choice("best")
    item: int | None = None
    cookies: str | None = None
    subtitles: bool = True


def policy_of(services: Services) -> guard.Policy:
    """Return which addresses links may reach here."""
    return guard.Policy(allow_private=services.settings.allow_private_urls)


def run(
    services: Services,
    ask: Ask,
    *,
    check: Callable[[], None] = lambda: None,
    deadline_s: float | None = None,
) -> Generator[dict[str, Any]]:
    """Yield the child's messages; closing the iterator ends the child.

    `check` is called several times a second and may raise. Raises the MatineeError of what the
    child reports, of a deadline passed, and of a child that stands still or dies.
    """
    with _started(services, ask) as process:
        assert process.stdout is not None
        lines = _lines(process.stdout, check, _watch(deadline_s))
        for line in lines:
            message: dict[str, Any] = json.loads(line)
            if message.get("type") == "error":
                raise _told(message)
            yield message
            if message.get("type") == "done" or (message.get("type") == "facts" and not ask.fetch):
                return
        if ask.fetch or process.wait(5) != 0:
            raise failures.error("crashed")


def _told(message: dict[str, Any]) -> MatineeError:
    error = failures.error(str(message.get("code")))
    error.add_note(str(message.get("said"))[:2000])
    return error


def _watch(deadline_s: float | None) -> Callable[[bool], None]:
    """Return what raises once the deadline is over, or nothing was heard for too long."""
    started = heard = clock.monotonic()

    def watch(progressed: bool) -> None:
        nonlocal heard
        now = clock.monotonic()
        heard = now if progressed else heard
        if deadline_s is not None and now - started > deadline_s:
            raise failures.error("timed_out")
        if now - heard > PATIENCE.stall_s:
            raise failures.error("stalled")

    return watch


def _lines(
    stream: IO[bytes], check: Callable[[], None], watch: Callable[[bool], None]
) -> Iterator[bytes]:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        held = bytearray()
        while True:
            check()
            ready = selector.select(_POLL_S)
            watch(bool(ready))
            if not ready:
                continue
            piece = os.read(stream.fileno(), 1 << 16)
            if not piece:
                return
            held += piece
            if len(held) > _MAX_LINE:
                raise failures.error("page_too_large")
            while (end := held.find(b"\n")) >= 0:
                line = bytes(held[:end])
                del held[: end + 1]
                yield line


@contextmanager
def _started(services: Services, ask: Ask) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", _MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(ask.staging),
        cwd=services.store.data,
        start_new_session=True,
    )
    try:
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(_request(services, ask)).encode() + b"\n")
            process.stdin.flush()
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _request(services: Services, ask: Ask) -> dict[str, Any]:
    policy = policy_of(services)
    settings = services.settings
    return {
        "do": "fetch" if ask.fetch else "info",
        "parent": os.getpid(),
        "url": ask.url,
        "item": ask.item,
        "choice": asdict(ask.choice),
        "subtitles": ask.subtitles,
        "cookies": ask.cookies,
        "staging": str(ask.staging),
        "data": str(services.store.data),
        "max_bytes": settings.max_upload_bytes,
        "floor_bytes": settings.free_space_floor_bytes,
        "allow_private": policy.allow_private,
        "permitted": sorted(policy.permitted),
        "patience": asdict(PATIENCE),
    }


def _environment(staging: Path) -> dict[str, str]:
    """Return a bare environment: no proxies, no configuration, no plugins, no home."""
    kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
    home = str(staging)
    return {
        **kept,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        "DENO_DIR": home,
        "DENO_NO_UPDATE_CHECK": "1",
        "YTDLP_NO_PLUGINS": "1",
    }
