"""A database and a backup whose bytes are not what was written: found, refused, and put right by
the last backup that was looked through."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.flows.conftest import small_clip, write_film

from faults.house import House, house
from faults.table import How, Row

PAGE = 4096


def run(how: How) -> Iterator[Row]:
    """Spoil the database, then a backup of it too. PostgreSQL looks after its own pages."""
    if how.set_up == "cluster":
        return
    with house(how, "corrupt") as one:
        yield _spoiled(how, one)


def _spoiled(how: How, one: House) -> Row:
    lost: list[str] = []
    chance = how.chance("corrupt")
    clip = small_clip(one.folder)
    film = one.folder / "Film (2001).mkv"
    write_film(clip, film, 1)
    before = set(one.bring(film))
    copies = [_backup(one, lost) for _ in range(2)]
    one.server.stop()
    database = one.server.data / "matinee.db"
    runs = max(1, min(how.runs, 3))
    for _ in range(runs):
        whole = database.read_bytes()
        _spoil(database, (0, PAGE * chance.randrange(1, 8)))
        spoiled = database.read_bytes()
        words = _refused(one)
        if words is None or "restore" not in words or "Traceback" in words:
            lost.append(f"a damaged database was not refused: {(words or '')[-400:]}")
        if database.read_bytes() != spoiled:
            lost.append("what was left of the database was written over")
        database.write_bytes(whole)
    _spoil(database, (0, PAGE, 3 * PAGE))
    newest, older = copies[1], copies[0]
    kept = newest.read_bytes()
    _spoil(newest, (PAGE, 2 * PAGE))
    ran = one.server.run("restore", str(newest), "--yes")
    if ran.returncode == 0:
        lost.append("a damaged copy was put back")
    words = _refused(one) or ""
    if str(older.name) not in words:
        lost.append(f"the last whole copy is not named: {words[-400:]}")
    ran = one.server.run("restore", "latest", "--yes")
    if ran.returncode != 0:
        lost.append(f"nothing was put back: {(ran.stdout + ran.stderr)[-400:]}")
    newest.write_bytes(kept)
    one.start()
    one.sign_in_again()
    if set(one.media()) != before:
        lost.append("the library is another after the restore")
    return Row(
        "a corrupt database, and a corrupt backup", runs + 2, len(lost),
        "refused at every start; the last whole copy was put back", "found, never written over",
        not lost, tuple(lost),
    )  # fmt: skip


def _refused(one: House) -> str | None:
    """Start the server; returns what it said, None where it took up its work."""
    try:
        ran = one.server.run("serve")
    except subprocess.TimeoutExpired:
        return None
    return ran.stdout + ran.stderr if ran.returncode else None


def _backup(one: House, lost: list[str]) -> Path:
    job = one.ended(one.client.post("/api/admin/backups").json()["job"]["id"])
    if job["status"] != "completed":
        lost.append(f"no backup: {job['error']}")
    folder = one.client.get("/api/admin/backups").json()["folder"]
    return Path(folder) / job["summary"]["name"]


def _spoil(path: Path, pages: tuple[int, ...]) -> None:
    """Write other bytes into some pages."""
    with path.open("r+b") as file:
        for at in pages:
            file.seek(at + 16)
            file.write(b"\x55" * 64)
