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


def broken(folder: Path, *contracts: str) -> str:
    """Break contracts in a copy of the source, and return what is said of it."""
    shutil.copytree(ROOT / "src", folder / "src")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, line in (BREAKS[contract] for contract in contracts):
        path = folder / "src" / "matinee" / name
        path.write_text(f"{path.read_text()}\n{line}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [lint, "--no-cache"], cwd=folder, env={"PYTHONPATH": str(folder / "src"), "PATH": ""},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stdout
    return ran.stdout


def test_broken_contracts_are_found(tmp_path: Path) -> None:
    said = broken(tmp_path, *BREAKS)
    assert [contract for contract in BREAKS if f"{contract} BROKEN" not in said] == []


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_found_by_itself(contract: str, tmp_path: Path) -> None:
    assert f"{contract} BROKEN" in broken(tmp_path, contract)
