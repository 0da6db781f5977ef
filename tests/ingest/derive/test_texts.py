"""Subtitles are read once a title is in: words for the search, forms for the player."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from matinee import engine, ingest, library
from matinee.ingest import add
from matinee.ingest.sources.folder import places
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job as JobRow
from matinee.library.texts.cues import CueRow, CueTrackRow

SRT = "1\n00:00:00,500 --> 00:00:01,500\nHello <i>there</i>\n\n2\n00:00:02,000 --> 00:00:03,000\nBye\n"


@pytest.fixture
def films(tmp_path: Path, made) -> Path:
    """A folder with a film that has words inside and beside it."""
    root = tmp_path / "films"
    root.mkdir()
    (tmp_path / "words.srt").write_text(SRT)
    engine.ffmpeg.run(
        ["-i", made("one.mp4", seed=1), "-i", tmp_path / "words.srt", "-c", "copy", "-c:s", "srt",
         "-metadata:s:s:0", "language=eng", root / "Film.mkv"], timeout_s=60,
    )  # fmt: skip
    (root / "Film.ru.srt").write_bytes(SRT.replace("Bye", "Пока").encode("cp1251"))
    (root / "Film.de.srt").write_text("nothing of use")
    return root


@pytest.fixture
def rest(services, until):
    """Wait until nothing is left to do."""

    def wait():
        def over():
            with services.db.read() as session:
                open_jobs = select(func.count()).select_from(JobRow)
                return not session.scalar(open_jobs.where(JobRow.status.not_in(FINISHED)))

        until(over, 60)

    return wait


def said(services) -> dict[str, list[str]]:
    with services.db.read() as session:
        rows = session.execute(
            select(CueTrackRow.language, CueRow.text)
            .outerjoin(CueRow, CueRow.track_number == CueTrackRow.number)
            .order_by(CueRow.number)
        ).all()
    found: dict[str, list[str]] = {}
    for language, text in rows:
        found.setdefault(language, []).extend([text] if text else [])
    return found


def test_words_are_kept_with_their_times_and_go_with_the_title(services, films, ended, rest):
    ended(ingest.add_source(services, str(films)).id)
    rest()
    assert said(services) == {
        "eng": ["Hello there", "Bye"], "ru": ["Hello there", "Пока"], "de": [],
    }  # fmt: skip
    with services.db.read() as session:
        jobs = session.scalars(select(JobRow).where(JobRow.kind == "derive.texts")).all()
        first = session.scalars(select(CueRow).order_by(CueRow.number)).first()
        (asset,) = session.scalars(select(library.AssetRow)).all()
        media_id = asset.media_id
    assert [job.status for job in jobs] == ["completed"]
    assert (first.start_s, first.end_s) == (0.5, 1.5)
    folder = services.store.cache_dir(asset.id, "texts")
    assert (folder / "t2" / "all.vtt").read_text().startswith("WEBVTT")
    services.bus.publish(library.MediaAdded(media_id))  # told again: nothing is done again
    rest()
    with services.db.read() as session:
        again = select(func.count()).where(JobRow.kind == "derive.texts")
        assert session.scalar(again) == 1
    with services.db.write() as session:
        session.delete(session.get(library.AssetRow, asset.id))
    assert said(services) == {}


def test_files_that_come_change_and_go_beside_a_known_film_are_noticed(
    services, films, ended, rest
):
    ended(ingest.add_source(services, str(films)).id)
    with services.db.read() as session:
        (root,) = library.roots(session)

    def rescan():
        target = places.Target(root.id, None, "films")
        ended(add.start(services, places.scan_spec(target, requested_by=None)).id)
        rest()

    (films / "Film.ru.srt").unlink()
    (films / "Film.es.forced.srt").write_text(SRT)
    (films / "Film.de.srt").write_text(SRT.replace("Bye", "Tschüss"))
    rescan()
    with services.db.read() as session:
        (asset,) = session.scalars(select(library.AssetRow)).all()
        before = {row.id: row for row in library.text_tracks(session, asset.id)}
    assert {(row.language, row.forced) for row in before.values()} == {("es", True), ("de", False)}
    assert said(services)["de"] == ["Hello there", "Tschüss"]
    rescan()
    with services.db.read() as session:
        assert {row.id for row in library.text_tracks(session, asset.id)} == set(before)
    shutil.rmtree(films)
