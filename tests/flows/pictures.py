"""Take pictures of the screens: `make pictures` writes docs/pictures from a real server.

The library shown is the sample library, so that everybody's pictures are the same.
"""

import io
import re
import sys
import tempfile
import time
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright
from tests.flows.conftest import _FLAGS, CHROMIUM, Server, free_port, sign_in

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
THEMES = ("dark", "light")


def main(target: Path, only: str = "") -> None:
    """Write every picture whose name holds `only` to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data", free_port()).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            console = (server.data.parent / "server.log").read_text()
            link = re.search(r"http://\S+/setup\?token=\S+", console)
            for size in SIZES:
                for theme in THEMES:
                    context = opened(browser, server, size, theme)
                    shoot(context, target, f"setup-{size}-{theme}", link[0] if link else "/", only)
                    context.close()
            server.add_admin()
            fill(server)
            for size in SIZES:
                for theme in THEMES:
                    screens(browser, server, size, theme, target, only)
        finally:
            browser.close()
            server.stop()


def opened(browser, server: Server, size: str, theme: str) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": height},
        reduced_motion="reduce", has_touch=size == "phone",
    )  # fmt: skip
    context.add_init_script(f"localStorage.setItem('matinee.appearance', '{theme}')")
    return context


def fill(server: Server) -> None:
    """Bring the sample library in, and watch a little of it."""
    client = server.client()
    client.post("/api/library/sample")
    deadline = time.monotonic() + 300
    while client.get("/api/jobs", params={"status": "queued,running"}).json()["total"]:
        assert time.monotonic() < deadline, "the sample library was not made in time"
        time.sleep(0.5)
    for share, media in zip((0.4, 0.7, 0.2), titles(client), strict=False):
        body = {"position_s": media["duration_s"] * share, "duration_s": media["duration_s"]}
        client.put(f"/api/media/{media['id']}/progress", json=body)
    client.post("/api/media/add", json={"url": "http://127.0.0.1:9/watch?v=brook"})


def titles(client: httpx.Client) -> list[dict]:
    return client.get("/api/media", params={"sort_by": "title"}).json()["items"]


def screens(browser, server: Server, size: str, theme: str, target: Path, only: str) -> None:
    context = opened(browser, server, size, theme)
    sign_in(context, server)
    media = titles(server.client())
    first, last = media[0]["id"], media[-1]["id"]
    addresses = {
        "home": "/", "library": "/library", "list": "/library?view=list", "title": f"/title/{first}",
        "add": "/add", "activity": "/activity", "settings": "/settings", "search": "/search?q=a",
        "trash": "/library?status=trashed", "missing": "/nothing-here", "empty": "/library?search=zzzz",
    }  # fmt: skip
    for name, address in addresses.items():
        shoot(context, target, f"{name}-{size}-{theme}", address, only)
    if theme == "dark":
        watch(context, target, f"watch-{size}", f"/watch/{last}?t=4", only)
    context.close()


def shoot(context: BrowserContext, target: Path, name: str, address: str, only: str) -> None:
    if only not in name:
        return
    page = context.new_page()
    page.goto(address)
    settle(page)
    keep(page, target / f"{name}.jpg")
    page.close()


def watch(context: BrowserContext, target: Path, name: str, address: str, only: str) -> None:
    """The player, with the pointer over its bar."""
    if only not in name:
        return
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("() => document.querySelector('video')?.currentTime > 4.3")
    bar = page.get_by_role("slider", name="Place in the film").bounding_box()
    assert bar is not None
    page.mouse.move(bar["x"] + bar["width"] * 0.55, bar["y"] + bar["height"] / 2)
    page.wait_for_timeout(700)
    keep(page, target / f"{name}.jpg")
    page.close()


def settle(page: Page) -> None:
    """Wait until every picture in sight is drawn."""
    page.wait_for_load_state("load")
    page.locator("h1").first.wait_for(state="attached")
    page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
    drawn = "() => [...document.images].every((one) => one.loading === 'lazy' || one.complete)"
    page.wait_for_function(drawn)
    page.wait_for_timeout(1200)


def keep(page: Page, path: Path) -> None:
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(path, quality=84, optimize=True)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures",
        sys.argv[2] if len(sys.argv) > 2 else "",
    )
