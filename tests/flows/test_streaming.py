"""What people see and steer of encoding: qualities in the player, copies, the settings page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.flows.conftest import FILM_S, NEW, OLD, Server, house_of, paint, watched
from tests.flows.playing import MOVED, NOW, SHOWN, choose, force, play_title

from matinee import engine

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def server_with_film(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    paint(films / "Old.mkv", OLD)
    paint(films / "New.mkv", NEW)
    paint(films / "Long group.mkv", [*NEW, "-g", "10000"], "640x360")
    with house_of(tmp_path_factory.mktemp("streaming") / "data", films) as server:
        yield server


@pytest.fixture(scope="module")
def two_languages(server_with_film: Server, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """A film with two languages, one of which no browser plays as it is."""
    film = tmp_path_factory.mktemp("languages") / "Tongues.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440", "-f", "lavfi", "-i", "sine=frequency=660", "-t", str(FILM_S),
         "-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-preset", "ultrafast", "-g", "50",
         "-pix_fmt", "yuv420p", "-c:a:0", "aac", "-c:a:1", "ac3", "-metadata:s:a:0", "language=eng",
         "-metadata:s:a:1", "language=spa", film]
    )  # fmt: skip
    server_with_film.bring(film.parent)
    return server_with_film.titled("Tongues")


@pytest.fixture
def film(server_with_film: Server) -> dict:
    """MPEG-2 and AC-3, which no browser plays."""
    return server_with_film.titled("Old")


@pytest.fixture
def page(chromium, server_with_film: Server) -> Iterator[object]:
    context = chromium.new_context(
        base_url=server_with_film.url, viewport={"width": 1440, "height": 900}
    )
    yield from watched(context, server_with_film)


def test_a_copied_original_and_encoded_qualities_are_one_stream(
    page, server_with_film: Server
) -> None:
    play_title(page, server_with_film.titled("New")["id"])
    for name, size in (("240p", (426, 240)), ("Original", (854, 480)), ("360p", (640, 360))):
        force(page, name, size)


def test_an_original_without_keyframes_comes_at_once(page, server_with_film: Server) -> None:
    play_title(page, server_with_film.titled("Long group")["id"])
    force(page, "240p", (426, 240))
    force(page, "Original", (640, 360))
    assert page.evaluate(NOW) < FILM_S - 5


KEEP_SOURCE = """const make = URL.createObjectURL;
  URL.createObjectURL = (one) => { if (one instanceof MediaSource) window.kept = one; return make.call(URL, one); };"""
BUFFERED = """() => window.kept && [...window.kept.sourceBuffers].map((one) =>
  [...Array(one.buffered.length).keys()].map((n) => [one.buffered.start(n), one.buffered.end(n)]))"""


def test_picture_and_sound_are_where_their_segments_say(page, film: dict, until) -> None:
    page.add_init_script(KEEP_SOURCE)
    play_title(page, film["id"])

    def all_there() -> bool:
        return all(one and one[-1][1] > FILM_S - 0.5 for one in page.evaluate(BUFFERED))

    until(all_there, 60)
    for ranges in page.evaluate(BUFFERED):
        [(start, end)] = ranges
        assert start == pytest.approx(0, abs=0.002)
        assert end == pytest.approx(FILM_S, abs=0.022)  # a frame of sound at most


def test_a_quality_is_forced_down_and_up_and_remembered(page, film: dict) -> None:
    play_title(page, film["id"])
    for name, size in (("240p", (426, 240)), ("480p", (854, 480)), ("360p", (640, 360))):
        force(page, name, size)
    play_title(page, film["id"])
    page.wait_for_function(SHOWN, arg=[640, 360], timeout=40_000)
    page.mouse.move(700, 400)
    button = page.get_by_role("button", name=re.compile("^Quality"))
    expect(button).to_have_text(re.compile("360p"))


def test_another_language_is_heard_without_a_stop(page, two_languages: dict) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    play_title(page, two_languages["id"])
    for name, track in (("Spanish", "/a2-aac1/"), ("English", "/a1/")):
        del asked[:]
        before = page.evaluate(NOW)
        choose(page, "Subtitles and sound", name)
        page.wait_for_function(MOVED, arg=before + 2.0, timeout=30_000)
        assert any(track in url for url in asked), asked


def test_why_says_that_it_is_encoded_and_offers_a_copy(page, film: dict) -> None:
    play_title(page, film["id"])
    page.mouse.move(700, 400)
    page.get_by_role("button", name=re.compile("^Quality")).click()
    page.get_by_role("menuitem", name="Why this quality?").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("re-encoded for this browser")
    expect(sheet).to_contain_text("MPEG-2")
    expect(sheet.get_by_role("button", name="Make a browser-ready copy")).to_be_visible()


def test_a_busy_server_is_waited_for_and_playing_goes_on(page, film: dict) -> None:
    refused = []

    def busy_at_first(route) -> None:
        if len(refused) < 4:
            refused.append(route.request.url)
            body = '{"error": "busy", "detail": "Busy.", "fix": "Wait."}'
            route.fulfill(status=503, body=body, headers={"Retry-After": "2"})
        else:
            route.continue_()

    page.route(re.compile(r"/v0-\d+/\d+\.m4s"), busy_at_first)
    page.goto(f"/watch/{film['id']}?t=0")
    expect(page.get_by_text("The server is busy")).to_be_visible(timeout=20_000)
    page.evaluate("document.querySelector('video').muted = true")
    page.wait_for_function(MOVED, arg=0.2, timeout=40_000)
    expect(page.get_by_text("The server is busy")).to_be_hidden()


def test_a_copy_is_made_on_the_title_page_and_shown_in_the_settings(
    page, film: dict, server_with_film: Server
) -> None:
    play_title(page, server_with_film.titled("New")["id"])  # so that something else is stored too
    page.goto(f"/title/{film['id']}")
    expect(page.get_by_text("Plays, re-encoded for this browser")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Make a browser-ready copy").click()
    expect(page.get_by_text("Prepared: it starts at once")).to_be_visible(timeout=90_000)
    page.goto("/activity")
    expect(page.get_by_text("Prepared: starts at once")).to_be_visible()
    page.goto("/settings/streaming")
    row = page.get_by_role("listitem").filter(has_text=film["title"]).filter(has_text="prepared")
    expect(row).to_be_visible(timeout=20_000)
    often = page.get_by_role("checkbox", name="What is watched often")
    often.check()
    page.reload()
    expect(page.get_by_role("checkbox", name="What is watched often")).to_be_checked()
    expect(page.get_by_text("Encoders")).to_be_visible()
    page.get_by_role("button", name=f"Empty what is stored of {film['title']}").click()
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Empty all").click()
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()


@pytest.mark.slow
def test_a_title_prepared_as_av1_is_played_so_and_switched(
    page, server_with_film: Server, film: dict, until
) -> None:
    client = server_with_film.client()
    path = f"/api/media/{film['id']}/prepare"
    client.post(path, json={"heights": [480], "codec": "av1"}).raise_for_status()
    until(lambda: client.get(path).json()["state"] == "ready", 120)
    try:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        play_title(page, film["id"])
        for name, size in (("480p", (854, 480)), ("240p", (426, 240)), ("480p", (854, 480))):
            force(page, name, size)
        page.evaluate("document.querySelector('video').currentTime = 20")
        page.wait_for_function(MOVED, arg=20.3, timeout=30_000)
        assert page.evaluate(SHOWN, [854, 480])
        assert any("/v0-480-av1/" in url for url in asked)
        assert not any("/v0-480/" in url for url in asked)
    finally:
        client.delete(path).raise_for_status()
