"""ASS subtitles drawn as designed: places, colours, movement and fonts, seen in a real browser."""

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont
from tests.flows.conftest import Server, house_of, sign_in
from tests.flows.playing import choose, play_title, told
from tests.flows.test_subtitles import shot

from matinee import engine

MENU = "Subtitles and sound"
TICK = "As designed"
STYLE = (
    "Style: {name},{font},48,&H00{bgr},&H00FF0000,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,5,"
    "0,0,0,1"
)
FIELDS = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour,"
    " Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline,"
    " Shadow, Alignment, MarginL, MarginR, MarginV, Encoding"
)
SCRIPT = "\n".join(
    [
        "[Script Info]", "ScriptType: v4.00+", "PlayResX: 640", "PlayResY: 360", "",
        "[V4+ Styles]",
        FIELDS,
        STYLE.format(name="Red", font="Aileron", bgr="0000FF"),
        STYLE.format(name="Green", font="Nobody Has It", bgr="00FF00"),
        "", "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        r"Dialogue: 0,0:00:00.00,0:00:04.00,Red,,0,0,0,,{\pos(160,90)}MMMM",
        r"Dialogue: 0,0:00:00.00,0:00:04.00,Green,,0,0,0,,{\pos(480,270)}Brook, knows",
        r"Dialogue: 0,0:00:05.00,0:00:08.00,Red,,0,0,0,,{\pos(320,90)}iiii",
        r"Dialogue: 0,0:00:10.00,0:00:14.00,Green,,0,0,0,,{\move(100,180,540,180)}O",
        r"Dialogue: 0,0:00:16.00,0:00:20.00,Green,,0,0,0,,{\pos(320,180)\k200}HHH{\k200}HHH",
    ]
) + "\n"  # fmt: skip


