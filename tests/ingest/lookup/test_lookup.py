"""Looking up films and series in a catalogue that runs on loopback."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from matinee import library
from matinee.engine import Probe, Track
from matinee.ingest.lookup import job
from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.jobs import FINISHED, Job, Jobs
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from tests.ingest.lookup.catalogue import KEY, Site, serve
from tests.ingest.test_pictures import png
from tests.proof import only

Bring = Callable[..., str]
LookUp = Callable[[], Job]


@pytest.fixture
def catalogue() -> Iterator[Site]:
    """The catalogue."""
    with serve() as site:
        site.pictures = {
            "/heat.jpg": png(600, 900),
            "/wide.jpg": png(1280, 720),
            "/show.jpg": png(600, 900),
            "/show-wide.jpg": png(1280, 720),
            "/one.jpg": png(600, 900),
            "/pilot.jpg": png(1280, 720),
            "/anew.jpg": png(600, 900),
            "/anew-1.jpg": png(1280, 720),
        }
        yield site


@pytest.fixture
def settings(settings: Settings, catalogue: Site) -> Settings:
    """Settings of a library that has a key."""
    job._not_before.clear()
    return dataclasses.replace(
        settings, tmdb_key=KEY, tmdb_url=catalogue.url, tmdb_images_url=catalogue.url
    )


@pytest.fixture
def bring(services: Services, tmp_path: Path) -> Bring:
    """Publish a file with what its name says."""
    folder = tmp_path / "here"
    folder.mkdir()
    root = library.add_root(services, folder)

    def one(name: str, **facts: object) -> str:
        path = folder / name
        path.write_bytes(name.encode())
        probe = Probe("mp4", 100.0, 0.0, len(name), 1000, (Track(0, "video", "h264"),))
        landing = library.Landing(
            path=path, root_id=root.id, relative_path=name, probe=probe, fingerprint=name,
            identity=library.Identity(**{"title": path.stem, "kind": "movie", **facts}),
        )  # fmt: skip
        return library.publish(services, landing).media_id

    return one


@pytest.fixture
def look_up(services: Services, dispatcher: object, until: Callable[..., object]) -> LookUp:
    """Let it be looked up whether something is due, and wait until it was done."""

    def run() -> Job:
        job.start_when_due(services)
        with services.db.read() as session:
            rows = session.query(JobRow).filter(JobRow.kind == job.KIND).order_by(JobRow.id).all()
            job_id = rows[-1].id
        until(lambda: services.jobs.get(job_id).status in FINISHED, 30)
        return services.jobs.get(job_id)

    return run


def test_a_film_is_filled_and_what_is_there_stays(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    heat = bring("Heat.mkv", title="Heat", year=1995, description="My own words.")
    client.patch(f"/api/media/{heat}", json={"genres": []})  # said by hand: none
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 0}
    shown = client.get(f"/api/media/{heat}").json()
    assert shown["description"] == "My own words."
    assert (shown["tagline"], shown["content_rating"]) == ("A Los Angeles crime saga", "R")
    assert shown["genres"] == []
    assert [(one["name"], one["job"]) for one in shown["people"]] == [
        ("Michael Mann", "director"), ("Al Pacino", "actor"),
    ]  # fmt: skip
    assert shown["other_ids"] == {"tmdb": "949", "imdb": "tt0113277"}
    assert shown["poster_url"]
    assert client.get(shown["poster_url"]).status_code == 200
    assert all("api_key" not in query for path, query in catalogue.asked if "original" in path)


def test_nothing_is_asked_twice_until_something_changes(
    services: Services, client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    bring("Heat.mkv", title="Heat", year=1995)
    unknown = bring("Nobody knows.mkv", title="Nobody knows", year=2001)
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 1}
    job.start_when_due(services)
    with services.db.read() as session:
        assert open_jobs(session) == 0
    asked = len(catalogue.asked)
    client.patch(f"/api/media/{unknown}", json={"tags": ["seen"]})
    look_up()
    assert len(catalogue.asked) == asked  # other words of it changed
    client.patch(f"/api/media/{unknown}", json={"title": "Heat", "year": 1986})
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 0}
    assert client.get(f"/api/media/{unknown}").json()["description"] == "Another."


def test_a_clock_that_was_put_back_makes_no_endless_job(
    services: Services, bring: Bring, look_up: LookUp
) -> None:
    bring("Nobody knows.mkv", title="Nobody knows", year=2001)
    with services.db.write() as session:
        tomorrow = clock.now() + timedelta(days=1)
        session.execute(update(library.MediaRow).values(updated_at=tomorrow))
    assert look_up().summary == {"matched": 0, "unsure": 0, "nothing": 1}


def test_an_id_beside_the_file_is_believed(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    heat = bring("Hitze.mkv", title="Hitze", other_ids={"imdb": "tt0113277"})
    look_up()
    assert client.get(f"/api/media/{heat}").json()["other_ids"]["tmdb"] == "949"
    assert not any(path.startswith("/search") for path, _ in catalogue.asked)


def test_series_fill_their_episodes_and_new_ones_later(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    facts = {"kind": "episode", "series_title": "The Show", "season_number": 1}
    first = bring("a.mkv", **facts, title="The Show 1x01", episode_number=1)
    own = bring("b.mkv", **facts, title="My name for it", episode_number=2)
    look_up()
    shown = client.get(f"/api/media/{first}").json()
    assert (shown["title"], shown["description"]) == ("Pilot", "It begins.")
    assert client.get(f"/api/media/{own}").json()["title"] == "My name for it"
    series = client.get(f"/api/series/{shown['series']['id']}").json()
    assert (series["description"], series["year"]) == ("About it.", 2010)
    assert series["genres"] == ["Drama"]
    assert (series["original_title"], series["content_rating"]) == ("La Serie", "TV-MA")
    late = bring("c.mkv", **facts, title="The Show 1x03", episode_number=3)
    another = bring(
        "d.mkv", **{**facts, "season_number": 2}, title="The Show 2x01", episode_number=1
    )
    look_up()
    # It knows neither, and has been asked.
    assert client.get(f"/api/media/{late}").json()["title"] == "The Show 1x03"
    assert client.get(f"/api/media/{another}").json()["title"] == "The Show 2x01"
    assert ("/tv/77/season/2", {"language": "en-US", "api_key": KEY}) in catalogue.asked
    assert len([1 for path, _ in catalogue.asked if path == "/search/tv"]) == 1


def test_a_series_gets_pictures_of_its_own_once_and_a_chosen_one_stays_above(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    facts = {"kind": "episode", "series_title": "The Show", "season_number": 1}
    first = bring("a.mkv", **facts, title="The Show 1x01", episode_number=1)
    look_up()
    address = f"/api/series/{client.get(f'/api/media/{first}').json()['series']['id']}"
    shown = client.get(address).json()
    assert client.get(shown["poster_url"]).status_code == 200
    assert client.get(shown["backdrop_url"]).status_code == 200
    assert client.get(f"/api/media/{first}").json()["poster_url"] != shown["poster_url"]
    chosen = client.put(f"{address}/picture", content=png(600, 900)).json()["poster_url"]
    bring("b.mkv", **facts, title="The Show 1x02", episode_number=2)
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 0}
    assert client.get(address).json()["poster_url"] == chosen
    asked = [path for path, _ in catalogue.asked if path.startswith("/original/")]
    assert sorted(asked) == [
        f"/original/{name}.jpg" for name in ("one", "pilot", "show-wide", "show")
    ]
    client.delete(f"{address}/picture")
    assert client.get(address).json()["poster_url"] == shown["poster_url"]


def test_a_picture_that_is_not_to_be_had_leaves_the_words_and_no_folder(
    services: Services, client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    catalogue.pictures = {"/show.jpg": b"no picture"}
    first = bring("a.mkv", title="The Show 1x01", kind="episode", series_title="The Show",
                  season_number=1, episode_number=1)  # fmt: skip
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 0}
    shown = client.get(f"/api/media/{first}").json()
    series = client.get(f"/api/series/{shown['series']['id']}").json()
    assert (series["poster_url"], series["description"]) == (None, "About it.")
    assert {path.name for path in services.store.artwork_root.iterdir()} <= {first}


def test_seasons_have_words_and_a_poster_and_episodes_a_still(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    facts = {"kind": "episode", "series_title": "The Show"}
    first = bring("a.mkv", **facts, title="The Show 1x01", season_number=1, episode_number=1)
    bring("b.mkv", **facts, title="The Show 2x01", season_number=2, episode_number=1)
    look_up()
    shown = client.get(f"/api/media/{first}").json()
    assert client.get(shown["poster_url"]).status_code == 200
    series = client.get(f"/api/series/{shown['series']['id']}").json()
    one, two = series["seasons"]
    # "Temporada 1" says no more than the number, which every page says in its own language.
    assert (one["title"], one["description"]) == (None, "Their first.")
    assert client.get(one["poster_url"]).status_code == 200
    assert one["poster_url"] != series["poster_url"]
    assert two["title"] == "The Return"
    assert not any("specials" in path for path, _ in catalogue.asked)


def test_a_series_is_chosen_by_hand_and_its_episodes_follow(
    services: Services, client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    facts = {"kind": "episode", "series_title": "The Show", "season_number": 1}
    first = bring("a.mkv", **facts, title="The Show 1x01", episode_number=1)
    own = bring("b.mkv", **facts, title="The Show 1x02", episode_number=2)
    client.patch(f"/api/media/{own}", json={"title": "My name for it"})
    look_up()
    before = client.get(f"/api/media/{first}").json()
    address = f"/api/series/{before['series']['id']}"
    catalogue.two_shows = True
    offered = client.get(f"{address}/matches", params={"title": "The Show"}).json()
    assert [(one["value"], one["year"]) for one in offered["items"]] == [("77", 2010), ("78", 2020)]
    old = client.get(address).json()
    made = client.post(f"{address}/match", json={"value": "78"}).json()
    assert (made["description"], made["year"], made["genres"]) == ("Made anew.", 2020, ["Comedy"])
    assert made["poster_url"] != old["poster_url"]
    assert [one["name"] for one in made["people"]] == ["Cy Dahl"]
    assert {"title", "year"} <= set(made["locked"])
    look_up()
    after = client.get(f"/api/media/{first}").json()
    assert (after["title"], client.get(f"/api/media/{own}").json()["title"]) == (
        "Again", "My name for it",
    )  # fmt: skip
    assert after["poster_url"] != before["poster_url"]
    # Episodes that come later are taken from what was chosen, and nothing is written over again.
    asked = len([1 for path, _ in catalogue.asked if path.startswith("/tv/77")])
    client.patch(f"/api/media/{first}", json={"description": "Mine."})
    bring("c.mkv", **facts, title="The Show 1x03", episode_number=3)
    look_up()
    assert client.get(f"/api/media/{first}").json()["description"] == "Mine."
    assert len([1 for path, _ in catalogue.asked if path.startswith("/tv/77")]) == asked


def test_a_series_that_is_chosen_does_not_swallow_another(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    facts = {"kind": "episode", "season_number": 1, "episode_number": 1}
    bring("a.mkv", **facts, title="x 1x01", series_title="The Show")
    second = bring("b.mkv", **facts, title="y 1x01", series_title="Something else")
    series_id = client.get(f"/api/media/{second}").json()["series"]["id"]
    made = client.post(f"/api/series/{series_id}/match", json={"value": "77"}).json()
    assert (made["id"], made["title"], made["description"]) == (
        series_id, "Something else", "About it.",
    )  # fmt: skip
    assert client.post(f"/api/series/{series_id}/match", json={"value": "5"}).status_code == 404
    assert client.post(f"/api/series/{series_id}/match", json={"value": "x"}).status_code == 422
    look_up()


def open_jobs(session: Session) -> int:
    """Count what waits or runs of this kind."""
    mine = session.query(JobRow).filter(JobRow.kind == job.KIND)
    return mine.filter(JobRow.finished_at.is_(None)).count()


@pytest.mark.parametrize(
    ("trouble", "words", "again"),
    only([
        ((500, {}, b"no"), "busy", True),
        ((429, {"Retry-After": "7"}, b""), "busy", True),
        ((200, {}, b"<html>"), "could not be read", True),
        ((200, {}, b"[" * 100_000), "could not be read", True),
        ((200, {}, b" " * (5 << 20)), "too long", True),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "answered with 302", True),
        ((401, {}, b"{}"), "does not accept the key", False),
    ], ((429, {"Retry-After": "7"}, b""), "busy", True), ((401, {}, b"{}"), "does not accept the key", False)),
)  # fmt: skip
def test_a_catalogue_in_trouble_is_left_alone_for_a_while(
    services: Services, catalogue: Site, bring: Bring, look_up: LookUp,
    trouble: tuple[int, dict[str, str], bytes], words: str, again: bool,
) -> None:  # fmt: skip
    bring("Heat.mkv", title="Heat", year=1995)
    catalogue.trouble = trouble
    ended = look_up()
    assert ended.error is not None
    assert words in ended.error.detail
    assert KEY not in ended.error.detail + ended.error.fix
    job.start_when_due(services)
    with services.db.read() as session:
        assert open_jobs(session) == 0
    until_s = job._not_before[str(services.settings.data)]
    assert (until_s != float("inf")) == again
    catalogue.trouble = None
    job._not_before.clear()
    assert look_up().summary == {"matched": 1, "unsure": 0, "nothing": 0}


def test_a_picture_that_is_none_is_done_without(
    client: TestClient, catalogue: Site, bring: Bring, look_up: LookUp
) -> None:
    catalogue.pictures = {"/heat.jpg": b"not a picture"}
    heat = bring("Heat.mkv", title="Heat", year=1995)
    assert look_up().error is None
    assert client.get(f"/api/media/{heat}").json()["poster_url"] is None


def test_a_person_chooses_and_it_is_written_over(
    client: TestClient, member: TestClient, bring: Bring, look_up: LookUp
) -> None:
    heat = bring("Heat.mkv", title="Heat", year=1986)
    look_up()
    offered = client.get(f"/api/media/{heat}/matches", params={"title": "heat"}).json()
    assert [one["year"] for one in offered["items"]] == [1986, 1995]
    assert member.get(f"/api/media/{heat}/matches").status_code == 403
    assert member.post(f"/api/media/{heat}/match", json={"value": "949"}).status_code == 403
    chosen = client.post(f"/api/media/{heat}/match", json={"value": "949"})
    assert chosen.status_code == 200, chosen.text
    assert chosen.json()["description"] == "Obsessive."
    assert chosen.json()["year"] == 1995
    assert chosen.json()["other_ids"]["tmdb"] == "949"
    assert {"title", "year", "kind"} <= set(chosen.json()["locked"])
    assert client.post(f"/api/media/{heat}/match", json={"value": "31"}).status_code == 404
    assert client.post(f"/api/media/{heat}/match", json={"value": "../x"}).status_code == 422


def test_without_a_key_nothing_is_asked(
    settings: Settings, catalogue: Site, fresh_database: Path, tmp_path: Path
) -> None:
    from matinee.app import wiring
    from matinee.kit import secrets
    from matinee.kit.migrate import database_path

    bare = dataclasses.replace(settings, data=tmp_path / "bare", tmdb_key=None)
    bare.data.mkdir()
    secrets.load(bare.data, existing=False)
    database_path(bare).write_bytes(fresh_database.read_bytes())
    with wiring.opened(bare) as services:
        periods = [one.look.__qualname__ for one in services.jobs.periodic]
        assert isinstance(services.jobs, Jobs)
        assert not [name for name in periods if "lookup" in name]
        with pytest.raises(Exception, match="No catalogue"):
            job.catalogue_of(services)
    assert catalogue.asked == []
