"""Nothing that axe finds: every screen, dark and light, on a desk and on a phone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from tests.flows.axe import axe
from tests.flows.conftest import CLIPS, Server, free_port, sign_in
from tests.proof import only

FITS = """() => document.fonts.status === 'loaded'
  && document.documentElement.scrollWidth <= document.documentElement.clientWidth"""
# A finger needs 44 px. What is pressed may be larger than what is seen; links in a text are as high as its lines.
SMALL = """() => {
  const high = (one, part) => {
    const look = getComputedStyle(one, part);
    return look.content !== 'none' && look.position === 'absolute' ? [parseFloat(look.width), parseFloat(look.height)] : [0, 0];
  };
  return [...document.querySelectorAll('button, a, input, [role=tab], [role=slider]')].flatMap((one) => {
    const place = one.matches('input') && one.closest('label') || one;
    const look = getComputedStyle(place);
    const { width, height, top, bottom, left, right } = place.getBoundingClientRect();
    const away = bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth || width <= 1;
    if (away || look.visibility === 'hidden' || look.pointerEvents === 'none') return [];
    if (place.matches('a') && look.display === 'inline' && !place.closest('h2')) return [];
    const boxes = [[width, height], high(place, '::before'), high(place, '::after')];
    if (boxes.some(([w, h]) => w > 43.5 && h > 43.5)) return [];
    return [`${one.ariaLabel || one.textContent || one.tagName} ${Math.round(width)} x ${Math.round(height)}`];
  });
}"""
SCREENS = ("/", "/library", "/library?view=list", "TITLE", "WATCH", "/add", "/activity",
           "/settings", "/settings/folders", "/settings/moving", "/search?q=sample", "/library?status=trashed",
           "/collections", "/genres", "/channels", "/people", "/series", "/my-list", "/history",
           "/tags", "/nothing-here")  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    one = Server(tmp_path_factory.mktemp("axe") / "data", free_port()).start()
    one.add_admin()
    for name in ("bbb-480p-30s.mp4", "sample_with_srt.mkv", "h265_bframes.mp4"):
        one.bring(CLIPS / name, wait=True)
    yield one
    one.stop()


def too_wide(page: Any, screen: str) -> list[str]:
    """Say where a page scrolls sideways."""
    try:
        page.wait_for_function(FITS, timeout=5_000)
    except PlaywrightTimeoutError:
        return [f"{screen}: it scrolls sideways"]
    return []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), only([(1440, "dark"), (390, "light")], (390, "light")))
def test_axe_finds_nothing(chromium, server: Server, width: int, theme: str) -> None:
    """Nor, on a phone, is any control too small for a finger, nor is 320 px too narrow."""
    phone = width < 500
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": 900}, reduced_motion="reduce",
        has_touch=phone, is_mobile=phone,
    )  # fmt: skip
    context.add_init_script(f"localStorage.setItem('matinee.appearance', '{theme}')")
    sign_in(context, server)
    media = server.client().get("/api/media", params={"search": "bbb"}).json()["items"][0]["id"]
    page = context.new_page()
    found: list[str] = []
    for screen in SCREENS:
        address = {"TITLE": f"/title/{media}", "WATCH": f"/watch/{media}?t=1"}.get(screen, screen)
        page.goto(address)
        page.locator("h1, video").first.wait_for(state="attached")
        page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
        found += axe(page, screen) + too_wide(page, screen)
        if phone and screen != "WATCH":  # whose controls come and go: they have a test of their own
            found += [f"{screen}: {one}" for one in page.evaluate(SMALL)]
            page.set_viewport_size({"width": 320, "height": 640})
            found += too_wide(page, f"{screen} at 320 px")
            page.set_viewport_size({"width": width, "height": 900})
    context.close()
    assert found == [], "\n".join(found)


def _shown(page) -> None:
    """Bring the controls, which stay while nothing plays."""
    page.evaluate("document.querySelector('video').pause()")
    page.locator("main[data-controls=shown]").wait_for(timeout=60_000)
    page.get_by_role("slider", name="Place in the film").wait_for(timeout=60_000)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), only([(1440, 900), (390, 844)], (1440, 900)))
def test_axe_finds_nothing_on_the_player(
    chromium, server: Server, width: int, height: int, until
) -> None:
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": height},
        reduced_motion="reduce", has_touch=width < 500,
    )  # fmt: skip
    sign_in(context, server)
    media = server.client().get("/api/media", params={"search": "bbb"}).json()["items"][0]["id"]
    page = context.new_page()
    page.goto(f"/watch/{media}?t=1")
    until(lambda: page.evaluate("document.querySelector('video')?.currentTime ?? 0") > 1.2, 60)
    _shown(page)
    found = axe(page, "controls")
    for name in ("Quality", "Subtitles and sound", "Speed", "More"):
        button = page.get_by_role("button", name=re.compile(f"^{name}")).filter(visible=True)
        if button.count() == 0:
            continue  # a phone has it in another menu
        button.first.click()
        page.get_by_role("menu").wait_for(timeout=60_000)
        found += axe(page, name)
        page.keyboard.press("Escape")
        page.get_by_role("menu").wait_for(state="detached", timeout=60_000)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for(timeout=60_000)
    found += axe(page, "keyboard")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached", timeout=60_000)
    page.get_by_role("button", name="More").filter(visible=True).first.click()
    page.get_by_role("menuitem", name="Stats for nerds").click()
    page.get_by_role("complementary", name="Stats for nerds").wait_for(timeout=60_000)
    found += axe(page, "statistics")
    page.evaluate(
        "(v => { v.currentTime = v.duration - 0.3; v.play(); })(document.querySelector('video'))"
    )
    page.get_by_role("button", name="Watch again").wait_for(timeout=60_000)
    found += axe(page, "end")
    page.goto("/watch/nothing-here")
    page.get_by_role("heading", name="This title is not here any more").wait_for(timeout=60_000)
    found += axe(page, "trouble")
    context.close()
    assert found == [], "\n".join(found)
