"""Collections on the screen: filled from the pages of titles, put in order, covered, deleted and had back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, house_of, small_clip, watched, write_film

FILMS = ("Brook", "Cliff", "Dune", "Estuary")


@pytest.fixture(scope="module")
def house(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Four films."""
    folder: Path = tmp_path_factory.mktemp("films") / "films"
    clip = small_clip(folder.parent)
    for n, name in enumerate(FILMS):
        write_film(clip, folder / f"{name} ({2001 + n}).mkv", n)
    with house_of(tmp_path_factory.mktemp("house") / "data", folder) as server:
        yield server


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    yield from watched(context, house)


def kept(client: httpx.Client, name: str) -> tuple[dict[str, Any], list[str]]:
    """Return a collection as the server has it, and the titles in it in their order."""
    listed = client.get("/api/collections").json()["items"]
    one = next(item for item in listed if item["name"] == name)
    titles = client.get(f"/api/collections/{one['id']}").json()["items"]
    return one, [media["title"] for media in titles]


def shown(page: Any, *titles: str) -> None:
    """The list shows these titles in this order."""
    cells = page.get_by_role("list", name="Titles of this collection").get_by_role("listitem")
    expect(cells).to_have_text([re.compile(f"^{title}") for title in titles])


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_collection_is_made_filled_ordered_covered_deleted_and_had_back(
    page: Any, house: Server
) -> None:
    client = house.client()
    page.goto("/collections")
    page.get_by_role("heading", name="No collections yet").wait_for()
    assert axe(page, page.url) == []
    page.get_by_role("button", name="New collection").click()
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("A collection needs a name.").wait_for()
    page.get_by_label("Name").fill("By the water")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Nothing in it yet").wait_for()

    for name in FILMS[:3]:
        page.goto(f"/title/{house.titled(name)['id']}")
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("menuitem", name="Add to a collection…").click()
        box = page.get_by_role("checkbox", name=re.compile("^By the water"))
        expect(box).not_to_be_checked()
        with page.expect_response(lambda answer: "/items/" in answer.url) as put:
            box.click()
        assert put.value.ok
        expect(box).to_be_checked()
    _, titles = kept(client, "By the water")
    assert titles == list(FILMS[:3])

    page.goto("/collections")
    page.get_by_role("link", name=re.compile("^By the water 3 titles")).click()
    shown(page, "Brook", "Cliff", "Dune")
    assert axe(page, page.url) == []

    handle = page.get_by_role("button", name="Move Dune")
    handle.focus()
    page.keyboard.press("Space")
    page.get_by_text("Dune is picked up, place 3 of 3.").wait_for()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    page.get_by_text("Dune is back at place 3 of 3.").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("Dune, place 1 of 3.").wait_for()
    with page.expect_response(lambda answer: "/items/" in answer.url) as put:
        page.keyboard.press("Space")
    assert put.value.ok
    shown(page, "Dune", "Brook", "Cliff")
    expect(handle).to_be_focused()

    grip, target = (
        page.get_by_role("button", name=f"Move {name}").bounding_box() for name in ("Dune", "Cliff")
    )
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] - 40, target["y"] - 40, steps=8)
    with page.expect_response(lambda answer: "/items/" in answer.url) as put:
        page.mouse.up()
    assert put.value.ok
    shown(page, "Brook", "Cliff", "Dune")
    assert kept(client, "By the water")[1] == ["Brook", "Cliff", "Dune"]

    page.get_by_role("button", name="More for Cliff").click()
    page.get_by_role("menuitem", name="Take out").click()
    shown(page, "Brook", "Dune")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as put:
        page.get_by_role("button", name="Undo").click()
    assert put.value.ok
    shown(page, "Brook", "Cliff", "Dune")
    assert kept(client, "By the water")[1] == ["Brook", "Cliff", "Dune"]

    page.get_by_role("button", name="More for Dune").click()
    page.get_by_role("menuitem", name="Use as cover").click()
    page.get_by_text("“Dune” is the cover").wait_for()
    assert kept(client, "By the water")[0]["cover_media_id"] == house.titled("Dune")["id"]

    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("heading", name="No collections yet").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name=re.compile("^By the water 3 titles")).wait_for()
    assert axe(page, page.url) == []


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_smart_one_shows_what_fits_and_why(page: Any, house: Server) -> None:
    rule = {"filter": {"kind": ["movie"], "year_from": 2003}, "sort_by": "year"}
    body = {"name": "Newer films", "rule": rule}
    made = house.client().post("/api/collections", json=body).json()
    page.goto(f"/collections/{made['id']}")
    shown(page, "Estuary", "Dune")
    page.get_by_text("From 2003").wait_for()
    assert page.get_by_role("button", name=re.compile("^Move ")).count() == 0
    assert axe(page, page.url) == []
    filters = page.get_by_role("link", name="See its filter").get_attribute("href")
    assert filters == "/library?kind=movie&year_from=2003&sort_by=year"

    def kept() -> dict[str, Any]:
        return house.client().get(f"/api/collections/{made['id']}").json()["rule"]["filter"]

    page.get_by_role("link", name="See its filter").click()
    page.get_by_role("button", name="Take off: From 2003").click()
    page.get_by_role("button", name="Save as collection").click()
    page.get_by_role("button", name="Replace its filter").click()
    page.get_by_text("“Newer films” has this filter now.").wait_for()
    assert kept() == {"kind": ["movie"]}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("It has its old filter again.").wait_for()
    assert kept() == rule["filter"]


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_the_bar_leads_to_genres_and_they_lead_to_the_library(page: Any, house: Server) -> None:
    brook = house.titled("Brook")["id"]
    edit = {"genres": ["Nature"], "uploader": "River Watch"}
    assert house.client().patch(f"/api/media/{brook}", json=edit).status_code == 200
    page.goto("/")
    page.get_by_role("button", name="Browse").click()
    page.get_by_role("menuitem", name="Genres").click()
    page.get_by_role("link", name="Nature 1 title").wait_for()
    assert axe(page, page.url) == []
    page.get_by_role("link", name="Nature 1 title").click()
    page.wait_for_url("**/library?genre=Nature")
    page.goto("/channels")
    page.get_by_role("link", name="River Watch 1 title").wait_for()
    assert axe(page, page.url) == []
