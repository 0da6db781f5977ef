"""`kill -9` at every named step of backing up and restoring, a full disk, a folder that is away."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matinee import accounts
from matinee.admin import backups
from matinee.app import wiring
from matinee.kit import copies, migrate, sealing, secrets
from matinee.kit.config import Settings
from matinee.kit.errors import NoSpace, Unavailable
from tests import launched
from tests.proof import only

pytestmark = pytest.mark.fault
PASSWORD = "a long enough password"
KILLED = """
import os, signal, sys
from pathlib import Path
from matinee.admin import backups
from matinee.kit import copies
from matinee.kit.config import Settings

what, data, step, key, copy, url = sys.argv[1:]
settings = Settings(data=Path(data), free_space_floor_bytes=0, database_url=url or None,
                    backup_key_file=Path(key) if key else None)

def say(name):
    if name == step:
        os.kill(os.getpid(), signal.SIGKILL)

if what == "backup":
    copies.make(settings, "manual", say=say)
else:
    backups.restore(settings, Path(copy), say=say)
"""


BACKING_UP = ("copying", "verifying", "sealing", "finishing")
RESTORING = ("opening", "keeping", "laying", "replacing", "restored")


@pytest.fixture
def library(settings: Settings) -> Settings:
    """Ana, a copy of that, and Ben who came after and lies in the log that was not folded yet."""
    secrets.load(settings.data, existing=False)
    with wiring.opened(settings) as services:
        accounts.create_user(services, "Ana", PASSWORD, is_admin=True)
        copies.make(settings, "manual")
        accounts.create_user(services, "Ben", PASSWORD, is_admin=False)
    return settings


def killed(settings: Settings, what: str, step: str, copy: Path | str = "") -> None:
    key = settings.backup_key_file or ""
    url = settings.database_url or ""
    done = launched.run([sys.executable, "-c", KILLED, what, settings.data, step, key, copy, url])
    assert done.returncode == -signal.SIGKILL, f"it never came to the step {step}"


def names(settings: Settings) -> list[str]:
    with wiring.opened(settings) as services, services.db.read() as session:
        return sorted(session.scalars(accounts.User.__table__.select().with_only_columns(
            accounts.User.__table__.c.name)))  # fmt: skip


@pytest.mark.parametrize("step", only(BACKING_UP, "copying", "finishing"))
def test_a_backup_killed_at_any_step_leaves_nothing_that_looks_like_one(
    library: Settings, tmp_path: Path, step: str
) -> None:
    sealing.make_key(tmp_path / "key")
    sealed = replace(library, backup_key_file=tmp_path / "key")
    before = copies.every(library)
    killed(sealed, "backup", step)
    assert copies.every(library) == before
    assert all(copies.is_as_made(one) for one in before)
    again = copies.make(sealed, "manual")
    assert copies.is_as_made(again)
    assert names(library) == ["Ana", "Ben"]
    left = list(again.path.parent.glob("*.partial*"))
    for path in left:  # swept by the next backup once they are an hour old
        os.utime(path, (0, 0))
    copies.make(sealed, "manual")
    assert list(again.path.parent.glob("*.partial*")) == []


@pytest.mark.parametrize("step", only(RESTORING, "laying", "replacing", "restored"))
def test_a_restore_killed_at_any_step_is_the_one_or_the_other(library: Settings, step: str) -> None:
    if step == "replacing" and library.database_url is not None:
        pytest.skip("a step of the file")
    copy = copies.every(library)[0]
    killed(library, "restore", step, copy.path)
    assert names(library) == (["Ana"] if step == "restored" else ["Ana", "Ben"])
    if step in {"laying", "replacing", "restored"}:  # and what was there is kept
        kept = next(one for one in copies.every(library) if one.label == "before-restore")
        backups.restore(library, kept.path)
        assert names(library) == ["Ana", "Ben"]
    backups.restore(library, copy.path)
    assert names(library) == ["Ana"]
    assert not (library.data / "restoring").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs that is smaller than a copy of the library; needs the right to mount."""
    place = tmp_path / "small"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False).returncode != 0:
        pytest.skip("a small disk cannot be mounted here (needs root)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("seen_before", [True, False])
def test_a_full_disk_leaves_no_half_copy_and_says_so(
    library: Settings, small_disk: Path, seen_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = replace(library, backup_folder=small_disk)
    if not seen_before:  # nobody knew how large it would be, as with PostgreSQL
        monkeypatch.setattr(copies, "_bytes_of", lambda _: 0)
    with pytest.raises(NoSpace) as caught:
        copies.make(elsewhere, "nightly")
    assert caught.value.code == "backup_no_space"
    assert str(small_disk) in caught.value.detail and "MATINEE_BACKUP_FOLDER" in caught.value.fix
    assert list(small_disk.iterdir()) == []
    assert names(library) == ["Ana", "Ben"]


def test_a_folder_that_is_away_is_said_and_copies_before_an_upgrade_go_on(
    library: Settings, tmp_path: Path
) -> None:
    (tmp_path / "mount").write_text("not a folder")
    away = replace(library, backup_folder=tmp_path / "mount" / "backups")
    with pytest.raises(Unavailable) as caught:
        copies.make(away, "nightly")
    assert caught.value.code == "backup_folder_away"
    assert copies.make(away, "before-0099").path.parent == library.data / "backups"


def test_what_was_not_folded_into_the_file_yet_is_in_the_copy_that_is_kept(
    settings: Settings,
) -> None:
    """A process that was killed leaves rows in the log beside the file."""
    if settings.database_url is not None:
        pytest.skip("of the file")
    settings.data.mkdir()
    migrate.upgrade(settings)
    copy = copies.make(settings, "manual")
    path = migrate.database_path(settings)
    script = (
        "import os, signal, sqlite3, sys; one = sqlite3.connect(sys.argv[1]); "
        "one.execute('PRAGMA journal_mode = WAL'); one.execute('PRAGMA wal_autocheckpoint = 0'); "
        "one.execute(\"INSERT INTO tag (name, name_key) VALUES ('late', 'late')\"); one.commit(); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=False)
    assert path.with_name("matinee.db-wal").stat().st_size > 0
    kept = backups.restore(settings, copy.path).kept
    assert kept is not None
    with closing(sqlite3.connect(kept)) as one:
        assert one.execute("SELECT name FROM tag").fetchall() == [("late",)]
    with closing(sqlite3.connect(path)) as one:
        assert one.execute("SELECT name FROM tag").fetchall() == []
