"""A series on the screen: its seasons, what was seen of it, and a title that was guessed put right."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flows.conftest import Server, house_of, small_clip, watched, write_film
from tests.waiting import until

NAMES = (
    *(f"Riverbank/Season 01/Riverbank - S01E{n:02d} - Stone {n}.mkv" for n in (1, 2)),
    *(f"Riverbank/Season 02/Riverbank - S02E{n:02d} - Bend {n}.mkv" for n in (1, 2)),
    "Lost.Weekend.1080p.BluRay.x264-GRP.mkv",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four episodes in two seasons, and a film whose name does not say its year."""
    folder = tmp_path_factory.mktemp("series") / "library"
    clip = small_clip(folder.parent)
    for n, name in enumerate(NAMES):
        write_film(clip, folder / name, n)
    return folder


@pytest.fixture(scope="module")
def house(
    chromium: Any, library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with house_of(tmp_path_factory.mktemp("house") / "data", library) as server:
        yield server


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    yield from watched(context, house)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_season_is_opened_an_episode_marked_and_the_tab_survives_a_reload(
    page: Any, house: Server
) -> None:
    page.goto("/series")
    page.get_by_role("link", name=re.compile("^Riverbank")).click()
    page.get_by_role("heading", name="Riverbank", level=1).wait_for()
    page.get_by_role("link", name="Play S1 E1").wait_for()
    page.get_by_role("tab", name="Season 1").press("ArrowRight")
    page.get_by_role("link", name="Bend 1", exact=True).wait_for()
    assert page.url.endswith("?season=2")

    page.get_by_role("button", name="More for Bend 1").click()
    with page.expect_response(lambda answer: answer.url.endswith("/progress")) as kept:
        page.get_by_role("menuitem", name="Mark as watched").click()
    assert kept.value.ok
    page.get_by_text("2 episodes · 1 watched").wait_for()

    page.reload()
    page.get_by_role("tab", name="Season 2", selected=True).wait_for()
    page.get_by_text("2 episodes · 1 watched").wait_for()
    page.get_by_role("link", name="Play S2 E2").wait_for()

    page.get_by_role("button", name="Mark season as watched").click()
    page.get_by_text("2 episodes · 2 watched").wait_for()
    page.get_by_role("button", name="Undo").last.click()
    page.get_by_text("2 episodes · 1 watched").wait_for()
    series = house.client().get("/api/series").json()["items"][0]
    assert (series["episodes"], series["watched"]) == (4, 1)

    page.goto("/")
    page.get_by_role("heading", name="Next up").wait_for()
    page.get_by_role("link", name=re.compile("^Riverbank S2 E2 · Bend 2")).wait_for()


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_film_that_was_guessed_is_put_right_by_keyboard(page: Any, house: Server) -> None:
    client = house.client()
    assert [one["doubts"] for one in client.get("/api/doubts").json()["items"]] == [["no_year"]]
    page.goto("/doubts")
    page.get_by_text("No year in the name").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_label("Year").fill("1945")
    page.get_by_role("button", name="That is it").click()
    page.get_by_role("heading", name="Everything has found its place").wait_for()
    # The page says so at once, and the server a moment later.
    until(lambda: house.titled("Lost Weekend")["year"] == 1945, 10)
    assert house.titled("Lost Weekend")["doubts"] is None
    assert client.get("/api/doubts").json()["total"] == 0
