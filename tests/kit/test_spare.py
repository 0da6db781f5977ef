"""The space that is kept back, and what a disk does not do in words."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from matinee.kit import sqlite_told, store
from matinee.kit.errors import NoSpace, Unavailable, from_system
from matinee.kit.services import Services
from matinee.kit.spare import SPARE_BYTES, Spare


def test_space_is_kept_back_given_and_kept_again(tmp_path: Path) -> None:
    spare = Spare(tmp_path)
    assert not spare.give()
    spare.keep()
    assert spare.path.stat().st_size == SPARE_BYTES
    assert spare.path.stat().st_blocks * 512 >= SPARE_BYTES, "it is no hole"
    assert not spare.give_if_full(), "there is room"
    assert spare.give()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_back_on_a_disk_that_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = Spare(tmp_path)
    spare.keep()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=SPARE_BYTES - 1))
    assert spare.give_if_full()
    spare.keep()
    assert list(tmp_path.iterdir()) == []
    assert not Spare(tmp_path / "not there").give_if_full()


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (errno.ENOSPC, "no_space", NoSpace),
        (errno.EDQUOT, "no_space", NoSpace),
        (errno.EROFS, "disk_read_only", Unavailable),
        (errno.EIO, "disk_failing", Unavailable),
    ],
)
def test_what_a_disk_does_not_do_is_said_with_a_fix(number: int, code: str, kind: type) -> None:
    told = from_system(OSError(number, os.strerror(number)))
    assert isinstance(told, kind)
    assert told.code == code
    assert told.fix
    assert from_system(OSError(errno.ENOENT, "no such file")) is None


def test_a_database_on_a_full_disk_says_so_and_gives_what_was_kept_back(
    services: Services,
) -> None:
    if not services.db.is_sqlite:
        pytest.skip("of the file")
    given: list[int] = []
    services.db.make_room = lambda: given.append(1)
    with pytest.raises(NoSpace), services.db.write() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.execute(text("CREATE TABLE large AS SELECT zeroblob(10000000) AS filling"))
    assert given == [1]


@pytest.mark.parametrize(
    ("number", "code"),
    [(5, "database_busy"), (10, "disk_failing"), (8, "disk_read_only"), (11, "database_damaged")],
)
def test_what_sqlite_says_of_its_disk_is_said_with_a_fix(number: int, code: str) -> None:
    error = sqlite3.OperationalError("said by SQLite")
    error.sqlite_errorcode = number
    told = sqlite_told.told(OperationalError("SELECT 1", None, error))
    assert told is not None
    assert (told.code, told.status, bool(told.fix)) == (code, 503, True)
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert sqlite_told.told(OperationalError("SELECT 1", None, error)) is None


def test_a_file_is_carried_over_to_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "staging" / "film.mkv", tmp_path / "media" / "1" / "original.mkv"
    source.parent.mkdir()
    source.write_bytes(b"a film" * 1000)
    rename = Path.replace

    def over_a_border(one: Path, other: Path) -> Path:
        if one == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(one, other)

    monkeypatch.setattr(Path, "replace", over_a_border)
    store.replace(source, target)
    assert target.read_bytes() == b"a film" * 1000
    assert not source.exists()
    assert list(target.parent.iterdir()) == [target]
