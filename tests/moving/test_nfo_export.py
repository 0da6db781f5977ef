"""NFO beside the files of a folder: what is written reads back, and nobody's work is written over."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from matinee import ingest, library
from matinee.ingest.identify import nfo
from matinee.kit.jobs import FINISHED, Dispatcher, Job
from matinee.kit.services import Services
from matinee.moving import nfo_export, nfo_files
from tests.ingest import clipmaker
from tests.moving.conftest import Bring

Write = Callable[[], Job]


@pytest.fixture
def write(
    client: TestClient, services: Services, root: library.RootRow, working: Dispatcher,
    until: Callable[..., object],
) -> Write:  # fmt: skip
    """Ask for the NFOs of the folder, and wait until they are written."""

    def ask() -> Job:
        answer = client.post(f"/api/folders/{root.id}/nfo")
        assert answer.status_code == 202, answer.text
        job_id = answer.json()["job"]["id"]
        until(lambda: services.jobs.get(job_id).status in FINISHED, 30)
        return services.jobs.get(job_id)

    return ask


def test_films_and_episodes_read_back_as_they_are(
    client: TestClient, root: library.RootRow, dune: str, bring: Bring, write: Write
) -> None:
    facts = {"title": "Secrets & <Lies> \x07", "kind": "episode", "series_title": "Dark"}
    bring("shows/Dark/Season 1/a.mkv", **facts, season_number=1, episode_number=2)
    bring("shows/Dark/Season 2/b.mkv", **facts, season_number=2, episode_number=1,
          episode_number_end=2)  # fmt: skip
    said = {"description": "Sand.\n\nMore sand.", "genres": ["Science fiction"], "tagline": "Spice"}
    assert client.patch(f"/api/media/{dune}", json=said).status_code == 200
    assert write().summary == {"written": 4}
    folder = Path(root.path)
    film = nfo.read(folder / "films/Dune (2021)/Dune.nfo")
    assert film is not None
    assert (film.kind, film.title, film.year, film.description) == (
        "movie", "Dune", 2021, said["description"],
    )  # fmt: skip
    assert (film.genres, film.tagline) == (("Science fiction",), "Spice")
    assert set(film.locked_fields) >= {"description", "genres"}
    second = nfo.read(folder / "shows/Dark/Season 2/b.nfo")
    assert second is not None
    assert (second.title, second.season, second.episode, second.episode_end) == (
        "Secrets & <Lies>", 2, 1, 2,
    )  # fmt: skip
    series = nfo.read(folder / "shows/Dark/tvshow.nfo")
    assert series is not None
    assert (series.kind, series.title) == ("series", "Dark")


def test_what_others_wrote_stays_and_our_own_is_brought_up_to_date(
    client: TestClient, root: library.RootRow, bring: Bring, write: Write
) -> None:
    ids = [bring(f"{name}.mkv", title=name, kind="movie") for name in ("Ours", "Theirs", "Edited")]
    folder = Path(root.path)
    (folder / "THEIRS.NFO").write_text("<movie><title>Mine</title></movie>")
    assert write().summary == {"written": 2, "kept": 1}
    (folder / "Edited.nfo").write_text((folder / "Edited.nfo").read_text().replace("Edited", "E"))
    for media_id in ids:
        client.patch(f"/api/media/{media_id}", json={"title": "New"})
    assert write().summary == {"written": 1, "kept": 2}
    assert write().summary == {"unchanged": 1, "kept": 2}
    titles = {one.name: nfo.read(one).title for one in folder.iterdir() if one.suffix != ".mkv"}
    assert titles == {"Ours.nfo": "New", "THEIRS.NFO": "Mine", "Edited.nfo": "E"}


def test_a_film_that_has_a_movie_nfo_gets_no_second(
    root: library.RootRow, dune: str, write: Write
) -> None:
    there = Path(root.path) / "films/Dune (2021)/movie.nfo"
    there.write_text("<movie><title>Dune</title></movie>")
    assert write().summary == {"kept": 1}
    assert [one.name for one in there.parent.glob("*.nfo")] == ["movie.nfo"]


def test_series_in_one_folder_get_no_common_nfo(
    root: library.RootRow, bring: Bring, write: Write
) -> None:
    for series in ("Dark", "Bright"):
        bring(f"shows/{series} S01E01.mkv", title="One", kind="episode", series_title=series,
              season_number=1, episode_number=1)  # fmt: skip
    assert write().summary == {"written": 2}
    assert not list(Path(root.path).rglob("tvshow.nfo"))


@pytest.mark.security
def test_a_link_out_of_the_folder_is_not_followed(
    root: library.RootRow, dune: str, write: Write, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (Path(root.path) / "films/Dune (2021)").rename(elsewhere)
    (Path(root.path) / "films/Dune (2021)").symlink_to(elsewhere)
    job = write()
    assert job.summary is not None
    assert job.summary["refused"] == 1
    assert [one.name for one in elsewhere.iterdir()] == ["Dune.mkv"]


def test_a_link_in_the_place_of_the_nfo_is_not_written_through(
    root: library.RootRow, dune: str, write: Write, tmp_path: Path
) -> None:
    (target := tmp_path / "target").write_text("precious")
    (Path(root.path) / "films/Dune (2021)/Dune.nfo").symlink_to(target)
    assert write().summary == {"kept": 1}
    assert target.read_text() == "precious"


def test_a_folder_that_cannot_be_written_is_told_of_and_a_full_disk_ends_it(
    dune: str, bring: Bring, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring("Other.mkv", title="Other", kind="movie")
    put = nfo_files.put

    def failing(code: int) -> Callable[..., nfo_files.Put]:
        def one(folder: Path, name: str, text: str, names: dict[str, str]) -> nfo_files.Put:
            if name == "Dune.nfo":
                raise OSError(code, os.strerror(code))
            return put(folder, name, text, names)

        return one

    monkeypatch.setattr(nfo_export.nfo_files, "put", failing(errno.EROFS))
    job = write()
    assert job.error is None
    assert job.summary == {
        "written": 1, "refused": 1,
        "refused_examples": ["films/Dune (2021)/Dune.nfo: Read-only file system"],
    }  # fmt: skip
    monkeypatch.setattr(nfo_export.nfo_files, "put", failing(errno.ENOSPC))
    job = write()
    assert job.error is not None
    assert job.error.code == "no_space"


@pytest.mark.security
def test_members_write_nothing(member: TestClient, root: library.RootRow, dune: str) -> None:
    assert member.post(f"/api/folders/{root.id}/nfo").status_code == 403
    assert not list(Path(root.path).rglob("*.nfo"))


def test_nothing_is_another_after_it_was_written_and_scanned(
    client: TestClient, services: Services, working: Dispatcher, tmp_path: Path,
    until: Callable[..., object],
) -> None:  # fmt: skip
    folder = tmp_path / "films"
    for n, name in enumerate(["Heat (1995)/Heat (1995).mp4", "The Show/Season 1/S01E01.mp4"]):
        (folder / name).parent.mkdir(parents=True)
        clipmaker.make(folder / name, seed=n)

    def scanned() -> dict[str, dict]:
        job_id = ingest.add_source(services, str(folder)).id
        until(lambda: services.jobs.get(job_id).status in FINISHED, 60)
        items = client.get("/api/media").json()["items"]
        whole = [client.get(f"/api/media/{one['id']}").json() for one in items]
        left_out = (
            "updated_at",
            "posters",
            "artwork",
            "blurhash",
            "added_at",
            "confidence",
            "doubts",
        )
        return {
            one["id"]: {k: v for k, v in one.items() if k not in left_out and "url" not in k}
            for one in whole
        }

    before = scanned()
    assert sorted(one["title"] for one in before.values()) == ["Heat", "The Show 1x01"]
    with services.db.read() as session:
        root_id = library.roots(session)[0].id
    job_id = client.post(f"/api/folders/{root_id}/nfo").json()["job"]["id"]
    until(lambda: services.jobs.get(job_id).status in FINISHED, 30)
    assert services.jobs.get(job_id).summary == {"written": 3}
    assert scanned() == before
