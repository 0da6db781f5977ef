"""Every real clip plays in a real browser, as a file, by HLS and by DASH, or says why not."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.flows.conftest import CLIPS, Server, free_port, sign_in

# How far from where it was asked to be a picture may start after a seek, in seconds.
SLACK_S = 0.6


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
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    data = tmp_path_factory.mktemp("house") / "data"
    server = Server(data, free_port()).start()
    try:
        server.add_admin()
        ran = server.run("add", str(CLIPS))
        assert ran.returncode == 0, ran.stderr
        context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 720})
        sign_in(context, server)
        settle(server)
        media = server.client().get("/api/media", params={"limit": 100}).json()["items"]
        yield House(server, context, media)
        context.close()
    finally:
        server.stop()


def settle(server: Server) -> None:
    """Wait until posters and the like are made: it is playing that is tried here."""
    client, deadline = server.client(), time.monotonic() + 150
    asked = {"status": "queued,running,paused"}
    while client.get("/api/jobs", params=asked).json()["total"] and time.monotonic() < deadline:
        time.sleep(0.5)


def steer(page, way: str) -> dict:
    """Leave the player one way only: `direct`, `hls` or `dash`; returns what it is told, once it is."""
    told: dict = {}
    drop = {"direct": (), "hls": ("direct_url", "dash_url"), "dash": ("direct_url", "manifest_url")}

    def answer(route) -> None:
        response = route.fetch()
        body = response.json()
        for name in drop[way]:
            body[name] = None
        if way != "direct" and body["decision"] == "direct":
            body["decision"] = "repackage"
        told.update(body)
        route.fulfill(response=response, body=json.dumps(body))

    page.route("**/playback**", answer)
    return told


MOVES = """() => { const v = document.querySelector('video');
  const shown = v.getVideoPlaybackQuality().totalVideoFrames > 0;
  return (v.currentTime > 0.2 || v.ended) && (shown || !%s); }"""
TRUTH = """() => { const v = document.querySelector('video'); const q = v.getVideoPlaybackQuality();
  return { time: v.currentTime, duration: v.duration, width: v.videoWidth, frames: q.totalVideoFrames,
           ended: v.ended, src: v.currentSrc }; }"""


def play(house: House, media: dict, way: str) -> None:
    page = house.context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        told = steer(page, way)
        page.goto(f"/watch/{media['id']}?t=0")
        page.wait_for_selector("video", state="attached", timeout=60_000)
        page.evaluate("document.querySelector('video').muted = true")
        page.wait_for_function(MOVES % ("true" if media["width"] else "false"), timeout=60_000)
        truth = page.evaluate(TRUTH)
        length = media["duration_s"]
        assert abs(truth["duration"] - length) < max(0.5, 0.1 * length), truth
        if media["width"]:
            assert truth["width"] > 0, truth
            assert truth["frames"] > 0, truth
        # A screen without HDR is sent encoded pictures of a film that another plays as it is.
        assert ("/stream" in truth["src"]) == (told["decision"] == "direct"), (
            truth,
            told["reasons"],
        )
        if length > 4:
            for share in (0.8, 0.25):
                seek(page, share * length)
        assert errors == []
    finally:
        page.close()


def seek(page, to_s: float) -> None:
    page.evaluate(f"document.querySelector('video').currentTime = {to_s}")
    arrived = f"""() => {{ const v = document.querySelector('video');
      return !v.seeking && v.readyState >= 2 && v.currentTime >= {to_s} - {SLACK_S}; }}"""
    page.wait_for_function(arrived, timeout=60_000)
    went_on = f"() => document.querySelector('video').currentTime > {to_s} + 0.1"
    page.wait_for_function(went_on, timeout=60_000)


@pytest.mark.browser
@pytest.mark.xdist_group("plays")  # one house: filling two at once is too much
@pytest.mark.media
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", ["direct", "hls", "dash"])
def test_every_clip_plays_or_says_why_not(house: House, way: str) -> None:
    assert len(house.media) >= 25
    played, silent, failures = [], [], []
    for media in house.media:
        answer = house.playback(media["id"])
        if answer["decision"] == "unplayable":
            if not answer["reasons"] or not all(one["text"] for one in answer["reasons"]):
                silent.append(media["title"])
            continue
        if way == "direct" and not answer["direct_url"]:
            continue
        if way != "direct" and not answer["manifest_url"]:
            assert answer["direct_url"], media["title"]
            continue
        try:
            play(house, media, way)
            played.append(media["title"])
        except Exception as error:
            failures.append(f"{media['title']}: {str(error).splitlines()[0]}")
    print(f"{way}: played {len(played)}: {', '.join(played)}")
    assert silent == []
    assert failures == []
    assert len(played) >= (10 if way == "direct" else 15)
