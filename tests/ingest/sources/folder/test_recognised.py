"""A folder as people have it: what its names, NFO, info.json and pictures make of it in the end."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import ingest, library
from matinee.kit.jobs import FINISHED
from matinee.kit.services import Services
from tests.ingest.test_pictures import png

MOVIE = """<movie><title>Heat</title><originaltitle>Heat!</originaltitle><year>1995</year>
<plot>Two men.</plot><genre>Crime</genre><mpaa>R</mpaa><uniqueid type="imdb">tt0113277</uniqueid>
<actor><name>Al Pacino</name><role>Hanna</role></actor><director>Michael Mann</director></movie>"""
SHOW = """<tvshow><title>The Show</title><year>2010</year><plot>About it.</plot>
<actor><name>Ana Lima</name></actor></tvshow>"""
INFO = {
    "id": "dQw4w9WgXcQ", "title": "Never gonna", "extractor_key": "Youtube", "channel": "Rick",
    "webpage_url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "upload_date": "20091025",
    "description": "A song.", "tags": ["song"],
}  # fmt: skip


@pytest.fixture
def disk(tmp_path: Path, made: Callable[..., Path]) -> Path:
    """A disk with a film twice, its trailer, an episode and a video saved long ago."""
    root = tmp_path / "disk"
    film = root / "Movies" / "Heat (1995)"
    show = root / "TV" / "Show" / "Season 1"
    saved = root / "YouTube" / "Rick"
    for folder in (film / "Trailers", show, saved):
        folder.mkdir(parents=True)
    for n, path in enumerate([
        film / "Heat (1995) - 1080p.mp4", film / "Heat (1995) - 2160p.mkv",
        film / "Trailers" / "First look.mp4", show / "Show S01E01.mp4",
        saved / "Never gonna [dQw4w9WgXcQ].mp4",
    ]):  # fmt: skip
        shutil.copy(
            made(f"a disk {n}{path.suffix}", seed=n, title=None if n == 3 else "Ripped"), path
        )
    (film / "movie.nfo").write_text(MOVIE)
    (film / "poster.jpg").write_bytes(png(600, 900))
    (film / "fanart.jpg").write_bytes(png(1280, 720))
    (show.parent / "tvshow.nfo").write_text(SHOW)
    (saved / "Never gonna [dQw4w9WgXcQ].info.json").write_text(json.dumps(INFO))
    return root


@pytest.fixture
def shown(services: Services, client, dispatcher, ended, until) -> Callable[[Path], dict]:
    """Scan a disk, wait for the pictures, and return every listed media by its title."""

    def scan(path: Path) -> dict:
        job = ended(ingest.add_source(services, str(path)).id)
        assert job.error is None, job.error

        def posters() -> bool:
            with services.db.read() as session:
                jobs = services.jobs.views(session, session.scalars(_posters()).all())
            return bool(jobs) and all(one.status in FINISHED for one in jobs)

        until(posters, 60)
        items = client.get("/api/media").json()["items"]
        return {one["title"]: client.get(f"/api/media/{one['id']}").json() for one in items}

    return scan


def _posters():
    from matinee.kit.jobs.tables import Job

    return select(Job).where(Job.kind == "derive.poster")


def test_everything_on_a_disk_is_what_it_is(disk: Path, shown) -> None:
    found = shown(disk)
    assert set(found) == {"Heat", "The Show 1x01", "Never gonna"}
    heat = found["Heat"]
    assert (heat["kind"], heat["year"], heat["content_rating"]) == ("movie", 1995, "R")
    assert (heat["original_title"], heat["description"]) == ("Heat!", "Two men.")
    assert heat["genres"] == ["Crime"]
    assert [(one["name"], one["job"]) for one in heat["people"]] == [
        ("Al Pacino", "actor"), ("Michael Mann", "director"),
    ]  # fmt: skip
    assert heat["other_ids"] == {"imdb": "tt0113277"}
    assert len(heat["assets"]) == 2
    assert [extra["title"] for extra in heat["extras"]] == ["First look"]
    assert heat["poster_url"] != heat["backdrop_url"]
    assert heat["backdrop_url"] is not None
    episode = found["The Show 1x01"]
    assert episode["series"]["title"] == "The Show"
    assert (episode["season_number"], episode["episode_number"]) == (1, 1)
    song = found["Never gonna"]
    assert (song["kind"], song["uploader"], song["upload_date"]) == ("video", "Rick", "2009-10-25")
    assert (song["source_platform"], song["source_id"]) == ("youtube", "dQw4w9WgXcQ")
    assert song["tags"] == ["song"]
    assert all(one["doubts"] is None for one in found.values())


def test_a_renamed_file_is_read_again_and_an_edited_title_is_not(
    disk: Path, shown, client, made
) -> None:
    plain = disk / "thing.mp4"
    shutil.copy(made("plain.mp4", seed=40), plain)
    other = disk / "other.mp4"
    shutil.copy(made("other.mp4", seed=41), other)
    found = shown(disk)
    client.patch(f"/api/media/{found['other']['id']}", json={"title": "Mine"})
    plain.rename(disk / "Ronin (1998).mp4")
    other.rename(disk / "Jaws (1975).mp4")
    again = shown(disk)
    assert again["Ronin"]["id"] == found["thing"]["id"]
    assert (again["Ronin"]["kind"], again["Ronin"]["year"]) == ("movie", 1998)
    assert (again["Mine"]["id"], again["Mine"]["year"]) == (found["other"]["id"], 1975)


def test_a_further_copy_says_nothing_new(disk: Path, shown, made, services: Services) -> None:
    shutil.copy(made("one.mp4", seed=50), disk / "Ronin (1998).mp4")
    before = shown(disk)["Ronin"]["id"]
    shutil.copy(made("one.mp4", seed=50), disk / "copy of something.mp4")
    found = shown(disk)
    assert found["Ronin"]["id"] == before
    assert "copy of something" not in found
    with services.db.read() as session:
        assert len(library.roots(session)) == 1


def test_an_nfo_that_says_more_is_read_again(disk: Path, shown) -> None:
    before = shown(disk)["Heat"]
    more = MOVIE.replace("Two men.", "Two men in a city.").replace("Al Pacino", "Robert De Niro")
    (disk / "Movies" / "Heat (1995)" / "movie.nfo").write_text(more)
    after = shown(disk)["Heat"]
    assert after["id"] == before["id"]
    assert after["description"] == "Two men in a city."
    assert [one["name"] for one in after["people"]] == ["Robert De Niro", "Michael Mann"]


def test_what_lies_beside_a_film_moves_with_it(disk: Path, shown, client) -> None:
    film = disk / "Ronin (1998).mp4"
    shutil.copy(disk / "YouTube" / "Rick" / "Never gonna [dQw4w9WgXcQ].mp4", film)
    film.write_bytes(film.read_bytes() + b"\0\0\0\x0cfree0001")
    words = "1\n00:00:00,000 --> 00:00:01,000\nHello\n"
    (disk / "Ronin (1998).en.srt").write_text(words)
    before = shown(disk)["Ronin"]["id"]
    other = disk / "Elsewhere"
    other.mkdir()
    for path in (film, disk / "Ronin (1998).en.srt"):
        path.rename(other / path.name)
    assert shown(disk)["Ronin"]["id"] == before
    played = client.get(f"/api/media/{before}/playback").json()
    assert [track["language"] for track in played["tracks"]["text"]] == ["en"]


def test_a_library_that_cannot_be_written_fails_the_scan_and_hangs_nobody(
    disk: Path, services: Services, ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no")

    with monkeypatch.context() as patched:
        patched.setattr(library, "publish_many", broken)
        patched.setattr(library, "publish", broken)
        job = ended(ingest.add_source(services, str(disk)).id)
    assert job.error is not None
    again = ended(ingest.add_source(services, str(disk)).id)
    assert again.error is None
    assert again.summary is not None
    assert again.summary["added"] == 5
