"""What checks deploy/: tools that stand in a folder of their own (`make .tools/deploy.stamp`)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
_TOOLS = ROOT / ".tools" / "deploy"


def run(program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run one of them: a Python module of that name, or a program in its bin folder. Skips the
    test where it could not be fetched."""
    path = _TOOLS / "bin" / program
    if not path.exists():
        pytest.skip(f"{program} could not be fetched (make .tools/deploy.stamp)")
    with path.open("rb") as file:
        script = file.read(2) == b"#!"
    command = [sys.executable, path] if script else [path]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(_TOOLS)},
    )  # fmt: skip


def python(code: str) -> str:
    """Run some lines of Python that use them; returns what they print."""
    if not _TOOLS.exists():
        pytest.skip("what checks deploy/ could not be fetched (make .tools/deploy.stamp)")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(_TOOLS)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
