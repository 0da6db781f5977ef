"""Titles that show the same pictures: who is told, how it is settled, and that it stays settled."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from matinee import engine, library
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.library.duplicates.settling import together
from matinee.library.duplicates.tables import DuplicateRow
from tests.library.conftest import Land

LOOK = engine.PicturePrint(100.0, bytes(range(1, 193)))
OTHER = engine.PicturePrint(100.0, bytes(255 - n for n in LOOK.hashes))


@pytest.fixture
def bring(services: Services, land: Land) -> Callable[..., library.Published]:
    """Publish a film and note what it looks like; returns what was published."""

    def one(name: str, look: engine.PicturePrint = LOOK) -> library.Published:
        made = library.publish(services, land(name.encode(), f"{name}.mp4", title=name))
        with services.db.write() as session:
            library.duplicates.save_look(session, made.asset_id, look)
        return made

    return one


def told(client: TestClient) -> list[set[str]]:
    """Return the titles of each group."""
    found = client.get("/api/duplicates").json()
    assert found["total"] == len(found["items"])
    return [{one["title"] for one in group["items"]} for group in found["items"]]


def settle(client: TestClient, media_ids: list[str], *, different: bool = True) -> int:
    body = {"media_ids": media_ids, "different": different}
    return client.put("/api/duplicates/settled", json=body).status_code


def test_two_of_one_look_are_told_with_their_files(bring, client: TestClient) -> None:
    bring("Heat")
    bring("Heat again")
    bring("Something else", OTHER)
    [group] = client.get("/api/duplicates").json()["items"]
    assert {one["title"] for one in group["items"]} == {"Heat", "Heat again"}
    assert group["likeness"] == 1
    assert all(one["assets"][0]["size_bytes"] for one in group["items"])


def test_three_of_one_look_are_one_group(bring, client: TestClient) -> None:
    for name in "abc":
        bring(name)
    assert told(client) == [{"a", "b", "c"}]


def test_joined_they_are_told_no_more_until_they_are_parted(bring, client: TestClient) -> None:
    one, two = bring("One"), bring("Two")
    assert client.post(
        f"/api/media/{one.media_id}/versions", json={"media_id": two.media_id}
    ).is_success
    assert told(client) == []
    assert client.delete(f"/api/media/{one.media_id}/versions/{two.asset_id}").is_success
    assert len(told(client)) == 1


def test_in_the_trash_they_are_told_no_more_until_restored(bring, client: TestClient) -> None:
    bring("One")
    two = bring("Two")
    client.delete(f"/api/media/{two.media_id}")
    assert told(client) == []
    client.post(f"/api/media/{two.media_id}/restore")
    assert told(client) == [{"One", "Two"}]


def test_a_persons_word_that_they_differ_holds_until_taken_back(
    bring, client: TestClient, services: Services
) -> None:
    one, two, three = bring("One"), bring("Two"), bring("Three")
    assert settle(client, [one.media_id, two.media_id, three.media_id]) == 204
    assert told(client) == []
    with services.db.write() as session:  # looked at again
        library.duplicates.save_look(session, one.asset_id, LOOK)
    assert told(client) == []
    assert settle(client, [one.media_id, two.media_id], different=False) == 204
    assert told(client) == [{"One", "Two"}]


def test_only_administrators_are_told(bring, client, member: TestClient) -> None:
    one, two = bring("One"), bring("Two")
    assert member.get("/api/duplicates").status_code == 403
    assert member.post("/api/duplicates/look").status_code == 403
    assert settle(member, [one.media_id, two.media_id]) == 403
    assert settle(client, [one.media_id, "nobody"]) == 404
    assert settle(client, [one.media_id]) == 422
    assert len(told(client)) == 1


def test_purged_files_take_their_pairs_along(bring, client: TestClient, services: Services) -> None:
    bring("One")
    two = bring("Two")
    client.delete(f"/api/media/{two.media_id}")
    library.empty_trash(services, clock.now())
    assert library.purge_expired(services) == 1
    assert told(client) == []
    with services.db.read() as session:
        assert session.scalars(select(DuplicateRow)).all() == []


def test_pages_of_groups(bring, client: TestClient) -> None:
    for n in range(3):
        look = engine.PicturePrint(100.0 + 40 * n, LOOK.hashes)
        bring(f"a{n}", look)
        bring(f"b{n}", look)
    first = client.get("/api/duplicates?limit=2").json()
    assert (first["total"], first["pages"], len(first["items"])) == (3, 2, 2)
    assert {one["title"] for one in first["items"][0]["items"]} == {"a2", "b2"}
    assert len(client.get("/api/duplicates?limit=2&page=2").json()["items"]) == 1


def test_very_many_of_one_look_are_one_group_of_few_pairs(
    bring, client: TestClient, services: Services
) -> None:
    for n in range(45):
        bring(f"Copy {n}")
    [group] = client.get("/api/duplicates").json()["items"]
    assert (group["count"], len(group["items"])) == (45, 30)
    with services.db.read() as session:
        assert len(session.scalars(select(DuplicateRow)).all()) < 45 * 20


def test_what_hangs_together() -> None:
    pairs = [("a", "b", 0.9), ("c", "d", 1.0), ("d", "b", 0.8), ("e", "f", 0.7)]
    found = {frozenset(group.media_ids): group.likeness for group in together(pairs)}
    assert found == {frozenset("abcd"): 0.8, frozenset("ef"): 0.7}
    assert together([]) == []
