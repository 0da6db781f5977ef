"""Every real clip plays in a real browser, as a file, by HLS and by DASH, or says why not.

With every test every sixth clip is played one of the three ways; `make proof` plays each in all of
them and forces its quality down and up besides.
"""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.flows.conftest import CLIPS, Server, asked_for, free_port, sign_in
from tests.flows.playing import TRUTH, force, open_title, told

# How far from where it was asked to be a picture may start after a seek, in seconds.
SLACK_S = 0.6
SHORTEST_S = 4.0  # of a clip in which there is somewhere to seek
SWITCHED_S = 9.0  # of one that is not over before another quality has come
LEAST_PLAYED = 1  # of a third of every sixth one
WAYS = ("direct", "hls", "dash")


@dataclass
class House:
    """A server with every clip in it, and a signed-in browser."""

    server: Server
    context: object
    media: list[dict]

    def playback(self, media_id: str) -> dict:
        client = self.server.client()
        return client.get(f"/api/media/{media_id}/playback").json()


@pytest.fixture(scope="module")
def house(
    chromium, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    films = CLIPS
    if not asked_for(request, "every_way"):
        films = every_sixth(tmp_path_factory.mktemp("films"))
    data = tmp_path_factory.mktemp("house") / "data"
    server = Server(data, free_port()).start()
    try:
        server.add_admin()
        server.bring(films)
        context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 720})
        sign_in(context, server)
        settle(server)
        media = server.client().get("/api/media", params={"limit": 100}).json()["items"]
        yield House(server, context, sorted(media, key=lambda one: one["title"]))
        context.close()
    finally:
        server.stop()


def every_sixth(folder: Path) -> Path:
    """Put every sixth clip, and what lies beside it under its name, in a folder."""
    stems = sorted({path.name.partition(".")[0] for path in CLIPS.iterdir() if path.is_file()})
    for path in CLIPS.iterdir():
        if path.is_file() and path.name.partition(".")[0] in stems[3::6]:
            shutil.copy(path, folder)
    return folder


def settle(server: Server) -> None:
    """Wait until posters and the like are made: it is playing that is tried here."""
    client, deadline = server.client(), time.monotonic() + 150
    asked = {"status": "queued,running,paused"}
    while client.get("/api/jobs", params=asked).json()["total"] and time.monotonic() < deadline:
        time.sleep(0.5)


def steer(page, way: str) -> dict:
    """Leave the player one way only: `direct`, `hls` or `dash`; returns what it is told, once it is."""
    answers: dict = {}
    drop = {"direct": (), "hls": ("direct_url", "dash_url"), "dash": ("direct_url", "manifest_url")}

    def answer(route) -> None:
        response = route.fetch()
        body = response.json()
        for name in drop[way]:
            body[name] = None
        if way != "direct" and body["decision"] == "direct":
            body["decision"] = "repackage"
        answers.update(body)
        route.fulfill(response=response, body=json.dumps(body))

    page.route(re.compile(r"/playback(\?|$)"), answer)
    return answers


MOVES = """(picture) => { const v = document.querySelector('video');
  const shown = v.getVideoPlaybackQuality().totalVideoFrames > 0;
  return (v.currentTime > 0.2 || v.ended) && (shown || !picture); }"""


def play(house: House, media: dict, way: str, *, switch: bool) -> None:
    page = house.context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        answer = steer(page, way)
        open_title(page, media["id"])
        page.wait_for_function(MOVES, arg=bool(media["width"]), timeout=60_000)
        truth = page.evaluate(TRUTH)
        length = media["duration_s"]
        assert abs(truth["duration"] - length) < max(0.5, 0.1 * length)
        if media["width"]:
            assert truth["width"] > 0
            assert truth["frames"] > 0
        # A screen without HDR is sent encoded pictures of a film that another plays as it is.
        assert ("/stream" in truth["src"]) == (answer["decision"] == "direct"), answer["reasons"]
        if length > SHORTEST_S:
            for share in (0.8, 0.25, 0.5):
                seek(page, share * length)
        if switch and length > SWITCHED_S:
            down_and_up(page, answer["tracks"]["video"])
        assert errors == []
    except Exception as error:
        raise AssertionError(f"{str(error).splitlines()[0]} {errors} {told(page)}") from error
    finally:
        page.close()


def down_and_up(page, qualities: list[dict]) -> None:
    """Force the lowest quality, then the highest that is another."""
    if len(qualities) < 2:
        return
    page.evaluate("document.querySelector('video').currentTime = 0")
    for one in (qualities[-1], qualities[0]):
        force(page, one["label"] or "Original", (one["width"], one["height"]))


def seek(page, to_s: float) -> None:
    page.evaluate(f"document.querySelector('video').currentTime = {to_s}")
    arrived = f"""() => {{ const v = document.querySelector('video');
      return !v.seeking && v.readyState >= 2 && v.currentTime >= {to_s} - {SLACK_S}; }}"""
    page.wait_for_function(arrived, timeout=60_000)
    went_on = f"() => document.querySelector('video').currentTime > {to_s} + 0.1"
    page.wait_for_function(went_on, timeout=60_000)


def play_all(house: House, media: list[dict], way: str, *, switch: bool = False) -> int:
    """Play clips one after the other; returns how many played. What fails is told with why."""
    played, silent, failures = [], [], []
    for one in media:
        answer = house.playback(one["id"])
        if answer["decision"] == "unplayable":
            if not answer["reasons"] or not all(reason["text"] for reason in answer["reasons"]):
                silent.append(one["title"])
            continue
        if way == "direct" and not answer["direct_url"]:
            continue
        if way != "direct" and not answer["manifest_url"]:
            assert answer["direct_url"], one["title"]
            continue
        begun = time.monotonic()
        try:
            play(house, one, way, switch=switch)
            played.append(f"{one['title']} ({time.monotonic() - begun:.1f} s)")
        except Exception as error:
            failures.append(f"{one['title']}: {error}")
    print(f"{way}: played {len(played)}: {', '.join(played)}")
    assert silent == []
    assert failures == []
    return len(played)


@pytest.mark.browser
@pytest.mark.media
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", WAYS)
def test_every_clip_plays_or_says_why_not(house: House, way: str) -> None:
    assert len(house.media) >= 5
    mine = house.media[WAYS.index(way) :: len(WAYS)]
    assert play_all(house, mine, way) >= LEAST_PLAYED


@pytest.mark.browser
@pytest.mark.media
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
def test_every_clip_plays_every_way_and_its_quality_is_forced(house: House, way: str) -> None:
    assert play_all(house, house.media, way, switch=way != "direct") >= 8
