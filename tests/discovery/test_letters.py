"""The stops of the rail beside a list by title lead to the very places they name."""

from types import ModuleType

import pytest
from starlette.testclient import TestClient

from matinee.discovery import queries
from matinee.discovery.wanted import Filter, Order
from matinee.kit.services import Services
from tests.discovery.conftest import ADMIN, Add

TITLES = ("The Zebra", "an Apple", "2001", "…and signs", "Élan", "Echo", "Über", "Жук", "日本")


def stops(client: TestClient, **asked: object) -> list[tuple[str, int]]:
    answer = client.get("/api/media/letters", params=asked)
    assert answer.status_code == 200, answer.text
    return [(one["letter"], one["offset"]) for one in answer.json()["items"]]


def test_letters_are_those_titles_begin_with(client: TestClient, add: Add) -> None:
    assert stops(client) == []
    for title in TITLES:
        add(title)
    names = [
        one["title"]
        for one in client.get("/api/media", params={"sort_by": "title"}).json()["items"]
    ]
    places = dict(stops(client))
    assert list(places) == ["#", "A", "E", "U", "Z", "…"]
    assert {names[places["A"]], names[places["U"]], names[places["Z"]]} == {
        "an Apple", "Über", "The Zebra",
    }  # fmt: skip
    assert names[places["E"]] in {"Élan", "Echo"}
    assert (places["#"], names[places["…"]]) == (0, "Жук")


def test_a_filter_an_order_and_the_trash_move_them(client: TestClient, add: Add) -> None:
    ids = {title: add(title, kind="movie" if "e" in title else "video") for title in TITLES}
    rising = client.get("/api/media", params={"sort_by": "title"}).json()["items"]
    falling = stops(client, sort_order="desc")
    assert [letter for letter, _ in falling] == ["…", "Z", "U", "E", "A", "#"]
    assert rising[::-1][dict(falling)["A"]]["title"] == "an Apple"
    assert stops(client, kind="movie") == [("A", 0), ("U", 1), ("Z", 2)]
    assert stops(client, search="zebra") == [("Z", 0)]
    assert stops(client, added_days=1, search="nothing of it") == []
    client.delete(f"/api/media/{ids['The Zebra']}")
    assert "Z" not in dict(stops(client))
    assert stops(client, status="trashed") == [("Z", 0)]


@pytest.mark.parametrize("asked", [{"sort_order": "sideways"}, {"kind": "cat"}, {"hdr": "maybe"}])
def test_what_makes_no_sense_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/api/media/letters", params=asked).status_code == 422


def test_only_what_a_viewer_sees_is_counted(
    client: TestClient, member: TestClient, add: Add
) -> None:
    hidden = add("Apple")
    add("Banana")
    future = {"available_from": "2999-01-01T00:00:00Z"}
    assert client.patch(f"/api/media/{hidden}", json=future).status_code == 200
    assert stops(member) == [("B", 0)]
    assert stops(member, max_duration_s=900) == [("B", 0)]


WANTED = (
    Filter(), Filter(kind=["video", "movie"]), Filter(hdr=False), Filter(search="river"),
    Filter(tag=["travel"], language=["en"]), Filter(watched="unwatched"), Filter(genre=["Drama"]),
)  # fmt: skip


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_each_leads_where_it_says(services: Services, seeding: ModuleType, order: str) -> None:
    seeding.seed(services.db, 600)
    for wanted in WANTED:
        with services.db.read() as session:
            media, _ = queries.page(
                session, ADMIN, wanted, Order("title", order), offset=0, limit=600
            )
            firsts = [_letter(one.sort_title) for one in media]
            found = queries.letters(session, ADMIN, wanted, order)
        assert found == [(letter, firsts.index(letter)) for letter in dict.fromkeys(firsts)], wanted


def _letter(sort_title: str) -> str:
    first = sort_title[:1]
    return "#" if first < "a" else first.upper() if first <= "z" else "…"
