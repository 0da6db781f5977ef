"""How long a copy of the library takes, and putting it back: here, on another machine, and there
into PostgreSQL."""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bench import processes
from bench.table import Figure

LIMIT_S = 300.0
_TIMEOUT_S = 1800


def measure(data: Path, folder: Path, titles: int) -> list[Figure]:
    """Copy a library that no server has open, and put the copy back three times."""
    from tests import servers

    copied_s = _run("backup", data)
    copies = sorted((data / "backups").glob("*.db"), key=lambda one: one.stat().st_mtime)
    copy = folder / "copy.db"
    shutil.copyfile(copies[-1], copy)  # as it comes to another machine: the file alone
    bare_s = _bare(copy, folder / "bare.db")
    here_s = _run("restore", data, str(copies[-1]), "--yes")
    there_s = _run("restore", folder / "there", str(copy), "--yes")
    with servers.postgres() as database, database.empty() as url:
        settings = {"MATINEE_DATABASE_URL": url}
        postgres_s = _run("restore", folder / "there too", str(copy), "--yes", settings=settings)
    size = f"{copy.stat().st_size / 1e6:,.0f} MB"
    rival = f"the file copied and read through {bare_s:.1f} s"

    def restored(how: str, took_s: float, note: str = "") -> Figure:
        return Figure(
            f"Restore of {titles:,} titles {how}", f"{took_s:.1f} s", rival,
            f"{took_s / bare_s:.1f}", f"≤ {LIMIT_S:.0f} s", took_s <= LIMIT_S, note,
        )  # fmt: skip

    return [
        Figure(f"Backup of {titles:,} titles", f"{copied_s:.1f} s", rival,
               f"{copied_s / bare_s:.1f}", "—", None, f"{size}; each with the command's start"),
        restored("where it was made", here_s, "what was there is kept as a copy"),
        restored("on another machine", there_s, "of the file alone; every row is taken anew"),
        restored("into PostgreSQL there", postgres_s),
    ]  # fmt: skip


def _run(verb: str, data: Path, *words: str, settings: Mapping[str, str] | None = None) -> float:
    """Run a verb of the command line; returns the seconds it took."""
    command = [sys.executable, "-m", "matinee", verb, *words, "--data", str(data)]
    began_s = time.perf_counter()
    subprocess.run(
        command, check=True, timeout=_TIMEOUT_S, env=processes.environment() | dict(settings or {}),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - began_s


def _bare(source: Path, target: Path) -> float:
    began_s = time.perf_counter()
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return time.perf_counter() - began_s
