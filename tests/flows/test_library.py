"""The library narrowed and shown as one likes, in a real browser, over titles enough to need it."""

import re
from collections.abc import Iterator

import pytest
from bench.seed import seed
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, free_port, watched

from matinee.app import wiring
from matinee.kit import config

TITLES = 1500


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("library") / "data", free_port())
    one.add_admin()
    settings = config.load({"data": one.data}, one.environment())
    with wiring.opened(settings) as services:
        seed(services.db, TITLES)
    one.start()
    yield one
    one.stop()


DESK = pytest.param((1440, "dark"), id="desk")
PHONE = pytest.param((390, "light"), id="phone")
# Each is tried on the other too by `make proof`.
DESK_TOO = pytest.param((1440, "dark"), id="desk", marks=pytest.mark.slow)
PHONE_TOO = pytest.param((390, "light"), id="phone", marks=pytest.mark.slow)


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium, server: Server) -> Iterator[object]:
    width, theme = request.param
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": 860}, reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    context.add_init_script(f"localStorage.setItem('matinee.appearance', '{theme}')")
    yield from watched(context, server)


@pytest.mark.browser
@pytest.mark.parametrize("page", [DESK_TOO, PHONE], indirect=True)
def test_the_library_is_narrowed_by_the_panel(page, server: Server) -> None:
    page.goto("/library")
    opens = page.get_by_role("button", name=re.compile("^Filters"))
    opens.click()
    panel = page.get_by_role("dialog", name="Filters")
    panel.get_by_role("button", name=re.compile("^1990s")).click()
    panel.get_by_role("group", name="Resolution").get_by_role(
        "button", name=re.compile("^4K")
    ).click()
    panel.get_by_role("group", name="Watched").get_by_role("button", name="Unwatched").click()
    expect(page).to_have_url(re.compile("year_from=1990.*watched=unwatched"))
    asked = {
        "year_from": 1990, "year_to": 1999, "resolution": "2160p", "watched": "unwatched",
    }  # fmt: skip
    total = server.client().get("/api/media", params=asked).json()["total"]
    assert 0 < total < TITLES
    expect(panel.get_by_role("button", name=re.compile(rf"Show {total} title"))).to_be_visible()
    assert axe(page, "panel") == []
    panel.get_by_label("From", exact=True).fill("2050")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("This is before the first year.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opens).to_be_focused()
    assert axe(page, "chips") == []
    page.get_by_role("button", name="Take off: 1990s").click()
    expect(page).not_to_have_url(re.compile("year_from"))
    expect(opens).to_be_focused()

    page.get_by_role("button", name="Save as collection").click()
    page.get_by_role("textbox", name="Name").fill("Sharp and new to me")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Sharp and new to me” was saved.")).to_be_visible()
    kept = server.client().get("/api/collections").json()["items"]
    rules = [one["rule"]["filter"] for one in kept if one["name"] == "Sharp and new to me"]
    assert {"resolution": ["2160p"], "watched": "unwatched"} in rules

    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page).to_have_url(re.compile("/library$"))


@pytest.mark.browser
@pytest.mark.parametrize("page", [DESK_TOO, PHONE], indirect=True)
def test_letters_lead_there_and_little_is_drawn(page, server: Server) -> None:
    letters = server.client().get("/api/media/letters").json()["items"]
    wanted = next(one for one in letters if one["letter"] == "S")
    asked = {"sort_by": "title", "limit": 1, "page": wanted["offset"] + 1}
    first = server.client().get("/api/media", params=asked).json()["items"][0]["title"]
    for view in ("grid", "list"):
        page.goto(f"/library?sort_by=title&view={view}")
        rail = page.get_by_role("slider", name="Letters")
        expect(rail).to_have_attribute("aria-valuetext", letters[0]["letter"])
        rail.press("s")
        expect(rail).to_have_attribute("aria-valuetext", "S")
        expect(page.get_by_role("link", name=first).first).to_be_in_viewport()
        rail.press("End")
        expect(rail).to_have_attribute("aria-valuetext", letters[-1]["letter"])
        assert page.locator("[role=listitem], [role=row]").count() < 120
        assert axe(page, view) == []


@pytest.mark.browser
@pytest.mark.parametrize("page", [DESK], indirect=True)
def test_the_list_has_the_columns_one_chose(page) -> None:
    page.goto("/library?view=list")
    expect(page.get_by_role("columnheader", name="Size")).to_be_visible()
    page.get_by_role("button", name="View").click()
    page.get_by_role("menuitemcheckbox", name="My rating").click()
    page.get_by_role("menuitemcheckbox", name="Size").click()
    page.get_by_role("menuitemradio", name="Compact").click()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("columnheader", name="My rating")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Size")).to_have_count(0)
    year = page.get_by_role("columnheader", name="Year")
    expect(year).to_have_attribute("aria-sort", "none")
    year.get_by_role("button").click()
    expect(year).to_have_attribute("aria-sort", "descending")
    year.get_by_role("button").click()
    expect(year).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url(re.compile("sort_by=year&sort_order=asc"))
    expect(page.get_by_role("row").nth(1)).to_have_css("height", "44px")


@pytest.mark.browser
@pytest.mark.parametrize("page", [DESK, PHONE_TOO], indirect=True)
def test_rows_of_home_are_drawn_when_they_are_near(page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    last = server.client().get("/api/home").json()["rows"][-1]
    [name] = last["filter"].values()
    row = page.get_by_role("region", name=re.compile(f"^{re.escape(name)}"))
    cards = row.locator("[data-card]")
    expect(row).to_be_attached()
    assert cards.count() == 0
    row.scroll_into_view_if_needed()
    expect(cards).to_have_count(len(last["items"]))
    if page.viewport_size["width"] > 1000:
        row.hover()
        further = row.get_by_role("button", name="More titles")
        expect(further).to_have_css("opacity", "1")
        further.click()
        expect(row.get_by_role("button", name="Earlier titles")).to_have_css("opacity", "1")
    assert axe(page, "home") == []
    lists = [url for url in asked if "/api/media?" in url]
    assert lists == []  # all of it came in one answer
