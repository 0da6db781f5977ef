"""A library moves into PostgreSQL and back, goes on where it was cut off, and is compared."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from bench.seed import seed
from sqlalchemy import func, select, text
from tests import servers

from matinee import accounts, library
from matinee.accounts import Viewer
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.app.transfer import transfer
from matinee.discovery import queries
from matinee.kit import copying, migrate, secrets
from matinee.kit.config import Settings
from matinee.kit.db import Base, Database
from matinee.kit.errors import Conflict, Invalid, Unavailable
from matinee.kit.services import Services

pytestmark = pytest.mark.timeout(400)  # the first one fills the library
# The seams between batches are tried: with fewer rows in each there are as many in a small library.
BATCH = 400
TITLES = BATCH + 100
VIEWER = Viewer("u", "p", "Ana", is_admin=True, session_id="s")


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "BATCH", BATCH)


@pytest.fixture(scope="module")
def filled(fresh_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a few thousand titles, an account and what is said in one."""
    data = tmp_path_factory.mktemp("filled")
    settings = Settings(data=data, free_space_floor_bytes=0)
    secrets.load(data, existing=False)
    shutil.copyfile(fresh_database, migrate.database_path(settings))
    with wiring.opened(settings) as services:
        fill(services)
    with closing(sqlite3.connect(migrate.database_path(settings))) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return migrate.database_path(settings)


@pytest.fixture
def full(settings: Settings, filled: Path) -> Settings:
    """The settings of a library that has them."""
    if settings.database_url is not None:
        pytest.skip("the library is moved from SQLite")
    settings.data.mkdir(parents=True)
    secrets.load(settings.data, existing=False)
    shutil.copyfile(filled, migrate.database_path(settings))
    return settings


def fill(services: Services) -> None:
    accounts.create_user(services, "Ana", "a long enough password", is_admin=True)
    seed(services.db, TITLES)
    with services.db.write() as session:
        asset = session.scalars(select(library.AssetRow)).first()
        assert asset is not None
        track = library.CueTrackRow(asset_id=asset.id, track="t1", language="en")
        session.add(track)
        session.flush()
        session.add(
            library.CueRow(track_number=track.number, start_s=1, end_s=2, text="to be or not")
        )
        cut = {"words": "cut\0off"}
        session.execute(text("UPDATE media SET description = :words WHERE number = 7"), cut)


@pytest.fixture
def empty(postgres: servers.Postgres) -> Iterator[str]:
    """A database with nothing in it."""
    with postgres.empty() as url:
        yield url


@pytest.fixture
def target(postgres: servers.Postgres) -> Iterator[str]:
    """A database with tables that are empty: to make them takes longer than to fill them."""
    with postgres.fresh() as url:
        yield url


def counts(settings: Settings) -> dict[str, int]:
    with closing(Database(settings.database)) as database, database.read() as session:
        return {
            one.name: session.scalar(select(func.count()).select_from(one)) or 0
            for one in Base.metadata.sorted_tables
        }


def found(settings: Settings, *typed: str) -> list[list[int]]:
    with closing(Database(settings.database)) as database, database.read() as session:
        return [sorted(queries.search(session, VIEWER, one, 5000).numbers) for one in typed]


def quiet(_table: str, _done: int, _of: int) -> None:
    pass


def cut_off_at(table: str) -> Callable[[str, int, int], None]:
    def say(name: str, _done: int, _of: int) -> None:
        if name == table:
            raise KeyboardInterrupt

    return say


def test_it_is_the_same_there_and_back(full: Settings, empty: str, tmp_path: Path) -> None:
    there = replace(full, database_url=empty)
    copied = transfer(full, empty, quiet)
    assert copied.rows > 3 * TITLES
    assert copied.cleaned == 1
    assert counts(there) == counts(full)
    asked = ("lighthouse", "linux piano", "cafe", "not be")
    assert found(there, *asked) == found(full, *asked)

    back = replace(full, data=tmp_path / "back", database_url=empty)
    back.data.mkdir()
    transfer(back, "sqlite", quiet)
    here = replace(back, database_url=None)
    assert counts(here) == counts(full)
    assert found(here, *asked) == found(full, *asked)
    with closing(Database(here.database)) as database, database.read() as session:
        kept = session.scalar(text("SELECT description FROM media WHERE number = 7"))
        assert kept == "cut\ufffdoff"


def test_what_is_written_afterwards_is_found_and_has_new_numbers(
    full: Settings, target: str
) -> None:
    transfer(full, target, quiet)
    with closing(Database(target)) as database:
        with database.write() as session:
            highest = session.scalar(select(func.max(library.MediaRow.number))) or 0
            row = session.execute(
                text("INSERT INTO tag (name, name_key) VALUES ('x', 'x') RETURNING number")
            )
            assert row.scalar_one() > 0
            first = session.scalars(select(library.MediaRow)).first()
            assert first is not None
            first.title = "Zanzibar"
        with database.read() as session:
            assert queries.search(session, VIEWER, "zanz", 9).numbers == [first.number]
        with database.write() as session:
            sequence = text("SELECT nextval(pg_get_serial_sequence('media', 'number'))")
            assert session.scalar(sequence) == highest + 1


def test_a_copy_that_was_cut_off_goes_on_and_nothing_starts_on_it(
    full: Settings, target: str
) -> None:
    there = replace(full, database_url=target)
    with pytest.raises(KeyboardInterrupt):
        transfer(full, target, cut_off_at("asset"))
    with pytest.raises(Unavailable) as caught:
        migrate.upgrade(there)
    assert caught.value.code == "database_unfinished"
    heard: list[tuple[str, int]] = []
    transfer(full, target, lambda name, done, _of: heard.append((name, done)))
    assert "media" not in {name for name, _ in heard}  # it was there already
    assert heard[0] == ("asset", TITLES)
    assert counts(there) == counts(full)
    migrate.upgrade(there)


def test_what_changed_meanwhile_is_told_and_copied_again(full: Settings, target: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        transfer(full, target, cut_off_at("asset"))
    with closing(Database(full.database)) as database, database.write() as session:
        session.execute(text("UPDATE media SET title = 'Other' WHERE number = 1"))
    with pytest.raises(Invalid) as caught:
        transfer(full, target, quiet)
    assert caught.value.code == "copy_differs"
    assert "media" in caught.value.detail
    transfer(full, target, quiet, again=True)
    assert found(replace(full, database_url=target), "other") == found(full, "other")


def test_a_library_is_never_written_over(full: Settings, target: str) -> None:
    there = replace(full, database_url=target)
    transfer(full, target, quiet)
    before = counts(there)
    for again in (False, True):
        with pytest.raises(Conflict):
            transfer(full, target, quiet, again=again)
    assert counts(there) == before
    with pytest.raises(Invalid):
        transfer(full, "sqlite", quiet)


def test_not_while_a_server_runs(full: Settings, empty: str) -> None:
    lock = ServerLock(full.data)
    assert lock.acquire("http://127.0.0.1")
    try:
        with pytest.raises(Conflict):
            transfer(full, empty, quiet)
    finally:
        lock.release()
    assert migrate.current_revision(replace(full, database_url=empty)) is None
