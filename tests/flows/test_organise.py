"""Many titles changed at once, tags, the list kept for later and the history, in a real browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.engine import scenes
from tests.flows.axe import axe
from tests.flows.conftest import Server, house_of, watched

pytestmark = pytest.mark.browser
TITLES = ("Harbour", "Meadow", "Orchard", "Quarry")


@pytest.fixture(scope="module")
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    for number, title in enumerate(TITLES):
        scenes.film(films / f"{title} (2001).mp4", number + 1)
    with house_of(tmp_path_factory.mktemp("organise") / "data", films) as server:
        yield server


@pytest.fixture
def page(chromium, house: Server) -> Iterator[Any]:
    context = chromium.new_context(
        base_url=house.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    yield from watched(context, house)


def _tagged(client, tag: str) -> list[str]:
    items = client.get("/api/media", params={"tag": tag}).json()["items"]
    return sorted(item["title"] for item in items)


def test_three_are_chosen_tagged_and_given_back(page: Any, house: Server, until) -> None:
    client = house.client()
    page.goto("/library?sort_by=title")
    page.get_by_role("button", name="Choose titles").click()
    page.get_by_role("checkbox", name="Harbour").click()
    page.get_by_role("checkbox", name="Orchard").click(modifiers=["Shift"])
    bar = page.get_by_role("region", name="Selected titles")
    expect(bar).to_contain_text("3 selected")
    assert axe(page, "selection") == []
    bar.get_by_role("button", name="Tags").click()
    page.get_by_label("Add these tags").fill("river, slow")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("3 changed")).to_be_visible()
    expect(bar).to_be_hidden()
    assert _tagged(client, "river") == ["Harbour", "Meadow", "Orchard"]
    page.get_by_role("button", name="Undo").click()
    until(lambda: _tagged(client, "river") == [], 30)

    page.keyboard.press("Control+a")
    expect(bar).to_contain_text("4 selected")
    page.get_by_role("checkbox", name="Meadow").click()
    expect(bar).to_contain_text("3 selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_a_tag_is_renamed_and_made_one_with_another(page: Any, house: Server, until) -> None:
    client = house.client()
    for title, tag in (("Harbour", "sea"), ("Meadow", "see")):
        item = house.titled(title)
        assert client.patch(f"/api/media/{item['id']}", json={"tags": [tag]}).is_success
    page.goto("/tags")
    expect(page.get_by_role("link", name="sea 1 title")).to_be_visible()
    assert axe(page, "tags") == []
    page.get_by_role("button", name="Rename see").click()
    page.get_by_label("New name of see").fill("green")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="green 1 title")).to_be_visible()
    page.get_by_role("button", name="Rename green").click()
    page.get_by_label("New name of green").fill("sea")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Make them one").click()
    expect(page.get_by_role("link", name="sea 2 titles")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("link", name="green 1 title")).to_be_visible()
    assert _tagged(client, "green") == ["Meadow"]


def test_what_is_thought_of_a_title_stands_on_its_pages(page: Any, house: Server, until) -> None:
    client, media = house.client(), house.titled("Quarry")

    def now() -> dict[str, Any]:
        return client.get(f"/api/media/{media['id']}").json()

    page.goto(f"/title/{media['id']}")
    page.get_by_role("button", name="Add to My List").click()
    stars = page.get_by_role("slider", name="Your rating")
    stars.focus()
    for key in ("4", "ArrowRight"):
        page.keyboard.press(key)
    expect(stars).to_have_attribute("aria-valuetext", "4.5 of 5")
    until(lambda: (now()["rating"], now()["in_list"]) == (9, True), 30)
    assert axe(page, "title") == []
    page.goto("/my-list")
    expect(page.get_by_text("Quarry")).to_be_visible()
    assert axe(page, "my list") == []
    page.goto(f"/title/{media['id']}")
    page.get_by_role("button", name="On My List: take it off").click()
    until(lambda: not now()["in_list"], 30)
    page.goto("/my-list")
    expect(page.get_by_text("Your list is empty")).to_be_visible()


def test_a_title_leaves_the_history_and_comes_back_to_its_place(
    page: Any, house: Server, until
) -> None:
    client = house.client()
    where = {"position_s": 2, "duration_s": 4}
    for title in ("Harbour", "Meadow"):
        media = house.titled(title)
        assert client.put(f"/api/media/{media['id']}/progress", json=where).is_success
    before = client.get("/api/history").json()["items"]
    page.goto("/history")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    assert axe(page, "history") == []
    search = page.get_by_role("textbox", name="Search the history")
    search.fill("harb")
    expect(page.get_by_role("link", name="Meadow")).to_have_count(0)
    expect(page.get_by_role("link", name="Harbour")).to_be_visible()
    search.fill("orchard")
    expect(page.get_by_text("Nothing you watched fits “orchard”")).to_be_visible()
    search.fill("")
    expect(page.get_by_role("link", name="Meadow")).to_be_visible()
    page.get_by_role("button", name="Take “Meadow” out of the history").click()
    until(lambda: client.get("/api/history").json()["total"] == len(before) - 1, 30)
    page.get_by_role("button", name="Undo").click()
    until(lambda: client.get("/api/history").json()["total"] == len(before), 30)
    after = client.get("/api/history").json()["items"]
    assert [item["progress"] for item in after] == [item["progress"] for item in before]
    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear all").click()
    expect(page.get_by_text("Nothing watched yet")).to_be_visible()
    until(lambda: client.get("/api/history").json()["total"] == 0, 30)


def test_an_edit_does_not_write_over_somebody_elses(page: Any, house: Server) -> None:
    client, media = house.client(), house.titled("Orchard")
    address = f"/api/media/{media['id']}"
    page.goto(f"/title/{media['id']}")
    page.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tagline").fill("Mine")
    assert client.patch(address, json={"description": "Theirs"}).is_success
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Somebody changed this title meanwhile")).to_be_visible()
    expect(dialog.get_by_label("Tagline")).to_have_value("Mine")
    dialog.get_by_role("button", name="Save mine").click()
    expect(dialog).to_be_hidden()
    now = client.get(address).json()
    assert (now["tagline"], now["description"]) == ("Mine", "Theirs")
