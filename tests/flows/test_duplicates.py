"""Titles that show the same, settled in a real browser, each answer with its way back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.engine import scenes
from tests.flows.conftest import Server, house_of, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    films = tmp_path_factory.mktemp("films")
    scenes.film(films / "Harbour (2001).mp4", 1)
    scenes.film(films / "hrbr-cam.mkv", 1, "-vf", "scale=96:54", "-crf", "40")
    scenes.film(films / "Orchard (2002).mp4", 2)
    with house_of(tmp_path_factory.mktemp("twice") / "data", films, wait=True) as server:
        yield server


@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.slow)])
def test_what_is_there_twice_is_settled_and_taken_back(
    chromium, house: Server, until, width: int
) -> None:
    client = house.client()
    until(lambda: client.get("/api/duplicates").json()["total"] == 1, 120)
    context = chromium.new_context(base_url=house.url, viewport={"width": width, "height": 900})
    sign_in(context, house)
    page: Any = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/settings/doubts")
    page.get_by_role("link", name="Settle 1 film").click()
    chosen = page.get_by_role("radio", name="Harbour")
    expect(chosen).to_be_checked()  # it has a name and a year, the other a guess

    def titles() -> int:
        return client.get("/api/media").json()["total"]

    settled = page.get_by_text("Everything is there once")
    page.get_by_role("button", name="Make them one title").click()
    expect(settled).to_be_visible()
    until(lambda: titles() == 2, 30)  # the page does not wait for the server
    [harbour] = [
        one for one in client.get("/api/media").json()["items"] if one["title"] == "Harbour"
    ]
    assert len(client.get(f"/api/media/{harbour['id']}").json()["assets"]) == 2
    page.get_by_role("button", name="Undo").click()
    expect(chosen).to_be_visible()
    until(lambda: titles() == 3, 30)

    page.get_by_role("button", name="Keep only the chosen one").click()
    page.get_by_role("dialog").get_by_role("button", name="Take out").click()
    expect(settled).to_be_visible()
    until(lambda: titles() == 2, 30)
    page.get_by_role("button", name="Undo").last.click()
    expect(chosen).to_be_visible()

    until(lambda: titles() == 3, 30)
    page.get_by_role("button", name="They are different films").click()
    expect(settled).to_be_visible()
    until(lambda: client.get("/api/duplicates").json()["total"] == 0, 30)
    page.reload()
    expect(settled).to_be_visible()
    assert titles() == 3
    ids = [one["id"] for one in client.get("/api/media").json()["items"]]
    body = {"media_ids": ids, "different": False}
    assert client.put("/api/duplicates/settled", json=body).is_success
    page.reload()
    expect(chosen).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert errors == []
    context.close()
