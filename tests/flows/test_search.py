"""Search on the screen: while typing, mistyped, without accents, by what is said, narrowed and remembered."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, house_of, small_clip, watched, write_film
from tests.flows.playing import NOW

pytestmark = pytest.mark.browser
FILMS = ("Café del Mar (2004)", "Harbour (2001)", "Harbour Lights S01E01", "Meadow (2002)")
SAID_AT_S = 7
SAID = f"""1
00:00:0{SAID_AT_S},000 --> 00:00:09,000
The lighthouse keeper counts the boats.
"""


@pytest.fixture(scope="module")
def house(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("films") / "films"
    clip = small_clip(folder.parent, seconds=12)
    for n, name in enumerate(FILMS):
        write_film(clip, folder / f"{name}.mkv", n)
    (folder / "Meadow (2002).en.srt").write_text(SAID)
    with house_of(tmp_path_factory.mktemp("search") / "data", folder, wait=True) as server:
        yield server


DESK = pytest.param((1440, "dark"), id="desk")
PHONE = pytest.param((390, "light"), id="phone")
# Each is tried on the other too by `make proof`.
DESK_TOO = pytest.param((1440, "dark"), id="desk", marks=pytest.mark.slow)
PHONE_TOO = pytest.param((390, "light"), id="phone", marks=pytest.mark.slow)


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium: Any, house: Server) -> Iterator[Any]:
    width, theme = request.param
    context = chromium.new_context(base_url=house.url, viewport={"width": width, "height": 860})
    context.add_init_script(f"localStorage.setItem('matinee.appearance', '{theme}')")
    yield from watched(context, house)


def field(page: Any) -> Any:
    """The one of the two that this width shows."""
    return page.get_by_role("combobox", name="Search the library").locator("visible=true")


@pytest.mark.parametrize("page", [DESK_TOO, PHONE], indirect=True)
def test_what_is_mistyped_unaccented_or_said_is_found(page: Any, until) -> None:
    page.goto("/search")
    for typed, title in (("cafe del", "Café del Mar"), ("harbuor", "Harbour"), ("mead", "Meadow")):
        field(page).fill(typed)
        expect(page.get_by_role("link", name=re.compile(f"^{title}")).first).to_be_visible()
    field(page).fill("harbuor")
    expect(page.get_by_role("status").filter(has_text="harbour")).to_be_visible()
    assert axe(page, "mistyped") == []

    field(page).fill("zzzzqqq")
    expect(page.get_by_role("heading", name="Nothing for “zzzzqqq”")).to_be_visible()
    field(page).fill("lighthouse keeper")
    line = page.get_by_role("link", name=re.compile("^Play from 0:07 The lighthouse keeper"))
    expect(line.locator("mark").first).to_have_text(re.compile("lighthouse", re.IGNORECASE))
    assert axe(page, "said in") == []
    line.click()
    page.wait_for_selector("video", state="attached", timeout=60_000)
    until(lambda: page.evaluate(NOW) > SAID_AT_S - 1.5, 60)


@pytest.mark.parametrize("page", [DESK, PHONE_TOO], indirect=True)
def test_what_is_found_is_narrowed_and_remembered(page: Any) -> None:
    page.goto("/search?q=harbour")
    narrow = page.get_by_role("group", name="Narrow what was found")
    narrow.get_by_role("button", name=re.compile("^Films 1")).click()
    expect(page).to_have_url(re.compile("q=harbour&kind=movie"))
    expect(page.get_by_role("heading", name="Titles 1")).to_be_visible()
    narrow.get_by_role("button", name="Unwatched").click()
    expect(page).to_have_url(re.compile("watched=unwatched"))
    assert axe(page, "narrowed") == []
    narrow.get_by_role("link", name="More filters").click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    expect(page).to_have_url(re.compile("/library.*search=harbour"))
    page.go_back()
    narrow.get_by_role("button", name="Films 1").click()
    narrow.get_by_role("button", name="Unwatched").click()
    expect(page).to_have_url(re.compile("/search\\?q=harbour$"))
    expect(page.get_by_role("heading", name="Series")).to_be_visible()

    # It stood there long enough to have been meant.
    page.wait_for_function(
        "() => Object.values(localStorage).some((kept) => kept.includes('harbour'))",
        timeout=30_000,
    )
    field(page).fill("")
    page.get_by_role("button", name="Forget “harbour”").click()
    expect(page.get_by_role("link", name="harbour", exact=True)).to_have_count(0)


@pytest.mark.parametrize("page", [DESK, PHONE_TOO], indirect=True)
def test_keys_alone_lead_from_any_page_into_a_title(page: Any, until) -> None:
    page.goto("/")
    expect(page.get_by_role("navigation").first).to_be_visible()
    focused = "() => document.activeElement?.getAttribute('role') === 'combobox'"
    # On a busy machine the page is seen some time before it listens.
    until(
        lambda: page.keyboard.press("/") or page.wait_for_timeout(500) or page.evaluate(focused),
        60,
    )
    expect(field(page)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("meado")
    if page.viewport_size["width"] > 1000:
        expect(page.get_by_role("option", name=re.compile("^Meadow"))).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Meadow")).to_be_visible()
    else:
        expect(page.get_by_role("link", name=re.compile("^Meadow")).first).to_be_visible()
