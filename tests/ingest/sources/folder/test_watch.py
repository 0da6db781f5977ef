"""Watching: what changes on the disk is in the library a moment later, whatever happens to it."""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import library
from matinee.ingest.sources.folder import guard, notify, watch
from matinee.ingest.sources.folder.disks import Disks
from matinee.kit.jobs import Dispatcher, JobStatus
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services

pytestmark = pytest.mark.usefixtures("dispatcher")


@pytest.fixture
def watcher(services: Services, dispatcher: Dispatcher) -> Iterator[watch.Watcher]:
    """The folders of the library, watched."""
    running = watch.start(services)
    yield running
    running.stop()


@pytest.fixture
def root(tmp_path: Path, made: Callable[..., Path]) -> Path:
    """A folder with a film."""
    (tmp_path / "disk" / "Films").mkdir(parents=True)
    shutil.copy(made("one.mp4", seed=1), tmp_path / "disk" / "Films" / "Lake (2020).mp4")
    return tmp_path / "disk"


def titles(services: Services, status: str = "ready") -> set[str]:
    with services.db.read() as session:
        wanted = select(library.MediaRow.title).where(library.MediaRow.status == status)
        return set(session.scalars(wanted))


def the_root(services: Services, path: Path) -> library.RootRow:
    with services.db.read() as session:
        return next(one for one in library.roots(session) if one.path == str(path))


def looks(services: Services) -> list[Job]:
    with services.db.read() as session:
        return list(session.scalars(select(Job).where(Job.kind == "scan").order_by(Job.id)))


def idle(services: Services) -> bool:
    return all(job.finished_at is not None for job in looks(services))


