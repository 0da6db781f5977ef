"""The gate: everything lands once, in one place, whatever happens on the way."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matinee import library
from matinee.kit.errors import Invalid, Unavailable
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.library.tables import AssetRow, MediaRow, PlaceRow
from tests import keeping
from tests.breaking import breaking
from tests.library.conftest import ADMIN, Land


def count(services: Services, row: type) -> int:
    with services.db.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def media_of(services: Services, media_id: str) -> library.Media:
    with services.db.read() as session:
        row = library.get_media(session, ADMIN, media_id, or_trashed=True)
        return library.present(session, ADMIN, [row], with_assets=True)[0]


def file_of(services: Services, asset_id: str) -> Path:
    with services.db.read() as session:
        return library.asset_file(services, session, session.get_one(AssetRow, asset_id))


def content_of(services: Services, asset_id: str) -> bytes:
    with services.db.read() as session:
        key = session.get_one(AssetRow, asset_id).key
    assert key is not None
    return keeping.read(services, key)


def lose(services: Services, published: library.Published) -> None:
    keeping.lose(services, f"media/{published.asset_id}/original.mp4")
    assert not library.recheck(services, published.asset_id)


def heard(services: Services) -> list[object]:
    events: list[object] = []
    for kind in (library.MediaAdded, library.MediaChanged, library.MediaRemoved):
        services.bus.subscribe(kind, events.append)
    return events


def test_a_landing_becomes_a_media_with_its_file_and_its_facts(
    services: Services, land: Land
) -> None:
    events = heard(services)
    landing = land(b"abc", title="Café", tags=("Sea", "sea"), genres=("Drama",), year=1999)
    published = library.publish(services, landing)
    media = media_of(services, published.media_id)
    assert not published.duplicate
    assert (media.title, media.year, media.tags, media.genres) == ("Café", 1999, ["Sea"], ["Drama"])
    assert (media.width, media.height, media.duration_s, media.size_bytes) == (1920, 1080, 100, 3)
    assert (media.status, media.owned) == ("ready", True)
    asset = (media.assets or [])[0]
    assert [track.codec for track in asset.tracks] == ["h264", "aac"]
    assert [chapter.title for chapter in asset.chapters] == ["One", "Two"]
    assert content_of(services, published.asset_id) == b"abc"
    assert asset.key == f"media/{published.asset_id}/original.mp4"
    assert not landing.path.exists()
    assert events == [library.MediaAdded(published.media_id)]


def test_publishing_the_same_landing_again_lands_on_the_same_place(
    services: Services, land: Land
) -> None:
    landing = land(b"abc")
    first = library.publish(services, landing)
    assert library.publish(services, landing) == first
    assert count(services, MediaRow) == count(services, AssetRow) == 1
    assert content_of(services, first.asset_id) == b"abc"


def test_a_crash_between_rename_and_commit_is_mended_by_running_again(
    services: Services, land: Land
) -> None:
    landing = land(b"abc")
    with (
        breaking(services, "INSERT ON media"),
        pytest.raises(IntegrityError, match="power cut"),
    ):
        library.publish(services, landing)
    assert not landing.path.exists()
    assert count(services, MediaRow) == 0
    landed = library.landed_file(services, landing.path)
    assert landed is not None
    assert landed.read_bytes() == b"abc"
    published = library.publish(services, landing)
    assert not published.duplicate
    assert file_of(services, published.asset_id) == landed
    assert len(keeping.names(services, "media")) == 1


def test_a_job_that_runs_again_after_a_duplicate_gets_the_same_answer(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc"))
    again = land(b"abc")
    duplicate = library.publish(services, again)
    assert not again.path.exists()
    assert library.publish(services, again) == duplicate
    assert (duplicate.media_id, duplicate.duplicate) == (first.media_id, True)


def test_the_same_content_is_the_same_media_and_the_newcomer_is_thrown_away(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc", title="One"))
    second = library.publish(services, land(b"abc", title="Two"))
    assert (second.media_id, second.duplicate) == (first.media_id, True)
    assert keeping.names(services, "media") == [first.asset_id]
    assert media_of(services, first.media_id).title == "One"


def test_the_same_source_is_the_same_media_even_with_other_bytes(
    services: Services, land: Land
) -> None:
    source = {"source_platform": "site", "source_id": "7"}
    first = library.publish(services, land(b"abc", **source))
    second = library.publish(services, land(b"abcd", **source))
    assert (second.media_id, second.duplicate) == (first.media_id, True)
    assert count(services, AssetRow) == 1
    assert len(keeping.names(services, "media")) == 1


def test_the_same_id_on_another_site_is_another_media(services: Services, land: Land) -> None:
    one = library.publish(services, land(b"a", source_platform="one", source_id="7"))
    two = library.publish(services, land(b"b", source_platform="two", source_id="7"))
    assert one.media_id != two.media_id
    with services.db.read() as session:
        assert library.find_by_source(session, "two", "7") == two.media_id
        assert library.find_by_source(session, "two", None) is None


def test_an_upload_that_comes_again_as_a_link_is_known_by_the_link_from_then_on(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc"))
    library.publish(
        services,
        land(b"abc", source_platform="site", source_id="7", source_url="https://site/7"),
    )
    with services.db.read() as session:
        assert library.find_by_source(session, "site", "7") == first.media_id


@pytest.mark.parametrize("by", ["content", "source"])
def test_eight_identical_publishes_at_once_make_one_media(
    services: Services, land: Land, by: str
) -> None:
    landings = [
        land(b"abc", source_platform="site", source_id="7")
        if by == "content"
        else land(b"abc%d" % n, source_platform="site", source_id="7")
        for n in range(8)
    ]
    published: list[library.Published] = []
    failures: list[BaseException] = []
    ready = threading.Barrier(len(landings))

    def run(landing: library.Landing) -> None:
        ready.wait()
        try:
            published.append(library.publish(services, landing))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(landing,)) for landing in landings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len({one.media_id for one in published}) == 1
    assert [one.duplicate for one in published].count(False) == 1
    assert count(services, MediaRow) == count(services, AssetRow) == 1
    assert len(keeping.names(services, "media")) == 1


def test_what_lies_in_the_trash_comes_back_when_it_is_brought_in_again(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc", source_platform="site", source_id="7"))
    library.trash(services, ADMIN, first.media_id, delete_file=True)
    with services.db.read() as session:
        assert library.find_by_source(session, "site", "7") is None
    again = library.publish(services, land(b"abc", source_platform="site", source_id="7"))
    assert again.media_id == first.media_id
    media = media_of(services, first.media_id)
    assert (media.status, media.trashed_at, media.purge_at) == ("ready", None, None)
    assert content_of(services, again.asset_id) == b"abc"


def test_a_media_whose_file_was_lost_takes_the_same_content_again(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc"))
    lose(services, first)
    again = library.publish(services, land(b"abc"))
    assert again == library.Published(first.media_id, first.asset_id, duplicate=True)
    assert content_of(services, first.asset_id) == b"abc"
    assert media_of(services, first.media_id).status == "ready"
    assert keeping.names(services, "media") == [first.asset_id]


def test_a_file_in_a_folder_that_went_away_is_replaced_by_an_upload_of_the_same(
    services: Services, root: library.RootRow, land_in_place: Land, land: Land
) -> None:
    first = library.publish(services, land_in_place(root, "film.mp4", b"abc"))
    library.mark_root_unavailable(services, root.id)
    again = land(b"abc")
    with (
        breaking(services, 'UPDATE OF "key" ON asset'),
        pytest.raises(IntegrityError, match="power cut"),
    ):
        library.publish(services, again)
    published = library.publish(services, again)
    assert (published.media_id, published.asset_id) == (first.media_id, first.asset_id)
    media = media_of(services, first.media_id)
    assert (media.status, media.owned) == ("ready", True)
    assert keeping.names(services, "media") == [first.asset_id]


def test_a_media_whose_file_was_lost_takes_another_version_from_its_source(
    services: Services, land: Land
) -> None:
    source = {"source_platform": "site", "source_id": "7"}
    first = library.publish(services, land(b"abc", **source))
    lose(services, first)
    again = library.publish(services, land(b"better", **source))
    assert (again.media_id, again.duplicate) == (first.media_id, False)
    assert content_of(services, again.asset_id) == b"better"
    assert len(media_of(services, first.media_id).assets or []) == 2


NASTY = [
    "a" * 251 + ".mp4",
    "new\nline.mp4",
    "quote'\"`$(id).mp4",
    "..mp4",
    "-rf.mp4",
    "\u202e4pm.exe.mp4",
    "🎬 سينما.mp4",
    "no suffix",
    "film.mp4.EXE#?%00",
    " .mp4",
]


@pytest.mark.security
@pytest.mark.parametrize("name", NASTY)
def test_no_file_name_reaches_a_storage_address(services: Services, land: Land, name: str) -> None:
    published = library.publish(services, land(b"abc", name, title=""))
    (key,) = keeping.keys(services, "media")
    path = Path(key)
    assert path.parent == Path("media") / published.asset_id
    assert path.stem == "original"
    assert path.suffix.isascii()
    media = media_of(services, published.media_id)
    assert media.title
    assert media.title.isprintable()


@pytest.mark.security
def test_only_staged_files_are_moved(services: Services, land: Land, tmp_path: Path) -> None:
    outside = tmp_path / "mine.mp4"
    outside.write_bytes(b"mine")
    landing = land(b"abc")
    for path in (outside, services.store.staging_root / "x" / ".." / ".." / "y.mp4"):
        with pytest.raises(Invalid):
            library.publish(
                services,
                library.Landing(path, landing.probe, landing.fingerprint, landing.identity),
            )
    link = services.store.staging(new_id()) / "link.mp4"
    link.symlink_to(outside)
    with pytest.raises(Invalid):
        library.publish(
            services, library.Landing(link, landing.probe, landing.fingerprint, landing.identity)
        )
    assert outside.read_bytes() == b"mine"


def test_a_staged_file_that_is_gone_says_so(services: Services, land: Land) -> None:
    landing = land(b"abc")
    landing.path.unlink()
    with pytest.raises(Unavailable):
        library.publish(services, landing)
    assert count(services, MediaRow) == 0


def test_sidecars_move_along_and_are_found_again(services: Services, land: Land) -> None:
    job_id = new_id()
    staging = services.store.staging(job_id)
    (staging / "film.en.srt").write_text("1\n")
    (staging / "thumb.webp").write_bytes(b"picture")
    sidecars = (
        library.Sidecar("subtitle", staging / "film.en.srt", "en", "English", "srt"),
        library.Sidecar("thumbnail", staging / "thumb.webp"),
    )
    landing = land(b"abc", job_id=job_id, sidecars=sidecars)
    for _ in range(2):
        published = library.publish(services, landing)
    with services.db.read() as session:
        (track,) = library.text_tracks(session, published.asset_id)
        assert (track.language, track.name, track.format) == ("en", "English", "srt")
        assert library.sidecar_file(services, session, track).read_text() == "1\n"
        picture = library.picture_beside(session, published.asset_id, "thumbnail")
        assert picture is not None
        assert library.sidecar_file(services, session, picture).read_bytes() == b"picture"


def test_a_landing_for_a_collection_goes_into_it_even_as_a_duplicate(
    services: Services, land: Land
) -> None:
    first = library.publish(services, land(b"abc"))
    made = library.collections.create(services, ADMIN, "Weekend", None)
    library.publish(services, land(b"abc", collection_id=made.id))
    library.publish(services, land(b"abc", collection_id="no such collection"))
    with services.db.read() as session:
        rows, total = library.collections.items(session, ADMIN, made.id, offset=0, limit=9)
    assert ([row.id for row in rows], total) == ([first.media_id], 1)


def test_a_file_in_a_folder_stays_where_it_lies(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "a/film.mp4")
    before = landing.path.stat()
    published = library.publish(services, landing)
    assert library.publish(services, landing) == published
    after = landing.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    media = media_of(services, published.media_id)
    asset = (media.assets or [])[0]
    assert (media.owned, asset.key, asset.path) == (False, None, str(landing.path))
    assert file_of(services, published.asset_id) == landing.path
    assert not list(services.store.media_root.iterdir())


def test_a_moved_file_keeps_its_media(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "old.mp4")
    first = library.publish(services, landing)
    landing.path.rename(landing.path.with_name("new.mp4"))
    library.mark_missing(services, root.id, ["old.mp4"])
    assert media_of(services, first.media_id).status == "unavailable"
    moved = library.publish(services, land_in_place(root, "new.mp4"))
    assert moved.media_id == first.media_id
    assert media_of(services, first.media_id).status == "ready"
    with services.db.read() as session:
        assert list(library.known_files(session, root.id)) == ["new.mp4"]


def test_a_replaced_file_is_a_new_version_of_the_same_media(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "film.mp4")
    first = library.publish(services, landing)
    landing.path.write_bytes(b"a better one")
    second = library.publish(services, land_in_place(root, "film.mp4"))
    assert second.media_id == first.media_id
    assert second.asset_id != first.asset_id
    media = media_of(services, first.media_id)
    assert [asset.id for asset in media.assets or []] == [second.asset_id]
    assert media.size_bytes == len(b"a better one")


def test_two_copies_in_a_folder_are_one_media_with_two_places(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    one = library.publish(services, land_in_place(root, "one.mp4", b"same"))
    two = library.publish(services, land_in_place(root, "two.mp4", b"same"))
    assert (one.media_id, two.duplicate) == (two.media_id, True)
    assert count(services, PlaceRow) == 2
    library.mark_missing(services, root.id, ["one.mp4"])
    assert media_of(services, one.media_id).status == "ready"


def test_subtitles_beside_a_film_in_a_folder_are_used_where_they_lie(
    services: Services, root: library.RootRow, land_in_place: Land
) -> None:
    landing = land_in_place(root, "a/film.mp4")
    subtitles = landing.path.with_suffix(".es.srt")
    subtitles.write_text("hola")
    sidecar = library.Sidecar("subtitle", subtitles, "es", None, "srt")
    published = library.publish(
        services,
        library.Landing(
            landing.path,
            landing.probe,
            landing.fingerprint,
            landing.identity,
            root_id=root.id,
            relative_path="a/film.mp4",
            sidecars=(sidecar,),
        ),
    )
    with services.db.read() as session:
        (track,) = library.text_tracks(session, published.asset_id)
        assert library.sidecar_file(services, session, track) == subtitles
    assert subtitles.read_text() == "hola"
