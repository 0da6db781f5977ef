"""The import contracts bite: each is broken on purpose in a copy of the source."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREAKS = {
    "Imports point down": ("kit/clock.py", "from matinee import library"),
    "The engine knows no room": ("engine/fingerprint.py", "from matinee.kit import clock"),
    "The engine's arithmetic touches no file": ("engine/plan.py", "import pathlib"),
    "Rules import no database": ("library/rules.py", "import sqlalchemy"),
    "Media libraries stay in the workers": ("streaming/rules.py", "import av"),
}


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_found(contract: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, line = BREAKS[contract]
    broken = tmp_path / "src" / "matinee" / name
    broken.write_text(f"{broken.read_text()}\n{line}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [lint, "--no-cache"], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "src"), "PATH": ""},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stdout
    assert f"{contract} BROKEN" in ran.stdout
