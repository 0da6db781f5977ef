"""Copies in the store, a real one: sent, listed, fetched, let go; cut off, spoiled, and of others."""

import hashlib
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from matinee import accounts
from matinee.admin import backups, checks
from matinee.admin.backups import actions, jobs, listing, pending, sending, stored
from matinee.app import doctor, wiring
from matinee.app import restore as command
from matinee.kit import clock, copies, migrate, sealing
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid, MatineeError
from matinee.kit.jobs import Dispatcher
from matinee.kit.objects import Bucket
from matinee.kit.services import Services
from tests import ground, launched
from tests.conftest import PASSWORD
from tests.objectstore import s3 as objectstore
from tests.objectstore.s3 import S3, BadLine

Until = Callable[..., object]
URL = "/api/admin/backups"


@pytest.fixture
def line(s3: S3) -> Iterator[BadLine]:
    """The way to the store, which can be made bad."""
    with BadLine(s3.url, 1, bad=0.0) as line:
        yield line


@pytest.fixture
def settings(settings: Settings, line: BadLine, bucket: str) -> Settings:
    """Settings of a library whose copies are sent to a bucket, and its films are not."""
    key_id, secret = objectstore.WRITER
    return replace(
        settings, backup_url=f"s3://{bucket}/house", storage_endpoint=line.url,
        storage_region=objectstore.REGION, storage_key_id=key_id, storage_secret=secret,
    )  # fmt: skip


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """The same settings on a machine that has nothing yet."""
    if settings.database_url is not None:
        pytest.skip("of the file")
    return replace(settings, data=tmp_path / "elsewhere")


@pytest.fixture
def store(settings: Settings) -> Bucket:
    found = stored.bucket_of(settings)
    assert found is not None
    return found


@pytest.fixture
def ana(services: Services) -> Services:
    """A library with Ana in it."""
    accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
    return services


def sent(services: Services, label: str = "manual") -> copies.Copy:
    """Make a copy and send it."""
    copy = backups.make(services, label)
    assert sending.send(services) >= 1
    return copy


def keys(store: Bucket) -> set[str]:
    return {found.key.removeprefix("backups/") for found in store.list("backups")}


def where(settings: Settings) -> dict[str, str]:
    return {one.copy.name: one.where for one in listing.look(settings).items}


def forget_here(copy: copies.Copy) -> None:
    """Lose what lies on this machine."""
    copies.remove(copies.described(copy.path, copy.size_bytes, copies.read_page(copy.page)) or copy)


def names(settings: Settings) -> list[str]:
    with wiring.opened(settings) as services, services.db.read() as session:
        return list(session.scalars(select(accounts.User.name).order_by(accounts.User.name)))


