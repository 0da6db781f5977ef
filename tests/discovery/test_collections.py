"""Collections: in an order of one's own, or by a filter; covers, and the way back."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select, update
from starlette.testclient import TestClient

from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library import CollectionRow
from tests.discovery.conftest import Add


@pytest.fixture
def films(add: Add) -> list[str]:
    """Six films, the first of them the oldest."""
    return [add(f"Film {n}", kind="movie", year=1990 + n, tags=("sea",)) for n in range(6)]


def make(client: TestClient, name: str = "Evenings", **facts: object) -> str:
    answer = client.post("/api/collections", json={"name": name, **facts})
    assert answer.status_code == 201, answer.text
    return f"/api/collections/{answer.json()['id']}"


def titles(client: TestClient, address: str, **asked: object) -> list[str]:
    return [one["title"] for one in client.get(address, params=asked).json()["items"]]


def by_rule(**asked: object) -> dict[str, object]:
    return {"rule": {"filter": asked, "sort_by": "year", "sort_order": "asc"}}


def test_a_place_in_the_order_is_among_what_is_seen(client: TestClient, films: list[str]) -> None:
    address = make(client)
    for film in films[:4]:
        client.put(f"{address}/items/{film}")
    client.delete(f"/api/media/{films[1]}")
    client.put(f"{address}/items/{films[3]}", json={"position": 1})
    assert titles(client, address) == ["Film 0", "Film 3", "Film 2"]
    client.post(f"/api/media/{films[1]}/restore")
    assert titles(client, address) == ["Film 0", "Film 1", "Film 3", "Film 2"]
    client.put(f"{address}/items/{films[0]}", json={"position": 99})
    assert titles(client, address)[-1] == "Film 0"


def test_a_filter_that_was_kept_holds_whatever_passes_it(
    client: TestClient, member: TestClient, films: list[str], add: Add
) -> None:
    address = make(client, **by_rule(year_from=1993, kind=["movie"]))
    assert titles(client, address) == ["Film 3", "Film 4", "Film 5"]
    assert titles(client, address, limit=2, page=2) == ["Film 5"]
    add("Film 9", kind="movie", year=1999)
    assert titles(client, address)[-1] == "Film 9"
    shown = client.get("/api/collections").json()["items"][0]
    assert (shown["count"], shown["rule"]["filter"]["year_from"]) == (4, 1993)
    client.patch(address, json=by_rule(year_to=1991))
    assert titles(client, address) == ["Film 0", "Film 1"]
    inside = {"collection": address.rsplit("/", 1)[1], "sort_by": "title"}
    assert titles(client, "/api/media", **inside) == ["Film 0", "Film 1"]
    assert titles(client, "/api/media", **inside, search="1") == ["Film 1"]
    for asked in (films[3], films[0]):
        answer = client.put(f"{address}/items/{asked}")
        assert (answer.status_code, answer.json()["error"]) == (400, "collection_by_filter")


def test_a_filter_by_what_was_watched_is_each_viewers_own(
    client: TestClient, member: TestClient, films: list[str]
) -> None:
    address = make(client, **by_rule(watched="unwatched"))
    client.put(f"/api/media/{films[0]}/progress", json={"position_s": 100})
    assert len(titles(client, address)) == 5
    assert len(titles(member, address)) == 6


BAD_RULES = [
    {"filter": {}}, {"filter": {"year_from": 0}}, {"filter": {"nonsense": 1}},
    {"filter": {"collection": "x"}}, {"filter": {"status": "trashed"}}, {"filter": {"kind": []}},
    {"filter": {"hdr": True}, "sort_by": "nonsense"}, {"filter": [1]}, {},
]  # fmt: skip


def test_a_rule_that_is_none_is_refused_in_words(client: TestClient) -> None:
    for rule in BAD_RULES:
        answer = client.post("/api/collections", json={"name": "x", "rule": rule})
        assert answer.status_code == 422, rule
        assert "rule" in answer.json()["detail"], answer.text
    assert client.get("/api/collections").json()["items"] == []


def test_what_was_put_together_by_hand_gets_no_rule(client: TestClient, films: list[str]) -> None:
    address = make(client)
    client.put(f"{address}/items/{films[0]}")
    assert client.patch(address, json=by_rule(year_from=1993)).status_code == 400
    assert titles(client, address) == ["Film 0"]


def test_a_deleted_collection_can_be_had_back_for_a_while(
    client: TestClient, member: TestClient, services: Services, films: list[str]
) -> None:
    address = make(client)
    client.put(f"{address}/items/{films[2]}")
    client.delete(address)
    assert client.get(address).status_code == 404
    assert client.get("/api/collections").json()["items"] == []
    assert client.put(f"{address}/items/{films[0]}").status_code == 404
    assert member.post(f"{address}/restore").status_code == 403
    assert client.post(f"{address}/restore").json()["count"] == 1
    assert titles(client, address) == ["Film 2"]
    client.delete(address)
    with services.db.write() as session:
        long_ago = clock.now() - timedelta(days=services.settings.trash_days + 1)
        session.execute(update(CollectionRow).values(deleted_at=long_ago))
    client.delete(make(client, "Another"))
    assert client.post(f"{address}/restore").status_code == 404
    with services.db.read() as session:
        assert len(session.scalars(select(CollectionRow)).all()) == 1


def test_covers_and_which_collections_hold_a_title(client: TestClient, films: list[str]) -> None:
    address, other = make(client), make(client, "Other")
    client.put(f"{address}/items/{films[0]}")
    held = client.get("/api/collections", params={"holding": films[0]}).json()["items"]
    assert {one["name"]: one["holds"] for one in held} == {"Evenings": True, "Other": False}
    chosen = client.patch(address, json={"cover_media_id": films[0]}).json()
    assert chosen["cover_media_id"] == films[0]
    assert client.patch(address, json={"cover_media_id": "none"}).status_code == 404
    assert client.patch(address, json={"cover_media_id": None}).json()["cover_media_id"] is None
    assert client.patch(other, json={"surprise": 1}).status_code == 422


@pytest.mark.security
def test_a_cover_that_is_not_for_somebody_is_not_shown_to_them(
    client: TestClient, member: TestClient, films: list[str]
) -> None:
    address = make(client)
    for film in films[:2]:
        client.put(f"{address}/items/{film}")
        client.put(f"/api/media/{film}/picture", content=_picture())
    client.patch(address, json={"cover_media_id": films[0]})
    soon = (clock.now() + timedelta(days=1)).isoformat()
    client.patch(f"/api/media/{films[0]}", json={"available_from": soon})
    shown = {
        name: asking.get("/api/collections").json()["items"][0]["covers"]
        for name, asking in (("client", client), ("member", member))
    }
    first, second = (client.get(f"/api/media/{one}").json()["poster_url"] for one in films[:2])
    assert [one["poster_url"] for one in shown["client"]] == [first]
    assert [one["poster_url"] for one in shown["member"]] == [second]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((300, 450)).convert("RGB").save(out, "PNG")
    return out.getvalue()
