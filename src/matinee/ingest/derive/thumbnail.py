"""Pictures that came along, made into our own: poster, backdrop, logo, thumb or banner.

Decoding pictures of strangers happens in a child process with limits, and what is shown later
is only ever what that child wrote.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matinee.kit import ids
from matinee.kit.services import Services
from matinee.library import Picture

_MODULE = "matinee.ingest.derive.thumbnail_child"
_TIME_S = 30.0
_FAILED = "The picture is damaged or too costly to read."


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture in our own sizes, or in `problem` a word why there is none."""

    picture: Picture | None = None
    problem: str | None = None


def poster_from(source: Path, folder: Path) -> Picture | None:
    """Return a poster made of a source's own frame, None when it is not fit for one."""
    return take(source, folder, "frame").picture


def take_bytes(services: Services, raw: bytes, folder: Path, role: str) -> Taken:
    """Make the bytes of a picture file into what `role` names, in `folder`, which may be new.

    A folder that was made for nothing is taken away again.
    """
    name = ids.new_id()
    draft = services.store.staging(name) / "picture"
    try:
        draft.write_bytes(raw)
        folder.mkdir(parents=True, exist_ok=True)
        taken = take(draft, folder, role)
    finally:
        services.store.drop_staging(name)
    if taken.picture is None:
        shutil.rmtree(folder, ignore_errors=True)
    return taken


def take(source: Path, folder: Path, role: str) -> Taken:
    """Make a picture file into what `role` names, in `folder`: see ROLES of the child.

    Roles are poster, backdrop, logo, thumb, banner, and frame: a poster if it is fit for one.
    """
    kept = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _MODULE],
            input=json.dumps({"source": str(source), "folder": str(folder), "role": role}).encode(),
            capture_output=True,
            timeout=_TIME_S,
            check=False,
            env={**kept, "PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if not answer.get("made"):
        return Taken(problem=answer.get("problem") or _FAILED)
    first, *smaller = answer["made"]
    return Taken(
        Picture(
            folder / first["name"],
            first["width"],
            first["height"],
            first["blurhash"],
            tuple((one["width"], folder / one["name"]) for one in smaller),
        )
    )