def test_a_new_file_is_searchable_within_seconds(
    services, watcher, root, made, until, client
) -> None:
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    assert client.get("/api/search?q=rain").json()["total"] == 0
    target = root / "Films" / "Rain (2021).mkv"
    data = made("two.mkv", seed=2).read_bytes()
    with target.open("wb") as file:  # written in pieces, as a copy is
        for start in range(0, len(data), max(1, len(data) // 5)):
            file.write(data[start : start + max(1, len(data) // 5)])
            file.flush()
    ended = time.monotonic()
    until(lambda: client.get("/api/search?q=rain").json()["total"] == 1, 10)
    assert time.monotonic() - ended < 5
    until(lambda: idle(services))
    assert len([job for job in looks(services) if job.status == JobStatus.COMPLETED]) <= 2


def test_renamed_folders_keep_their_titles(services, watcher, root, until) -> None:
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    with services.db.read() as session:
        before = session.scalars(select(library.MediaRow.id)).all()
    (root / "Films").rename(root / "Archive")

    def moved() -> bool:
        with services.db.read() as session:
            paths = session.scalars(select(library.PlaceRow.relative_path)).all()
            return paths == ["Archive/Lake (2020).mp4"] and titles(services) == {"Lake"}

    until(moved, 15)
    with services.db.read() as session:
        assert session.scalars(select(library.MediaRow.id)).all() == before


def test_removed_files_become_unavailable_and_come_back(
    services, watcher, root, until, tmp_path, made
) -> None:
    shutil.copy(made("two.mkv", seed=2), root / "Other.mkv")
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake", "Other"} and idle(services), 20)
    shutil.move(root / "Films" / "Lake (2020).mp4", tmp_path / "aside.mp4")
    until(lambda: titles(services, "unavailable") == {"Lake"}, 15)
    until(lambda: idle(services))
    shutil.move(tmp_path / "aside.mp4", root / "Films" / "Lake (2020).mp4")
    until(lambda: titles(services) == {"Lake", "Other"}, 15)


@pytest.mark.fault
@pytest.mark.parametrize("how", ["away", "empty"])
def test_a_root_that_goes_and_comes_back_is_noticed(
    services, watcher, root, until, tmp_path, monkeypatch, how
) -> None:
    monkeypatch.setattr(guard, "PRESENCE_S", 0.3)
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    root.rename(tmp_path / "unmounted")
    if how == "empty":
        root.mkdir()
    until(lambda: the_root(services, root).status == "unavailable", 15)
    assert the_root(services, root).problem == how
    until(lambda: titles(services, "unavailable") == {"Lake"})
    if how == "empty":
        root.rmdir()
    (tmp_path / "unmounted").rename(root)
    until(lambda: titles(services) == {"Lake"} and the_root(services, root).status == "ready", 15)
    assert the_root(services, root).problem is None
    assert not [job for job in looks(services) if job.status == JobStatus.FAILED]


def test_where_the_system_tells_nothing_it_is_looked_at_now_and_then(
    services, settings, root, until, made, monkeypatch, dispatcher, caplog
) -> None:
    def refuse(self, folder: str) -> None:
        raise notify.NoNotifications

    monkeypatch.setattr(notify.Notifier, "_enter", refuse)
    polling = replace(services, settings=replace(settings, scan_every_s=1))
    library.add_root(services, root)
    with caplog.at_level(logging.WARNING):
        running = watch.start(polling)
        try:
            until(lambda: titles(services) == {"Lake"} and idle(services), 20)
            assert the_root(services, root).problem == "no_notifications"
            assert "fs.inotify.max_user_watches" in caplog.text
            shutil.copy(made("two.mkv", seed=2), root / "Films" / "Other.mkv")
            until(lambda: titles(services) == {"Lake", "Other"}, 15)
            until(lambda: idle(services))
            before = len(looks(services))
            pause = threading.Event()
            pause.wait(2.5)  # two looks and more: what is unchanged makes no job
            assert len(looks(services)) == before
        finally:
            running.stop()


def test_remote_disks_are_polled(services, root, until, monkeypatch, watcher, client) -> None:
    monkeypatch.setattr(Disks, "is_remote", lambda _self, _path: True)
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    [folder] = client.get("/api/folders").json()["items"]
    assert (folder["watching"], folder["problem"]) == ("polling", None)


def test_a_folder_that_is_not_watched_is_left_alone(services, watcher, root, until, made) -> None:
    one = library.add_root(services, root, watch=False)
    other = root.parent / "other"
    other.mkdir()
    shutil.copy(made("two.mkv", seed=2), other / "Other.mkv")
    library.add_root(services, other)
    until(lambda: titles(services) == {"Other"} and idle(services), 20)
    assert the_root(services, root).last_scan_at is None
    library.change_root(services, one.id, watch=True)
    until(lambda: titles(services) == {"Lake", "Other"}, 20)


def test_a_copy_in_progress_is_waited_for_and_its_end_noticed(
    services, watcher, root, until, made
) -> None:
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    data = made("two.mkv", seed=2).read_bytes()
    ended, stop = threading.Event(), threading.Event()

    def copy() -> None:
        with (root / "Films" / "Slow.mkv").open("wb") as file:
            step = max(1, len(data) // 60)
            for start in range(0, len(data), step):
                file.write(data[start : start + step])
                file.flush()
                stop.wait(0.1)
        ended.set()

    thread = threading.Thread(target=copy)
    thread.start()
    try:

        def put_off() -> bool:
            return any((job.summary or {}).get("copying") for job in looks(services))

        until(put_off, 15)
        assert not ended.is_set()
        assert titles(services) == {"Lake"}
    finally:
        stop.set()
        thread.join()
    until(lambda: titles(services) == {"Lake", "Slow"}, 10)
    with services.db.read() as session:
        failed = select(library.PlaceRow).where(library.PlaceRow.failure.is_not(None))
        assert session.scalars(failed).all() == []


@pytest.mark.fault
def test_a_disk_that_hangs_holds_up_nothing_else(
    services, watcher, root, until, made, monkeypatch, client
) -> None:
    hanging = root.parent / "hanging"
    hanging.mkdir()
    shutil.copy(made("two.mkv", seed=2), hanging / "Never.mkv")
    release, real = threading.Event(), os.stat

    def slow(path, *args, **kwargs):
        if str(path).startswith(str(hanging)) and threading.current_thread().name[:5] == "watch":
            release.wait(30)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", slow)
    try:
        library.add_root(services, hanging)
        library.add_root(services, root)
        until(lambda: titles(services) == {"Lake"}, 20)
        began = time.monotonic()
        assert len(client.get("/api/folders").json()["items"]) == 2
        assert time.monotonic() - began < 2
        shutil.copy(made("three.mp4", seed=3), root / "More.mp4")
        until(lambda: titles(services) == {"Lake", "More"}, 15)
    finally:
        release.set()
    until(lambda: titles(services) == {"Lake", "More", "Never"}, 20)


def test_a_flood_is_one_look_at_the_whole(services, watcher, root, until, monkeypatch) -> None:
    library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    for n in range(400):
        (root / f"many {n}").mkdir()
        (root / f"many {n}" / "x.txt").write_text("x")

    def looked() -> bool:
        with services.db.read() as session:
            return len(library.known_folders(session, the_root(services, root).id)) == 402

    until(lambda: looked() and idle(services), 20)
    assert len(looks(services)) <= 3


def test_removed_roots_are_watched_no_longer(services, watcher, root, until) -> None:
    row = library.add_root(services, root)
    until(lambda: titles(services) == {"Lake"} and idle(services), 20)
    library.remove_root(services, row.id)
    until(
        lambda: not [one for one in threading.enumerate() if one.name == f"watch-{row.id[-6:]}"], 10
    )


def test_single_files_share_one_guard(services, watcher, root, until, made) -> None:
    paths = [root / f"{n}.mp4" for n in range(3)]
    for n, path in enumerate(paths):
        shutil.copy(made(f"single {n}.mp4", seed=20 + n), path)
        library.add_root(services, path)
    until(lambda: len(titles(services)) == 3 and idle(services), 30)

    def shared() -> bool:
        return len([one for one in threading.enumerate() if one.name.startswith("watch-")]) == 1

    library.change_root(services, the_root(services, paths[0]).id, kind="home")
    until(shared, 10)


@pytest.mark.parametrize("single", [True, False])
def test_a_guard_with_nothing_to_watch_sleeps(
    single, services, watcher, root, until, monkeypatch
) -> None:
    """Its sleep is as long as the next look is away, also once a watched folder's would end."""
    monkeypatch.setattr(guard, "PRESENCE_S", 0.0)
    waits: list[float] = []
    sleep = guard.Guard._sleep

    def noted(self: guard.Guard, timeout_s: float) -> None:
        waits.append(timeout_s)
        sleep(self, max(timeout_s, 0.05))

    monkeypatch.setattr(guard.Guard, "_sleep", noted)
    path = root / "Films" / "Lake (2020).mp4" if single else root
    library.add_root(services, path, watch=single)
    until(lambda: waits and idle(services), 20)
    assert waits[-1] > 60
