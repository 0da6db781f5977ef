"""Folders scanned in place: away is not gone, moved is not new, and nothing is followed out."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from matinee import library
from matinee.kit.errors import NotFound, Unavailable
from matinee.kit.services import Services
from matinee.library.tables import AssetRow, MediaRow
from tests import keeping
from tests.library.conftest import ADMIN, Land, fingerprint


def status_of(services: Services, media_id: str) -> str:
    with services.db.read() as session:
        return library.get_media(session, ADMIN, media_id, or_trashed=True).status


def known(services: Services, root: library.RootRow) -> dict[str, library.KnownFile]:
    with services.db.read() as session:
        return library.known_files(session, root.id)


def test_adding_a_folder_twice_gives_the_same_root(services: Services, tmp_path: Path) -> None:
    first = library.add_root(services, tmp_path)
    assert library.add_root(services, tmp_path).id == first.id
    with services.db.read() as session:
        assert [row.path for row in library.roots(session)] == [str(tmp_path)]


def test_a_folder_that_is_away_makes_its_media_unavailable_and_back_again(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    media_id = library.publish(services, land_in_place(root, "film.mp4")).media_id
    heard: list[object] = []
    services.bus.subscribe(library.RootsChanged, heard.append)
    library.mark_root_unavailable(services, root.id)
    assert status_of(services, media_id) == "unavailable"
    library.mark_root_unavailable(services, root.id)
    library.mark_root_ready(services, root.id)
    assert status_of(services, media_id) == "ready"
    with services.db.write() as session:  # as a crash between the two halves leaves it
        session.get_one(library.RootRow, root.id).status = "unavailable"
    library.mark_root_unavailable(services, root.id)
    assert status_of(services, media_id) == "unavailable"
    library.mark_root_ready(services, root.id)
    assert len(heard) == 3


def test_a_folder_that_is_removed_leaves_its_media_and_its_files(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "film.mp4")
    media_id = library.publish(services, landing).media_id
    library.remove_root(services, root.id)
    assert status_of(services, media_id) == "unavailable"
    assert landing.path.exists()
    with pytest.raises(NotFound):
        library.remove_root(services, root.id)


def test_files_are_known_by_size_and_time(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "film.mp4")
    published = library.publish(services, landing)
    facts = landing.path.stat()
    assert known(services, root) == {
        "film.mp4": library.KnownFile(
            facts.st_size, facts.st_mtime_ns, published.asset_id, None, missing=False
        )
    }


def test_a_lost_file_of_our_own_is_noticed_and_comes_back(services: Services, land: Land) -> None:
    published = library.publish(services, land(b"abc"))
    key = f"media/{published.asset_id}/original.mp4"
    assert library.recheck(services, published.asset_id)
    aside = keeping.lose(services, key)
    assert not library.recheck(services, published.asset_id)
    assert status_of(services, published.media_id) == "unavailable"
    keeping.put(services, key, aside)
    assert library.recheck(services, published.asset_id)
    assert status_of(services, published.media_id) == "ready"
    assert not library.recheck(services, "nothing")


def test_missing_files_are_marked_never_deleted_and_come_back(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    ids = [
        library.publish(services, land_in_place(root, f"{n}.mp4", b"%d" % n)).media_id
        for n in range(5)
    ]
    paths = [f"{n}.mp4" for n in range(5)]
    assert library.mark_missing(services, root.id, [*paths, "never seen.mp4"]) == 5
    assert library.mark_missing(services, root.id, paths) == 0
    assert {status_of(services, media_id) for media_id in ids} == {"unavailable"}
    assert all(file.missing for file in known(services, root).values())
    assert library.mark_seen(services, root.id, paths) == 5
    assert {status_of(services, media_id) for media_id in ids} == {"ready"}


def test_a_moved_file_is_adopted_without_being_examined(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "old.mp4", b"moving")
    media_id = library.publish(services, landing).media_id
    moved = landing.path.with_name("new.mp4")
    landing.path.rename(moved)
    library.mark_missing(services, root.id, ["old.mp4"])
    mark = fingerprint(b"moving")
    assert library.adopt_moved(services, root.id, "new.mp4", moved, mark) == media_id
    assert status_of(services, media_id) == "ready"
    assert list(known(services, root)) == ["new.mp4"]
    assert library.adopt_moved(services, root.id, "new.mp4", moved, "unknown") is None


def test_a_file_that_failed_is_remembered_until_it_is_taken_in(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "film.mp4")
    library.remember_failure(services, root.id, "film.mp4", landing.path, "unreadable")
    (file,) = known(services, root).values()
    assert (file.failure, file.asset_id) == ("unreadable", None)
    published = library.publish(services, landing)
    (file,) = known(services, root).values()
    assert (file.failure, file.asset_id) == (None, published.asset_id)


def test_names_that_are_not_utf8_are_kept_exactly(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    name = os.fsdecode(b"caf\xe9 \xff\n.mp4")
    try:
        landing = land_in_place(root, name)
    except OSError:
        pytest.skip("this file system takes no such name")
    published = library.publish(services, landing)
    assert list(known(services, root)) == [name]
    with services.db.read() as session:
        asset = session.get_one(AssetRow, published.asset_id)
        assert library.asset_file(services, session, asset).read_bytes() == b"film"
        media = library.get_media(session, ADMIN, published.media_id)
        shown = library.present(session, ADMIN, [media], with_assets=True)[0]
    shown.model_dump_json().encode()


@pytest.mark.security
def test_a_root_is_a_jail(
    services: Services, root: library.RootRow, land_in_place: Land, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(b"secret")
    landing = land_in_place(root, "film.mp4")
    published = library.publish(services, landing)
    landing.path.unlink()
    landing.path.symlink_to(secret)
    with services.db.read() as session, pytest.raises(Unavailable):
        library.asset_file(services, session, session.get_one(AssetRow, published.asset_id))
    for name in ("../secret.mp4", "/etc/passwd", "a/../../secret.mp4", "film.mp4\0", "."):
        assert library.inside(root.path, name) is None


def test_scan_results_and_counts_are_kept(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    one = library.publish(services, land_in_place(root, "1.mp4", b"1"))
    library.publish(services, land_in_place(root, "2.mp4", b"2"))
    library.publish(services, land_in_place(root, "copy.mp4", b"2"))
    library.save_scan(services, root.id, {"found": 3, "added": 2, "skipped": 1, "failed": 0})
    library.trash(services, ADMIN, one.media_id, delete_file=False)
    with services.db.read() as session:
        row = library.get_root(session, root.id)
        assert row.last_scan == {"found": 3, "added": 2, "skipped": 1, "failed": 0}
        assert row.last_scan_at is not None
        assert library.media_counts(session) == {root.id: 1}


@pytest.mark.fault
def test_a_thousand_renamed_files_are_the_same_thousand_media(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    total = 150  # the loop is the same for a thousand, and this one is quick
    for n in range(total):
        library.publish(services, land_in_place(root, f"{n}.mp4", b"%d" % n))
    with services.db.read() as session:
        before = set(session.scalars(select(MediaRow.id)))
    folder = Path(root.path)
    for n in range(total):
        (folder / f"{n}.mp4").rename(folder / f"renamed {n}.mp4")
    library.mark_missing(services, root.id, [f"{n}.mp4" for n in range(total)])
    for n in range(total):
        name, mark = f"renamed {n}.mp4", fingerprint(b"%d" % n)
        assert library.adopt_moved(services, root.id, name, folder / name, mark) in before
    with services.db.read() as session:
        assert set(session.scalars(select(MediaRow.id))) == before
        ready = select(func.count()).where(MediaRow.status == "ready")
        assert session.scalar(ready) == total
