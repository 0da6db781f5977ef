"""Folders as jails: what resolves to outside of one, by `..` or by a link, is not there."""

import os
import stat
from pathlib import Path


def within(root: Path, relative: str) -> Path | None:
    """Return the regular file at `relative` inside `root`, None when it is away or outside."""
    return inside(os.path.realpath(root), relative)


def inside(jail: str, relative: str) -> Path | None:
    """As `within`, of a root whose real path is known: many files cost a few looks each."""
    try:
        plain = _plain(jail, relative)
        if plain is not None:
            return plain
        target = os.path.realpath(os.path.join(jail, relative))  # noqa: PTH118 - bytes-safe
        stays = os.path.commonpath((jail, target)) == jail
        return Path(target) if stays and Path(target).is_file() else None
    except (OSError, ValueError):  # a NUL in the name, a loop of links, a disk that went away
        return None


def _plain(jail: str, relative: str) -> Path | None:
    """Return a regular file that is reached without any link; None where it has to be resolved."""
    at, mode = jail, 0
    for part in relative.split(os.sep):  # noqa: PTH206 - a Path a file is slow
        if part in {"", ".", ".."}:
            return None
        at = f"{at}{os.sep}{part}"
        mode = os.lstat(at).st_mode
        if stat.S_ISLNK(mode):
            return None
    return Path(at) if stat.S_ISREG(mode) else None
