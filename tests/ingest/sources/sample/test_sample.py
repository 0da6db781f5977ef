"""The sample library: six different clips, made once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from matinee import library
from matinee.ingest.sources.sample import scenes
from matinee.kit.jobs import Job
from matinee.kit.services import Services


def test_the_sample_library_is_made_once(
    client, services: Services, ended: Callable[..., Job], monkeypatch
) -> None:
    """With three clips cut short: all at full length are a minute's work."""
    wanted = {"tide-at-dusk", "silk", "lanterns"}
    short = tuple(replace(scene, length_s=2.5) for scene in scenes.ALL if scene.id in wanted)
    monkeypatch.setattr(scenes, "ALL", short)
    started = client.post("/api/library/sample")
    assert started.status_code == 202
    job = ended(started.json()["job"]["id"], 240)
    assert job.error is None
    assert job.summary == {"found": 3, "added": 3, "skipped": 0}
    items = client.get("/api/media").json()["items"]
    assert {item["title"] for item in items} == {scene.title for scene in scenes.ALL}
    for item in items:
        assert item["description"]
        assert item["tags"]
        assert item["year"]
        assert (item["width"], item["height"]) == (1280, 720)
        assert item["duration_s"] == pytest.approx(2.5, abs=0.1)
        with services.db.read() as session:
            asset = library.main_asset(session, item["id"])
            assert asset is not None
            assert (asset.video_codec, asset.audio_codecs) == ("h264", ["aac"])
            assert asset.size_bytes < 12_000_000
    with services.db.read() as session:
        lanterns = next(item for item in items if item["title"] == "Lanterns")
        asset = library.main_asset(session, lanterns["id"])
        assert asset is not None
        assert len(library.get_probe(session, asset.id).chapters) == 2
    again = ended(client.post("/api/library/sample").json()["job"]["id"])
    assert again.summary == {"found": 3, "added": 0, "skipped": 3}
    assert client.get("/api/media").json()["total"] == 3
    assert not any(services.store.staging_root.iterdir())


def test_a_member_cannot_ask_for_it(member) -> None:
    assert member.post("/api/library/sample").status_code == 403


@pytest.mark.parametrize("scene", scenes.ALL, ids=lambda scene: scene.id)
def test_a_scene_moves_and_is_not_dark_throughout(scene: scenes.Scene) -> None:
    from matinee.ingest.sources.sample import painter

    if scene.id == "seahorse-valley":
        scene = replace(scene, width=96, height=54)
    frames = painter.frames(replace(scene, length_s=2.5))
    shown = [frame for number, frame in enumerate(frames) if number in {26, 34}]
    assert shown[0].shape == (scene.height, scene.width, 3)
    assert 8 < float(shown[0].mean()) < 200
    assert float(abs(shown[0].astype(int) - shown[1].astype(int)).mean()) > 0.3


def test_scenes_have_words_of_their_own() -> None:
    assert len({scene.id for scene in scenes.ALL}) == 6
    assert len({scene.left for scene in scenes.ALL}) == 6
    assert all(12 <= scene.length_s <= 20 for scene in scenes.ALL)
