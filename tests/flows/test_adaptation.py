"""The quality follows the line: down on a poor one without long stalls, up on a good one, fixed when fixed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.flows.conftest import NEW, Server, free_port, paint, sign_in
from tests.flows.playing import MOVED, choose, play_title, told

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PICTURE = re.compile(r"/v\d+(?:-(\d+)[^/]*)?/(\d+)\.m4s")
ORIGINAL = 10_000
GOOD_KBPS, POOR_KBPS = 40_000, 1000
SPELL_S = 45.0
"""How long a quality that suits the line may take to come, on a machine that encodes beside it."""

# How long the picture stood still although it was to go on, since it first moved.
STOOD = """() => { const v = document.querySelector('video');
  window.stood = { ms: 0, since: null };
  v.addEventListener('waiting', () => { window.stood.since ??= performance.now(); });
  v.addEventListener('playing', () => { if (window.stood.since !== null)
    window.stood.ms += performance.now() - window.stood.since; window.stood.since = null; }); }"""
STILL_S = """() => (window.stood.ms
  + (window.stood.since === null ? 0 : performance.now() - window.stood.since)) / 1000"""


@pytest.fixture(scope="module")
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    paint(films / "New.mkv", NEW, "640x360", 120)
    server = Server(tmp_path_factory.mktemp("adaptation") / "data", free_port()).start()
    try:
        server.add_admin()
        server.bring(films)
        yield server
    finally:
        server.stop()


class Viewer:
    """A page, the line it is on, and the heights of the pictures it asked for."""

    def __init__(self, page: Any) -> None:
        self.page, self.heights = page, []
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if found := PICTURE.search(request.url):
            self.heights.append(int(found.group(1) or ORIGINAL))

    def line(self, kbps: int) -> None:
        self.wire.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 20, "downloadThroughput": kbps * 125,
             "uploadThroughput": kbps * 125},
        )  # fmt: skip


@pytest.fixture
def viewer(chromium, house: Server) -> Iterator[Viewer]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    sign_in(context, house)
    one = context.new_page()
    one.route(re.compile(r"/playback(\?|$)"), _without_file)
    yield Viewer(one)
    context.close()


def _without_file(route: Any) -> None:
    """The file as it is has one quality: leave the player the ones with many."""
    response = route.fetch()
    body = {**response.json(), "direct_url": None, "decision": "repackage"}
    route.fulfill(response=response, json=body)


def only_film(house: Server) -> str:
    return house.client().get("/api/media").json()["items"][0]["id"]


def wait(viewer: Viewer, condition: Callable[[], bool], timeout_s: float = SPELL_S) -> None:
    for _ in range(int(timeout_s / 0.25)):
        if condition():
            return
        viewer.page.wait_for_timeout(250)
    raise AssertionError(f"{viewer.heights[-20:]} {told(viewer.page)}")


@pytest.mark.slow
def test_down_on_a_poor_line_without_long_stalls_and_up_on_a_good_one(
    viewer: Viewer, house: Server
) -> None:
    viewer.line(POOR_KBPS)
    play_title(viewer.page, only_film(house))
    viewer.page.evaluate(STOOD)
    wait(viewer, lambda: viewer.heights[-2:] == [240, 240])
    assert ORIGINAL not in viewer.heights
    began = len(viewer.heights)
    viewer.line(GOOD_KBPS)
    wait(viewer, lambda: viewer.heights[-1] == ORIGINAL)
    assert min(viewer.heights[began:]) >= 240
    began = len(viewer.heights)
    viewer.line(POOR_KBPS)
    viewer.page.evaluate("document.querySelector('video').playbackRate = 2")
    wait(viewer, lambda: 240 in viewer.heights[began:], 60)
    # It went down while there was still something ahead.
    assert viewer.page.evaluate(STILL_S) < 4


@pytest.mark.slow
def test_a_chosen_quality_stays_on_any_line(viewer: Viewer, house: Server) -> None:
    viewer.line(GOOD_KBPS)
    play_title(viewer.page, only_film(house))
    choose(viewer.page, "Quality", "240p")
    began = len(viewer.heights) + 2  # what was asked for already may still come
    wait(viewer, lambda: len(viewer.heights) >= began + 5, 60)
    assert set(viewer.heights[began:]) == {240}


def test_a_seek_while_the_quality_changes_goes_on_from_there(viewer: Viewer, house: Server) -> None:
    """What the seek interrupts is asked for again: the beginning of the new quality's stream."""
    page, asked = viewer.page, []

    def slowly(route: Any) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            # The browser goes on at once; this answer comes to nobody.
            page.evaluate("document.querySelector('video').currentTime = 100")
        route.continue_()

    play_title(page, only_film(house))
    # A quality that was not shown yet: on a machine with other work the player may begin low.
    name, path = ("Original", "v0") if 240 in viewer.heights else ("240p", "v0-240[^/]*")
    page.route(re.compile(rf"/{path}/init\.mp4"), slowly)
    choose(page, "Quality", name)
    wait(viewer, lambda: page.evaluate(MOVED, 100.3), 90)
    assert asked
