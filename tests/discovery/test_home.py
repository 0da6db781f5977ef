"""Home in one answer: the same as its rows asked one by one, and only rows there is enough for."""

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from matinee.kit.services import Services
from tests.discovery.conftest import Add


def ids(items: list[dict]) -> list[str]:
    return [one["id"] for one in items]


@pytest.fixture
def lived_in(client: TestClient, add: Add) -> list[str]:
    films = [add(f"Film {n}", kind="movie", genres=("Drama",), tags=("drama",)) for n in range(6)]
    for n in range(5):
        add(f"Video {n}", kind="video", uploader="A channel", tags=("sea",))
    add("Clip", kind="clip", genres=("Rare",))
    client.put(f"/api/media/{films[0]}/progress", json={"position_s": 60})
    client.put(f"/api/media/{films[1]}/opinion", json={"in_list": True})
    return films


def test_home_is_its_rows(client: TestClient, lived_in: list[str]) -> None:
    home = client.get("/api/home").json()
    assert ids(home["continue_watching"]) == [lived_in[0]]
    assert ids(home["my_list"]) == [lived_in[1]]
    for name, address in (
        ("recently_added", "/api/media/recently-added?limit=24"),
        ("continue_watching", "/api/media/continue-watching?limit=24"),
        ("next_up", "/api/media/next-up?limit=24"),
    ):
        assert home[name] == client.get(address).json()["items"]
    asked = [row["filter"] for row in home["rows"]]
    # Five make a row; a tag that is a genre's name would be its row again.
    assert asked == [
        {"kind": "movie"}, {"kind": "video"}, {"genre": "Drama"}, {"channel": "A channel"},
        {"tag": "sea"},
    ]  # fmt: skip
    for row in home["rows"]:
        order = {"sort_by": "added_at", "sort_order": "desc", "limit": 18}
        alone = client.get("/api/media", params={**row["filter"], **order}).json()
        assert row["items"] == alone["items"]


def test_a_library_of_one_kind_is_not_shown_twice(client: TestClient, add: Add) -> None:
    for n in range(7):
        add(f"Film {n}", kind="movie")
    home = client.get("/api/home").json()
    assert home["rows"] == []
    assert len(home["recently_added"]) == 7


@pytest.mark.security
def test_everybody_has_a_home_of_their_own(
    services: Services, client: TestClient, member: TestClient, lived_in: list[str]
) -> None:
    client.get("/api/home")
    client.patch(f"/api/media/{lived_in[5]}", json={"available_from": "2100-01-01T00:00:00Z"})
    theirs = member.get("/api/home").json()
    assert len(theirs["recently_added"]) == 11
    assert (theirs["continue_watching"], theirs["my_list"]) == ([], [])
    everything = [theirs["recently_added"], *(row["items"] for row in theirs["rows"])]
    assert all(lived_in[5] not in ids(items) for items in everything)
    assert len(client.get("/api/home").json()["recently_added"]) == 12
    assert TestClient(client.app).get("/api/home").status_code == 401


def test_watching_has_nothing_of_the_library_read_again(
    services: Services, client: TestClient, lived_in: list[str]
) -> None:
    def asked(address: str) -> list[str]:
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            found.append(statement)

        event.listen(services.db.engine, "before_cursor_execute", note)
        try:
            assert client.get(address).status_code == 200
        finally:
            event.remove(services.db.engine, "before_cursor_execute", note)
        return [one for one in found if "media_tag" in one or "artwork" in one]

    lists = ("/api/home", "/api/media?genre=Drama&limit=3")
    assert asked(lists[0])
    assert asked(lists[1]) == []  # its titles are known already
    client.put(f"/api/media/{lived_in[2]}/progress", json={"position_s": 30})
    for address in lists:
        assert asked(address) == []
    shown = {one["id"]: one for one in client.get(lists[1]).json()["items"]}
    shown |= {one["id"]: one for one in client.get("/api/home").json()["recently_added"]}
    assert shown[lived_in[2]]["progress"]["position_s"] == 30
    client.patch(f"/api/media/{lived_in[2]}", json={"title": "Another", "tags": ["new"]})
    shown = {one["id"]: one for one in client.get("/api/home").json()["recently_added"]}
    assert (shown[lived_in[2]]["title"], shown[lived_in[2]]["tags"]) == ("Another", ["new"])
    assert shown[lived_in[2]]["progress"]["position_s"] == 30
