"""Which episodes are to be compared, whatever comes and goes."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from matinee import library
from matinee.engine import REACH, Marker, SoundPrint
from matinee.kit.services import Services
from matinee.library.sound.tables import MarkerRow, SoundPrintRow
from matinee.library.tables import AssetRow, MediaRow
from tests.library.conftest import ADMIN, Land

HEARD = SoundPrint(1200.0, 900.0, b"\1\0\0\0", b"\2\0\0\0")
Bring = Callable[..., library.Published]


@pytest.fixture
def bring(services: Services, land: Land) -> Bring:
    """Bring an episode in; heard, unless it is said otherwise."""

    def make(number: int, *, season: int | None = 1, heard: bool = True, kind: str = "episode"):
        one = land(
            f"{season}/{number}/{kind}".encode(), title=f"E{number}", kind=kind,
            series_title="Show", season_number=season, episode_number=number,
        )  # fmt: skip
        published = library.publish(services, one)
        if heard:
            with services.db.write() as session:
                library.save_print(session, published.asset_id, HEARD)
        return published

    return make


def compared(services: Services, *found: Marker) -> None:
    """Say that all was compared."""
    with services.db.write() as session:
        for row in session.scalars(select(SoundPrintRow)).all():
            asset = session.get_one(AssetRow, row.asset_id)
            one = library.HeardEpisode(asset.media_id, asset.id, row.asked, row.answered)
            library.save_markers(session, one, found)


def waiting(services: Services) -> list[int | None]:
    with services.db.read() as session:
        asked = (
            select(MediaRow.episode_number)
            .join(AssetRow, AssetRow.media_id == MediaRow.id)
            .join(SoundPrintRow, SoundPrintRow.asset_id == AssetRow.id)
            .where(SoundPrintRow.asked != SoundPrintRow.answered)
            .order_by(MediaRow.episode_number)
        )
        return list(session.scalars(asked).all())


def test_who_comes_is_compared_with_its_neighbours_and_they_with_it(
    services: Services, bring: Bring
) -> None:
    for number in (*range(1, 11), 12):
        bring(number)
    assert len(waiting(services)) == 11
    compared(services)
    assert waiting(services) == []
    bring(11)
    assert waiting(services) == [8, 9, 10, 11, 12]
    assert REACH == 3
    compared(services)
    bring(1, season=2)
    assert waiting(services) == [1]  # another season, another intro
    with services.db.read() as session:
        [season] = library.to_compare(session)
        assert season.number == 2
        assert [one.compared for one in library.heard_episodes(session, season)] == [False]


def test_who_goes_is_compared_with_no_more_and_comes_back(services: Services, bring: Bring) -> None:
    gone = [bring(number) for number in range(1, 9)][0]
    compared(services)
    library.trash(services, ADMIN, gone.media_id, delete_file=False)
    with services.db.write() as session:
        media = session.get_one(MediaRow, gone.media_id)
        season = library.season_of(media)
        assert season is not None
        library.compare_again(session, media)
        assert gone.media_id not in [
            one.media_id for one in library.heard_episodes(session, season)
        ]
    assert waiting(services) == [1, 2, 3, 4]
    with services.db.read() as session:
        assert library.is_to_compare(session, gone.media_id)
        assert [one.number for one in library.to_compare(session)] == [1]


def test_what_changed_while_it_was_compared_is_compared_again(
    services: Services, bring: Bring
) -> None:
    bring(1)
    with services.db.read() as session:
        [season] = library.to_compare(session)
        [seen] = library.heard_episodes(session, season)
    bring(2)
    with services.db.write() as session:
        library.save_markers(session, seen, [])
    assert waiting(services) == [1, 2]


def test_only_episodes_of_a_series_are_heard(services: Services, bring: Bring) -> None:
    film = bring(1, heard=False, kind="movie")
    counted = bring(2, season=None, heard=False)
    episode = bring(3, heard=False)
    with services.db.write() as session:

        def is_unheard(one: library.Published) -> bool:
            media = session.get_one(MediaRow, one.media_id)
            return library.is_unheard(session, media, session.get_one(AssetRow, one.asset_id))

        assert [is_unheard(one) for one in (film, counted, episode)] == [False, True, True]
        library.save_print(session, episode.asset_id, HEARD)
        session.flush()
        assert not is_unheard(episode)


def test_the_nearest_episodes_are_heard_first(services: Services, bring: Bring) -> None:
    made = [bring(number, heard=number == 4) for number in range(1, 10)]
    with services.db.read() as session:
        media = session.get_one(MediaRow, made[5].media_id)
        found = library.unheard(session, media, 4)
        assert [one.episode_number for one, _ in found][0] == 6
        assert {one.episode_number for one, _ in found} == {5, 6, 7, 8}


def test_what_was_heard_is_in_the_answer_beside_what_chapters_say(
    services: Services, bring: Bring
) -> None:
    one = bring(1)
    found = (Marker("intro", 5.0, 35.0), Marker("credits", 80.0, 100.0))
    compared(services, *found)
    with services.db.read() as session:
        probe = library.get_probe(session, one.asset_id)
        assert library.markers_of(session, one.asset_id, probe) == found
        assert library.prints(session, [one.asset_id]) == {one.asset_id: HEARD}
    compared(services)
    with services.db.write() as session:
        library.save_markers(session, library.HeardEpisode("gone", "gone", 1, 0), found)
        assert session.scalars(select(MarkerRow)).all() == []
