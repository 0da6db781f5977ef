"""Nothing is lost: disks that are half there, roots in roots, changes at a bad moment."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bench import tree
from sqlalchemy import select

from matinee import ingest, library
from matinee.ingest.sources.folder import places
from matinee.kit import clock
from matinee.kit.jobs import Job, JobStatus
from matinee.kit.services import Services


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty small films and episodes, each its own content."""
    return tree.make(tmp_path_factory.mktemp("many") / "disk", 20)


@pytest.fixture
def disk(many: Path, tmp_path: Path) -> Path:
    return shutil.copytree(many, tmp_path / "disk")


@pytest.fixture
def scan(services: Services, ended) -> Callable[..., Job]:
    """Scan a path to its end, as a person asks for it; `quick`: as the watcher does."""

    def run(path: Path, *, quick: bool = False, folders: tuple[str, ...] = ()) -> Job:
        if not quick:
            return ended(ingest.add_source(services, str(path)).id)
        root = the_root(services, path)
        assert places.ask_for_a_look(services, root.id, folders)
        with services.db.read() as session:
            [job_id] = places.running(session).values()
        return ended(job_id)

    return run


def the_root(services: Services, path: Path) -> library.RootRow:
    with services.db.read() as session:
        return next(one for one in library.roots(session) if one.path == str(path))


def by_status(services: Services) -> dict[str, int]:
    with services.db.read() as session:
        found: dict[str, int] = {}
        for status in session.scalars(select(library.MediaRow.status)):
            found[status] = found.get(status, 0) + 1
        return found


def media_ids(services: Services) -> set[str]:
    with services.db.read() as session:
        return set(session.scalars(select(library.MediaRow.id)))


def since(services: Services) -> set:
    with services.db.read() as session:
        return set(session.scalars(select(library.PlaceRow.missing_since)))


@pytest.mark.fault
@pytest.mark.parametrize("quick", [False, True])
def test_a_disk_that_is_half_there_asks_and_takes_nothing_out(
    services, disk, scan, client, tmp_path, quick
) -> None:
    scan(disk)
    before = media_ids(services)
    shutil.move(disk / "Films", tmp_path / "Films")
    summary = scan(disk, quick=quick).summary
    assert summary["missing"] == 10
    assert by_status(services) == {"ready": 10, "unavailable": 10}
    [folder] = client.get("/api/folders").json()["items"]
    assert (folder["gone"], folder["status"]) == (10, "ready")
    assert since(services) == {None, library.UNSURE}
    shutil.move(tmp_path / "Films", disk / "Films")
    scan(disk, quick=quick)
    assert by_status(services) == {"ready": 20}
    assert client.get("/api/folders").json()["items"][0]["gone"] == 0
    assert media_ids(services) == before


def test_the_owner_may_say_that_they_were_deleted(services, disk, scan, client, member) -> None:
    scan(disk)
    shutil.rmtree(disk / "Films")
    scan(disk)
    root_id = the_root(services, disk).id
    url = f"/api/folders/{root_id}/gone"
    assert member.post(url, json={"accept": True}).status_code == 403
    assert client.post("/api/folders/none/gone", json={"accept": True}).status_code == 404
    asked = client.post(url, json={"accept": False})
    assert (asked.status_code, asked.json()["gone"]) == (200, 10)
    answer = client.post(url, json={"accept": True})
    assert (answer.status_code, answer.json()["gone"]) == (200, 0)
    [moment] = since(services) - {None}
    assert abs(clock.now() - moment) < timedelta(minutes=1)
    assert by_status(services) == {"ready": 10, "unavailable": 10}


def test_what_only_moved_is_not_asked_about(services, disk, scan) -> None:
    scan(disk)
    before = media_ids(services)
    (disk / "Films").rename(disk / "Cinema")
    summary = scan(disk).summary
    assert (summary["moved"], summary["added"]) == (10, 0)
    assert the_root(services, disk).gone == 0
    assert by_status(services) == {"ready": 20}
    assert media_ids(services) == before


