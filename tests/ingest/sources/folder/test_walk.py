"""Walking: what is opened, what is remembered, and what nothing disturbs."""

import os
import shutil
import time
from pathlib import Path

import pytest

from matinee.ingest.sources.folder import walk as walking
from matinee.ingest.sources.folder.disks import Disks
from matinee.ingest.sources.folder.memory import Memory
from matinee.ingest.sources.folder.scan import compare, concerned
from matinee.ingest.sources.folder.walk import Walk, Ways, walk, walk_with
from matinee.library import KnownFile

HOUR_NS = 3600 * 10**9
HONEST = Disks([b"22 1 8:1 / / rw - ext4 /dev/x rw"])
FAT = Disks([b"22 1 8:1 / / rw - vfat /dev/x rw"])


def no_check() -> None:
    """Nobody stops these walks."""


def tree(root: Path, names: list[str], *, old: bool = True) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 9)
    if old:
        age(root)
    return root


def age(root: Path) -> None:
    then = time.time_ns() - HOUR_NS
    for folder, _, files in os.walk(root):
        for name in files:
            os.utime(Path(folder) / name, ns=(then, then))
        os.utime(folder, ns=(then, then))


def everything(root: Path, disks: Disks = HONEST) -> Walk:
    return walk_with(root, Ways(root / "none", disks=disks), no_check)


def remembered(found: Walk) -> Memory:
    known = {
        one.relative_path: KnownFile(one.size_bytes, one.modified_ns, "asset", None, False)
        for one in found.files
    }
    return Memory(known, found.looked)


