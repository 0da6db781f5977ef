"""The first page: what it needs is on its way before the program asks for it, and comes once."""

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.flows.conftest import Server, sign_in, small_clip, write_film

pytestmark = pytest.mark.browser
SOON = ("/api/auth/status", "/api/home", "/api/auth/me", "/api/media/stats/overview")


def test_a_row_at_its_beginning_shows_what_is_new_first(
    page: Any, server: Server, tmp_path: Path
) -> None:
    server.add_admin()
    clip = small_clip(tmp_path)
    films = tmp_path / "films"
    for number in range(3):
        write_film(clip, films / f"Film {number}.mkv", number)
    server.bring(films)
    sign_in(page.context, server)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    row = page.get_by_role("region", name="Recently added")
    cards = row.locator("[data-card]")
    expect(cards).to_have_count(3)
    write_film(clip, films / "Another.mkv", 9)
    server.bring(films / "Another.mkv")
    expect(cards).to_have_count(4)
    expect(cards.first).to_contain_text("Another")
    expect(cards.first).to_be_in_viewport(ratio=0.9)


def test_the_font_comes_when_the_page_stands_and_is_there_the_next_time(
    page: Any, server: Server
) -> None:
    server.add_admin()
    sign_in(page.context, server)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-font", "inter")
    [font] = [at for at, path in enumerate(asked) if path.endswith(".woff2")]
    assert font > max(asked.index(path) for path in SOON)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    family = "() => getComputedStyle(document.querySelector('h1')).fontFamily"
    assert page.evaluate(family).startswith('"Inter Variable"')
    # The next time it is known before anything is painted, without any program.
    page.route("**/assets/**", lambda route: route.abort())
    page.reload(wait_until="domcontentloaded")
    expect(html).to_have_attribute("data-font", "inter")


def test_home_comes_with_the_page_and_only_once(page: Any, server: Server) -> None:
    server.add_admin()
    sign_in(page.context, server)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script("localStorage.setItem('matinee.language', 'es')")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    counted = Counter(asked)
    assert {path: counted[path] for path in SOON} == dict.fromkeys(SOON, 1)
    started = page.evaluate(
        "() => Object.fromEntries(performance.getEntriesByType('resource')"
        ".map((one) => [new URL(one.name).pathname, one.initiatorType]))"
    )
    # By the page itself, and not by the script's fetch.
    assert {started[path] for path in SOON} == {"link"}
    assert len([path for path in asked if path.startswith("/assets/es-")]) == 1
    preloaded = page.evaluate(
        "() => [...document.querySelectorAll('head > link[rel=modulepreload]')].map((one) => one.href)"
    )
    assert [url for url in preloaded if "/assets/es-" in url]
    assert not [path for path in asked if path.endswith(".css") or path.startswith("/assets/en-")]
    assert not [text for text in said if "preload" in text]