def test_a_few_deleted_files_are_missing_at_once(services, disk, scan) -> None:
    scan(disk)
    for path in sorted((disk / "Series").rglob("*.m*"))[:3]:
        path.unlink()
    assert scan(disk).summary["missing"] == 3
    assert the_root(services, disk).gone == 0
    assert library.UNSURE not in since(services)


def test_what_is_long_missing_goes_and_comes_back_as_new(services, disk, scan, client) -> None:
    scan(disk)
    before = media_ids(services)
    gone = sorted((disk / "Series").rglob("*.m*"))[:3]
    kept = [(path, path.read_bytes()) for path in gone]
    for path in gone:
        path.unlink()
    scan(disk)
    assert client.get("/api/media?status=unavailable").json()["total"] == 3
    assert library.purge_missing(services) == 0
    at_last(services, days=29)
    assert library.purge_missing(services) == 0
    at_last(services, days=31)
    kept[0][0].write_bytes(kept[0][1])  # is there again, and nobody looked yet
    assert library.purge_missing(services) == 2
    assert len(media_ids(services)) == 18
    for path, data in kept:
        path.write_bytes(data)
    scan(disk)
    assert by_status(services) == {"ready": 20}
    assert len(media_ids(services) - before) == 2


@pytest.mark.fault
@pytest.mark.parametrize("why", ["away", "asks", "removed", "owned", "empty by now"])
def test_nothing_goes_while_it_is_not_certain(services, disk, scan, tmp_path, why) -> None:
    scan(disk)
    some = sorted((disk / "Series").rglob("*.m*"))[:3]
    if why == "asks":
        shutil.rmtree(disk / "Films")
    for path in some:
        path.unlink()
    scan(disk)
    at_last(services, days=400)
    root = the_root(services, disk)
    if why == "away":
        library.mark_root_unavailable(services, root.id, "away")
    elif why == "removed":
        library.remove_root(services, root.id)
    elif why == "empty by now":
        disk.rename(tmp_path / "elsewhere")
        disk.mkdir()
    elif why == "owned":
        with services.db.write() as session:
            for asset in session.scalars(select(library.AssetRow)):
                asset.key = "media/aa/x/original.mp4"
    assert library.purge_missing(services) == 0
    assert len(media_ids(services)) == 20


def at_last(services: Services, *, days: int) -> None:
    """Let the files that are missing be so for some days, those asked about too as far as known."""
    with services.db.write() as session:
        missing = select(library.PlaceRow).where(library.PlaceRow.missing_since.is_not(None))
        for place in session.scalars(missing):
            if place.missing_since != library.UNSURE:
                place.missing_since = clock.now() - timedelta(days=days)


def test_a_folder_within_another_takes_its_files_along_and_gives_them_back(
    services, disk, scan, client, ended, until
) -> None:
    scan(disk)
    before = media_ids(services)
    aside = next((disk / "Films").rglob("*.m*"))
    data = aside.read_bytes()
    aside.unlink()
    scan(disk)
    inner = scan(disk / "Films").summary
    assert (inner["found"], inner["added"], inner["moved"], inner["unchanged"]) == (9, 0, 0, 9)
    outer = scan(disk)
    assert outer.summary["found"] == 10
    assert outer.summary["skipped_by_reason"]["other_folder"] == 1
    assert (outer.summary["missing"], by_status(services)) == (0, {"ready": 19, "unavailable": 1})
    with services.db.read() as session:
        counts = library.media_counts(session)
    assert sorted(counts.values()) == [10, 10]
    inner_id = the_root(services, disk / "Films").id
    assert client.delete(f"/api/folders/{inner_id}").status_code == 204
    with services.db.read() as session:
        for job_id in places.running(session).values():
            ended(job_id)
        paths = set(session.scalars(select(library.PlaceRow.relative_path)))
    assert len(paths) == 20 and str(aside.relative_to(disk)) in paths
    assert by_status(services) == {"ready": 19, "unavailable": 1}
    aside.write_bytes(data)
    assert scan(disk).summary["added"] == 0
    assert by_status(services) == {"ready": 20}
    assert media_ids(services) == before


