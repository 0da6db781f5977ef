"""Disks that fail at the Nth call: writing, flushing and renaming end with EIO, ENOSPC or EROFS
while films are brought in and the database is copied. Nothing is lost, and nothing is seen half."""

import errno
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product

from faults.disk import integrity
from faults.house import House, clip, house
from faults.sending import begin_upload, send_upload
from faults.syscalls import Plan, asked
from faults.table import How, Refused, Row, skipped

KINDS = ("write", "fsync", "rename")
CODES = {errno.EIO: "EIO", errno.ENOSPC: "ENOSPC", errno.EROFS: "EROFS"}
FURTHEST = {"write": 40, "fsync": 25, "rename": 6}
"""Up to which call of adding and backing up one is chosen to fail."""


def run(how: How) -> Iterator[Row]:
    """Let each kind of call fail in each way, at a random time."""
    try:
        with asked(how.folder) as (before, plan), house(how, "errors", before=before) as one:
            for kind in KINDS:
                yield _row(how, one, kind, plan)
    except Refused as why:
        yield skipped("calls that fail", str(why))


def _row(how: How, one: House, kind: str, plan: Callable[[Plan | None], None]) -> Row:
    chance = how.chance(f"errors/{kind}")
    lost: list[str] = []
    failed = told = 0
    ways = list(product(CODES, range(max(1, how.runs // 9))))
    for error, n in ways:
        film = clip(one.folder / f"{kind}-{CODES[error]}-{n}.mp4", chance.randrange(10**6))
        content = film.read_bytes()
        known = set(one.media())
        trouble = Plan(
            kind, chance.randrange(1, FURTHEST[kind]), error, one.server.data,
            times=chance.choice((1, 1, 4)),
        )  # fmt: skip
        name = f"{film.name} ({kind} {trouble.at} for {trouble.times})"
        plan(trouble)
        words = _bring(one, film.name, content)
        plan(None)
        failed += bool(trouble.failed)
        told += words is not None
        if words in {"internal", "unknown"}:
            lost.append(f"{name}: told as {words}, failed: {trouble.failed}")
        lost += [f"{name}: {what}" for what in _half(one, known, content)]
        for _ in range(3):
            words = _bring(one, film.name, content)
            if words is None:
                break
        if words is not None:
            lost.append(f"{name}: it does not come in afterwards: {words}")
        new = set(one.media()) - known
        if len(new) != 1:
            lost.append(f"{name}: {len(new)} titles of one film")
        lost += [f"{name}: {what}" for what in integrity(one)]
        film.unlink()
    return Row(
        f"{kind} fails at the Nth call", len(ways), len(lost),
        f"{failed} hit, {told} of them told, the others mended by themselves",
        "0 lost, nothing half", not lost, tuple(lost[:20]),
    )  # fmt: skip


def _bring(one: House, name: str, content: bytes) -> str | None:
    """Send a film and copy the database; returns the code something was refused with, if any."""
    refused: str | None = None
    answer = begin_upload(one.client, name, len(content))
    if answer.status_code == 201:
        answer = send_upload(one.client, answer.headers["Location"], content)
    if answer.status_code >= 400:
        refused = str(answer.json()["error"])
    elif job_id := answer.headers.get("Matinee-Job"):
        job = one.ended(job_id, 300)
        refused = None if job["status"] == "completed" else str((job["error"] or {}).get("code"))
    copied = one.client.post("/api/admin/backups")
    if copied.status_code >= 400:
        return refused or str(copied.json()["error"])
    job = one.ended(copied.json()["job"]["id"], 300)
    return refused or (None if job["status"] == "completed" else str(job["error"]["code"]))


def _half(one: House, known: set[str], content: bytes) -> list[str]:
    """Return what is seen and is not whole."""
    wanted = hashlib.sha256(content).digest()
    wrong: list[str] = []
    for name in set(one.media()) - known:
        given = one.client.get(f"/api/media/{name}/stream")
        if given.status_code != 200 or hashlib.sha256(given.content).digest() != wanted:
            wrong.append(f"the title {name} is seen, and is not whole")
    for copy in one.client.get("/api/admin/backups").json()["items"]:
        path = one.server.data / "backups" / copy["name"]
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
            found = [row[0] for row in opened.execute("PRAGMA integrity_check")]
        wrong += [f"the copy {path.name} is damaged: {found}"] if found != ["ok"] else []
    return wrong
