"""What takes space, what can go, and rules that let go of what is old, over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from matinee import library
from matinee.engine import Probe, Track
from matinee.keeping import retention
from matinee.kit import clock
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services

Bring = Callable[..., str]
CHANNEL = {"platform": "youtube", "uploader": "Ana"}


@pytest.fixture
def bring(services: Services, tmp_path: Path) -> Bring:
    """Bring in a video of a channel as our own file, put up so many days ago."""

    def one(name: str, days: int = 0, *, root_id: str | None = None, **facts: object) -> str:
        folder = tmp_path if root_id else services.store.staging(name)
        path = folder / f"{name}.mp4"
        path.write_bytes(name.encode() * 100)
        tracks = (Track(0, "video", "h264", width=1920, height=800), Track(1, "audio", "aac"))
        probe = Probe("mp4", 100.0, 0.0, path.stat().st_size, 1000, tracks)
        identity = library.Identity(
            **{
                "title": name, "source_platform": "youtube", "source_id": name, "uploader": "Ana",
                "upload_date": date.today() - timedelta(days=days), **facts,
            }
        )  # fmt: skip
        landing = library.Landing(
            path=path, probe=probe, fingerprint=name, identity=identity, root_id=root_id,
            relative_path=path.name if root_id else None,
        )  # fmt: skip
        return library.publish(services, landing).media_id

    return one


def seen(client: TestClient, media_id: str, position_s: float) -> None:
    body = {"position_s": position_s, "duration_s": 100}
    assert client.put(f"/api/media/{media_id}/progress", json=body).status_code == 200


def listed(client: TestClient, status: str = "ready") -> set[str]:
    items = client.get("/api/media", params={"status": status, "limit": 100}).json()["items"]
    return {one["title"] for one in items}


def test_the_newest_of_a_channel_stay_and_undo_keeps_for_good(
    client: TestClient, bring: Bring, dispatcher: Dispatcher, services: Services,
    until: Callable[..., object],
) -> None:  # fmt: skip
    ids = {name: bring(name, days) for days, name in enumerate(["a", "b", "c", "d", "e"])}
    bring("else", 900, uploader="Ben")
    client.put(f"/api/media/{ids['d']}/opinion", json={"favourite": True})
    order = {**CHANNEL, "rule": "newest", "number": 2}
    told = client.post("/api/keep/preview", json=order).json()
    assert [one["title"] for one in told["goes"]] == ["e", "c"]
    assert [(one["title"], one["spared"]) for one in told["spared"]] == [("d", "favourite")]
    assert listed(client) == {"a", "b", "c", "d", "e", "else"}  # looking lets go of nothing
    made = client.put("/api/keep/rules", json=order)
    assert made.status_code == 200, made.text
    assert made.json()["name"] == "Ana"
    until(lambda: listed(client) == {"a", "b", "d", "else"}, 20)
    assert listed(client, "trashed") == {"c", "e"}
    assert client.post(f"/api/media/{ids['c']}/restore").status_code < 300
    retention.start_when_due(services)
    again = client.post("/api/keep/preview", json=order).json()
    assert again["goes_count"] == 0
    assert {one["title"]: one["spared"] for one in again["spared"]} == {
        "c": "restored", "d": "favourite",
    }  # fmt: skip
    assert "c" in listed(client)
    rule = client.get("/api/keep/rules").json()["items"][0]
    assert (rule["rule"], rule["number"]) == ("newest", 2)
    assert client.delete(f"/api/keep/rules/{rule['id']}").status_code == 204
    assert client.get("/api/keep/rules").json()["items"] == []
    assert client.delete(f"/api/keep/rules/{rule['id']}").status_code == 404


def test_what_lies_in_a_folder_or_was_begun_or_edited_stays(
    client: TestClient, bring: Bring, services: Services, tmp_path: Path
) -> None:
    root = library.add_root(services, tmp_path)
    bring("placed", root_id=root.id)
    begun, edited, shelf = bring("begun"), bring("edited"), bring("shelf")
    bring("plain")
    seen(client, begun, 40)
    client.patch(f"/api/media/{edited}", json={"description": "Mine"})
    made = client.post("/api/collections", json={"name": "Shelf"}).json()["id"]
    client.put(f"/api/collections/{made}/items/{shelf}")
    with services.db.write() as session:
        old = clock.now() - timedelta(days=40)
        session.execute(update(library.MediaRow).values(added_at=old))
    order = {**CHANNEL, "rule": "days_added", "number": 30}
    told = client.post("/api/keep/preview", json=order).json()
    assert [one["title"] for one in told["goes"]] == ["plain"]
    assert {one["title"]: one["spared"] for one in told["spared"]} == {
        "placed": "in_place", "begun": "begun", "edited": "edited", "shelf": "collected",
    }  # fmt: skip
    # For the collection itself lying in it is no reason.
    order = {"collection_id": made, "rule": "days_added", "number": 30}
    told = client.post("/api/keep/preview", json=order).json()
    assert [one["title"] for one in told["goes"]] == ["shelf"]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({**CHANNEL, "rule": "newest", "number": 0}, 422),
        ({**CHANNEL, "rule": "all", "number": 1}, 422),
        ({**CHANNEL, "rule": "newest", "number": 10**12}, 422),
        ({"platform": "youtube", "uploader": "Nobody", "rule": "newest", "number": 1}, 404),
        ({"collection_id": "x", "rule": "newest", "number": 1}, 404),
        ({"rule": "newest", "number": 1}, 400),
        ({**CHANNEL, "collection_id": "x", "rule": "newest", "number": 1}, 400),
    ],
)
def test_rules_for_nothing_are_refused(
    client: TestClient, bring: Bring, order: dict, code: int
) -> None:
    bring("a")
    assert client.put("/api/keep/rules", json=order).status_code == code
    assert client.get("/api/keep/rules").json()["items"] == []


def test_storage_tells_what_takes_space_and_what_can_go(
    client: TestClient, bring: Bring, services: Services, tmp_path: Path,
    until: Callable[..., object], dispatcher: Dispatcher,
) -> None:  # fmt: skip
    ids = [bring(name) for name in ("a", "bb", "ccc")]
    root = library.add_root(services, tmp_path)
    bring("placed-film", root_id=root.id, kind="movie", source_platform=None, source_id=None)
    seen(client, ids[0], 99)
    client.delete(f"/api/media/{ids[1]}", params={"delete_file": True})
    (services.store.artwork_root / "x").mkdir()
    (services.store.artwork_root / "x" / "one.jpg").write_bytes(b"12345")
    until(lambda: not client.get("/api/storage").json()["counting"])
    told = client.get("/api/storage").json()
    assert told["kinds"] == [
        {"name": "movie", "owned": False, "files": 1, "bytes": 1100},
        {"name": "video", "owned": True, "files": 2, "bytes": 400},
    ]
    assert told["codecs"][0] == {"name": "h264", "owned": False, "files": 1, "bytes": 1100}
    assert {one["name"] for one in told["resolutions"]} == {"1080p"}
    assert told["places"] == [{"name": str(tmp_path), "owned": False, "files": 1, "bytes": 1100}]
    assert told["folders"]["artwork"] >= 5
    assert told["folders"]["database"] > 1000
    assert told["largest"][0]["title"] == "placed-film"
    assert "data" in told["disks"][0]["holds"]
    can = {one["what"]: (one["count"], one["bytes"]) for one in told["can_go"]}
    assert can == {"trash": (1, 200), "watched": (1, 100)}
    assert [one["title"] for one in client.get("/api/storage/watched").json()["items"]] == ["a"]
    assert client.post("/api/trash/empty").json() == {"count": 1}
    until(lambda: listed(client, "trashed") == set(), 20)


@pytest.mark.security
@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/api/storage"), ("GET", "/api/storage/watched"), ("POST", "/api/trash/empty"),
        ("GET", "/api/keep/rules"), ("PUT", "/api/keep/rules"), ("POST", "/api/keep/preview"),
        ("DELETE", "/api/keep/rules/x"),
    ],
)  # fmt: skip
def test_members_neither_look_nor_decide(member: TestClient, verb: str, path: str) -> None:
    body = {**CHANNEL, "rule": "newest", "number": 1} if verb in {"PUT", "POST"} else None
    assert member.request(verb, path, json=body).status_code == 403
