"""Deleting: what it says, not before its time, and never by accident."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from matinee import library
from matinee.kit import clock
from matinee.kit.errors import Forbidden, NotFound
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services
from matinee.library import actions
from matinee.library.tables import ArtworkRow, AssetRow, MediaRow, ProbeRow
from matinee.library.words.tables import TagRow
from tests import keeping
from tests.library.conftest import ADMIN, MEMBER, Land


def make_due(services: Services) -> None:
    with services.db.write() as session:
        past = clock.now() - timedelta(seconds=1)
        trashed = update(MediaRow).where(MediaRow.trashed_at.is_not(None))
        session.execute(trashed.values(purge_at=past))


def rows(services: Services) -> dict[str, int]:
    with services.db.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (MediaRow, AssetRow, ProbeRow, ArtworkRow)
        }


def test_a_deleted_media_can_be_restored_for_thirty_days(services: Services, land: Land) -> None:
    published = library.publish(services, land(b"abc", tags=("sea",)))
    undo_until = library.trash(services, ADMIN, published.media_id, delete_file=True)
    assert undo_until is not None
    days = (undo_until - clock.now()) / timedelta(days=1)
    assert 29.9 < days <= 30
    assert library.purge_expired(services) == 0
    with services.db.read() as session:
        with pytest.raises(NotFound):
            library.get_media(session, ADMIN, published.media_id)
        assert library.get_media(session, ADMIN, published.media_id, or_trashed=True).title
    assert keeping.keys(services, "media") == [f"media/{published.asset_id}/original.mp4"]
    library.restore(services, ADMIN, published.media_id)
    with services.db.read() as session:
        media = library.get_media(session, ADMIN, published.media_id)
        assert (media.status, media.purge_at, media.delete_file) == ("ready", None, False)


def test_deleting_twice_keeps_the_first_deadline(services: Services, land: Land) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    first = library.trash(services, ADMIN, media_id, delete_file=False)
    assert library.trash(services, ADMIN, media_id, delete_file=True) == first
    with services.db.read() as session:
        assert library.get_media(session, ADMIN, media_id, or_trashed=True).delete_file


def test_the_purge_takes_the_file_and_every_row_of_it(services: Services, land: Land) -> None:
    published = library.publish(services, land(b"abc", tags=("sea",)))
    folder = services.store.artwork_dir(published.media_id)
    folder.mkdir(parents=True)
    (folder / "poster.jpg").write_bytes(b"picture")
    with services.db.write() as session:
        picture = library.Picture(folder / "poster.jpg", 10, 10)
        library.set_poster(services, session, published.media_id, picture)
    heard: list[object] = []
    services.bus.subscribe(library.MediaRemoved, heard.append)
    library.trash(services, ADMIN, published.media_id, delete_file=True)
    make_due(services)
    assert library.purge_expired(services) == 1
    assert set(rows(services).values()) == {0}
    assert keeping.keys(services, "media") == []
    assert not folder.exists()
    assert keeping.keys(services, "artwork") == keeping.keys(services, "kept") == []
    assert library.purge_expired(services) == 0
    with pytest.raises(NotFound):
        library.restore(services, ADMIN, published.media_id)
    assert heard == [library.MediaRemoved(published.media_id)] * 2


def test_an_owned_file_whose_record_alone_is_deleted_is_kept_for_its_owner(
    services: Services, land: Land
) -> None:
    published = library.publish(services, land(b"abc", title="../A film: <1>?"))
    library.trash(services, ADMIN, published.media_id, delete_file=False)
    make_due(services)
    assert library.purge_expired(services) == 1
    (kept,) = keeping.keys(services, "kept")
    assert keeping.read(services, kept) == b"abc"
    assert kept.startswith("kept/A film- -1 [")
    assert keeping.keys(services, "media") == []


def test_a_file_in_a_folder_is_deleted_only_when_its_owner_asks_for_that(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    kept = land_in_place(root, "kept.mp4", b"kept")
    gone = land_in_place(root, "gone.mp4", b"gone")
    kept_id = library.publish(services, kept).media_id
    gone_id = library.publish(services, gone).media_id
    library.trash(services, ADMIN, kept_id, delete_file=False)
    library.trash(services, ADMIN, gone_id, delete_file=True)
    assert gone.path.exists()
    make_due(services)
    assert library.purge_expired(services) == 2
    assert kept.path.read_bytes() == b"kept"
    assert not gone.path.exists()
    with services.db.read() as session:
        known = library.known_files(session, root.id)
    assert list(known) == ["kept.mp4"]  # a rescan leaves alone what was deleted on purpose
    assert known["kept.mp4"].asset_id is None


def test_the_purge_waits_for_a_folder_that_is_away(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "film.mp4")
    media_id = library.publish(services, landing).media_id
    library.trash(services, ADMIN, media_id, delete_file=True)
    library.mark_root_unavailable(services, root.id)
    make_due(services)
    assert library.purge_expired(services) == 0
    library.mark_root_ready(services, root.id)
    assert library.purge_expired(services) == 1
    assert not landing.path.exists()


@pytest.mark.security
def test_the_purge_never_follows_a_link_out_of_a_folder(
    services: Services, root: library.RootRow, land_in_place: Land, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    landing = land_in_place(root, "film.mp4")
    media_id = library.publish(services, landing).media_id
    landing.path.unlink()
    landing.path.symlink_to(precious)
    library.trash(services, ADMIN, media_id, delete_file=True)
    make_due(services)
    library.purge_expired(services)
    assert precious.read_bytes() == b"precious"


def test_a_media_restored_in_the_last_moment_is_not_purged(services: Services, land: Land) -> None:
    media_id = library.publish(services, land(b"abc")).media_id
    library.trash(services, ADMIN, media_id, delete_file=True)
    make_due(services)
    library.restore(services, ADMIN, media_id)
    assert library.purge_expired(services) == 0
    assert rows(services)["media"] == 1


def test_the_purge_runs_as_a_job(
    services: Services, land: Land, dispatcher: Dispatcher, until
) -> None:
    first = library.publish(services, land(b"abc")).media_id
    second = library.publish(services, land(b"abcd")).media_id
    library.trash(services, ADMIN, first, delete_file=True)
    make_due(services)
    library.trash(services, ADMIN, second, delete_file=True)
    until(lambda: rows(services)["media"] == 1)


@pytest.mark.security
def test_only_administrators_and_those_who_added_it_may_change_a_media(
    services: Services, land: Land, root: library.RootRow, land_in_place: Land
) -> None:
    others = library.publish(services, land(b"abc", added_by=ADMIN.user_id)).media_id
    own = library.publish(services, land(b"abcd", added_by=MEMBER.user_id)).media_id
    for change in (
        lambda: library.edit(services, MEMBER, others, {"title": "Mine"}),
        lambda: library.trash(services, MEMBER, others, delete_file=False),
    ):
        with pytest.raises(Forbidden):
            change()
    library.edit(services, MEMBER, own, {"title": "Mine"})
    library.trash(services, MEMBER, own, delete_file=True)
    library.restore(services, MEMBER, own)
    library.trash(services, ADMIN, others, delete_file=False)
    for act in (library.restore, lambda *a: library.trash(*a, delete_file=True)):
        with pytest.raises(NotFound):  # the trash of others is not theirs to see
            act(services, MEMBER, others)


def test_edits_are_cleaned_and_tags_nobody_uses_go(services: Services, land: Land) -> None:
    one = library.publish(services, land(b"1", tags=("sea", "sun"))).media_id
    library.publish(services, land(b"2", tags=("SEA",)))
    changes = {
        "title": " New\u202e\n title ",
        "description": "a\x00\nb",
        "uploader": None,
        "tags": ["Été", "été", "new"],
        "genres": ["Drama"],
    }
    actions.edit(services, ADMIN, one, changes)
    with services.db.read() as session:
        media = library.get_media(session, ADMIN, one)
        shown = library.present(session, ADMIN, [media])[0]
        names = set(session.scalars(select(TagRow.name)))
    assert (shown.title, shown.description) == ("New title", "a\nb")
    assert (shown.tags, shown.genres) == (["Été", "new"], ["Drama"])
    assert names == {"sea", "Été", "new"}
