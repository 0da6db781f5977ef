"""A real Chromium in front of the measured server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.processes import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def signed_in(browser: Any, server: Server, size: tuple[int, int]) -> Any:
    """Return a context of a browser that is signed in and has nothing stored."""
    address = f"http://127.0.0.1:{server.port}"
    width, height = size
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
    context.add_cookies([{"name": "matinee_session", "value": server.token, "url": address}])
    return context
