"""The source's own picture as a poster, when it is good enough to stand for the title.

Decoding pictures of strangers happens in a child process with limits.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from matinee.library import Picture

_MODULE = "matinee.ingest.derive.thumbnail_child"
_TIME_S = 30.0


def poster_from(source: Path, folder: Path) -> Picture | None:
    """Return a poster made of a picture file, None when it is not fit for one."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _MODULE],
            input=json.dumps({"source": str(source), "folder": str(folder)}).encode(),
            capture_output=True,
            timeout=_TIME_S,
            check=False,
            env={**kept, "PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        made: list[dict[str, Any]] = json.loads(done.stdout) if done.returncode == 0 else []
    except (subprocess.TimeoutExpired, ValueError):
        made = []
    if not made:
        return None
    first, *smaller = made
    return Picture(
        folder / first["name"],
        first["width"],
        first["height"],
        first["blurhash"],
        tuple((one["width"], folder / one["name"]) for one in smaller),
    )
