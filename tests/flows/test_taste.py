"""What a viewer likes follows them: sound, subtitles, their look and their delay."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from tests.flows.conftest import Server, house_of, sign_in
from tests.flows.playing import choose, play_title

from matinee import engine

MENU = "Subtitles and sound"
SRT = "1\n00:00:00,000 --> 00:00:10,000\nThe brook knows the way\n\n2\n00:00:12,000 --> 00:00:18,000\nLater\n"
FONT_PX = (
    "parseFloat(getComputedStyle(document.querySelector('[data-testid=cues] [data-cue]')).fontSize)"
)
WORDS = "[...document.querySelectorAll('[data-testid=cues] [data-cue]')].map((p) => p.innerText).join('|')"
HEARD = """[...document.querySelectorAll('[role=menuitemradio][data-state=checked]')]
  .map((one) => one.innerText.trim()).join('|')"""
INSIDE = """() => { const film = document.querySelector('[data-testid=cues]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-testid=cues] [data-cue]')].every((cue) => {
    const box = cue.getBoundingClientRect();
    return box.left >= film.left && box.right <= film.right && box.top >= film.top && box.bottom <= film.bottom; }); }"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film that begins in French and speaks Italian too, with English words."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "words.srt").write_text(SRT)
    path = folder / "library" / "Brook.mkv"
    path.parent.mkdir()
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-f", "lavfi", "-i",
         "sine=frequency=660:sample_rate=48000", "-i", folder / "words.srt", "-t", "20",
         "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-c:v", "libx264", "-preset",
         "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-c:s", "srt",
         "-metadata:s:a:0", "language=fra", "-metadata:s:a:1", "language=ita",
         "-metadata:s:s:0", "language=eng", "-disposition:a:0", "default", "-disposition:s:0", "0", path],
        timeout_s=60,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def house(chromium: Any, film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with house_of(tmp_path_factory.mktemp("house") / "data", film.parent, wait=True) as server:
        yield server


def paused_at(page: Any, second: float) -> None:
    page.evaluate("document.querySelector('video').pause()")
    page.evaluate(f"document.querySelector('video').currentTime = {second}")


@pytest.mark.browser
@pytest.mark.timeout(400)
def test_a_film_begins_in_the_viewers_languages_and_is_set_to_their_taste(
    chromium: Any, house: Server, until: Callable[..., object]
) -> None:
    client = house.client()
    (media,) = client.get("/api/media").json()["items"]
    likes = {"audio_languages": ["it"], "text_languages": ["en"]}
    assert client.patch("/api/account/preferences", json=likes).status_code == 200

    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    sign_in(context, house)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    play_title(page, media["id"])
    paused_at(page, 3)
    # Italian is not what the file begins with, and English is read where nobody speaks it.
    until(lambda: "The brook" in page.evaluate(WORDS), 60)
    assert heard(page, until) == ["English", "Italian"]
    shot(page, "begun")

    usual = page.evaluate(FONT_PX)
    style = page.get_by_role("menuitem", name="Style and delay")

    def opened() -> bool:
        """Open the menu; a press that comes while it is still closing only closes it."""
        page.mouse.move(420, 320)
        page.get_by_role("button", name=MENU).click()
        with contextlib.suppress(PlaywrightTimeoutError):
            style.wait_for(timeout=5_000)
        return style.is_visible()

    until(opened, 60)
    style.click()
    sheet = page.get_by_role("dialog", name="Subtitle style and delay")
    sheet.get_by_label("Size").fill("200")
    sheet.get_by_role("button", name="Yellow").first.click()
    sheet.get_by_label("Behind each line", exact=True).fill("75")
    until(lambda: page.evaluate(FONT_PX) == pytest.approx(usual * 2, rel=0.02), 60)
    assert page.evaluate(INSIDE)
    shot(page, "sheet")
    later = sheet.get_by_role("button", name="+0.5 s")
    for _ in range(8):
        later.click()
    assert sheet.get_by_text("4 s later").is_visible()
    until(lambda: "The brook" not in page.evaluate(WORDS), 60)
    page.keyboard.press("Escape")
    paused_at(page, 13)
    until(lambda: "The brook" in page.evaluate(WORDS), 60)
    page.keyboard.press("z")
    until(lambda: "3.9 s later" in page.evaluate("document.body.innerText"), 60)
    kept = client.get("/api/account/preferences")
    until(lambda: choices(client, media["id"])["text_delay_s"] == 3.9, 60)
    look = kept.json()["text_look"]
    assert (look["size_percent"], look["colour"], look["background_percent"]) == (
        200,
        "#ffe94a",
        75,
    )

    context.close()
    assert errors == []


@pytest.mark.browser
def test_another_device_begins_as_the_viewer_likes_it(
    chromium: Any, house: Server, until: Callable[..., object]
) -> None:
    client = house.client()
    (media,) = client.get("/api/media").json()["items"]
    look = {"size_percent": 200, "background_percent": 75}
    chosen = {
        "audio": {"language": "fr", "label": None},
        "text": {"language": "en", "label": None},
        "text_delay_s": 3.9,
    }
    assert client.patch("/api/account/preferences", json={"text_look": look}).status_code == 200
    assert client.patch(f"/api/media/{media['id']}/choices", json=chosen).status_code == 200
    context = chromium.new_context(base_url=house.url, viewport={"width": 390, "height": 844})
    sign_in(context, house)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    play_title(page, media["id"])
    paused_at(page, 13)
    until(lambda: "The brook" in page.evaluate(WORDS), 60)
    assert page.evaluate(INSIDE)
    assert heard(page, until) == ["English", "French"]
    shot(page, "phone")
    choose(page, MENU, "Italian")
    until(lambda: (choices(client, media["id"])["audio"] or {}).get("language") == "it", 60)
    context.close()
    assert errors == []


def heard(page: Any, until: Callable[..., object]) -> list[str]:
    """Return what is ticked in the menu of tracks."""
    page.mouse.move(200, 200)
    page.mouse.move(220, 220)
    page.get_by_role("button", name=MENU).click()
    until(lambda: page.evaluate(HEARD), 60)
    ticked = [line.split("\n")[0] for line in page.evaluate(HEARD).split("|")]
    page.keyboard.press("Escape")
    return ticked


def choices(client: Any, media_id: str) -> dict[str, Any]:
    return client.get(f"/api/media/{media_id}/playback").json()["choices"]


def shot(page: Any, name: str) -> None:
    """Keep a picture of the screen where somebody asked for it."""
    folder = os.environ.get("MATINEE_TEST_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/taste-{name}.png")
