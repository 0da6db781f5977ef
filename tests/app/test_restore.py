import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from matinee import accounts
from matinee.app import wiring
from matinee.app.lock import ServerLock
from matinee.app.restore import restore
from matinee.kit import migrate
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, Invalid, NotFound

PASSWORD = "a long enough password"


@pytest.fixture
def copy(settings: Settings) -> Path:
    """A copy of a library with Ana in it; Ben came after."""
    if settings.database_url is not None:
        pytest.skip("copies of PostgreSQL are made by its own tools")
    with wiring.opened(settings) as services:
        accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
        copy = migrate.backup(settings, "manual")
        accounts.create_user(services, "Ben", PASSWORD, is_admin=False)
    return copy


def names(settings: Settings) -> list[str]:
    with closing(sqlite3.connect(migrate.database_path(settings))) as opened:
        return [row[0] for row in opened.execute("SELECT name FROM user_account ORDER BY name")]


def test_a_copy_comes_back_and_what_was_there_is_kept(settings: Settings, copy: Path) -> None:
    kept = restore(settings, copy)
    assert names(settings) == ["Ana"]
    assert kept is not None
    restore(settings, kept)
    assert names(settings) == ["Ana", "Ben"]


def test_a_damaged_database_is_kept_and_replaced(settings: Settings, copy: Path) -> None:
    target = migrate.database_path(settings)
    target.write_bytes(b"rubbish" * 1000)
    kept = restore(settings, copy)
    assert names(settings) == ["Ana"]
    assert kept is not None and kept.read_bytes().startswith(b"rubbish")


@pytest.mark.parametrize("spoil", ["cut", "text", "newer", "absent"])
def test_what_is_no_sound_copy_touches_nothing(settings: Settings, copy: Path, spoil: str) -> None:
    before = migrate.database_path(settings).read_bytes()
    if spoil == "cut":
        copy.write_bytes(copy.read_bytes()[:9000])
    elif spoil == "text":
        copy.write_text("a diary")
    elif spoil == "newer":
        with closing(sqlite3.connect(copy)) as opened:
            opened.execute("UPDATE alembic_version SET version_num = '9999'")
            opened.commit()
    else:
        copy.unlink()
    with pytest.raises((Invalid, NotFound)):
        restore(settings, copy)
    assert migrate.database_path(settings).read_bytes() == before


def test_a_running_server_is_not_pulled_away_from_under(settings: Settings, copy: Path) -> None:
    lock = ServerLock(settings.data)
    assert lock.acquire("http://here")
    with pytest.raises(Conflict):
        restore(settings, copy)
    lock.release()
