"""A title is weighed once, before it is prepared for the first time, and stays as it was found."""

import pytest

from matinee import engine, library
from matinee.engine import Weight
from matinee.streaming.prepare import actions
from tests import ground

ENDED = {"completed", "failed", "cancelled"}


@pytest.fixture
def film(bring, old_film) -> str:
    return bring(old_film)


def prepare(client, media_id: str, until) -> dict:
    job_id = client.post(f"/api/media/{media_id}/prepare").json()["job"]["id"]
    until(lambda: client.get(f"/api/jobs/{job_id}").json()["status"] in ENDED, 240)
    job = client.get(f"/api/jobs/{job_id}").json()
    assert (job["status"], job["error"]) == ("completed", None)
    return client.get(f"/api/media/{media_id}/prepare").json()


def written(services) -> dict[str, int]:
    root = services.store.cache_root
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*.m4s")}


def weight_of(services, media_id: str) -> Weight | None:
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
        assert asset is not None
        return library.get_weight(session, asset.id)


@ground.alone
def test_an_easy_title_is_prepared_in_fewer_bits_and_says_so(
    client, services, dispatcher, film, until, monkeypatch
) -> None:
    monkeypatch.setattr(engine.weighing, "SHORTEST_S", 5.0)
    monkeypatch.setattr(engine.weighing, "TARGET_VMAF", 60.0)  # whatever the picture is like
    standing = prepare(client, film, until)
    assert standing["state"] == "ready"
    weight = weight_of(services, film)
    assert weight is not None
    assert weight.quality == engine.weighing.COARSER[0]
    assert standing["saved_percent"] == round(100 * weight.saved) >= 0
    [plan] = services.store.cache_root.glob("*/*/prepared.json")
    assert f'"quality": {weight.quality}' in (plan.parent / "plan.json").read_text()
    # A player is offered what was prepared.
    playback = client.post(f"/api/media/{film}/playback", json={}).json()
    assert all(video["prepared"] for video in playback["tracks"]["video"])
    made = written(services)
    assert prepare(client, film, until)["state"] == "ready"
    assert written(services) == made


@pytest.mark.slow
def test_what_is_prepared_already_stays_as_it_is(
    client, services, dispatcher, film, until, monkeypatch
) -> None:
    assert prepare(client, film, until)["saved_percent"] is None  # too short to be weighed
    made = written(services)
    monkeypatch.setattr(engine.weighing, "SHORTEST_S", 5.0)
    monkeypatch.setattr(engine.weighing, "TARGET_VMAF", 60.0)
    assert prepare(client, film, until)["state"] == "ready"
    assert written(services) == made
    assert weight_of(services, film) is None


@pytest.mark.slow
def test_a_title_that_cannot_be_weighed_is_prepared_as_usual(
    client, services, dispatcher, film, until, monkeypatch
) -> None:
    monkeypatch.setattr(engine.weighing, "SHORTEST_S", 5.0)
    monkeypatch.setattr(engine.weighing, "TIMEOUT_S", 0.0)  # ffmpeg never ends in time
    standing = prepare(client, film, until)
    assert (standing["state"], standing["saved_percent"]) == ("ready", None)


@pytest.mark.slow
def test_a_hard_title_is_weighed_once_and_encoded_as_usual(
    client, services, dispatcher, film, until, monkeypatch
) -> None:
    monkeypatch.setattr(engine.weighing, "SHORTEST_S", 5.0)
    monkeypatch.setattr(engine.weighing, "TARGET_VMAF", 100.5)  # nothing is as good
    standing = prepare(client, film, until)
    assert (standing["state"], standing["saved_percent"]) == ("ready", 0)
    assert weight_of(services, film) == Weight(engine.weighing.QUALITY, 0.0, 0.0)
    with services.db.read() as session:
        planned = actions.queries.planned(services, session, film)
    assert planned is not None
    assert all(track.quality is None for track in planned.plan.tracks)
