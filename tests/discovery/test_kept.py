"""What is kept of an answer is nobody else's, and is gone with what it told."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from matinee import library
from matinee.accounts import SignIn, User
from matinee.kit import clock
from matinee.kit.db import Database
from matinee.kit.services import Services
from matinee.library import MediaRow
from tests.discovery.conftest import Add

FEW = 6
LISTS = ("/api/media?limit=20", "/api/search?q=harbour", "/api/home")


def titles(client: TestClient, address: str) -> list[str]:
    """The titles of an answer that is asked for twice, of which the second is of what was kept."""
    client.get(address)
    told = client.get(address).json()
    items = told.get("items") or told.get("titles") or told.get("recently_added") or []
    return [one["title"] for one in items]


@pytest.fixture
def harbours(add: Add) -> list[str]:
    return [add(f"Harbour {n}", kind="movie") for n in range(FEW)]


@pytest.mark.security
@pytest.mark.parametrize("address", LISTS)
def test_what_one_sees_is_not_told_another_who_may_not(
    client: TestClient, member: TestClient, harbours: list[str], address: str
) -> None:
    closed = {"available_from": "2100-01-01T00:00:00Z"}
    assert client.patch(f"/api/media/{harbours[2]}", json=closed).status_code == 200
    assert len(titles(client, address)) == FEW
    assert "Harbour 2" not in titles(member, address)
    assert len(titles(member, address)) == FEW - 1
    assert "Harbour 2" in titles(client, address)
    opened = {"available_from": "2020-01-01T00:00:00Z"}
    client.patch(f"/api/media/{harbours[2]}", json=opened)
    assert "Harbour 2" in titles(member, address)


@pytest.mark.security
def test_a_title_comes_and_goes_at_its_moment(
    monkeypatch: pytest.MonkeyPatch, client: TestClient, member: TestClient, harbours: list[str]
) -> None:
    moment = clock.now() + timedelta(hours=1)
    client.patch(f"/api/media/{harbours[0]}", json={"available_until": moment.isoformat()})
    assert [len(titles(member, address)) for address in LISTS] == [FEW] * 3
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(seconds=1))
    assert [len(titles(member, address)) for address in LISTS] == [FEW - 1] * 3
    assert [len(titles(client, address)) for address in LISTS] == [FEW] * 3
    assert member.get(f"/api/media/{harbours[0]}").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_what_another_process_changed_is_told_next(
    services: Services, client: TestClient, harbours: list[str], address: str
) -> None:
    assert len(titles(client, address)) == FEW
    other = Database(services.db.url)
    with other.write() as session:
        named = update(MediaRow).where(MediaRow.id == harbours[1])
        session.execute(named.values(title="Harbour of gold"))
    assert "Harbour of gold" in titles(client, address)
    with other.write() as session:
        gone = update(MediaRow).where(MediaRow.id == harbours[1])
        session.execute(gone.values(trashed_at=clock.now(), status="trashed"))
    other.close()
    assert len(titles(client, address)) == FEW - 1


def test_places_and_opinions_are_each_ones_own_and_of_now(
    services: Services, client: TestClient, member: TestClient, harbours: list[str]
) -> None:
    def of(who: TestClient, address: str) -> dict:
        told = who.get(address).json()
        items = told.get("items") or told.get("titles") or told.get("recently_added")
        return next(one for one in items if one["id"] == harbours[3])

    for address in LISTS:
        before = of(client, address)
        place = {"position_s": 40.0, "duration_s": 100.0}
        client.put(f"/api/media/{harbours[3]}/progress", json=place)
        client.patch(f"/api/media/{harbours[3]}/opinion", json={"rating": 7, "in_list": True})
        after = of(client, address)
        assert (before["progress"], before["rating"], before["in_list"]) == (None, None, False)
        assert (after["progress"]["position_s"], after["rating"], after["in_list"]) == (40, 7, True)
        theirs = of(member, address)
        assert (theirs["progress"], theirs["rating"], theirs["in_list"]) == (None, None, False)
        assert (after["editable"], theirs["editable"]) == (True, False)
        client.delete(f"/api/media/{harbours[3]}/progress")
        nothing = {"rating": None, "in_list": False}
        client.patch(f"/api/media/{harbours[3]}/opinion", json=nothing)
        assert of(client, address) == before


def test_a_title_of_a_list_is_the_same_written_whole(
    services: Services, client: TestClient, harbours: list[str]
) -> None:
    client.put(f"/api/media/{harbours[0]}/progress", json={"position_s": 40.0})
    listed = {one["id"]: one for one in client.get("/api/media").json()["items"]}
    beside = {"assets", "people", "other_ids", "extras"}
    for one in harbours:
        alone = client.get(f"/api/media/{one}").json()
        assert listed[one].keys() == alone.keys() == library.Media.model_fields.keys()
        assert {k: v for k, v in listed[one].items() if k not in beside} == {
            k: v for k, v in alone.items() if k not in beside
        }


def test_episodes_seen_are_counted_for_each_viewer(
    client: TestClient, member: TestClient, add: Add
) -> None:
    parts = [
        add(f"Part {n}", kind="episode", series_title="Harbours", season_number=1, episode_number=n)
        for n in (1, 2, 3)
    ]

    def seen(who: TestClient) -> list[tuple[int, int]]:
        found = []
        for address, name in (("/api/search?q=harbours", "series"), ("/api/series", "items")):
            [one] = who.get(address).json()[name]
            found.append((one["episodes"], one["watched"]))
        return found

    assert seen(client) == seen(member) == [(3, 0), (3, 0)]
    client.put(f"/api/media/{parts[0]}/progress", json={"position_s": 99.0})
    assert seen(client) == [(3, 1), (3, 1)]
    assert seen(member) == [(3, 0), (3, 0)]
    client.delete(f"/api/media/{parts[0]}/progress")
    assert seen(client) == [(3, 0), (3, 0)]


@pytest.mark.security
def test_a_sign_in_that_is_remembered_ends_at_once(
    services: Services, client: TestClient, member: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [client.get("/api/folders").status_code for _ in range(2)] == [200, 200]
    assert member.get("/api/home").status_code == 200
    other = Database(services.db.url)  # as another process
    with other.write() as session:
        session.execute(update(User).where(User.name == "Ana").values(is_admin=False))
    assert client.get("/api/auth/me").json()["is_admin"] is False
    with other.write() as session:
        ben = select(User.id).where(User.name == "Ben").scalar_subquery()
        session.execute(delete(SignIn).where(SignIn.user_id == ben))
    other.close()
    assert member.get("/api/home").status_code == 401
    late = clock.now() + timedelta(days=4_000)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert client.get("/api/home").status_code == 401
