"""A copy comes back on either database, and nothing is lost on the way."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import servers

from matinee import accounts
from matinee.app import restore as command
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.app.restore import restore
from matinee.kit import copies, migrate, sealing, secrets
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import Conflict, Invalid, NotFound, Unavailable

PASSWORD = "a long enough password"


@pytest.fixture
def copy(settings: Settings) -> Path:
    """A copy of a library with Ana in it; Ben came after."""
    return with_ana_and_ben(settings)


def with_ana_and_ben(settings: Settings) -> Path:
    secrets.load(settings.data, existing=False)
    with wiring.opened(settings) as services:
        accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
        copy = copies.make(settings, "manual").path
        accounts.create_user(services, "Ben", PASSWORD, is_admin=False)
    return copy


@pytest.fixture
def on_sqlite(settings: Settings) -> Settings:
    if settings.database_url is not None:
        pytest.skip("of the file")
    return settings


def names(settings: Settings) -> list[str]:
    with closing(Database(settings.database)) as database, database.read() as session:
        return list(session.scalars(select(accounts.User.name).order_by(accounts.User.name)))


def test_a_copy_comes_back_and_what_was_there_is_kept(settings: Settings, copy: Path) -> None:
    kept = restore(settings, copy)
    assert names(settings) == ["Ana"]
    assert kept is not None
    restore(settings, kept)
    assert names(settings) == ["Ana", "Ben"]


def test_a_damaged_database_is_kept_and_replaced(on_sqlite: Settings, copy: Path) -> None:
    target = migrate.database_path(on_sqlite)
    target.write_bytes(b"rubbish" * 1000)
    kept = restore(on_sqlite, copy)
    assert names(on_sqlite) == ["Ana"]
    assert kept is not None and kept.read_bytes().startswith(b"rubbish")


def test_a_start_on_a_damaged_database_names_the_last_whole_copy(
    on_sqlite: Settings, copy: Path
) -> None:
    target = migrate.database_path(on_sqlite)
    raw = bytearray(target.read_bytes())
    middle = len(raw) // 4096 // 2 * 4096
    raw[middle : middle + 20 * 4096] = b"\x55" * (20 * 4096)  # the schema can still be read
    target.write_bytes(raw)
    with pytest.raises(Unavailable) as caught:
        migrate.upgrade(on_sqlite)
    assert caught.value.code == "database_damaged"
    assert f"matinee restore {copy}" in caught.value.fix
    assert target.read_bytes() == bytes(raw), "it was written to"
    with pytest.raises(Unavailable):
        copies.make(on_sqlite, "nightly")
    assert [one.name for one in copies.every(on_sqlite)] == [copy.name], "a damaged copy was kept"


def test_a_newer_database_is_refused_and_the_copy_of_before_is_offered(on_sqlite: Settings) -> None:
    with_ana_and_ben(on_sqlite)
    before = copies.make(on_sqlite, "before-9999").path
    with closing(sqlite3.connect(migrate.database_path(on_sqlite))) as opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")
        opened.commit()
    with pytest.raises(Unavailable) as caught:
        migrate.upgrade(on_sqlite)
    assert caught.value.code == "database_newer"
    assert f"matinee restore {before}" in caught.value.fix
    kept = restore(on_sqlite, before)
    migrate.upgrade(on_sqlite)
    assert names(on_sqlite) == ["Ana", "Ben"]
    assert kept is not None


def without_page(copy: Path, folder: Path) -> Path:
    """Lay a copy where nothing tells what it was when it was made."""
    other = folder / "other.db"
    other.write_bytes(copy.read_bytes())
    return other


def test_a_copy_in_which_a_letter_turned_is_none_unless_it_is_meant(
    settings: Settings, copy: Path, tmp_path: Path
) -> None:
    raw = copy.read_bytes()
    assert b"Ana" in raw
    copy.write_bytes(raw.replace(b"Ana", b"Anb"))
    assert copies.look_through(copy) == "ok", "SQLite sees nothing of it"
    with pytest.raises(Invalid) as caught:
        restore(settings, copy)
    assert caught.value.code == "backup_damaged" and "its page" in caught.value.fix
    assert names(settings) == ["Ana", "Ben"]
    restore(settings, without_page(copy, tmp_path))
    assert names(settings) == ["Anb"]


@pytest.mark.parametrize("spoil", ["cut", "text", "newer", "absent", "page"])
def test_what_is_no_sound_copy_touches_nothing(
    on_sqlite: Settings, copy: Path, tmp_path: Path, spoil: str
) -> None:
    before = migrate.database_path(on_sqlite).read_bytes()
    if spoil == "cut":
        copy.write_bytes(copy.read_bytes()[:9000])
    elif spoil == "text":
        copy.write_text("a diary")
    elif spoil == "newer":
        with closing(sqlite3.connect(copy)) as opened:
            opened.execute("UPDATE alembic_version SET version_num = '9999'")
            opened.commit()
        copy = without_page(copy, tmp_path)
    elif spoil == "page":
        raw = bytearray(copy.read_bytes())
        raw[len(raw) // 2 :] = b"\x55" * (len(raw) - len(raw) // 2)
        copy.write_bytes(raw)
    else:
        copy.unlink()
    with pytest.raises((Invalid, NotFound)):
        restore(on_sqlite, copy)
    assert migrate.database_path(on_sqlite).read_bytes() == before


def test_a_running_server_is_not_pulled_away_from_under(settings: Settings, copy: Path) -> None:
    lock = ServerLock(settings.data)
    assert lock.acquire("http://here")
    with pytest.raises(Conflict):
        restore(settings, copy)
    lock.release()


def test_it_is_said_what_would_be_lost_and_done_when_sure(
    settings: Settings, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(settings, copy.name, only_look=True, sure=False) == 0
    said = capsys.readouterr().out
    assert "There would be 0 titles, 1 accounts" in said
    assert "account: Ben" in said
    assert names(settings) == ["Ana", "Ben"]
    assert command.run(settings, "latest", only_look=False, sure=True) == 0
    assert names(settings) == ["Ana"]
    assert command.run(settings, None, only_look=False, sure=True) == 0
    assert copy.name in capsys.readouterr().out


def test_another_machine_gets_it_with_keys_of_its_own(
    on_sqlite: Settings, copy: Path, tmp_path: Path
) -> None:
    there = replace(on_sqlite, data=tmp_path / "there")
    carried = tmp_path / "a file with any name"
    carried.write_bytes(copy.read_bytes())
    assert restore(there, carried) is None
    assert names(there) == ["Ana"]
    with wiring.opened(there) as services:  # a library without its keys would not start
        assert services.secrets.grant_key != (on_sqlite.data / "secrets/grant_key").read_bytes()


def test_an_encrypted_copy_comes_back_with_its_key_alone(
    on_sqlite: Settings, tmp_path: Path
) -> None:
    sealing.make_key(tmp_path / "key")
    sealing.make_key(tmp_path / "other")
    sealed = replace(on_sqlite, backup_key_file=tmp_path / "key")
    copy = with_ana_and_ben(sealed)
    assert copy.suffix == ".age" and b"Ana" not in copy.read_bytes()
    for key, code in ((None, "backup_key_missing"), (tmp_path / "other", "backup_key_wrong")):
        with pytest.raises((Invalid, Unavailable)) as caught:
            restore(replace(on_sqlite, backup_key_file=key), copy)
        assert caught.value.code == code
    assert names(on_sqlite) == ["Ana", "Ben"]
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-100])
    with pytest.raises(Invalid) as damaged:
        restore(sealed, copy)
    assert damaged.value.code == "backup_damaged"
    copy.write_bytes(whole)
    restore(sealed, copy)
    assert names(on_sqlite) == ["Ana"]


@pytest.fixture
def elsewhere(postgres: servers.Postgres, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a library that is to be in an empty PostgreSQL database."""
    with postgres.empty() as url:
        yield replace(settings, data=tmp_path / "elsewhere", database_url=url)


def test_it_goes_to_the_other_database_and_back(
    on_sqlite: Settings, copy: Path, elsewhere: Settings
) -> None:
    assert restore(elsewhere, copy) is None
    assert names(elsewhere) == ["Ana"]
    with wiring.opened(elsewhere) as services:
        accounts.create_user(services, "Zoe", PASSWORD, is_admin=False)
        of_postgres = copies.make(elsewhere, "manual").path
        accounts.create_user(services, "Yan", PASSWORD, is_admin=False)
    restore(on_sqlite, of_postgres)
    assert names(on_sqlite) == ["Ana", "Zoe"]
    kept = restore(elsewhere, of_postgres)
    assert names(elsewhere) == ["Ana", "Zoe"]
    assert kept is not None
    restore(elsewhere, kept)
    assert names(elsewhere) == ["Ana", "Yan", "Zoe"]