def at_that_time(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let copies be made at a time; requests to the store are signed for now."""
    patch.setattr(copies, "clock", SimpleNamespace(now=lambda: at, epoch=clock.epoch))


def rewrite(store: Bucket, copy: copies.Copy, **facts: object) -> None:
    """Change what the page of a copy in the store says."""
    key = f"backups/{copy.page.name}"
    page = json.loads(store.read(key, 0, 10**6))
    store.put_bytes(key, json.dumps({**page, **facts}).encode())


@pytest.mark.parametrize("encrypted", [False, True])
def test_on_a_new_machine_the_same_settings_bring_the_library_back(
    services: Services, elsewhere: Settings, store: Bucket, tmp_path: Path, encrypted: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if encrypted:
        sealing.make_key(tmp_path / "key")
        services = replace(
            services, settings=replace(services.settings, backup_key_file=tmp_path / "key")
        )
        elsewhere = replace(elsewhere, backup_key_file=tmp_path / "key")
    accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
    copy = sent(services)
    assert copy.is_sealed is encrypted
    assert keys(store) == {path.name for path in copies.files_of(copy)}
    assert command.run(elsewhere, None, only_look=False, sure=True) == 0
    assert "in the bucket" in capsys.readouterr().out
    assert command.run(elsewhere, "latest", only_look=False, sure=True) == 0
    assert names(elsewhere) == ["Ana"]
    assert not (elsewhere.data / "backups" / stored.FETCHED).exists(), "what came was left behind"
    with wiring.opened(elsewhere) as there:  # the same library, and its copies are its own
        assert sending.library_of(there) == sending.library_of(services)


@ground.alone
def test_the_page_says_where_each_lies_and_rehearses_downloads_and_restores_one_of_the_store(
    client: TestClient, services: Services, dispatcher: Dispatcher, ended
) -> None:
    job = ended(client.post(URL))
    assert job["status"] == "completed", job
    assert job["summary"].get("unsent") is None
    name = job["summary"]["name"]
    copy = copies.get(services.settings, name)
    content = copy.path.read_bytes()
    found = client.get(URL).json()
    assert [one["where"] for one in found["items"]] == ["both"]
    assert found["store"] == {
        "where": services.settings.backup_url, "late": 0, "code": None, "detail": None, "fix": None,
    }  # fmt: skip
    forget_here(copy)
    listed = client.get(URL).json()["items"]
    assert [(one["where"], one["users"], one["verified"]) for one in listed] == [("store", 1, True)]
    ticket = client.post(f"{URL}/{name}/ticket", json={"password": PASSWORD}).json()["url"]
    got = client.get(ticket)
    assert got.content == content
    assert got.headers["content-disposition"] == f'attachment; filename="{name}"'
    accounts.create_user(services, "Zoe", PASSWORD, is_admin=False)
    job = ended(client.post(f"{URL}/{name}/rehearse"))
    assert job["status"] == "completed", job
    assert client.get(f"{URL}/rehearsals/{job['id']}").json()["lost_users"] == ["Zoe"]
    assert not list(services.store.staging_root.glob(job["id"])), "what came was left behind"
    body = {"rehearsal": job["id"], "password": PASSWORD}
    assert client.post(f"{URL}/{name}/restore", json=body).status_code == 202
    dispatcher.stop()
    services.db.close()
    pending.carry_out(services.settings)
    outcome = pending.last(services.settings)
    assert outcome is not None and outcome.code is None, outcome
    with services.db.read() as session:
        assert [one.name for one in session.query(accounts.User)] == ["Ana"]
    assert not (services.store.data / "backups" / stored.FETCHED).exists()


def test_another_copy_than_was_rehearsed_is_not_restored(ana: Services) -> None:
    copy = sent(ana)
    forget_here(copy)
    accounts.create_user(ana, "Ben", PASSWORD, is_admin=False)
    pending.ask(ana.settings, copy.name, "0" * 64)
    pending.carry_out(ana.settings)
    outcome = pending.last(ana.settings)
    assert outcome is not None and outcome.code == "not_rehearsed"
    with ana.db.read() as session:
        assert session.query(accounts.User).count() == 2


def test_a_store_that_is_away_costs_no_copy_and_gets_it_later(
    client: TestClient, services: Services, ended, line: BadLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_QUICK_S", 0.5)
    monkeypatch.setattr(checks, "_known", {})
    line.away = True
    job = ended(client.post(URL))
    assert job["status"] == "completed", job
    assert job["summary"]["unsent"]["code"] == "storage_away"
    assert job["summary"]["unsent"]["fix"]
    found = client.get(URL).json()
    assert [(one["where"], one["verified"]) for one in found["items"]] == [("here", True)]
    assert found["store"]["code"] == "storage_away"
    health = checks.backups(services)
    assert (health.status, health.code) == ("warning", "backups_store_away")
    assert health.fix
    assert client.delete(f"{URL}/{job['summary']['name']}").status_code == 503
    assert len(copies.every(services.settings)) == 1, "it was deleted by half"
    line.away = False
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(checks, "_known", {})
    health = checks.backups(services)
    assert (health.status, health.code) == ("warning", "backups_unsent")
    jobs.send_if_late(services)
    with services.db.read() as session:
        kinds = list(session.scalars(select(actions.Row.kind)))
    assert actions.SEND in kinds
    sending.send(services)
    assert set(where(services.settings).values()) == {"both"}
    monkeypatch.setattr(checks, "_known", {})
    assert checks.backups(services).code == "backups_ok"
    assert sending.send(services) == 0, "nothing is sent twice"


KILLED = """
import os, signal, sys
from pathlib import Path
from types import SimpleNamespace
from matinee.admin.backups import sending
from matinee.app import wiring
from matinee.kit import config
from matinee.kit.objects import Bucket, Watched

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "page":
    Bucket.put_bytes = killed
with wiring.opened(config.load()) as services:
    sending.send(services, Watched(killed if sys.argv[1] == "part" else None))
"""


def kill_in(settings: Settings, step: str) -> None:
    values = {
        "DATA": settings.data, "BACKUP_URL": settings.backup_url,
        "STORAGE_ENDPOINT": settings.storage_endpoint, "STORAGE_REGION": settings.storage_region,
        "STORAGE_KEY_ID": settings.storage_key_id, "STORAGE_SECRET": settings.storage_secret,
    }  # fmt: skip
    env = {**os.environ, **{f"MATINEE_{name}": str(value) for name, value in values.items()}}
    done = launched.run([sys.executable, "-c", KILLED, step], env=env)
    assert done.returncode == -signal.SIGKILL, f"it never came to its {step}"


def test_killed_before_its_page_is_there_it_is_no_copy_and_is_sent_again(
    ana: Services, store: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backups.make(ana, "manual")
    kill_in(ana.settings, "page")
    assert copy.name in keys(store) and copy.page.name not in keys(store)
    assert where(ana.settings) == {copy.name: "here"}
    assert list(stored.strays(store)) == [], "it may be being sent at this moment"
    assert sending.send(ana) == 1
    assert where(ana.settings) == {copy.name: "both"}
    forget_here(copy)
    store.delete([f"backups/{copy.page.name}"])
    store.put_bytes("backups/notes.txt", b"of somebody")
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    found = list(doctor._stored_copies(ana))
    assert {one.words.split()[0] for one in found} == {
        f"backups/{path.name}" for path in copies.files_of(copy)[:-1]
    }
    for one in found:
        assert one.mend is not None
        one.mend()
    assert keys(store) == {"notes.txt"}, "what is not ours stays"


def test_killed_in_the_middle_of_a_large_one_nothing_is_there_and_what_was_sent_is_aborted(
    ana: Services, store: Bucket, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not ana.db.is_sqlite:
        pytest.skip("of the file")
    with closing(sqlite3.connect(migrate.database_path(ana.settings))) as one:
        one.execute("INSERT INTO tag (name, name_key) VALUES (?, 'x')", (os.urandom(10**7).hex(),))
        one.commit()
    copy = backups.make(ana, "manual")
    kill_in(ana.settings, "part")
    assert where(ana.settings) == {copy.name: "here"}
    assert "<Upload>" in s3.half_done(store.address.bucket)
    later = clock.now() + timedelta(days=2)
    with monkeypatch.context() as patch:  # the next night but one
        patch.setattr(sending.half.clock, "now", lambda: later)
        patch.setattr(sending, "_is_wanted", lambda *_: False)
        sending.send(ana)
    assert "<Upload>" not in s3.half_done(store.address.bucket)
    assert sending.send(ana) == 1
    forget_here(copy)
    path = stored.fetch(store, listing.get(ana.settings, copy.name).copy, ana.store.staging("x"))
    assert copies.digest(path) == copy.sha256


def test_a_spoiled_copy_is_passed_over_and_nothing_is_restored_of_it(
    client: TestClient, services: Services, elsewhere: Settings, store: Bucket
) -> None:
    older = sent(services)
    accounts.create_user(services, "Ben", PASSWORD, is_admin=False)
    newer = sent(services)
    content = bytearray(newer.path.read_bytes())
    content[-100] ^= 1
    forget_here(newer)
    store.delete([f"backups/{newer.name}"])
    store.put_bytes(f"backups/{newer.name}", bytes(content))
    with pytest.raises(Invalid) as caught:
        command.run(elsewhere, newer.name, only_look=False, sure=True)
    assert caught.value.code == "backup_damaged"
    assert not migrate.database_path(elsewhere).exists()
    told = client.post(f"{URL}/{newer.name}/ticket", json={"password": PASSWORD}).json()
    assert len(client.get(told["url"]).content) < newer.size_bytes, "a damaged copy was downloaded"
    assert command.run(elsewhere, "latest", only_look=False, sure=True) == 0
    assert names(elsewhere) == ["Ana"], "the one before it"
    assert older.name in where(elsewhere)


def test_a_page_that_lies_makes_no_copy_and_leads_nowhere(ana: Services, store: Bucket) -> None:
    copy = sent(ana)
    forget_here(copy)
    rewrite(store, copy, bytes=copy.size_bytes + 1)
    assert where(ana.settings) == {}
    rewrite(store, copy, bytes=copy.size_bytes, sha256=7)
    assert where(ana.settings) == {}
    store.put_bytes(f"backups/{copy.page.name}", b"[" * 100_000)
    assert where(ana.settings) == {}
    page = {"bytes": copy.size_bytes, "sha256": "0" * 64, "rows": {"media": "many"}, "program": 5}
    parts = {"people": "../../house", "more": ["x"]}
    store.put_bytes(f"backups/{copy.page.name}", json.dumps({**page, "parts": parts}).encode())
    one = listing.get(ana.settings, copy.name).copy
    assert (one.rows, one.parts, one.program) == ({}, {}, None)
    store.put_bytes("house", b"not of a copy")
    listing.remove(ana.settings, copy.name)
    assert store.find("house") is not None


def test_what_somebody_put_into_the_store_gives_its_rows_and_no_more(
    ana: Services, elsewhere: Settings, store: Bucket
) -> None:
    """Whoever can write into the bucket can write a page too, and a trigger into the copy."""
    copy = sent(ana)
    with closing(sqlite3.connect(copy.path)) as one:
        one.execute("CREATE TRIGGER steal AFTER INSERT ON job BEGIN DELETE FROM user_account; END")
        one.commit()
    forged = copy.path.read_bytes()
    store.delete([f"backups/{copy.name}"])
    store.put_bytes(f"backups/{copy.name}", forged)
    rewrite(store, copy, bytes=len(forged), sha256=hashlib.sha256(forged).hexdigest())
    assert command.run(elsewhere, copy.name, only_look=False, sure=True) == 0
    with closing(sqlite3.connect(migrate.database_path(elsewhere))) as one:
        found = one.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert one.execute("SELECT name FROM user_account").fetchall() == [("Ana",)]
    assert ("steal",) not in found


def test_the_rules_are_those_of_here_and_another_library_loses_nothing(
    ana: Services, elsewhere: Settings, store: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.now()
    with wiring.opened(elsewhere) as other:
        assert backups.make(other, "nightly")
        assert sending.send(other) == 0, "a library that nobody has an account in"
        accounts.create_user(other, "Eve", PASSWORD, is_admin=True)
        for days in (9, 8, 1):
            at = today - timedelta(days=days, seconds=5)
            at_that_time(monkeypatch, at)
            sent(other, "nightly")
        theirs = {one.name for one in copies.every(other.settings)}
    for days in range(10, 0, -1):
        at = today - timedelta(days=days)
        at_that_time(monkeypatch, at)
        sent(ana, "nightly")
    ours = {one.name for one in copies.every(ana.settings)}
    assert len(ours) in {7, 8, 9}, "seven days, and the newest of each week"
    lies = where(ana.settings)
    assert {name for name, one in lies.items() if one == "both"} == ours
    assert {name for name, one in lies.items() if one == "store"} == theirs
    by_hand = min(ours)
    listing.remove(ana.settings, by_hand)
    assert by_hand not in where(ana.settings)
    assert sending.send(ana) == 0


def test_a_copy_that_is_not_as_it_was_made_is_not_sent(ana: Services, store: Bucket) -> None:
    copy = backups.make(ana, "manual")
    with copy.path.open("r+b") as file:
        file.seek(-100, os.SEEK_END)
        file.write(b"x")
    assert sending.send(ana) == 0
    assert keys(store) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"backup_url": "s3://no-such-bucket-here/x"}, "storage_no_bucket"),
        ({"storage_secret": "wrong"}, "storage_credentials"),
    ],
)
def test_what_the_store_refuses_is_said_with_its_setting(
    ana: Services, change: dict[str, str], code: str
) -> None:
    copy = backups.make(ana, "manual")
    wrong = replace(ana.settings, **change)
    with pytest.raises(MatineeError) as caught:
        sending.send(replace(ana, settings=wrong))
    assert caught.value.code == code
    assert ("MATINEE_BACKUP_URL" if code == "storage_no_bucket" else "SECRET") in str(
        caught.value.detail
    )
    found = listing.look(wrong)
    assert [one.copy.name for one in found.items] == [copy.name]
    assert found.refusal is not None and found.refusal.code == code


@pytest.mark.parametrize("url", ["backups", "ftp://x/y", "s3://key:secret@bucket/x", "s3:///x"])
def test_an_address_that_is_none_is_refused_at_the_start_by_its_name(
    settings: Settings, url: str
) -> None:
    with (
        pytest.raises(Invalid, match="MATINEE_BACKUP_URL") as caught,
        wiring.opened(replace(settings, backup_url=url)),
    ):
        pass
    assert "secret" not in caught.value.detail
