"""What is made of a title after it came in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from matinee import ingest, library
from matinee.ingest.derive import lacks, queue, thumbnail
from matinee.kit.jobs import FINISHED, Job
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from matinee.library.tables import LoudnessRow
from tests.ingest.test_pictures import png

DERIVATIONS = 6  # of a film with sound and without subtitles


@pytest.fixture
def settled(services: Services, until) -> Callable[[], list[Job]]:
    """Wait until every job has ended; returns the derivations."""

    def wait() -> list[Job]:
        def derived() -> list[Job]:
            with services.db.read() as session:
                rows = session.scalars(select(JobRow).where(JobRow.status.not_in(FINISHED))).all()
                if rows:
                    return []
                found = select(JobRow).where(JobRow.kind.startswith("derive."))
                return services.jobs.views(session, session.scalars(found).all())

        return until(derived, 60)  # type: ignore[return-value]

    return wait


def test_a_film_in_place_gets_pictures_cuts_and_hash_beside_nothing(
    services: Services, client, clips: Path, tmp_path: Path, ended, settled
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    shutil.copy(clips / "bbb-480p-30s.mp4", root / "Bunny.mp4")
    ended(ingest.add_source(services, str(root)).id)
    done = {job.kind: job for job in settled()}
    assert {kind: job.error for kind, job in done.items()} == dict.fromkeys(
        [
            "derive.keyframes",
            "derive.poster",
            "derive.sprites",
            "derive.loudness",
            "derive.hash",
            "derive.looks",
        ]
    )
    [media] = client.get("/api/media").json()["items"]
    assert client.get(media["poster_url"]).headers["Content-Type"] == "image/jpeg"
    assert media["blurhash"]
    with services.db.read() as session:
        asset = library.main_asset(session, media["id"])
        assert asset is not None
        keyframes = library.get_keyframes(session, asset.id)
        sprites = library.get_sprites(session, media["id"])
        assert asset.full_hash
        loudness = library.get_loudness(session, asset.id)
    assert keyframes
    assert [one.channels for one in loudness or ()] == [6, 2]
    told = client.get(f"/api/media/{media['id']}/playback").json()["tracks"]["audio"]
    by_channels = {one.channels: one.integrated_lufs for one in loudness or ()}
    assert [one["loudness"]["integrated_lufs"] for one in told] == [
        by_channels[one["channels"]] for one in told
    ]
    assert list(keyframes) == sorted(keyframes)
    assert sprites is not None
    assert sprites.vtt.startswith("WEBVTT")
    sheet = sprites.vtt.split("#xywh")[0].rsplit("\n", 1)[1]
    assert client.get(sheet).status_code == 200
    assert [path.name for path in root.iterdir()] == ["Bunny.mp4"]


def test_sound_alone_needs_no_picture(
    services: Services, client, made, tmp_path, ended, settled
) -> None:
    shutil.copy(made("sound.mp4", picture=False, seconds=2), tmp_path / "song.mp4")
    ended(ingest.add_source(services, str(tmp_path / "song.mp4")).id)
    assert [job.error for job in settled()] == [None] * (DERIVATIONS - 1)
    [media] = client.get("/api/media").json()["items"]
    assert media["poster_url"] is None


def test_hearing_of_a_title_twice_does_the_work_once(
    services: Services, made, tmp_path, ended, settled
) -> None:
    shutil.copy(made("one.mp4", seed=1), tmp_path / "one.mp4")
    job = ended(ingest.add_source(services, str(tmp_path / "one.mp4")).id)
    assert len(settled()) == DERIVATIONS
    queue.on_media_added(services, library.MediaAdded(job.media_id))
    queue.catch_up(services)
    assert len(settled()) == DERIVATIONS


def test_what_an_earlier_version_did_not_measure_is_measured_once_it_is_watched(
    services: Services, made, tmp_path, ended, settled
) -> None:
    shutil.copy(made("one.mp4", seed=1), tmp_path / "one.mp4")
    media_id = ended(ingest.add_source(services, str(tmp_path / "one.mp4")).id).media_id
    settled()
    with services.db.write() as session:
        asset = library.main_asset(session, media_id)
        session.execute(delete(LoudnessRow))
    services.bus.publish(library.MediaPlayed(media_id, "profile", 20.0, 30.0))
    assert len(settled()) == DERIVATIONS
    services.bus.publish(library.MediaPlayed(media_id, "profile", 0.0, 3.0))
    assert len(settled()) == DERIVATIONS + 1
    with services.db.read() as session:
        assert library.get_loudness(session, asset.id)
    services.bus.publish(library.MediaPlayed(media_id, "profile", 0.0, 3.0))
    assert len(settled()) == DERIVATIONS + 1


@pytest.mark.fault
def test_an_event_lost_in_a_crash_is_made_good_at_the_next_start(
    services: Services, made, tmp_path, ended, settled, monkeypatch
) -> None:
    monkeypatch.setattr(queue, "on_media_added", lambda _services, _event: None)
    shutil.copy(made("one.mp4", seed=1), tmp_path / "one.mp4")
    ended(ingest.add_source(services, str(tmp_path / "one.mp4")).id)
    monkeypatch.undo()
    with services.db.read() as session:
        assert not session.scalars(select(JobRow).where(JobRow.kind.startswith("derive."))).all()
    queue.catch_up(services)
    assert len(settled()) == DERIVATIONS


def test_a_title_that_is_gone_meanwhile_fails_nothing(
    services: Services, dispatcher, ended
) -> None:
    from matinee.kit.ids import new_id
    from matinee.kit.jobs import JobSpec

    with services.db.write() as session:
        jobs = [
            services.jobs.enqueue(
                session, JobSpec(kind, {"media_id": new_id(), "asset_id": None})
            ).id
            for kind in (
                lacks.KEYFRAMES, lacks.POSTER, lacks.SPRITES, lacks.HASH, lacks.LOUDNESS,
            )
        ]  # fmt: skip
    assert [ended(job).error for job in jobs] == [None] * len(jobs)


@pytest.mark.security
def test_only_a_fit_picture_of_the_source_becomes_the_poster(tmp_path: Path, clips: Path) -> None:
    from tests.ingest.clipmaker import ffmpeg

    good = tmp_path / "good.png"
    ffmpeg("-ss", "12", "-i", str(clips / "bbb-480p-30s.mp4"), "-frames:v", "1", str(good))
    made = thumbnail.poster_from(good, tmp_path)
    assert made is not None
    assert (made.width, made.path.suffix) == (854, ".jpg")
    assert made.smaller[0][0] == 480
    assert made.blurhash
    unfit = {
        "small.png": png(64, 36),
        "flat.png": png(800, 450),
        "tall.png": png(700, 1400),
        "words.png": b"only words",
        "empty.png": b"",
        "page.svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='500'/>",
        "bomb.png": png(1, 1)[:16] + (60000).to_bytes(4, "big") * 2 + png(1, 1)[24:],
    }
    for name, content in unfit.items():
        (tmp_path / name).write_bytes(content)
        assert thumbnail.poster_from(tmp_path / name, tmp_path) is None, name
    assert thumbnail.poster_from(tmp_path / "not there", tmp_path) is None
