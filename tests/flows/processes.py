"""What the processes of a server use, as the kernel tells it (/proc, Linux)."""

from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")


def children(pid: int) -> dict[int, str]:
    """Return every process below one, with its command line."""
    parents: dict[int, int] = {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            status = (folder / "stat").read_text()
        except OSError:
            continue
        state, parent = status.rpartition(")")[2].split()[:2]
        if state != "Z":
            parents[int(folder.name)] = int(parent)
    found: dict[int, str] = {}
    frontier = {pid}
    while frontier:
        frontier = {one for one, parent in parents.items() if parent in frontier}
        found |= {one: command(one) for one in frontier}
    return found


def command(pid: int) -> str:
    """Return a command line, empty where the process is gone."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def memory_bytes(pid: int) -> int:
    """Return a process's proportional share of memory (PSS), anonymous pages alone.

    Pages of files come and go with the page cache and say nothing of leaks.
    """
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss_Anon:"):
            return int(line.split()[1]) * 1024
    return 0


def descriptors(pid: int) -> list[str]:
    """Return what each open descriptor of a process points at."""
    found: list[str] = []
    try:
        for link in (PROC / str(pid) / "fd").iterdir():
            try:
                found.append(str(link.readlink()))
            except OSError:
                continue
    except OSError:
        return []
    return found


def threads(pid: int) -> int:
    """Return how many threads a process has."""
    try:
        return len(list((PROC / str(pid) / "task").iterdir()))
    except OSError:
        return 0


def worked_ticks(pid: int) -> int:
    """Return the processor time a process has used, in clock ticks."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