class Opened:
    """Which folders are listed from now on."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folders: list[str] = []
        real = os.scandir

        def scandir(path):
            self.folders.append(os.path.relpath(path, root))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)


def test_a_folder_that_is_as_it_was_is_not_opened(tmp_path, monkeypatch) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv", "a/2.mkv", "b/c/3.mkv", "top.mkv"])
    memory = remembered(everything(root))
    (root / "b" / "c" / "4.mkv").write_bytes(b"new")
    opened = Opened(root, monkeypatch)
    found = walk_with(root, Ways(root / "none", memory=memory, disks=HONEST), no_check)
    assert opened.folders == ["b/c"]
    assert found.there() == {"a/1.mkv", "a/2.mkv", "b/c/3.mkv", "b/c/4.mkv", "top.mkv"}
    assert concerned(found, memory.known, memory) == {"b/c"}


def test_times_of_folders_are_not_believed_where_they_mean_nothing(tmp_path, monkeypatch) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv"])
    memory = remembered(everything(root))
    opened = Opened(root, monkeypatch)
    walk_with(root, Ways(root / "none", memory=memory, disks=FAT), no_check)
    assert sorted(opened.folders) == [".", "a"]


@pytest.mark.parametrize("age_s", [0.0, -3600.0])
def test_a_time_of_just_now_or_of_the_future_is_not_believed(tmp_path, monkeypatch, age_s) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv"])
    then = time.time_ns() - int(age_s * 1e9)
    os.utime(root / "a", ns=(then, then))
    memory = remembered(everything(root))
    opened = Opened(root, monkeypatch)
    walk_with(root, Ways(root / "none", memory=memory, disks=HONEST), no_check)
    assert opened.folders == ["a"]


def test_only_named_folders_are_looked_at_and_new_ones_in_them(tmp_path, monkeypatch) -> None:
    root = tree(tmp_path / "r", ["s/1/a.mkv", "s/2/b.mkv", "f/c.mkv", "s/tvshow.nfo"])
    memory = remembered(everything(root))
    tree(root, ["s/3/d.mkv", "f/later.mkv"], old=False)
    opened = Opened(root, monkeypatch)
    ways = Ways(root / "none", memory=memory, only=memory.around(["s"]), disks=HONEST)
    found = walk_with(root, ways, no_check)
    assert sorted(opened.folders) == [".", "s", "s/3"]
    assert found.there() == {"s/1/a.mkv", "s/2/b.mkv", "s/3/d.mkv", "f/c.mkv"}
    assert found.papers == {"s": ["tvshow.nfo"]}
    assert compare(found, memory.known)[2] == []


def test_a_folder_that_went_takes_only_its_own_files(tmp_path) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv", "b/2.mkv", "b/c/3.mkv"])
    memory = remembered(everything(root))
    shutil.rmtree(root / "b")
    found = walk_with(root, Ways(root / "none", memory=memory, disks=HONEST), no_check)
    assert sorted(compare(found, memory.known)[2]) == ["b/2.mkv", "b/c/3.mkv"]


def test_a_folder_removed_while_it_is_walked_ends_nothing(tmp_path, monkeypatch) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv", "b/2.mkv", "c/3.mkv"])
    real = os.scandir

    def scandir(path):
        if str(path).endswith("/b"):
            shutil.rmtree(path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = everything(root)
    assert found.there() == {"a/1.mkv", "c/3.mkv"}
    assert found.skipped == {"vanished": 1}
    assert not found.unreadable


@pytest.mark.security
@pytest.mark.parametrize("when", ["before it is listed", "while it is listed"])
def test_a_folder_swapped_for_a_link_leads_nowhere(tmp_path, monkeypatch, when) -> None:
    outside = tree(tmp_path / "outside", ["deep/secret.mkv", "secret.mkv"])
    root = tree(tmp_path / "r", ["a/1.mkv", "b/2.mkv", "b/deep/3.mkv"])
    real = os.scandir

    def scandir(path):
        swap = str(root) if when == "before it is listed" else str(root / "b")
        if str(path) == swap and not (root / "b").is_symlink():
            listed = list(real(path))
            (root / "b").rename(tmp_path / "away")
            (root / "b").symlink_to(outside)

            class Listing:
                def __enter__(self):
                    return iter(listed if when == "before it is listed" else real(path))

                def __exit__(self, *_):
                    return None

            return Listing()
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = everything(root)
    assert found.there() == {"a/1.mkv"}


@pytest.mark.fault
def test_a_root_that_is_swapped_while_it_is_walked_is_away(tmp_path, monkeypatch) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv", "b/2.mkv"])
    real = os.scandir

    def scandir(path):
        if str(path) == str(root / "b"):
            root.rename(tmp_path / "disk")
            root.mkdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(FileNotFoundError):
        everything(root)


def test_downloads_under_way_are_passed_by_with_a_reason(tmp_path) -> None:
    names = [
        "a.mkv.part", "b.crdownload", "c.mp4.!qB", "d.tmp", "e.mkv~", "f.partial", "g.mkv",
        "g.mkv.aria2", "h.f137.mp4.ytdl", "i.temp.mp4", "whole.mkv",
    ]  # fmt: skip
    found = everything(tree(tmp_path / "r", names))
    assert found.there() == {"whole.mkv"}
    assert found.skipped == {"partial": 10}
    assert dict(found.examples)["c.mp4.!qB"] == "partial"
    assert found.held == {"g.mkv", "i.temp.mp4"}
    known = {"g.mkv": KnownFile(9, 1, "asset", None, False)}
    assert compare(found, known)[2] == []


def test_examples_are_few_and_of_every_reason(tmp_path) -> None:
    names = [f"{n}.txt" for n in range(200)] + [f"{n}.mp3" for n in range(200)] + ["z.part"]
    found = everything(tree(tmp_path / "r", names))
    assert len(found.examples) <= 50
    assert {reason for _, reason in found.examples} == {"other", "audio", "partial"}


def test_unreadable_folders_hide_what_is_below_without_looking_long(tmp_path) -> None:
    found = Walk(tmp_path)
    found.unreadable = [f"closed {n}" for n in range(20_000)]
    known = {f"closed {n}/s/{m}.mkv": KnownFile(1, 1, "a", None, False)
             for n in range(20_000) for m in range(2)}  # fmt: skip
    known["closed/gone.mkv"] = KnownFile(1, 1, "a", None, False)
    began = time.process_time()
    assert compare(found, known)[2] == ["closed/gone.mkv"]
    assert time.process_time() - began < 2


def test_names_of_255_bytes_and_broken_ones_come_back_as_they_are(tmp_path) -> None:
    root = tmp_path / "r"
    root.mkdir()
    names = [b"x" * 251 + b".mkv", b"\xff\xfe\x80.mkv", "ü".encode("latin-1") + b".mkv"]
    for name in names:
        with open(os.path.join(os.fsencode(root), name), "wb"):  # noqa: PTH118, PTH123
            pass
    assert everything(root).there() == {os.fsdecode(name) for name in names}


def test_a_folder_within_that_is_a_root_itself_is_left_to_it(tmp_path) -> None:
    root = tree(tmp_path / "r", ["a/1.mkv", "inner/2.mkv", "inner/x/3.mkv"])
    found = walk_with(root, Ways(root / "none", inner={"inner"}, disks=HONEST), no_check)
    assert found.there() == {"a/1.mkv"}
    assert found.skipped == {"other_folder": 1}


def test_many_names_in_one_folder_are_read_once(tmp_path) -> None:
    root = tmp_path / "r"
    root.mkdir()
    for n in range(10_000):
        os.close(os.open(f"{root}/{n}.mkv", os.O_CREAT | os.O_WRONLY))
    began = time.process_time()
    found = walk(root, leave_out=tmp_path / "none", check=no_check)
    assert len(found.files) == 10_000
    # 5,000 a second is what a whole rescan is held to; the walk is a small part of it.
    assert time.process_time() - began < 1.0


def test_a_mount_is_told_by_the_longest_way(tmp_path) -> None:
    disks = Disks([
        b"22 1 8:1 / / rw - ext4 /dev/x rw",
        b"30 22 0:40 / /mnt/my\\040films rw shared:1 - cifs //nas/films rw",
        b"31 22 0:41 / /mnt rw - nfs4 nas:/ rw",
        b"32 31 0:42 / /mnt/stick rw - vfat /dev/sdb1 rw",
        b"33 31 0:43 / /mnt/pool rw - fuse.mergerfs a:b rw",
        b"garbage", b"", b" - ", b"1 2 3 4 5 - ",
    ])  # fmt: skip
    assert disks.kind_of(Path("/mnt/my films/x")) == "cifs"
    assert disks.is_remote(Path("/mnt/my films/x"))
    assert disks.is_remote(Path("/mnt/other")) and disks.is_honest(Path("/mnt/other"))
    assert not disks.is_honest(Path("/mnt/stick/a")) and not disks.is_remote(Path("/mnt/stick"))
    assert not disks.is_honest(Path("/mnt/pool")) and not disks.is_remote(Path("/mnt/pool"))
    assert disks.is_honest(Path("/mnt2"))
    assert Disks([]).kind_of(Path("/a")) == "" and not Disks([]).is_honest(Path("/a"))


def test_what_lies_beside_films_is_opened_with_them(tmp_path) -> None:
    memory = Memory({}, dict.fromkeys(["", "f", "f/Subs", "f/Subs/F", "f/x", "g"], (1, 2)))
    assert memory.around(["f"]) == {"", "f", "f/Subs", "f/Subs/F"}
    assert memory.around(["f/Subs/F"]) == {"", "f", "f/Subs", "f/Subs/F"}


def test_files_whose_folder_was_never_looked_into_are_still_reached(tmp_path) -> None:
    root = tree(tmp_path / "r", ["a/b/1.mkv"])
    whole = remembered(everything(root))
    memory = Memory(whole.known, {"": whole.looked[""]})
    found = walk_with(root, Ways(root / "none", memory=memory, disks=HONEST), no_check)
    assert found.there() == {"a/b/1.mkv"}


def test_our_own_folder_is_passed_by(tmp_path) -> None:
    root = tree(tmp_path / "r", ["a.mkv", "data/media/b.mkv"])
    found = walking.walk(root, leave_out=root / "data", check=no_check)
    assert found.there() == {"a.mkv"}
    assert found.skipped == {"own_data": 1}
