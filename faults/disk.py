"""Full disks: that of the data, of what is being fetched, of the cache, of the backups.

Each is a small tmpfs that is filled to its last byte while things are brought in, played and
written down; the server is started again on it; then room is made.
"""

import hashlib
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
from tests.ingest.website import serve

from faults.awake import until
from faults.house import House, clip, disk, grow, house
from faults.sending import begin_upload, send_upload
from faults.table import How, Refused, Row, skipped

PLACES = ("data", "staging", "cache", "backups")
SIZE_MB = {"data": 48, "staging": 6, "cache": 2, "backups": 1}
LARGE = 12 * 2**20
ROOM_MB = 48
FLOOR = 8 * 2**20


def run(how: How) -> Iterator[Row]:
    """Fill every disk in turn, and then come near the floor of one."""
    for place in PLACES:
        try:
            yield _full(how, place)
        except Refused as why:
            yield skipped(f"disk full: {place}", str(why))
    try:
        yield _floor(how)
    except Refused as why:
        yield skipped("floor of free space", str(why))


def fill(place: Path) -> Path:
    """Write a file until not one byte more fits."""
    ballast = place / "ballast"
    block = 2**20
    with ballast.open("ab", buffering=0) as file:
        while block:
            try:
                file.write(b"\0" * block)
            except OSError:
                block //= 2
    return ballast


def _full(how: How, place: str) -> Row:
    data = how.folder / f"disk-{place}" / "data"
    at = data if place == "data" else data / place
    settings = {}
    if place == "backups":
        settings = {"MATINEE_BACKUP_FOLDER": str(at)}
    with (
        disk(at, SIZE_MB[place]) as small,
        serve() as site,
        house(how, f"disk-{place}", settings, data=data) as one,
    ):
        lost: list[str] = []
        film = clip(one.folder / "film.mp4", 1)
        large = clip(one.folder / "large.mp4", 2, padding_bytes=LARGE)
        site.files["/large.mp4"] = large
        before = one.bring(film)
        media_id = next(iter(before))
        assert one.watch(media_id, 1.0).status_code == 200
        ballast = fill(small)
        told = _while_full(one, place, site.url("/large.mp4"), large, lost)
        acknowledged = _plays_and_notes(one, media_id, film, lost)
        for how_it_ends in (signal.SIGTERM, signal.SIGKILL):
            one.server.stop(how_it_ends)
            with suppress(OSError):
                fill(small)
            one.start()
            acknowledged = _plays_and_notes(one, media_id, film, lost, acknowledged)
        ballast.unlink()
        if place == "staging":  # too small for what comes through it even when it is empty
            grow(small, ROOM_MB)
        _goes_on(one, place, told, large, site.url("/large.mp4"), lost)
        after = one.media()
        lost += [f"the title {name} is gone" for name in before.keys() - after.keys()]
        if one.position(media_id) < acknowledged:
            lost.append("a progress that was answered with 200 is gone")
        lost += [f"integrity: {words}" for words in integrity(one)]
        if "Traceback" in one.log:
            lost.append(f"a traceback in the log: {one.log[one.log.index('Traceback') :][:3000]}")
        codes = ", ".join(sorted({code for code in told.values() if code})) or "nothing refused"
    return Row(
        f"disk full: {place}", 3, len(lost), f"told: {codes}", "0 rows lost, said with a fix",
        not lost, tuple(lost),
    )  # fmt: skip


def _while_full(
    one: House, place: str, url: str, large: Path, lost: list[str]
) -> dict[str, str | None]:
    """Bring in by link and by upload, back up; return what each was told, None where it came."""
    told: dict[str, str | None] = {}
    answer = one.client.post("/api/media/add", json={"url": url})
    told["link"] = _words_of(one, answer, "link", lost)
    begun = begin_upload(one.client, "sent.mp4", large.stat().st_size)
    if begun.status_code == 201:
        begun = send_upload(one.client, begun.headers["Location"], large.read_bytes())
    told["upload"] = _words_of(one, begun, "upload", lost)
    answer = one.client.post("/api/admin/backups")
    told["backup"] = _words_of(one, answer, "backup", lost)
    must = {"data": ("link", "upload"), "staging": ("link",), "backups": ("backup",)}
    lost += [
        f"{name} was not refused on a full disk" for name in must.get(place, ())
        if told[name] is None
    ]  # fmt: skip
    return told


def _words_of(one: House, answer: httpx.Response, what: str, lost: list[str]) -> str | None:
    """Return the code something was refused with, at once or as a job; None where it came in."""
    if answer.status_code >= 400:
        told = answer.json()
        said = {"code": told["error"], "fix": told["fix"]}
    else:
        with suppress(ValueError, KeyError):
            job_id = answer.headers.get("Matinee-Job") or answer.json()["job"]["id"]
            job = one.ended(job_id)
            if job["status"] == "completed":
                return None
            said = job["error"] or {}
            return _checked(said, what, lost)
        return None
    return _checked(said, what, lost)


