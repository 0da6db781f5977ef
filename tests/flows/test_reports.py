"""A viewing tells the server truly how it went, and the owner sees it in the settings."""

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows.conftest import NEW, OLD, Server, asked_for, house_of, paint, watched
from tests.flows.playing import NOW, TRUTH, play_title
from tests.flows.test_plays import settle

pytestmark = [pytest.mark.browser]

# Long enough not to be buffered whole, so that a lost line is felt.
LONG_S = 180
BUFFERED = """() => { const { buffered } = document.querySelector('video');
  return buffered.length ? buffered.end(buffered.length - 1) : 0; }"""


def heaviest_tasks_ms(page: Any, seconds: float) -> list[float]:
    """What the tasks of the page's thread cost the processor in the next seconds, the most first.

    Processor time and not time gone by, which a machine with other work stretches.
    """
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    page.wait_for_timeout(seconds * 1000)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (e["pid"], e["tid"])
        for e in events
        if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        e["tdur"] / 1000
        for e in events
        if (e["pid"], e["tid"]) in mains and e["name"].endswith("RunTask") and "tdur" in e
    ]
    return sorted(tasks, reverse=True)


@pytest.fixture(scope="module")
def house(
    chromium, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    if asked_for(request, "sought_in_and_stalled"):
        paint(films / "Long.mkv", [*OLD, "-b:v", "2M"], "640x360", LONG_S)
    paint(films / "Short.mp4", [*NEW, "-movflags", "+faststart"], "640x360")
    with house_of(tmp_path_factory.mktemp("reports") / "data", films) as server:
        settle(server)
        yield server


@pytest.fixture
def page(chromium, house: Server) -> Iterator[object]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1280, "height": 720})
    yield from watched(context, house)


@pytest.mark.slow
def test_a_viewing_that_was_sought_in_and_stalled_says_so(page, house: Server, until) -> None:
    play_title(page, house.titled("Long")["id"])
    until(lambda: page.evaluate(NOW) > 1.5, 60)

    until(lambda: page.evaluate(BUFFERED) > page.evaluate(NOW) + 6, 60)
    near = page.evaluate("document.querySelector('video').currentTime += 2")
    until(lambda: page.evaluate(NOW) > near + 1, 60)
    page.evaluate("document.querySelector('video').currentTime = 120")
    until(lambda: page.evaluate(NOW) > 121.5, 60)

    page.context.set_offline(True)
    page.evaluate("document.querySelector('video').playbackRate = 4")  # sooner at the end of it
    until(lambda: page.evaluate(TRUTH)["ready"] < 3 or page.evaluate(
        "document.querySelector('video').playbackRate") == 0, 90)  # fmt: skip
    dry = page.evaluate(NOW)
    page.wait_for_timeout(1500)  # it lasts this long
    page.context.set_offline(False)
    until(lambda: page.evaluate(NOW) > dry + 1, 90)

    page.goto("/settings/streaming")
    panel = page.locator("section").filter(has=page.get_by_role("heading", name="Speed"))
    expect(panel.get_by_text("Re-encoded pictures")).to_be_visible(timeout=60_000)
    told = house.client().get("/api/streaming/speed?days=1").json()
    [encoded] = [kind for kind in told["kinds"] if kind["kind"] == "encoded"]
    assert encoded["viewings"] == 1, told
    assert encoded["start"]["p50_s"] > 0, told
    assert encoded["seek_near"]["count"] >= 1, told
    assert encoded["seek_far"]["count"] >= 1, told
    assert encoded["stalled_share"] > 0, told
    assert told["stalls"] >= 1, told
    assert told["stalled_s"] > 0, told
    assert told["watched_s"] > 3, told
    assert told["decoded"] > 0, told
    assert any(one["code"].startswith("network") for one in told["failures"]), told
    assert "Chrome on Linux" in [one["client"] for one in told["clients"]], told
    expect(panel.get_by_text("The connection was lost")).to_be_visible()


def test_the_statistics_show_start_seeks_and_stalls(page, house: Server, until) -> None:
    play_title(page, house.titled("Short")["id"])
    page.evaluate("document.querySelector('video').currentTime = 20")
    until(lambda: page.evaluate(NOW) > 20.3, 60)
    with contextlib.suppress(Exception):
        page.mouse.move(500, 300)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Stats for nerds").click()
    panel = page.get_by_role("complementary", name="Stats for nerds")
    for name in ("Start", "Seeks", "Stalls"):
        expect(panel.get_by_text(name, exact=True)).to_be_visible()
    expect(panel).to_contain_text("half within")


def test_playing_leaves_the_page_free(page, house: Server) -> None:
    """No task of ours holds the page for long, but perhaps one that was begun before."""
    play_title(page, house.titled("Short")["id"])
    page.mouse.move(600, 300)
    page.evaluate("document.querySelector('video').currentTime = 2")
    tasks = heaviest_tasks_ms(page, 8)
    assert len(tasks) > 100, "the page was not looked at"
    assert tasks[1] < 100, tasks[:10]
    assert sum(tasks) < 8000 / 2, sum(tasks)


def test_pointing_at_play_fetches_the_player_and_makes_nothing(page, house: Server, until) -> None:
    asked: list[str] = []
    page.goto(f"/title/{house.titled('Short')['id']}")
    play = page.get_by_role("link", name=re.compile("^(Play|Resume)")).first
    expect(play).to_be_visible(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    play.hover()
    until(lambda: page.evaluate("performance.getEntriesByType('resource')"
                                ".some((one) => one.name.includes('/WatchRoute-'))"), 60)  # fmt: skip
    assert not [url for url in asked if "/playback" in url or "/api/play" in url]
