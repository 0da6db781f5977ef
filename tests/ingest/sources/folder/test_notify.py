"""What the kernel tells: of every folder there is and comes, by any name, and never beyond links."""

import ctypes
import errno
import os
import shutil
import time
from pathlib import Path

import pytest

from matinee.ingest.sources.folder.notify import NoNotifications, Notifier, Told


def heard(notifier: Notifier, folders: set[str], timeout_s: float = 5.0) -> Told:
    """Return all that is told until these folders were named."""
    whole, deadline = Told(), time.monotonic() + timeout_s
    while not folders <= whole.folders:
        assert time.monotonic() < deadline, whole
        told = notifier.wait(0.2)
        whole.folders |= told.folders
        whole.lost |= told.lost
        whole.root_changed |= told.root_changed
    return whole


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "r" / "a" / "b").mkdir(parents=True)
    return tmp_path / "r"


def anywhere(_relative: str, name: str) -> bool:
    return not name.startswith(".")


def test_files_that_come_and_go_name_their_folder(root: Path) -> None:
    with Notifier(str(root), anywhere) as notifier:
        (root / "a" / "b" / "x.mkv").write_bytes(b"x")
        assert heard(notifier, {"a/b"}).folders == {"a/b"}
        (root / "a" / "b" / "x.mkv").rename(root / "a" / "x.mkv")
        assert heard(notifier, {"a", "a/b"}).folders == {"a", "a/b"}
        (root / "a" / "x.mkv").unlink()
        assert heard(notifier, {"a"}).folders == {"a"}
        (root / ".hidden.mkv").write_bytes(b"x")
        (root / "end.mkv").write_bytes(b"x")
        assert heard(notifier, {""}).folders == {""}


def test_folders_that_come_are_watched_and_renamed_ones_by_their_new_name(root: Path) -> None:
    with Notifier(str(root), anywhere) as notifier:
        (root / "n" / "m").mkdir(parents=True)
        heard(notifier, {""})
        notifier.wait(0.2)
        (root / "n" / "m" / "x.mkv").write_bytes(b"x")
        heard(notifier, {"n/m"})
        (root / "n").rename(root / "new")
        heard(notifier, {""})
        (root / "new" / "m" / "y.mkv").write_bytes(b"x")
        assert heard(notifier, {"new/m"}).folders == {"new/m"}
        shutil.rmtree(root / "new")
        heard(notifier, {"", "new", "new/m"})
        (root / "new").mkdir()
        heard(notifier, {""})
        (root / "new" / "z.mkv").write_bytes(b"x")
        heard(notifier, {"new"})


@pytest.mark.security
def test_links_are_not_followed_and_loops_harm_nothing(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "link").symlink_to(outside)
    (root / "a" / "loop").symlink_to(root)
    with Notifier(str(root), anywhere) as notifier:
        (outside / "secret.mkv").write_bytes(b"x")
        (root / "a" / "x.mkv").write_bytes(b"x")
        assert heard(notifier, {"a"}).folders == {"a"}


def test_names_in_broken_encodings_are_told(root: Path) -> None:
    broken = os.fsdecode(b"\xff\x80")
    with Notifier(str(root), anywhere) as notifier:
        (root / broken).mkdir()
        heard(notifier, {""})
        (root / broken / os.fsdecode(b"\xfe.mkv")).write_bytes(b"x")
        heard(notifier, {broken})


def test_a_root_that_goes_is_told(root: Path, tmp_path: Path) -> None:
    with Notifier(str(root), anywhere) as notifier:
        root.rename(tmp_path / "away")
        deadline = time.monotonic() + 5
        while not notifier.wait(0.2).root_changed:
            assert time.monotonic() < deadline


def test_where_watches_run_out_it_is_said(root: Path, monkeypatch) -> None:
    """The machine's own limit is not touched: the call answers as the kernel does at it."""
    with Notifier(str(root), anywhere) as notifier:

        class Full:
            def __getattr__(self, name: str):
                return self.refuse

            def refuse(self, *_: object) -> int:
                ctypes.set_errno(errno.ENOSPC)
                return -1

        monkeypatch.setattr(notifier, "_lib", Full())
        (root / "one too many").mkdir()
        with pytest.raises(NoNotifications):
            heard(notifier, {"never"})


def test_a_root_that_is_not_there_is_refused_and_nothing_stays_open(tmp_path: Path) -> None:
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    for _ in range(20):
        with pytest.raises(OSError):
            Notifier(str(tmp_path / "none"), anywhere)
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) <= before + 1


def test_it_can_be_woken(root: Path) -> None:
    with Notifier(str(root), anywhere) as notifier:
        notifier.wake()
        began = time.monotonic()
        notifier.wait(5)
        assert time.monotonic() - began < 3
