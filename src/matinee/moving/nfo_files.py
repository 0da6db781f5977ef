"""Putting an NFO into a folder of the library: whole or not at all, and never over another's.

What was put there by us ends in a line with the checksum of the rest. As long as that is right
nobody else has written to the file, and it may be brought up to date.
"""

import os
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from matinee.kit import ids

Put = Literal["written", "unchanged", "kept"]
_OURS: Final = re.compile(r"<!-- written by Matinee, crc32 ([0-9a-f]{8}) -->\s*\Z")
_MOST_BYTES: Final = 4 << 20


def put(folder: Path, name: str, text: str, names: dict[str, str]) -> Put:
    """Write `text` as `name` into a folder, beside what is there (`names`: each in small letters,
    and as it is). `kept`: a file of that name is there that is not ours.

    Raises OSError where the folder cannot be written.
    """
    whole = text + f"<!-- written by Matinee, crc32 {_sum(text)} -->\n"
    present = names.get(name.lower())
    if present is not None:
        before = _read(folder / present)
        if before == whole:
            return "unchanged"
        if before is None or not is_ours(before):
            return "kept"
    if not _put(folder, present or name, whole, over=present is not None):
        return "kept"
    names[name.lower()] = present or name
    return "written"


def is_ours(text: str) -> bool:
    """Say whether a file was written by us and by nobody since."""
    found = _OURS.search(text)
    return found is not None and found.group(1) == _sum(text[: found.start()])


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _read(path: Path) -> str | None:
    """Return the text of a regular file of sensible size; None for anything else."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(fd, "rb") as file:
        try:
            read = file.read(_MOST_BYTES + 1)
            return None if len(read) > _MOST_BYTES else read.decode()
        except (OSError, UnicodeDecodeError):
            return None


def _put(folder: Path, name: str, text: str, *, over: bool) -> bool:
    """Write by way of a hidden file; returns whether it is there now."""
    draft = folder / f".{ids.new_id()}.tmp"
    try:
        with draft.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if over:
            draft.replace(folder / name)
            return True
        try:
            # Unlike a rename it fails where a file came in the meantime.
            os.link(draft, folder / name)
        except FileExistsError:
            return False
        except OSError:  # a disk without hard links
            if (folder / name).exists():
                return False
            draft.replace(folder / name)
        return True
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
