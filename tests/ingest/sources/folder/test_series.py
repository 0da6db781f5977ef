"""The folder of a series as people have it: its pictures, its NFO, and what becomes of changes."""

import os
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from matinee import ingest, library
from matinee.app import doctor
from matinee.ingest.derive import series as deriving
from matinee.ingest.sources.folder import places
from matinee.kit.config import Settings
from matinee.kit.jobs import FINISHED, Dispatcher, JobSpec
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services
from tests import ground

SHOW = """<tvshow><title>The Show</title><year>2010</year><plot>About it.</plot>
<genre>Drama</genre><genre>Crime</genre><mpaa>TV-14</mpaa><uniqueid type="tvdb">7</uniqueid>
<namedseason number="2">The Return</namedseason>
<actor><name>Ana Lima</name><role>Eve</role></actor></tvshow>"""
SEASON = (
    "<season><title>{}</title><plot>How it began.</plot><seasonnumber>1</seasonnumber></season>"
)


def draw(path: Path, width: int, height: int, colour: str = "#805030") -> None:
    """Write a picture with something to see in it."""
    image = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (image, image.rotate(180), Image.new("L", image.size, colour))).save(path)


@pytest.fixture
def disk(tmp_path: Path, made: Callable[..., Path]) -> Path:
    """A disk with one series in two seasons and specials, and a film."""
    root = tmp_path / "disk"
    for n, name in enumerate([
        "TV/Show/Season 1/Show S01E01.mp4", "TV/Show/Season 2/Show S02E01.mp4",
        "TV/Show/Specials/Show S00E01.mp4", "Movies/Heat (1995)/Heat (1995).mp4",
    ]):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made(f"a series {n}.mp4", seed=70 + n, title=None), root / name)
    show = root / "TV" / "Show"
    (show / "tvshow.nfo").write_text(SHOW)
    (show / "Season 1" / "season.nfo").write_text(SEASON.format("Book One"))
    draw(show / "poster.jpg", 600, 900)
    draw(show / "fanart.jpg", 1280, 720)
    draw(show / "logo.png", 400, 150)
    draw(show / "landscape.jpg", 640, 360)
    draw(show / "banner.jpg", 760, 140)
    draw(show / "season01-poster.jpg", 400, 600)
    draw(show / "season-specials-poster.png", 400, 600)
    draw(show / "Season 2" / "folder.jpg", 400, 600)
    return root


@pytest.fixture
def shown(services: Services, client, dispatcher: Dispatcher, ended, until) -> Callable[..., Any]:
    """Scan a disk, wait for the pictures of its series, and return the one series there is."""

    def scan(path: Path, title: str = "The Show") -> dict[str, Any]:
        job = ended(ingest.add_source(services, str(path)).id, 120)
        assert job.error is None, job.error
        until(lambda: made_all(services), 120)
        found = {one["title"]: one["id"] for one in client.get("/api/series").json()["items"]}
        assert list(found) == [title]
        return client.get(f"/api/series/{found[title]}").json()

    return scan


def made_all(services: Services) -> bool:
    with services.db.read() as session:
        kinds = Job.kind.in_((places.KIND, deriving.KIND))  # the look at the folder queues the rest
        open_ = select(Job.id).where(kinds, Job.status.not_in(FINISHED))
        return session.scalar(open_.limit(1)) is None


def size(client, url: str) -> tuple[int, int]:
    answer = client.get(url)
    assert answer.status_code == 200
    with Image.open(BytesIO(answer.content)) as image:
        return image.size


