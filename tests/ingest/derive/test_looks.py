"""A film that comes in a second time in another file is found by its pictures."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import ingest, library
from matinee.ingest.derive import looks
from matinee.kit.jobs import FINISHED, JobContext, JobSpec, JobStatus, Lane, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library.duplicates.tables import PicturePrintRow
from tests.engine import scenes
from tests.ingest import clipmaker


@pytest.fixture
def settled(services: Services, until):
    """Wait until every job has ended, none with a failure."""

    def wait() -> None:
        def over() -> bool:
            with services.db.read() as session:
                if session.scalar(select(JobRow.id).where(JobRow.status.not_in(FINISHED)).limit(1)):
                    return False
                failed = select(JobRow.kind).where(JobRow.status == JobStatus.FAILED)
                assert session.scalars(failed).all() == []
                return True

        until(over, 90)

    return wait


def test_the_same_film_in_two_files_is_found_and_another_is_not(
    services: Services, client, dispatcher, ended, settled, tmp_path: Path
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    scenes.film(root / "First.mp4", 1)
    scenes.film(root / "Second.mkv", 1, "-vf", "scale=320:240", "-crf", "35")
    scenes.film(root / "Third.mp4", 2)
    clipmaker.make(root / "Song.m4a", picture=False)
    ended(ingest.add_source(services, str(root)).id)
    settled()
    found = client.get("/api/duplicates").json()
    assert [{one["title"] for one in group["items"]} for group in found["items"]] == [
        {"First", "Second"}
    ]
    assert found["unseen"] == 0


def test_what_an_earlier_version_brought_in_is_looked_at_when_asked(
    services: Services, client, dispatcher, ended, settled, tmp_path: Path
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    scenes.film(root / "First.mp4", 1)
    scenes.film(root / "Second.mp4", 1, "-crf", "40")
    ended(ingest.add_source(services, str(root)).id)
    settled()
    with services.db.write() as session:
        for row in session.scalars(select(PicturePrintRow)):
            session.delete(row)
        (root / "First.mp4").rename(tmp_path / "away.mp4")
    assert client.get("/api/duplicates").json()["unseen"] == 2
    assert client.post("/api/duplicates/look").json() == {"files": 2}
    settled()
    assert client.get("/api/duplicates").json()["unseen"] == 1  # what is away waits
    (tmp_path / "away.mp4").rename(root / "First.mp4")
    client.post("/api/duplicates/look")
    settled()
    assert client.get("/api/duplicates").json()["unseen"] == 0
    assert len(client.get("/api/duplicates").json()["items"]) == 1


def test_what_cannot_be_decoded_is_not_tried_for_ever(
    services: Services, client, dispatcher, ended, settled, tmp_path: Path
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    path = scenes.film(root / "Film.mp4", 1)
    ended(ingest.add_source(services, str(root)).id)
    settled()
    with services.db.write() as session:
        for row in session.scalars(select(PicturePrintRow)):
            session.delete(row)
    path.write_bytes(b"no film" * 1000)
    client.post("/api/duplicates/look")
    settled()
    assert client.get("/api/duplicates").json() == {
        "items": [], "unseen": 0, "total": 0, "page": 1, "limit": 50, "pages": 1,
    }  # fmt: skip


def counted(services: Services) -> list[int]:
    """Register a job `count`; what it counts (files nobody looked at) is in the list."""
    unseen: list[int] = []

    def count(context: JobContext) -> None:
        with context.services.db.read() as session:
            unseen.append(library.duplicates.count_unseen(session))

    services.jobs.register("count", count, lane=Lane.LIGHT)
    return unseen


def test_whatever_else_there_is_to_do_comes_first(
    services: Services, client, dispatcher, ended, settled, tmp_path: Path
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    scenes.film(root / "First.mp4", 1)
    scenes.film(root / "Second.mp4", 2)
    ended(ingest.add_source(services, str(root)).id)
    settled()
    unseen = counted(services)

    def wait(context: JobContext) -> None:
        context.wait(go, 30)

    go = threading.Event()
    services.jobs.register("wait", wait, lane=Lane.LIGHT)
    with services.db.write() as session:
        for row in session.scalars(select(PicturePrintRow)):
            session.delete(row)
        services.jobs.enqueue(session, JobSpec("wait"))
        looks.enqueue(services, session)
        services.jobs.enqueue(session, JobSpec("count", priority=Priority.BACKGROUND))
    go.set()
    settled()
    assert unseen == [2]
    with services.db.read() as session:
        assert library.duplicates.count_unseen(session) == 0


def test_it_leaves_for_what_comes_meanwhile_and_goes_on(
    services: Services, client, dispatcher, ended, settled, tmp_path: Path, monkeypatch
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    for n in range(3):
        scenes.film(root / f"Film {n}.mp4", n + 1)
    ended(ingest.add_source(services, str(root)).id)
    settled()
    unseen = counted(services)

    save = library.duplicates.save_look

    def saved(session, asset_id, look) -> None:
        save(session, asset_id, look)
        if not unseen:
            services.jobs.enqueue(session, JobSpec("count", dedupe_key="count"))

    monkeypatch.setattr(library.duplicates, "save_look", saved)
    with services.db.write() as session:
        for row in session.scalars(select(PicturePrintRow)):
            session.delete(row)
        looks.enqueue(services, session)
    settled()
    assert unseen == [2]
    with services.db.read() as session:
        assert library.duplicates.count_unseen(session) == 0
