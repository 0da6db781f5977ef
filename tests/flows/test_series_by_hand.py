"""A series put right by hand: which of the catalogue's it is, and its picture."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flows.conftest import Server, free_port, small_clip, watched, write_film
from tests.ingest.lookup.catalogue import KEY, Site, serve
from tests.ingest.test_pictures import png


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Site]:
    with serve() as site:
        site.two_shows = True
        for name in ("show", "one", "anew"):
            site.pictures[f"/{name}.jpg"] = png(600, 900)
        yield site


@pytest.fixture(scope="module")
def house(
    chromium: Any, catalogue: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that may ask the catalogue, with two episodes."""
    folder = tmp_path_factory.mktemp("by hand")
    clip = small_clip(folder)
    for n in (1, 2):
        write_film(clip, folder / "films/The Show/Season 01" / f"The Show - S01E{n:02d}.mkv", n)
    settings = {
        "MATINEE_TMDB_KEY": KEY,
        "MATINEE_TMDB_URL": catalogue.url,
        "MATINEE_TMDB_IMAGES_URL": catalogue.url,
    }
    server = Server(folder / "data", free_port(), settings=settings).start()
    try:
        server.add_admin()
        server.bring(folder / "films", wait=True)
        yield server
    finally:
        server.stop()


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=house.url, viewport={"width": 1440, "height": 900})
    yield from watched(context, house)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_another_series_of_the_catalogue_is_chosen(page: Any, house: Server) -> None:
    series = house.client().get("/api/series").json()["items"][0]
    page.goto(f"/series/{series['id']}")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Edit series").click()
    offered = page.get_by_role("region", name="In The Movie Database")
    offered.get_by_role("button", name="Made anew.").click()
    page.get_by_text("words and pictures were taken over").wait_for()
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_text("Made anew.").wait_for()
    # Its episodes follow by a job, and the page shows them as they come.
    page.get_by_role("link", name="Again", exact=True).wait_for()


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_picture_is_chosen_taken_from_an_episode_and_given_back(
    page: Any, house: Server, tmp_path: Path
) -> None:
    client = house.client()
    address = f"/api/series/{client.get('/api/series').json()['items'][0]['id']}"
    before = client.get(address).json()["poster_url"]
    own = tmp_path / "own.png"
    own.write_bytes(png(600, 900))

    page.goto(address.removeprefix("/api"))
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Choose picture").click()
    dialog = page.get_by_role("dialog")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as given:
        dialog.locator("input[type=file]").set_input_files(own)
    assert given.value.ok
    chosen = client.get(address).json()["poster_url"]
    assert chosen != before

    page.goto(address.removeprefix("/api"))
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Choose picture").click()
    dialog.get_by_label("Moments of an episode").wait_for()
    with page.expect_response(lambda answer: "/picture" in answer.url) as taken:
        dialog.get_by_role("button", name=re.compile("^The picture at")).first.click()
    assert taken.value.ok
    assert client.get(address).json()["poster_url"] not in {before, chosen}

    with page.expect_response(lambda answer: answer.request.method == "DELETE") as back:
        dialog.get_by_role("button", name="By itself").click()
    assert back.value.ok
    assert client.get(address).json()["poster_url"] == before
