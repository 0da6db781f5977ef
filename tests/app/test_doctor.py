"""The doctor says what it would do, does it when told, and deletes nothing that somebody brought in."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import ground
from tests.admin.conftest import Bring, asset_of, bring

from matinee import library
from matinee.admin import backups, scrub
from matinee.admin.scrub import actions
from matinee.app import doctor
from matinee.ingest.sources.upload import actions as uploads
from matinee.kit import copies
from matinee.kit.ids import new_id
from matinee.kit.jobs import FINISHED, Dispatcher, JobSpec
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

__all__ = ["bring"]


def said(services: Services, capsys: pytest.CaptureFixture[str], *, fix: bool = False) -> str:
    capsys.readouterr()
    doctor.examine(services.settings, fix=fix)
    return capsys.readouterr().out


def file_of(services: Services, media_id: str) -> Path:
    return services.store.data / str(asset_of(services, media_id).key)


def job_of(services: Services) -> str:
    """Return the id of a job that waits."""
    with services.db.read() as session:
        return session.scalars(select(Job.id).where(Job.status == "queued")).first() or ""


def scrubbed(services: Services, until) -> scrub.State:
    """Have a scrub run from now to its end; one that the server began by itself, and that may
    have read what has changed since, is waited for before."""

    def over() -> bool:
        with services.db.read() as session:
            kinds = select(Job.status).where(Job.kind == "scrub")
            return all(status in FINISHED for status in session.scalars(kinds))

    until(over)
    with services.db.write() as session:
        services.jobs.enqueue(session, JobSpec("scrub", {}, dedupe_key="scrub"))
    until(over)
    return scrub.state(services)


@ground.alone
def test_what_is_wrong_is_said_and_what_can_be_is_mended(
    services: Services, bring: Bring, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, cut, other = bring("Gone"), bring("Cut"), bring("Other", size=100_000)
    file_of(services, gone).unlink()
    os.truncate(file_of(services, cut), 10)
    raw = bytearray(file_of(services, other).read_bytes())
    raw[:64] = bytes(64)
    file_of(services, other).write_bytes(raw)
    key = services.store.data / "secrets" / "cookies"
    key.write_text("of a site")
    key.chmod(0o644)
    stray = services.store.staging_root / "stray"
    stray.mkdir()
    half = copies.folders(services.settings)[0] / "matinee-nightly-20260101T000000.db.partial"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"x")
    for one in (stray, half):
        os.utime(one, (0, 0))
    told = said(services, capsys)
    assert f"{file_of(services, gone)}: the file is not there" in told
    assert f"{file_of(services, cut)}: 10 bytes, and 1000 came in" in told
    assert f"{file_of(services, other)}: it does not hold what came in" in told
    assert f"{key}: others can read it\n       would let its owner alone" in told
    assert f"{stray}: staging of a job that is gone\n       would delete it" in told
    assert f"{half}: of a backup or a restore that was cut off" in told
    assert stray.exists() and half.exists() and key.stat().st_mode & 0o077, "it was not told to"
    said(services, capsys, fix=True)
    assert not stray.exists() and not half.exists() and not key.stat().st_mode & 0o077
    assert file_of(services, cut).exists(), "a file that somebody brought in was deleted"


@ground.alone
def test_what_a_kill_leaves_is_swept_after_an_hour_and_what_is_known_stays(
    services: Services, bring: Bring, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = bring("Kept")
    row = uploads.begin(services, "somebody", 10, {"filename": "film.mkv"})
    known = uploads.file_of(services, row.id)
    unproven = known.with_name(f"{known.name}.unproven")
    copy = backups.make(services, "manual")
    people = copies.get(services.settings, copy.name).people
    assert people is not None
    stays = [known, unproven, copy.path, copy.page, people, file_of(services, kept)]
    store = services.store
    stem = "matinee-manual-20260101T000000.db"
    goes = [
        store.uploads_root / new_id(),  # its file was made, and the row was not committed
        store.uploads_root / f"{new_id()}.unproven",
        store.staging_root / "tmpabc.wav",  # a file, not a folder
        store.data / f".write-{new_id()}",
        store.artwork_dir(kept) / new_id(),  # what a job that failed had made
        store.artwork_dir(kept) / f".poster.jpg.{new_id()}",
        store.cache_root / asset_of(services, kept).id / "plan" / f".0.m4s.{new_id()}",
        copy.path.with_name(f"{stem}.json"),  # a page whose copy did not come
        copy.path.with_name("matinee-manual-20260101T000000.people.json.gz"),
        copy.path.with_name(f".{stem}.json.{new_id()}"),
    ]
    young = store.uploads_root / new_id()
    shown, making = store.artwork_dir(kept) / new_id(), store.artwork_dir(kept) / job_of(services)
    for folder in (shown, making, goes[4]):
        folder.mkdir(parents=True)
    with services.db.write() as session:
        (shown / "poster.jpg").touch()
        picture = library.Picture(shown / "poster.jpg", 1, 1)
        assert library.set_poster(services, session, kept, picture)
    stays += [shown, making]
    for path in (unproven, young, *(path for path in goes if not path.exists())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("0")
    for path in (*stays, *goes):
        os.utime(path, (0, 0))
    told = said(services, capsys)
    assert all(f"{path}: " in told for path in goes)
    assert all(path.exists() for path in goes), "it was not told to"
    said(services, capsys, fix=True)
    assert [path for path in goes if path.exists()] == []
    assert all(path.exists() for path in (young, *stays))
    assert "would" not in said(services, capsys), "once is enough"


@ground.alone
def test_what_came_in_after_a_copy_that_was_restored_is_named_and_stays(
    services: Services, bring: Bring, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = copies.make(services.settings, "manual")
    since = file_of(services, bring("Since"))
    os.utime(since.parent, (1e9, 1e9))
    services.db.close()
    backups.restore(services.settings, copy.path)
    told = said(services, capsys, fix=True)
    assert f"matinee add {since.parent}" in told
    assert since.exists()


@ground.alone
def test_rot_is_found_told_and_forgotten_when_it_was_mended(
    services: Services, bring: Bring, dispatcher: Dispatcher, until,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    sound, rotten = bring("Sound", size=5000), bring("Rotten", size=5000)
    for one in (sound, rotten):
        path = file_of(services, one)
        with services.db.write() as session:
            asset_id = asset_of(services, one).id
            library.save_full_hash(session, asset_id, services.engine.full_hash(path))
    assert actions.is_due(services)
    path = file_of(services, rotten)
    kept = path.read_bytes()
    path.write_bytes(kept[:4000] + b"\0" + kept[4001:])
    with services.db.write() as session:  # as a job does that reads the file only now
        damaged = services.engine.full_hash(path)
        library.save_full_hash(session, asset_of(services, rotten).id, damaged)

    object.__setattr__(services.settings, "scrub_percent", 100)
    state = scrubbed(services, until)
    assert [one.path for one in state.rotten] == [str(path)] and state.files == 2
    assert not actions.is_due(services)
    assert f"{path}: its bytes have changed by themselves" in said(services, capsys)
    path.write_bytes(kept)
    assert scrubbed(services, until).rotten == ()


@ground.alone
def test_a_share_is_read_and_the_next_week_goes_on_behind_it(
    services: Services, bring: Bring, dispatcher: Dispatcher, until
) -> None:
    object.__setattr__(services.settings, "scrub_percent", 40)
    ids = []
    for number in range(4):
        media_id = bring(f"Film {number}", size=1000 + number)
        asset = asset_of(services, media_id)
        ids.append(asset.id)
        with services.db.write() as session:
            digest = services.engine.full_hash(file_of(services, media_id))
            library.save_full_hash(session, asset.id, digest)
    reached = [scrubbed(services, until).after for _ in range(3)]
    order = sorted(ids)
    assert reached == [order[1], order[3], order[1]]