def typewriter() -> bytes:
    """Return a font in which every letter is as wide as any other: nothing else looks like it.

    Pillow's own, with the widths of its `hmtx` table (OpenType 1.9) made one.
    """
    raw = bytearray(ImageFont.load_default(40).font_bytes)
    tables = {}
    for n in range(struct.unpack_from(">H", raw, 4)[0]):
        tag, _, at, _ = struct.unpack_from(">4sLLL", raw, 12 + 16 * n)
        tables[tag] = at
    (count,) = struct.unpack_from(">H", raw, tables[b"hhea"] + 34)
    for n in range(count):
        struct.pack_into(">H", raw, tables[b"hmtx"] + 4 * n, 1000)
    assert ImageFont.truetype(BytesIO(raw), 40).getname()[0] == "Aileron"
    return bytes(raw)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dark film with a designed script and two attachments: its font, and something that is none."""
    folder = tmp_path_factory.mktemp("designed")
    (folder / "lines.ass").write_text(SCRIPT)
    (folder / "type.ttf").write_bytes(typewriter())
    (folder / "none.ttf").write_bytes(b"no font at all" * 100)
    path = folder / "library" / "Brook.mkv"
    path.parent.mkdir()
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "color=c=0x202020:size=640x360:rate=25:duration=24", "-f", "lavfi", "-i",
         "sine=frequency=220:sample_rate=48000:duration=24", "-i", folder / "lines.ass", "-attach",
         folder / "type.ttf", "-attach", folder / "none.ttf", "-metadata:s:t", "mimetype=font/ttf",
         "-metadata:s:t:0", "filename=../../type.ttf", "-c:v", "libx264", "-preset", "ultrafast", "-g",
         "25", "-pix_fmt", "yuv420p", "-c:a", "aac", "-c:s", "copy", "-metadata:s:s:0", "language=eng",
         path], timeout_s=60,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def house(chromium, film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with house_of(tmp_path_factory.mktemp("house") / "data", film.parent, wait=True) as server:
        yield server


@pytest.fixture
def watching(chromium, house: Server) -> Iterator[Any]:
    """The title playing in a page; a script error fails the test."""
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    sign_in(context, house)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def open_film(page: Any, house: Server) -> None:
    (media,) = house.client().get("/api/media").json()["items"]
    play_title(page, media["id"])
    page.evaluate("document.querySelector('video').pause()")


INK = """([r, g, b]) => { const from = document.querySelector('[data-testid=ass]');
  if (!from || from.hidden || !from.width) return null;
  const to = new OffscreenCanvas(640, 360), c = to.getContext('2d'); c.drawImage(from, 0, 0, 640, 360);
  const { data } = c.getImageData(0, 0, 640, 360); let n = 0, x0 = 1e9, x1 = -1, y0 = 1e9, y1 = -1;
  for (let i = 0; i < data.length; i += 4) {
    const a = data[i + 3];
    if (a < 200 || Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 60) continue;
    const x = (i / 4) % 640, y = Math.floor(i / 2560); n++;
    x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y); }
  return n ? { n, left: x0, width: x1 - x0, x: (x0 + x1) / 2, y: (y0 + y1) / 2 } : { n }; }"""
RED, GREEN, BLUE = [255, 0, 0], [0, 255, 0], [0, 0, 255]


def ink(page: Any, colour: list[int], *, there: bool = True) -> dict[str, float]:
    """Wait until there is (or is no) ink of a colour on the canvas; return where, of 640 by 360."""
    for _ in range(300):
        found = page.evaluate(INK, colour)
        if found is not None and (found["n"] > 20) == there:
            return found
        page.wait_for_timeout(200)
    raise AssertionError(f"{colour} there={there}: {found} {told(page)}")


def seek(page: Any, to_s: float) -> None:
    page.evaluate(f"document.querySelector('video').currentTime = {to_s}")


def tick(page: Any) -> None:
    """Turn the design on or off in the menu."""
    page.mouse.move(400, 300)
    page.mouse.move(420, 320)
    page.get_by_role("button", name=MENU).click(timeout=60_000)
    page.get_by_role("menuitemcheckbox", name=TICK).click(timeout=60_000)
    page.keyboard.press("Escape")


@pytest.mark.browser
def test_lines_are_drawn_where_and_how_their_author_says(watching, house: Server) -> None:
    page = watching
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_film(page, house)
    assert page.workers == []
    assert not any(".wasm" in url for url in asked), "the drawing is loaded by whoever needs it"
    choose(page, MENU, "English")

    seek(page, 1)
    wide = ink(page, RED)
    assert abs(wide["x"] - 160) < 4, wide
    assert abs(wide["y"] - 90) < 12, wide
    lower = ink(page, GREEN)
    assert abs(lower["x"] - 480) < 6, lower
    assert abs(lower["y"] - 270) < 12, lower
    assert any(url.endswith("/fonts/list.json") for url in asked)
    assert any(url.endswith("/fonts/0.ttf") for url in asked)
    assert not any("/fonts/1." in url for url in asked)
    assert all(url.startswith((house.url, "blob:", "data:")) for url in asked), asked
    shot(page, "ass-1440")

    seek(page, 6)
    ink(page, GREEN, there=False)
    narrow = ink(page, RED)
    # In the film's own font four thin letters reach nearly as far as four wide ones.
    assert narrow["width"] > 0.7 * wide["width"], (narrow, wide)

    seek(page, 11)
    first = ink(page, GREEN)["x"]
    seek(page, 13)
    page.wait_for_function(f"(ink) => ({INK})({GREEN}).x > {first + 150}", timeout=60_000)

    seek(page, 17)
    waiting = ink(page, BLUE)
    sung = ink(page, GREEN)
    assert sung["left"] < waiting["left"]
    seek(page, 19)
    ink(page, BLUE, there=False)
    page.evaluate("document.querySelector('video').play()")
    ink(page, GREEN, there=False)
    page.evaluate("document.querySelector('video').pause()")


PLACES = """() => { const video = document.querySelector('video'), v = video.getBoundingClientRect(),
  c = document.querySelector('[data-testid=ass]').getBoundingClientRect(),
  ratio = video.videoWidth / video.videoHeight, h = Math.min(v.height, v.width / ratio);
  return Math.abs(c.width - h * ratio) < 1 && Math.abs(c.height - h) < 1
    && Math.abs(c.x + c.width / 2 - v.x - v.width / 2) < 1
    && Math.abs(c.y + c.height / 2 - v.y - v.height / 2) < 1; }"""


@pytest.mark.browser
def test_the_drawing_follows_the_window_and_the_choice_and_goes_with_the_film(
    watching, house: Server
) -> None:
    page = watching
    open_film(page, house)
    choose(page, MENU, "English")
    seek(page, 1)
    ink(page, RED)
    for width, height in ((390, 844), (844, 390), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(PLACES, timeout=60_000)
        assert abs(ink(page, RED)["x"] - 160) < 5
        shot(page, f"ass-{width}")

    tick(page)
    page.wait_for_selector("text=Brook, knows", timeout=60_000)
    assert page.query_selector("[data-testid=ass]") is None
    gone(page)
    open_film(page, house)
    page.wait_for_selector("text=Brook, knows", timeout=60_000)
    assert page.workers == [], "the choice is remembered"
    tick(page)
    seek(page, 1)
    ink(page, RED)
    page.wait_for_selector("text=Brook, knows", state="detached", timeout=60_000)
    assert len(page.workers) == 1

    choose(page, MENU, "Off")
    page.wait_for_selector("[data-testid=ass]", state="detached", timeout=60_000)
    gone(page)
    choose(page, MENU, "English")
    ink(page, RED)
    page.keyboard.press("Escape")
    page.wait_for_selector("video", state="detached", timeout=60_000)
    gone(page)


def gone(page: Any) -> None:
    for _ in range(100):
        if not page.workers:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"a worker stays: {page.workers}")


@pytest.mark.browser
def test_where_it_cannot_be_drawn_the_words_are_shown_and_it_is_said(
    watching, house: Server
) -> None:
    page = watching
    page.route("**/*.wasm", lambda route: route.abort())
    open_film(page, house)
    choose(page, MENU, "English")
    seek(page, 1)
    page.wait_for_selector("text=Brook, knows", timeout=60_000)
    gone(page)
    page.mouse.move(400, 300)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Stats for nerds").click()
    page.wait_for_selector("text=the design could not be drawn", timeout=60_000)
