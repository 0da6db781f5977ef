"""Nothing that axe finds: every screen, dark and light, on a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.conftest import CLIPS, Server, free_port, sign_in

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FITS = """() => document.fonts.status === 'loaded'
  && document.documentElement.scrollWidth <= document.documentElement.clientWidth"""
SCREENS = ("/", "/library", "/library?view=list", "TITLE", "WATCH", "/add", "/activity",
           "/settings", "/settings/folders", "/settings/moving", "/search?q=sample", "/library?status=trashed", "/nothing-here")  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    one = Server(tmp_path_factory.mktemp("axe") / "data", free_port()).start()
    one.add_admin()
    for name in ("bbb-480p-30s.mp4", "sample_with_srt.mkv", "h265_bframes.mp4"):
        assert one.run("add", str(CLIPS / name), "--wait").returncode == 0
    yield one
    one.stop()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_axe_finds_nothing(chromium, server: Server, width: int, theme: str) -> None:
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
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
        page.evaluate(AXE.read_text())
        run = f"axe.run(document, {{ runOnly: {RULES!r} }})"
        for violation in page.evaluate(f"{run}.then((result) => result.violations)"):
            where = violation["nodes"][0]["html"][:160]
            found.append(f"{screen}: {violation['id']}: {violation['help']}: {where}")
        try:
            page.wait_for_function(FITS, timeout=5_000)
        except TimeoutError:
            found.append(f"{screen}: it scrolls sideways")
    context.close()
    assert found == [], "\n".join(found)


@pytest.mark.browser
def test_nothing_on_a_320_px_phone_scrolls_sideways(chromium, server: Server) -> None:
    context = chromium.new_context(base_url=server.url, viewport={"width": 320, "height": 640})
    sign_in(context, server)
    page = context.new_page()
    media = server.client().get("/api/media").json()["items"][0]["id"]
    for screen in SCREENS:
        page.goto(re.sub("TITLE|WATCH", f"/title/{media}", screen))
        page.locator("h1").first.wait_for(state="attached")
        page.wait_for_function(FITS, timeout=5_000)
    context.close()


def _axe(page, where: str) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {{ runOnly: {RULES!r} }}).then((r) => r.violations)")
    return [
        f"{where}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found
    ]


def _shown(page) -> None:
    """Bring the controls, which stay while nothing plays."""
    page.evaluate("document.querySelector('video').pause()")
    page.locator("main[data-controls=shown]").wait_for(timeout=60_000)
    page.get_by_role("slider", name="Place in the film").wait_for(timeout=60_000)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
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
    found = _axe(page, "controls")
    for name in ("Quality", "Subtitles and sound", "Speed", "More"):
        button = page.get_by_role("button", name=re.compile(f"^{name}")).filter(visible=True)
        if button.count() == 0:
            continue  # a phone has it in another menu
        button.first.click()
        page.get_by_role("menu").wait_for(timeout=60_000)
        found += _axe(page, name)
        page.keyboard.press("Escape")
        page.get_by_role("menu").wait_for(state="detached", timeout=60_000)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for(timeout=60_000)
    found += _axe(page, "keyboard")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached", timeout=60_000)
    page.get_by_role("button", name="More").filter(visible=True).first.click()
    page.get_by_role("menuitem", name="Stats for nerds").click()
    page.get_by_role("complementary", name="Stats for nerds").wait_for(timeout=60_000)
    found += _axe(page, "statistics")
    page.evaluate(
        "(v => { v.currentTime = v.duration - 0.3; v.play(); })(document.querySelector('video'))"
    )
    page.get_by_role("button", name="Watch again").wait_for(timeout=60_000)
    found += _axe(page, "end")
    page.goto("/watch/nothing-here")
    page.get_by_role("heading", name="This title is not here any more").wait_for(timeout=60_000)
    found += _axe(page, "trouble")
    context.close()
    assert found == [], "\n".join(found)
