"""What breaks while somebody watches, and that the picture goes on by itself."""

import re
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from tests.flows.conftest import NEW, Server, house_of, paint, watched
from tests.flows.playing import MOVED, NOW, choose, play_title, told

from matinee.kit import secrets, tokens

pytestmark = [pytest.mark.browser]
LENGTH_S = 90
GRANTED_S = 12
STANDS = "() => { window.stood = 0; document.querySelector('video').addEventListener('waiting', () => window.stood++); }"
SEEK = "(s) => { document.querySelector('video').currentTime = s; }"
PATIENCE_MS = 90_000


@pytest.fixture(scope="module")
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    paint(films / "Whole.mp4", [*NEW, "-movflags", "+faststart"], "640x360", LENGTH_S)
    paint(films / "Packed.mkv", [*NEW, "-c:a", "ac3"], "854x480", LENGTH_S)
    with house_of(tmp_path_factory.mktemp("recovery") / "data", films) as server:
        yield server


@pytest.fixture
def page(chromium, house: Server) -> Iterator[object]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1280, "height": 720})
    yield from watched(context, house)


def goes_on(page, since: float) -> None:
    try:
        page.wait_for_function(MOVED, arg=since, timeout=PATIENCE_MS)
    except PlaywrightTimeout:
        pytest.fail(told(page))


@pytest.mark.parametrize("title", [pytest.param("Whole", marks=pytest.mark.slow), "Packed"])
def test_a_server_killed_and_started_again_is_waited_for(page, house: Server, title: str) -> None:
    play_title(page, house.titled(title)["id"])
    house.stop(signal.SIGKILL)
    page.evaluate(SEEK, LENGTH_S - 30)
    expect(page.get_by_text("The connection is lost")).to_be_visible(timeout=PATIENCE_MS)
    house.start()
    goes_on(page, LENGTH_S - 30 + 0.3)
    assert page.evaluate(NOW) < LENGTH_S - 15, told(page)
    expect(page.get_by_text("The connection is lost")).to_be_hidden()


@pytest.mark.slow
def test_a_lost_line_is_told_and_playing_goes_on_when_it_is_back(page, house: Server) -> None:
    play_title(page, house.titled("Packed")["id"])
    page.context.set_offline(True)
    page.evaluate(SEEK, LENGTH_S - 25)
    expect(page.get_by_text("This device is offline")).to_be_visible(timeout=PATIENCE_MS)
    page.context.set_offline(False)
    goes_on(page, LENGTH_S - 25 + 0.3)
    expect(page.get_by_text("This device is offline")).to_be_hidden()


def test_a_place_reached_without_a_line_is_told_later(
    page, house: Server, until: Callable[..., object]
) -> None:
    media_id = house.titled("Packed")["id"]
    client = house.client()
    client.delete(f"/api/media/{media_id}/progress")
    play_title(page, media_id)
    page.evaluate(SEEK, 8)
    goes_on(page, 8.2)
    page.context.set_offline(True)
    page.evaluate("document.querySelector('video').pause()")
    place = page.evaluate(NOW)
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => key.startsWith('matinee.unsent'))"
    )
    page.context.set_offline(False)

    def known() -> bool:
        return abs(client.get(f"/api/media/{media_id}/progress").json()["position_s"] - place) < 1

    until(known, 60)
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('matinee.unsent'))"
    )


def short_lived(server: Server, body: str, ends_at: float) -> str:
    """Put into an answer a grant of the server's own that ends sooner."""
    granted = re.search(r"/api/play/([^/]+)/", body)
    assert granted is not None
    key = secrets.load(server.data, existing=True).grant_key
    payload = tokens.verify(key, granted[1], now=0.0)
    del payload["exp"]
    return body.replace(granted[1], tokens.sign(key, payload, expires_at=ends_at))


def test_a_grant_that_runs_out_is_renewed_without_a_stop(
    page, house: Server, until: Callable[..., object]
) -> None:
    asked: list[float] = []

    def answer(route) -> None:
        response = route.fetch()
        body = response.text()
        asked.append(time.time())
        if len(asked) == 1:
            body = short_lived(house, body, asked[0] + GRANTED_S)
        route.fulfill(response=response, body=body)

    refused: list[str] = []
    page.on("response", lambda one: one.status == 401 and refused.append(one.url))
    page.route("**/playback", answer)
    play_title(page, house.titled("Packed")["id"])
    page.evaluate(STANDS)
    # Looking at the page is what lets its answers be heard of here.
    until(lambda: page.evaluate(NOW) > 0 and refused and len(asked) > 1, 60)
    goes_on(page, page.evaluate(NOW) + 3)
    assert page.evaluate("window.stood") == 0, told(page)
    page.evaluate(SEEK, LENGTH_S - 20)
    goes_on(page, LENGTH_S - 20 + 0.3)


def test_a_file_the_browser_stumbles_over_goes_on_as_a_stream_once(page, house: Server) -> None:
    def garbage(route) -> None:
        route.fulfill(status=200, body=b"\0" * 4096, headers={"Content-Type": "video/mp4"})

    page.route(re.compile(r"/api/media/[^/]+/stream"), garbage)
    play_title(page, house.titled("Whole")["id"])
    expect(page.get_by_text("This browser stumbled over the file")).to_be_visible()
    assert page.evaluate("document.querySelector('video').currentSrc").startswith("blob:")
    choose(page, "Quality", "240p")
    goes_on(page, page.evaluate(NOW) + 1)