def _checked(said: dict[str, Any], what: str, lost: list[str]) -> str:
    code, fix = str(said.get("code")), str(said.get("fix"))
    if "space" not in code or ("space" not in fix.lower() and "room" not in fix.lower()):
        lost.append(f"{what}: no clear words of a full disk: {said}")
    return code


def _plays_and_notes(
    one: House, media_id: str, film: Path, lost: list[str], at_least: float = 1.0
) -> float:
    """Play, directly and by segments, and write a progress; return the last one kept."""
    stream = one.client.get(f"/api/media/{media_id}/stream")
    if stream.status_code != 200 or _hash(stream.content) != _hash(film.read_bytes()):
        lost.append(f"playing stopped: {stream.status_code}")
    played = one.client.get(f"/api/media/{media_id}/playback").json()
    track = played["tracks"]["video"][0]["id"]
    part = one.client.get(f"{played['manifest_url'].rpartition('/')[0]}/{track}/0.m4s")
    if part.status_code != 200:
        lost.append(f"a segment was not given: {part.status_code} {part.text[:200]}")
    if one.position(media_id) < at_least:
        lost.append(f"progress {one.position(media_id)} instead of {at_least}")
    answer = one.watch(media_id, at_least + 0.25)
    if answer.status_code == 200:
        return at_least + 0.25
    if answer.status_code != 507 or "space" not in answer.json()["fix"].lower():
        lost.append(f"progress was answered with {answer.status_code}: {answer.text[:200]}")
    return at_least


def _goes_on(
    one: House, place: str, told: dict[str, str | None], large: Path, url: str, lost: list[str]
) -> None:
    """After room is made: what was refused comes in when it is tried again."""
    if place == "backups":
        job = one.ended(one.client.post("/api/admin/backups").json()["job"]["id"])
        if job["status"] != "completed":
            lost.append(f"no backup after room was made: {job['error']}")
        return
    failed = [
        job for job in one.client.get("/api/jobs", params={"limit": 50}).json()["items"]
        if job["status"] == "failed" and job["kind"] in {"link", "upload", "fetch"}
    ]  # fmt: skip
    for job in failed:
        one.client.post(f"/api/jobs/{job['id']}/retry").raise_for_status()
        after = one.ended(job["id"])
        if after["status"] != "completed":
            lost.append(f"{job['kind']} did not go on after room was made: {after['error']}")
    if told["link"] and not failed:
        after = one.ended(one.add(url))
        if after["status"] != "completed":
            lost.append(f"nothing comes in after room was made: {after['error']}")
    wanted = _hash(large.read_bytes())
    found = [one.client.get(f"/api/media/{name}/stream").content for name in one.media()]
    if told["link"] and wanted not in [_hash(content) for content in found]:
        lost.append("what was brought in is not what was sent")


def _floor(how: How) -> Row:
    """Bringing in stops before less than the floor would be free."""
    data, lost = how.folder / "disk-floor" / "data", list[str]()
    settings = {"MATINEE_FREE_SPACE_FLOOR_BYTES": str(FLOOR)}
    with (
        disk(data, 40) as small,
        serve() as site,
        house(how, "disk-floor", settings, data=data) as one,
    ):
        large = clip(one.folder / "large.mp4", 2, padding_bytes=LARGE)
        site.files["/large.mp4"] = large
        with (small / "ballast").open("wb") as file:
            file.write(b"\0" * (_free(small) - FLOOR - LARGE // 2))
        least = [_free(small)]
        answer = one.client.post("/api/media/add", json={"url": site.url("/large.mp4")})
        if answer.status_code == 202:
            job_id = answer.json()["job"]["id"]

            def over() -> bool:
                least.append(_free(small))
                return one.job(job_id)["status"] in {"failed", "completed"}

            until(over, "the download stopped")
        code = _words_of(one, answer, "link", lost)
        sent = begin_upload(one.client, "sent.mp4", large.stat().st_size)
        _words_of(one, sent, "upload", lost)
        if code is None or sent.status_code != 507:
            lost.append("it was brought in below the floor")
        # Rows, logs of the database and other small things are written all the same.
        kept = min(least) / 2**20
        if min(least) < FLOOR - 3 * 2**20:
            lost.append(f"only {kept:.1f} MiB were left free")
    return Row(
        "floor of free space", 2, len(lost), f"{kept:.1f} MiB stayed free", "≈ 8 MiB", not lost,
        tuple(lost),
    )  # fmt: skip


def integrity(one: House) -> list[str]:
    """Return what SQLite finds wrong with the database; nothing on PostgreSQL."""
    path = one.server.data / "matinee.db"
    if one.postgres is not None or not path.exists():
        return []
    with closing(sqlite3.connect(path)) as opened:
        found = [row[0] for row in opened.execute("PRAGMA integrity_check")]
    return [] if found == ["ok"] else found


def _free(place: Path) -> int:
    import os

    told = os.statvfs(place)
    return told.f_bavail * told.f_frsize


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
