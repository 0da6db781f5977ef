"""A season in a real browser: its intro is skipped, its chapters are listed, the next one follows."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from tests.flows.conftest import Server, house_of, sign_in
from tests.flows.playing import NOW, play_title

from matinee import engine

CHAPTERS = ((0, 4, "On the quay"), (4, 16, "Intro"), (16, 28, "The crossing"), (28, 40, "Credits"))
LENGTH_S = 40
PLACE = "(s) => { document.querySelector('video').currentTime = s; }"
SLACK_MS = 60_000


def episode(path: Path, number: int) -> None:
    """Make an episode with chapters."""
    notes = path.with_suffix(".txt")
    notes.write_text(
        ";FFMETADATA1\n"
        + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start * 1000}\nEND={end * 1000}\ntitle={title}\n"
            for start, end, title in CHAPTERS
        )
    )
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i",
         f"sine=frequency={330 * number}:sample_rate=48000", "-i", notes, "-map_metadata", "2", "-map", "0", "-map",
         "1", "-t", str(LENGTH_S), "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-c:a", "aac",
         "-pix_fmt", "yuv420p", path],
        timeout_s=120,
    )  # fmt: skip
    notes.unlink()


@pytest.fixture(scope="module")
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("season") / "Harbour"
    folder.mkdir()
    for number in (1, 2):
        episode(folder / f"Harbour S01E0{number}.mp4", number)
    with house_of(tmp_path_factory.mktemp("house") / "data", folder, wait=True) as server:
        yield server


def episodes(client: httpx.Client) -> list[dict]:
    items = client.get("/api/media").json()["items"]
    return sorted(items, key=lambda one: one["episode_number"])


def opened_by(page, key: str, dialog):
    """Press a key until it is answered: what it opens may still be on its way."""
    deadline = time.monotonic() + SLACK_MS / 1000
    while not dialog.is_visible() and time.monotonic() < deadline:
        page.keyboard.press(key)
        with suppress(PlaywrightTimeout):
            dialog.wait_for(timeout=1000)
    return dialog


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.slow)])
def test_a_season_is_watched_without_its_intro_and_goes_on_by_itself(
    chromium, house: Server, width: int
) -> None:
    size = {"width": width, "height": 844 if width < 500 else 900}
    context = chromium.new_context(base_url=house.url, viewport=size)
    context.set_default_timeout(SLACK_MS)
    sign_in(context, house)
    client = house.client()
    first, second = episodes(client)
    for one in (first, second):
        client.delete(f"/api/media/{one['id']}/progress")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    play_title(page, first["id"])

    page.evaluate(PLACE, 5)
    page.get_by_role("button", name="Skip intro").click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 16")
    expect(page.get_by_role("button", name="Skip intro")).to_be_hidden()

    page.mouse.move(200, 300)
    page.mouse.move(220, 320)
    page.get_by_role("button", name="Chapters").last.click()
    sheet = page.get_by_role("dialog", name="Chapters")
    expect(sheet.get_by_role("button", name="The crossing")).to_have_attribute(
        "aria-current", "true"
    )
    sheet.get_by_role("button", name="On the quay").click()
    page.wait_for_function("() => document.querySelector('video').currentTime < 4")
    page.keyboard.press("Escape")
    page.keyboard.press("PageDown")
    page.wait_for_function("() => document.querySelector('video').currentTime >= 4")

    page.evaluate(PLACE, 29)
    card = page.get_by_role("region", name="Up next")
    expect(card).to_contain_text(second["title"])
    card.get_by_role("button", name="Next in").wait_for()
    page.wait_for_url(f"**/watch/{second['id']}")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")

    page.get_by_role("heading", name=second["title"]).wait_for()
    series = page.get_by_role("dialog", name="Harbour")
    expect(opened_by(page, "e", series)).to_be_visible()
    expect(series.get_by_role("button", name=second["title"])).to_have_attribute(
        "aria-current", "true"
    )
    expect(series.get_by_role("progressbar").first).to_be_visible()
    page.keyboard.press("Escape")

    seen = client.get(f"/api/media/{first['id']}/progress").json()
    assert seen["completed"], seen
    # After the last there is no next: its credits are offered to be skipped like an intro.
    page.evaluate(PLACE, 29)
    page.get_by_role("button", name="Skip credits").click()
    page.get_by_role("button", name="Watch again").wait_for()
    assert page.evaluate(NOW) > LENGTH_S - 1
    assert errors == []
    context.close()