def test_a_folder_around_another_leaves_it_its_files(services, disk, scan) -> None:
    scan(disk / "Films")
    outer = scan(disk).summary
    assert (outer["found"], outer["added"]) == (10, 10)
    again = scan(disk / "Films").summary
    assert (again["found"], again["added"], again["moved"]) == (10, 0, 0)
    assert by_status(services) == {"ready": 20}


def test_the_same_file_in_two_folders_is_one_media(services, disk, scan) -> None:
    film = next((disk / "Films").rglob("*.m*"))
    (disk / "Copies").mkdir()
    shutil.copy(film, disk / "Copies" / "copy.mkv")
    scan(disk)
    assert by_status(services) == {"ready": 20}
    with services.db.read() as session:
        assert len(session.scalars(select(library.PlaceRow.id)).all()) == 21
    film.unlink()
    assert scan(disk).error is None
    assert by_status(services) == {"ready": 20}


def test_a_quick_look_opens_only_what_changed(services, disk, scan, monkeypatch, made) -> None:
    hours_ago(disk)
    scan(disk)
    season = next(path for path in (disk / "Series").rglob("Season*"))
    hours_ago(disk)
    scan(disk)
    shutil.copy(made("late.mkv", seed=77), season / "late.mkv")
    opened: list[str] = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: opened.append(str(path)) or real(path))
    summary = scan(disk, quick=True).summary
    monkeypatch.undo()
    assert (summary["found"], summary["added"], summary["unchanged"]) == (21, 1, 20)
    here = [one for one in opened if one.startswith(str(disk))]
    assert not [one for one in here if "/Films/" in one]
    assert str(season) in here
    # What the last whole scan came to is still told.
    assert the_root(services, disk).last_scan["found"] == 21


def test_a_read_only_disk_is_taken_in_as_any_other(services, disk, scan) -> None:
    for folder, _, files in os.walk(disk, topdown=False):
        for name in files:
            (Path(folder) / name).chmod(0o444)
        Path(folder).chmod(0o555)
    assert scan(disk).summary["added"] == 20


def test_a_file_from_the_future_is_taken_in_once(services, disk, scan) -> None:
    film = next((disk / "Films").rglob("*.m*"))
    ahead = time.time_ns() + 3600 * 24 * 365 * 10**9
    os.utime(film, ns=(ahead, ahead))
    os.utime(film.parent, ns=(ahead, ahead))
    assert scan(disk).summary["added"] == 20
    for quick in (False, True):
        summary = scan(disk, quick=quick).summary
        assert (summary["added"], summary["moved"], summary["unchanged"]) == (0, 0, 20)


def test_a_file_that_grows_is_put_off_and_taken_in_later(services, disk, scan) -> None:
    film = next((disk / "Films").rglob("*.m*"))
    whole = film.read_bytes()
    stop = threading.Event()

    def write() -> None:
        with film.open("wb") as file:
            while not stop.wait(0.05):
                file.write(b"x" * 100)
                file.flush()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        summary = scan(disk).summary
    finally:
        stop.set()
        thread.join()
    assert (summary["added"], summary["copying"], summary["failed"]) == (19, 1, 0)
    assert {"path": str(film.relative_to(disk)), "reason": "copying"} in summary["skipped_examples"]
    film.write_bytes(whole)
    summary = scan(disk, quick=True).summary
    assert (summary["added"], summary["copying"]) == (1, 0)


def test_another_kind_is_read_anew_but_for_what_was_edited(
    services, disk, scan, client, ended
) -> None:
    film = next((disk / "Films").rglob("*.m*"))
    film.rename(disk / "IMG 4711.mkv")
    scan(disk)
    with services.db.read() as session:
        mine = session.scalars(
            select(library.MediaRow).where(library.MediaRow.kind == "movie").limit(1)
        ).one()
    client.patch(f"/api/media/{mine.id}", json={"title": "My words", "kind": "movie"})
    root_id = the_root(services, disk).id
    answer = client.patch(f"/api/folders/{root_id}", json={"kind": "home", "watch": False})
    assert answer.status_code == 200, answer.text
    folder = answer.json()
    assert (folder["kind"], folder["watch"], folder["watching"]) == ("home", False, "off")
    assert folder["job_id"] is not None
    assert ended(folder["job_id"]).status == JobStatus.COMPLETED
    with services.db.read() as session:
        kinds = {row.title: row.kind for row in session.scalars(select(library.MediaRow))}
    assert kinds.pop("My words") == "movie"
    assert set(kinds.values()) == {"video"}, kinds
    assert client.patch(f"/api/folders/{root_id}", json={"kind": "x"}).status_code in {400, 422}
    assert client.patch("/api/folders/none", json={"kind": "home"}).status_code == 404


