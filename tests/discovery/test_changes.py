"""Many titles changed at once: what is said, what is thought, where they stand; and back again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from matinee import library
from matinee.discovery.changes.tables import ChangeRow
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library import MediaRow
from tests.discovery.conftest import Add


@pytest.fixture
def films(add: Add) -> list[str]:
    """Three films with tags of their own."""
    facts = ({"tags": ("Sea",)}, {"tags": ("sun", "sea"), "genres": ("Drama",)}, {})
    return [add(f"Film {n}", kind="movie", **one) for n, one in enumerate(facts)]


def change(client: TestClient, ids: list[str] | None = None, **wish: object) -> dict[str, Any]:
    which = {"filter": wish.pop("filter")} if ids is None else {"ids": ids}
    answer = client.post("/api/media/bulk", json={**which, **wish})
    assert answer.status_code == 200, answer.text
    return answer.json()


def undo(client: TestClient, done: dict[str, Any]) -> int:
    answer = client.post(f"/api/media/bulk/{done['undo_id']}/undo")
    assert answer.status_code == 200, answer.text
    return answer.json()["restored"]


def state(client: TestClient, services: Services) -> list[dict[str, Any]]:
    """Return all that a change may touch, of every title, trashed or not."""
    with services.db.read() as session:
        locked = dict(session.execute(select(MediaRow.id, MediaRow.locked)).all())
    names = ("id", "kind", "year", "tags", "genres", "rating", "favourite", "liked", "in_list",
             "status", "progress", "uploader")  # fmt: skip
    items: list[dict[str, Any]] = []
    for status in ("", "trashed"):
        items += client.get("/api/media", params={"status": status}).json()["items"]
    shown = [{name: one[name] for name in names} | {"locked": locked[one["id"]]} for one in items]
    return sorted(shown, key=lambda one: one["id"])


WISHES: list[tuple[dict[str, object], int]] = [
    ({"add_tags": ["SEA", "new"]}, 3), ({"remove_tags": ["sea"]}, 2), ({"add_tags": ["sea"]}, 1),
    ({"add_genres": ["Drama"], "remove_genres": ["none"]}, 2), ({"facts": {"kind": "video"}}, 3),
    ({"facts": {"year": 1999, "content_rating": "PG"}, "add_tags": ["x"]}, 3),
    ({"facts": {"kind": "movie"}}, 0), ({"opinion": {"in_list": True, "rating": 8}}, 3),
    ({"opinion": {"favourite": False}}, 0), ({"watched": True}, 2), ({"watched": False}, 2),
    ({"trash": True}, 3), ({"add_tags": ["a"], "watched": True, "trash": True}, 3),
]  # fmt: skip


@pytest.mark.parametrize(("wish", "changed"), WISHES)
def test_every_change_is_done_and_undone(
    client: TestClient, services: Services, films: list[str], wish: dict[str, object], changed: int
) -> None:
    client.put(f"/api/media/{films[0]}/progress", json={"position_s": 50})
    client.put(f"/api/media/{films[1]}/progress", json={"position_s": 100})
    client.patch(f"/api/media/{films[1]}/opinion", json={"liked": True})
    before = state(client, services)
    done = change(client, films, **wish)
    assert (done["changed"], done["refused"]) == (changed, 0)
    after = state(client, services)
    assert (after == before) == (changed == 0)
    if changed:
        assert undo(client, done) == changed
        assert state(client, services) == before
        assert client.post(f"/api/media/bulk/{done['undo_id']}/undo").status_code == 404
    else:
        assert done["undo_id"] is None


def test_what_is_changed_is_what_was_asked(client: TestClient, films: list[str]) -> None:
    change(client, films, add_tags=["New", "sea"], facts={"year": 1984})
    items = {one["title"]: one for one in client.get("/api/media").json()["items"]}
    assert items["Film 0"]["tags"] == ["Sea", "New"]
    assert items["Film 1"]["tags"] == ["sun", "Sea", "New"]
    assert items["Film 2"]["tags"] == ["New", "Sea"]
    assert {one["year"] for one in items.values()} == {1984}
    assert {"tags", "year"} <= set(items["Film 2"]["locked"])
    assert client.get("/api/search?q=new").json()["total"] == 3
    change(client, films, remove_tags=["new"])
    assert client.get("/api/search?q=new").json()["total"] == 0
    assert "New" not in {one["name"] for one in client.get("/api/tags").json()["items"]}


def test_a_collection_is_filled_and_emptied(client: TestClient, films: list[str]) -> None:
    made = client.post("/api/collections", json={"name": "C"}).json()["id"]

    def inside() -> list[str]:
        return [one["id"] for one in client.get(f"/api/collections/{made}").json()["items"]]

    client.put(f"/api/collections/{made}/items/{films[1]}")
    done = change(client, films, add_to=made)
    assert (done["changed"], len(inside())) == (2, 3)
    undo(client, done)
    assert inside() == [films[1]]
    change(client, films, add_to=made)
    order = inside()
    taken = change(client, [films[1]], take_from=made)
    assert films[1] not in inside()
    undo(client, taken)
    assert inside() == order
    assert client.post(
        "/api/media/bulk", json={"ids": films, "add_to": "none"}
    ).status_code == 404  # fmt: skip


def test_all_that_pass_a_filter_in_parts(
    client: TestClient, services: Services, films: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matinee.discovery.changes.actions._PART", 2)
    done = change(client, filter={"kind": ["movie"]}, add_tags=["all"])
    assert done["changed"] == 3
    with services.db.read() as session:
        assert len(session.scalars(select(ChangeRow)).all()) == 2
    assert undo(client, done) == 3
    assert client.get("/api/media", params={"tag": "all"}).json()["total"] == 0
    monkeypatch.setattr("matinee.discovery.changes.actions.MOST", 2)
    answer = client.post("/api/media/bulk", json={"filter": {"kind": ["movie"]}, "watched": True})
    assert (answer.status_code, answer.json()["error"]) == (400, "too_many")


def test_all_that_pass_a_filter_are_changed_but_some(
    client: TestClient, films: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = {"filter": {"kind": ["movie"]}, "except_ids": [films[1], "nobody"], "watched": True}
    monkeypatch.setattr("matinee.discovery.changes.actions.MOST", 2)  # those left out do not count
    answer = client.post("/api/media/bulk", json=wish)
    assert (answer.status_code, answer.json()["changed"]) == (200, 2)
    seen = client.get("/api/media", params={"watched": "watched"}).json()["items"]
    assert {one["id"] for one in seen} == {films[0], films[2]}
    assert undo(client, answer.json()) == 2


def test_undoing_leaves_what_has_left_the_library(
    client: TestClient, services: Services, films: list[str]
) -> None:
    done = change(client, films, add_tags=["x"], watched=True, opinion={"rating": 2})
    client.delete(f"/api/media/{films[0]}")
    with services.db.write() as session:
        session.execute(
            update(MediaRow).where(MediaRow.id == films[0]).values(purge_at=clock.now())
        )
    assert library.purge_expired(services) == 1
    assert undo(client, done) == 3
    assert [one["tags"] for one in client.get("/api/media").json()["items"]] == [[], ["sun", "Sea"]]


@pytest.mark.security
def test_a_member_changes_what_is_theirs_and_undoes_what_they_did(
    client: TestClient, member: TestClient, services: Services, films: list[str]
) -> None:
    done = change(member, films, add_tags=["mine"], watched=True)
    assert (done["changed"], done["refused"], done["undo_id"]) == (0, 3, None)
    seen = change(member, films, watched=True)
    assert (seen["changed"], seen["refused"]) == (3, 0)
    assert client.post(f"/api/media/bulk/{seen['undo_id']}/undo").status_code == 404
    assert undo(member, seen) == 3
    soon = (clock.now() + timedelta(days=1)).isoformat()
    client.patch(f"/api/media/{films[0]}", json={"available_from": soon})
    assert change(member, films, opinion={"in_list": True})["changed"] == 2
    for method, address in (("PATCH", "/api/tags/sea"), ("DELETE", "/api/tags/sea")):
        body = {"name": "x"} if method == "PATCH" else None
        assert member.request(method, address, json=body).status_code == 403


def test_what_was_kept_for_undoing_goes_after_a_week(
    client: TestClient, services: Services, films: list[str]
) -> None:
    old = change(client, films, watched=True)
    with services.db.write() as session:
        session.execute(update(ChangeRow).values(at=clock.now() - timedelta(days=8)))
    change(client, films, watched=False)
    assert client.post(f"/api/media/bulk/{old['undo_id']}/undo").status_code == 404


BAD: list[dict[str, object]] = [
    {}, {"ids": [], "filter": {}}, {"ids": ["x" * 37], "trash": True}, {"filter": {"kind": ["x"]}},
    {"filter": {"nonsense": 1}, "trash": True}, {"filter": {"kind": ["movie"], "x": 1}},
    {"ids": ["x"], "except_ids": ["y"], "watched": True},
    {"ids": [], "trash": False}, {"ids": [], "facts": {"title": "x"}}, {"ids": [], "surprise": 1},
    {"ids": [], "opinion": {"rating": 0}}, {"ids": [], "add_tags": ["x" * 61]},
    {"ids": [], "facts": {"year": 1}}, {"ids": [], "add_tags": [""]},
]  # fmt: skip


def test_a_wish_that_is_none_is_refused_in_words(client: TestClient, films: list[str]) -> None:
    for wish in BAD:
        answer = client.post("/api/media/bulk", json=wish)
        assert answer.status_code in {400, 422}, wish
        assert answer.json()["detail"], wish
    assert change(client, ["none", films[0]], watched=True)["changed"] == 1
    assert change(client, [], trash=True) == {"changed": 0, "refused": 0, "undo_id": None}


def test_a_tag_is_renamed_merged_and_taken_away(client: TestClient, films: list[str]) -> None:
    def tags() -> dict[str, int]:
        return {one["name"]: one["count"] for one in client.get("/api/tags").json()["items"]}

    assert tags() == {"Sea": 2, "sun": 1}
    renamed = client.patch("/api/tags/sea", json={"name": "Océan"}).json()
    assert (renamed["changed"], tags()) == (2, {"Océan": 2, "sun": 1})
    assert client.get("/api/search?q=ocean").json()["total"] == 2
    undo(client, renamed)
    assert tags() == {"Sea": 2, "sun": 1}
    taken = client.patch("/api/tags/sun", json={"name": "SEA"})
    assert (taken.status_code, taken.json()["error"]) == (409, "tag_exists")
    merged = client.patch("/api/tags/sun", json={"name": "sea", "merge": True}).json()
    assert (merged["changed"], tags()) == (1, {"Sea": 2})
    undo(client, merged)
    assert tags() == {"Sea": 2, "sun": 1}
    gone = client.delete("/api/tags/Sea").json()
    assert (gone["changed"], tags()) == (2, {"sun": 1})
    undo(client, gone)
    assert tags() == {"Sea": 2, "sun": 1}
    assert client.patch("/api/tags/none", json={"name": "x"}).status_code == 404
    assert client.delete("/api/tags/none").status_code == 404
    assert client.patch("/api/tags/sea", json={"name": " \n"}).status_code == 400


def test_two_who_edit_one_title(client: TestClient, films: list[str]) -> None:
    address = f"/api/media/{films[0]}"
    seen = client.get(address).json()["updated_at"]
    assert client.patch(address, json={"title": "Mine", "seen": seen}).status_code == 200
    second = client.patch(address, json={"title": "Theirs", "seen": seen})
    assert (second.status_code, second.json()["error"]) == (409, "changed_meanwhile")
    assert client.get(address).json()["title"] == "Mine"
    fresh = client.get(address).json()["updated_at"]
    assert client.patch(address, json={"title": "Theirs", "seen": fresh}).status_code == 200
    assert client.patch(address, json={"title": "As before"}).status_code == 200


def test_genres_channels_and_history(
    client: TestClient, member: TestClient, films: list[str], add: Add
) -> None:
    add("Clip", uploader="A channel", genres=("Drama", "Noir"))
    genres = client.get("/api/genres").json()
    assert [(one["name"], one["count"]) for one in genres["items"]] == [("Drama", 2), ("Noir", 1)]
    assert client.get("/api/genres", params={"limit": 1, "page": 2}).json()["total"] == 2
    for typed, found in (("", 1), ("CHAN", 1), ("%", 0)):
        assert client.get("/api/channels", params={"q": typed}).json()["total"] == found
    for film in films:
        client.put(f"/api/media/{film}/progress", json={"position_s": 30})
    past = client.get("/api/history", params={"limit": 2}).json()
    assert ([one["id"] for one in past["items"]], past["total"]) == (films[:0:-1], 3)
    assert past["items"][0]["progress"]["updated_at"]
    assert member.get("/api/history").json()["total"] == 0
    cleared = change(client, filter={"watched": "any"}, watched=False)
    assert (cleared["changed"], client.get("/api/history").json()["total"]) == (3, 0)
    undo(client, cleared)
    assert [one["id"] for one in client.get("/api/history").json()["items"]] == films[::-1]


def test_each_genre_is_shown_by_a_picture_of_its_own_where_it_has_one(
    client: TestClient, services: Services, add: Add
) -> None:
    older = add("Older", genres=("Noir", "Crime"))
    newer = add("Newer", genres=("Noir", "Crime", "Western"))
    with services.db.write() as session:
        for n, media_id in enumerate((older, newer)):
            picture = services.store.artwork_dir(media_id) / f"{n}.jpg"
            library.set_poster(services, session, media_id, library.Picture(picture, 16, 9))
    items = client.get("/api/genres").json()["items"]
    shown = {one["name"]: one["poster_url"] for one in items}
    assert shown["Crime"] != shown["Noir"]
    assert shown["Western"] in {shown["Crime"], shown["Noir"]}  # its only one
