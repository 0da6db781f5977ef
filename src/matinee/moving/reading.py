"""From a path on this server to the records of another program.

The database is copied into the job's staging together with its `-wal`, so that nothing is ever
written beside the source and what was not yet folded into it is read too. Only the copy is
opened, by a child process with limits; what the child says is read with limits again.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from matinee.kit import clock
from matinee.kit.errors import Invalid, Unprocessable
from matinee.kit.services import Services

PROGRAMS = ("jellyfin", "kodi", "plex", "ytdlp", "matinee")
_MODULE = "matinee.foreign.child"
MOST_BYTES = 8 * 1024**3
_BESIDE_MOST, _BESIDE_BYTES = 500, 64 * 1024**2
_PATIENCE_S = 600.0
_LOOK_S = 0.2
_LINE_BYTES = 16 * 1024**2
_PLACES = {
    "jellyfin": ("library.db", "data/library.db", "jellyfin.db", "data/jellyfin.db"),
    "plex": (
        "com.plexapp.plugins.library.db",
        "Plug-in Support/Databases/com.plexapp.plugins.library.db",
    ),
}
Check = Callable[[], None]


def find(program: str, path: Path) -> Path:
    """Return the file to read: the one named, or the usual one in the folder named.

    Raises Invalid with words about what was expected.
    """
    if program not in PROGRAMS:
        raise Invalid(f"There is no import from {program!r}.", fix=f"One of {', '.join(PROGRAMS)}.")
    if not path.is_absolute():
        raise Invalid(
            "The path must begin at the root of this server's files.", code="path_not_absolute"
        )
    try:
        if path.is_dir():
            path = _within(program, path)
        if path.is_file():
            return path
    except (OSError, ValueError) as cause:
        raise Invalid(
            "The path cannot be read.", fix="Give this user the right to.", code="unreadable"
        ) from cause
    raise Invalid(
        "There is no such file on this server.",
        fix="Name the other program's database by its path on the machine Matinee runs on.",
        code="no_such_path",
    )


def _within(program: str, folder: Path) -> Path:
    if program == "kodi":
        found = [*folder.glob("MyVideos*.db"), *folder.glob("Database/MyVideos*.db")]
        return max(found, key=lambda one: (len(one.name), one.name), default=folder)
    places = (folder / place for place in _PLACES.get(program, ()))
    return next((place for place in places if place.is_file()), folder)


def copy(services: Services, program: str, source: Path, into: Path) -> tuple[Path, list[Path]]:
    """Copy the file, its log and what belongs with it into staging. Raises NoSpace, Unprocessable.

    Returns the copy and the copies of what lies with it.
    """
    beside = _beside(program, source)
    log = source.with_name(source.name + "-wal")
    wanted = [source, *([log] if log.is_file() else [])]
    try:
        size = sum(one.stat().st_size for one in wanted)
        if size > MOST_BYTES:
            raise Unprocessable("The file is larger than is read here.", code="too_large")
        services.store.require_space(size)
        for one in wanted:
            shutil.copyfile(one, into / ("source" + one.name.removeprefix(source.name)))
        kept: list[Path] = []
        for number, one in enumerate(beside):
            folder = into / f"beside-{number}"
            folder.mkdir(exist_ok=True)
            name = one.parent.name + ".xml" if one.name == "playlist.xml" else one.name
            kept.append(Path(shutil.copyfile(one, folder / name)))
            users_log = one.with_name(one.name + "-wal")
            if one.suffix == ".db" and users_log.is_file():
                shutil.copyfile(users_log, folder / users_log.name)
    except OSError as cause:
        raise Unprocessable(
            f"The file cannot be copied: {cause.strerror}.", code="unreadable",
            fix="Give the user Matinee runs as the right to read it.",
        ) from cause  # fmt: skip
    return into / "source", kept


def _beside(program: str, source: Path) -> list[Path]:
    """Return the small files that belong to a database, where the program keeps them."""
    if program == "jellyfin":
        found = [source.with_name("jellyfin.db")] if source.name == "library.db" else []
        found += sorted(source.parent.glob("playlists/*/playlist.xml"))
    elif program == "kodi":
        found = sorted(source.parent.parent.glob("playlists/video/*.*"))
    else:
        found = []
    small: list[Path] = []
    for one in found[:_BESIDE_MOST]:
        with contextlib.suppress(OSError):
            if one.is_file() and one.stat().st_size <= _BESIDE_BYTES:
                small.append(one)
    return small


def records(
    program: str, path: Path, beside: Sequence[Path], check: Check
) -> Iterator[dict[str, Any]]:
    """Give the child's records. `check` may leave at any time.

    Raises Unprocessable with what was expected and what was found.
    """
    with _child(program, path, beside) as process:
        ended = False
        for line in _lines(process, check):
            record = _read(line)
            if record.get("record") == "error":
                raise Unprocessable(
                    str(record.get("words"))[:500], code=str(record.get("code"))[:40],
                    fix="Choose the right program and its file; see docs/moving.md.",
                )  # fmt: skip
            if record.get("record") == "end":
                ended = True
                break
            yield record
        if not ended:
            raise Unprocessable(
                "The file could not be read to its end: it is damaged, or far too large.",
                fix="Copy it again while the other program is stopped.", code="damaged",
            )  # fmt: skip


@contextlib.contextmanager
def _child(program: str, path: Path, beside: Sequence[Path]) -> Generator[subprocess.Popen[bytes]]:
    kept = {k: v for k, v in os.environ.items() if k.startswith("PYTHON") or k == "TZ"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", _MODULE, program, str(path), *map(str, beside)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PATH": os.defpath, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _lines(process: subprocess.Popen[bytes], check: Check) -> Iterator[bytes]:
    assert process.stdout is not None
    descriptor, held = process.stdout.fileno(), b""
    deadline = clock.monotonic() + _PATIENCE_S
    while clock.monotonic() < deadline:
        check()
        if not select.select([descriptor], [], [], _LOOK_S)[0]:
            continue
        piece = os.read(descriptor, 1 << 20)
        if not piece:
            return
        *whole, held = (held + piece).split(b"\n")
        if len(held) > _LINE_BYTES:
            return
        yield from whole


def _read(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