def test_a_folder_tells_how_it_is(services, disk, client, ended) -> None:
    (disk / "notes.txt").write_text("x")
    (disk / "a.mkv.part").write_text("x")
    (disk / "bad.mkv").write_text("x")
    wanted = {"path": str(disk), "kind": "movies", "watch": True}
    folder = client.post("/api/folders", json=wanted).json()
    assert (folder["kind"], folder["watch"], folder["gone"]) == ("movies", True, 0)
    ended(folder["job_id"])
    [folder] = client.get("/api/folders").json()["items"]
    assert folder["job_id"] is None
    last = folder["last_scan"]
    counts = ("found", "added", "failed", "skipped", "moved", "missing", "copying")
    assert [last[one] for one in counts] == [21, 20, 1, 2, 0, 0, 0]
    assert {one["path"]: one["reason"] for one in last["skipped_examples"]} == {
        "notes.txt": "other", "a.mkv.part": "partial",
    }  # fmt: skip
    assert last["failures"][0]["path"] == "bad.mkv" and last["failures"][0]["detail"]
    # Added again without words about it, it stays as it was said to be.
    again = client.post("/api/folders", json={"path": str(disk)}).json()
    assert again["kind"] == "movies"
    ended(again["job_id"])


def test_a_file_swapped_for_a_link_before_it_is_read_is_not_read(services, disk, scan) -> None:
    secret = disk.parent / "secret"
    secret.mkdir()
    film = next((disk / "Films").rglob("*.m*"))
    shutil.move(film, secret / film.name)
    folder = film.parent
    real = library.mark_root_ready

    def swap(*args: object) -> None:
        if not folder.is_symlink():
            shutil.rmtree(folder)
            folder.symlink_to(secret)
        real(*args)  # type: ignore[arg-type]

    film.write_bytes((secret / film.name).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "mark_root_ready", swap)
        assert scan(disk).summary["added"] == 19


def hours_ago(root: Path) -> None:
    then = time.time_ns() - 3600 * 10**9
    for folder, _, files in os.walk(root, topdown=False):
        for name in files:
            os.utime(Path(folder) / name, ns=(then, then))
        os.utime(folder, ns=(then, then))


def test_what_lies_beside_a_film_is_followed(services, disk, scan, client) -> None:
    film = next((disk / "Films").rglob("*.m*"))
    words = "1\n00:00:00,000 --> 00:00:01,000\nHello\n"
    (film.with_suffix(".en.srt")).write_text(words)
    hours_ago(disk)
    scan(disk)
    nfo = film.with_suffix(".nfo")

    def said() -> tuple[set[str], list[str | None]]:
        with services.db.read() as session:
            [media_id] = [
                one
                for path, one in library.media_by_path(session, the_root(services, disk).id).items()
                if path == str(film.relative_to(disk))
            ]
            asset = library.main_asset(session, media_id)
            assert asset is not None
            tracks = [one.language for one in library.text_tracks(session, asset.id)]
        return {client.get(f"/api/media/{media_id}").json()["title"]}, tracks

    assert said()[1] == ["en"]
    scan(disk)
    assert said()[1] == ["en"]
    nfo.write_text("<movie><title>As it says</title><year>1999</year></movie>")
    film.with_suffix(".de.srt").write_text(words)
    scan(disk, quick=True)
    assert said() == ({"As it says"}, ["de", "en"])
    hours_ago(disk)
    scan(disk)
    film.with_suffix(".en.srt").unlink()
    nfo.write_text("<movie><title>As it says now</title><year>1999</year></movie>")
    scan(disk)
    assert said() == ({"As it says now"}, ["de"])