def by_number(series: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {one["number"]: one for one in series["seasons"]}


def folders_of_pictures(services: Services) -> set[str]:
    with services.db.read() as session:
        media = set(session.scalars(select(library.MediaRow.id)))
    return {path.name for path in services.store.artwork_root.iterdir()} - media


def test_pictures_of_a_series_come_change_and_go(
    disk: Path, shown, client, services: Services
) -> None:
    series = shown(disk)
    show = disk / "TV" / "Show"
    urls = {kind: series[f"{kind}_url"] for kind in
            ("poster", "backdrop", "logo", "thumb", "banner")}  # fmt: skip
    assert {kind: size(client, url)[0] for kind, url in urls.items()} == {
        "poster": 600, "backdrop": 1280, "logo": 400, "thumb": 640, "banner": 760,
    }  # fmt: skip
    seasons = by_number(series)
    posters = {number: one["poster_url"] for number, one in seasons.items()}
    assert all(size(client, url) == (400, 600) for url in posters.values())
    assert len(set(posters.values())) == 3
    assert all(one["blurhash"] for one in (series, *seasons.values()))
    assert seasons[1]["title"] == "Book One"
    assert seasons[1]["description"] == "How it began."
    assert (seasons[2]["title"], seasons[0]["title"]) == ("The Return", None)
    assert series["passed_by"] == []
    episode = client.get(f"/api/series/{series['id']}/episodes").json()["items"][0]
    assert episode["backdrop_url"] == urls["backdrop"]
    assert len(folders_of_pictures(services)) == 8

    draw(show / "poster.jpg", 500, 750, "#306080")
    (show / "fanart.jpg").unlink()
    (show / "season-specials-poster.png").unlink()
    (show / "season01-poster.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    with (show / "logo.png").open("r+b") as file:
        file.truncate(31 * 1024**2)
    again = shown(disk)
    assert again["poster_url"] != urls["poster"]
    assert size(client, again["poster_url"]) == (500, 750)
    assert (again["backdrop_url"], again["logo_url"]) == (None, None)
    assert again["thumb_url"] == urls["thumb"]
    seasons = by_number(again)
    assert (seasons[0]["poster_url"], seasons[1]["poster_url"]) == (None, None)
    assert seasons[2]["poster_url"] == posters[2]
    words = {Path(one["path"]).name: one["reason"] for one in again["passed_by"]}
    assert set(words) == {"logo.png", "season01-poster.jpg"}
    assert "30 MB" in words["logo.png"]
    assert client.get(urls["poster"]).status_code == 404
    assert len(folders_of_pictures(services)) == 4


def test_a_look_at_one_folder_leaves_what_lies_in_others(
    disk: Path, shown, client, services: Services, until
) -> None:
    before = shown(disk)
    show = disk / "TV" / "Show"
    draw(show / "poster.jpg", 500, 750, "#306080")
    (show / "banner.jpg").unlink()
    with services.db.read() as session:
        (root,) = library.roots(session)
    places.ask_for_a_look(services, root.id, ["TV/Show"])

    until(lambda: made_all(services), 60)
    after = client.get(f"/api/series/{before['id']}").json()
    assert size(client, after["poster_url"]) == (500, 750)
    assert (after["banner_url"], after["thumb_url"]) == (None, before["thumb_url"])
    assert after["seasons"] == before["seasons"]


def test_what_the_nfo_says_is_read_again_but_for_what_was_changed_by_hand(
    disk: Path, shown, client, made
) -> None:
    series = shown(disk)
    assert (series["year"], series["content_rating"]) == (2010, "TV-14")
    assert series["genres"] == ["Drama", "Crime"]
    at = f"/api/series/{series['id']}"
    client.patch(at, json={"description": "Mine."}).raise_for_status()
    nfo = disk / "TV" / "Show" / "tvshow.nfo"
    nfo.write_text(
        SHOW.replace("The Show", "The Other Show").replace("2010", "2011").replace("TV-14", "TV-MA")
        .replace("About it.", "More of it.").replace("Crime", "Comedy").replace("Ana", "Eva")
    )  # fmt: skip
    season = disk / "TV" / "Show" / "Season 1" / "season.nfo"
    season.write_text(SEASON.format("Temporada 1").replace("began", "ended"))
    # An episode that comes with it finds its series under the new name.
    shutil.copy(made("a series 9.mp4", seed=79, title=None), season.parent / "Show S01E02.mp4")
    changed = shown(disk, "The Other Show")
    assert changed["id"] == series["id"]
    assert (changed["year"], changed["content_rating"]) == (2011, "TV-MA")
    assert (changed["description"], changed["episodes"]) == ("Mine.", 4)
    assert changed["genres"] == ["Drama", "Comedy"]
    assert [one["name"] for one in changed["people"]] == ["Eva Lima"]
    first = by_number(changed)[1]
    assert (first["title"], first["description"]) == ("Book One", "How it ended.")
    titles = client.get(f"{at}/episodes", params={"season": 1}).json()["items"]
    assert [one["title"] for one in titles] == ["The Other Show 1x01", "The Other Show 1x02"]

    client.patch(at, json={"title": "My Name", "genres": ["Mine"]}).raise_for_status()
    nfo.write_text(SHOW.replace("The Show", "A Third Name").replace("2010", "2011"))
    shutil.copy(made("a series 8.mp4", seed=78, title=None), season.parent / "Show S01E03.mp4")
    locked = shown(disk, "My Name")
    assert (locked["id"], locked["episodes"]) == (series["id"], 5)
    assert (locked["genres"], locked["description"]) == (["Mine"], "Mine.")
    assert locked["locked"] == ["description", "genres", "title"]


def test_genres_and_people_of_a_series_lead_to_it(disk: Path, shown, client, member) -> None:
    series = shown(disk)
    for genre, count in (("drama", 3), ("DRAMA", 3), ("Comedy", 0)):
        assert client.get("/api/media", params={"genre": genre}).json()["total"] == count
        found = client.get("/api/series", params={"genre": genre}).json()
        assert found["total"] == (1 if count else 0)
    (person,) = client.get("/api/people").json()["items"]
    assert (person["name"], person["count"]) == ("Ana Lima", 1)
    page = client.get(f"/api/people/{person['id']}").json()
    assert [one["id"] for one in page["series"]] == [series["id"]]
    assert (page["series"][0]["poster_url"], page["count"]) == (series["poster_url"], 1)
    # Who may see none of it sees neither its pictures nor who took part in it.
    pictures = [series["poster_url"], by_number(series)[1]["poster_url"]]
    assert [member.get(url).status_code for url in pictures] == [200, 200]
    assert member.get(f"/api/series/{series['id']}").json()["passed_by"] is None
    episodes = client.get(f"/api/series/{series['id']}/episodes").json()["items"]
    for one in episodes:
        wish = {"available_from": "2099-01-01T00:00:00Z"}
        client.patch(f"/api/media/{one['id']}", json=wish).raise_for_status()
    assert [member.get(url).status_code for url in pictures] == [404, 404]
    assert [client.get(url).status_code for url in pictures] == [200, 200]
    assert member.get("/api/people").json()["total"] == 0
    hidden = member.get(f"/api/people/{person['id']}").json()
    assert (hidden["series"], hidden["count"]) == ([], 0)


def test_a_folder_that_is_away_takes_no_picture(disk: Path, shown, client, ended, services) -> None:
    series = shown(disk)
    away = disk.with_name("away")
    disk.rename(away)
    disk.mkdir()
    job = ended(ingest.add_source(services, str(disk)).id, 60)
    assert job.error is not None
    # Half of a disk is no reason either: what was there stays until its episodes are gone for good.
    (disk / "Movies").mkdir()
    shutil.copytree(away / "Movies", disk / "Movies", dirs_exist_ok=True)
    assert ended(ingest.add_source(services, str(disk)).id, 60).error is None
    assert size(client, series["poster_url"])[0] == 600
    shutil.rmtree(disk)
    away.rename(disk)
    assert shown(disk)["poster_url"] == series["poster_url"]


@ground.alone
def test_two_jobs_at_once_and_one_cut_off_make_each_picture_once(
    tmp_path: Path, services: Services, settings: Settings, until
) -> None:
    root_folder = tmp_path / "root"
    root_folder.mkdir()
    for name in ("poster.jpg", "fanart.jpg"):
        draw(root_folder / name, 640, 480)
    root = library.add_root(services, root_folder)
    with services.db.write() as session:
        series_id = library.series.find_or_make(session, "Show", None)
        assert series_id is not None
        lying = [
            library.SeriesFile(series_id, None, kind, name, 1, 1)
            for kind, name in (("poster", "poster.jpg"), ("backdrop", "fanart.jpg"))
        ]
        library.series_files.sync(services, session, root.id, lying, [series_id])
        kept, _ = library.series_files.to_make(session, series_id)
        for n in range(2):
            spec = JobSpec(deriving.KIND, {"series_id": series_id}, dedupe_key=f"{n}")
            job = services.jobs.enqueue(session, spec)
    # What a process that was killed left of the same job is no picture.
    torn = services.store.artwork_dir(kept.id) / job.id
    torn.mkdir(parents=True)
    (torn / "poster-1000.jpg").write_bytes(b"half")
    running = Dispatcher(services)
    running.start()
    try:
        until(lambda: made_all(services), 60)
    finally:
        running.stop()
    with services.db.read() as session:
        rows = session.scalars(select(library.SeriesFileRow)).all()
        assert {row.kind for row in rows if row.address} == {"poster", "backdrop"}
        for row in rows:
            (only,) = services.store.artwork_dir(row.id).iterdir()
            assert row.address is not None
            assert (services.store.data / row.address).parent == only
            with Image.open(services.store.data / row.address) as image:
                image.load()
        assert library.series_files.lacking(session) == []
    # The doctor sweeps what no row knows, and nothing of these.
    stray = services.store.artwork_dir("stray")
    stray.mkdir()
    folders = [services.store.artwork_dir(row.id) for row in rows]
    for folder in (stray, *folders):
        os.utime(folder, (0, 0))
    assert doctor.examine(settings, fix=True) == 0
    assert [folder.is_dir() for folder in (stray, *folders)] == [False, True, True]
