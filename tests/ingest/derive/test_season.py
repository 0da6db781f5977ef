"""A season that comes in: what its episodes share is found, and again when one comes or goes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from matinee import ingest, library
from matinee.ingest.derive import season
from matinee.kit.jobs import FINISHED, JobStatus
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library.sound.tables import MarkerRow, SoundPrintRow
from tests.engine import sounds

CLOSE_S = 1.0


@pytest.fixture
def settled(services: Services, dispatcher, until) -> Callable[[], dict[str, int]]:
    """Wait until every job has ended; returns how many of each kind there were."""

    def wait() -> dict[str, int]:
        def counts() -> dict[str, int]:
            with services.db.read() as session:
                if session.scalar(select(JobRow.id).where(JobRow.status.not_in(FINISHED)).limit(1)):
                    return {}
                failed = select(JobRow.kind).where(JobRow.status == JobStatus.FAILED)
                assert session.scalars(failed).all() == []
                rows = session.execute(select(JobRow.kind, func.count()).group_by(JobRow.kind))
                return dict(rows.all())

        return until(counts, 170)  # type: ignore[return-value]

    return wait


def markers(client) -> dict[str, dict[str, tuple[float, float]]]:
    """Return what the player is told of each episode: kind -> place."""
    found = {}
    for media in client.get("/api/media?kind=episode").json()["items"]:
        told = client.get(f"/api/media/{media['id']}/playback").json()["markers"]
        assert [one["start_s"] for one in told] == sorted(one["start_s"] for one in told)
        name = f"E{media['episode_number']:02d}"
        found[name] = {one["kind"]: (one["start_s"], one["end_s"]) for one in told}
    return found


def check(made: list[sounds.Made], found: dict[str, dict[str, tuple[float, float]]]) -> None:
    for one in made:
        places = {"intro": one.intro, "credits": one.credits}
        wanted = {kind: place for kind, place in places.items() if place}
        told = found[one.path.stem[-3:]]
        assert told.keys() == wanted.keys(), one.path.name
        for kind, place in wanted.items():
            assert told[kind] == pytest.approx(place, abs=CLOSE_S), (one.path.name, kind)


@pytest.mark.timeout(600)
def test_the_intro_and_the_credits_of_a_season_are_found(
    services: Services, client, tmp_path: Path, ended, settled
) -> None:
    root, aside = tmp_path / "Show" / "Season 1", tmp_path / "aside"
    for folder in (root, aside):
        folder.mkdir(parents=True)
    made = sounds.episodes(root)
    late = made[1].path.rename(aside / made[1].path.name)
    ended(ingest.add_source(services, str(tmp_path / "Show")).id, 120)
    done = settled()
    assert done[season.PRINT] == 3
    check([made[0], made[2], made[3]], markers(client))

    # One more comes: it is heard, and its neighbours are compared again.
    late.rename(root / late.name)
    ended(ingest.add_source(services, str(tmp_path / "Show")).id, 120)
    assert settled()[season.PRINT] == 4
    check(made, markers(client))

    # What shares nothing with anybody any more loses its markers; what comes back gets them again.
    ids = {m["episode_number"]: m["id"] for m in client.get("/api/media").json()["items"]}
    for number in (1, 3):
        assert client.delete(f"/api/media/{ids[number]}").status_code in {200, 204}
    settled()
    assert "intro" not in markers(client)["E02"]
    assert client.post(f"/api/media/{ids[1]}/restore").status_code in {200, 204}
    settled()
    check(made[:2], markers(client))

    # An earlier version knew nothing of this: whoever watches one lets the season catch up.
    with services.db.write() as session:
        session.execute(delete(SoundPrintRow))
        session.execute(delete(MarkerRow))
    before = settled()
    services.bus.publish(library.MediaPlayed(ids[4], "profile", 0.0, 3.0))
    assert settled()[season.PRINT] == before[season.PRINT] + 3
    check(made[:2], markers(client))
    services.bus.publish(library.MediaPlayed(ids[4], "profile", 0.0, 3.0))
    assert settled() == settled()


@pytest.mark.fault
def test_a_comparison_lost_in_a_crash_is_made_good_at_the_next_start(
    services: Services, made, tmp_path: Path, ended, settled
) -> None:
    import shutil

    folder = tmp_path / "Show"
    folder.mkdir()
    for n in (1, 2):
        shutil.copy(made(f"{n}.mp4", seed=n), folder / f"Show S01E0{n}.mp4")
    ended(ingest.add_source(services, str(folder)).id)
    settled()
    with services.db.write() as session:
        session.execute(delete(JobRow))
        for row in session.scalars(select(SoundPrintRow)):
            row.asked += 1
    season.catch_up(services)
    assert settled() == {season.MARKERS: 1}
    season.catch_up(services)
    assert settled() == {season.MARKERS: 1}


def test_a_season_has_one_comparison_waiting(services: Services) -> None:
    one, other = library.Season("s", 1), library.Season("s", None)
    with services.db.write() as session:
        for which in (one, one, other, one):
            season.enqueue(services, session, which, "Show")
        assert session.scalar(select(func.count(JobRow.id))) == 2
