"""Subtitles on a real film in a real browser: words, pictures, and a file that somebody gives."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.conftest import CLIPS, Server, house_of, sign_in
from tests.flows.playing import choose, play_title
from tests.proof import only

from matinee import engine

MENU = "Subtitles and sound"
SRT = "1\n00:00:00,000 --> 00:00:05,000\nThe brook <i>knows</i> the way\n"
GIVEN = "1\n00:00:00,000 --> 00:00:05,000\n¿Dónde estás, niño? <script>bad</script>\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real film with words and the pictures of a real disc, five seconds each."""
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    folder = tmp_path_factory.mktemp("film")
    (folder / "words.srt").write_text(SRT)
    path = folder / "library" / "Brook.mkv"
    path.parent.mkdir()
    engine.ffmpeg.run(
        ["-i", CLIPS / "bbb-480p-30s.mp4", "-i", folder / "words.srt", "-i",
         CLIPS / "sample_with_pgs_subtitles.mkv", "-map", "0", "-map", "1", "-map", "2:s", "-c", "copy",
         "-c:s:0", "srt", "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=spa", path],
        timeout_s=60,
    )  # fmt: skip
    (path.parent / "Brook.de.forced.srt").write_text(SRT)
    return path


@pytest.fixture(scope="module")
def house(chromium, film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with house_of(tmp_path_factory.mktemp("house") / "data", film.parent, wait=True) as server:
        yield server


@pytest.mark.browser
@pytest.mark.media
@pytest.mark.parametrize("width", only([390, 1440], 390))
def test_words_and_pictures_show_and_a_file_can_be_given(
    chromium, house: Server, tmp_path: Path, width: int
) -> None:
    size = {"width": width, "height": 844 if width < 500 else 900}
    context = chromium.new_context(base_url=house.url, viewport=size)
    sign_in(context, house)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    (media,) = house.client().get("/api/media").json()["items"]
    play_title(page, media["id"])
    page.evaluate("document.querySelector('video').pause()")
    page.evaluate("document.querySelector('video').currentTime = 0.5")
    page.mouse.move(200, 200)
    page.get_by_role("button", name=MENU).click()
    menu = page.get_by_role("menu").inner_text()
    for words in ("English", "Spanish", "pictures", "German", "forced", "Add subtitles"):
        assert words in menu
    shot(page, f"menu-{width}")
    page.keyboard.press("Escape")

    choose(page, MENU, "English")
    page.wait_for_selector("text=The brook knows the way", timeout=10_000)
    shot(page, f"words-{width}")

    choose(page, MENU, "Spanish")
    page.wait_for_selector("[data-testid=pictures] img", timeout=10_000)
    loaded = "() => document.querySelector('[data-testid=pictures] img').naturalWidth > 100"
    page.wait_for_function(loaded, timeout=10_000)
    box = page.evaluate(PLACE)
    # Where the disc has it: the middle, at 638 of 720 lines and 58 high.
    assert abs(box["middle"] - 0.5) < 0.02, box
    assert abs(box["top"] - 638 / 720) < 0.2, box
    shot(page, f"pictures-{width}")

    given = tmp_path / "Brook.es.srt"
    given.write_bytes(GIVEN.encode("cp1252"))
    page.set_input_files("input[type=file]", str(given))
    page.wait_for_selector("text=¿Dónde estás, niño? <script>bad</script>", timeout=20_000)
    shot(page, f"given-{width}")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("text=Subtitles deleted", timeout=10_000)
    given.write_text("this is no subtitle file")
    page.set_input_files("input[type=file]", str(given))
    page.wait_for_selector("text=not a subtitle file", timeout=20_000)
    assert errors == []
    context.close()


PLACE = """() => { const img = document.querySelector('[data-testid=pictures] img');
  const a = img.getBoundingClientRect(), b = img.parentElement.getBoundingClientRect();
  return { middle: (a.x + a.width / 2 - b.x) / b.width, top: (a.y - b.y) / b.height }; }"""


def shot(page, name: str) -> None:
    """Keep a picture of the screen where somebody asked for it."""
    folder = os.environ.get("MATINEE_TEST_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")
