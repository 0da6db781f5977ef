"""Looking, taking over, taking over again, giving back: over HTTP, with jobs running."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from matinee.app import cli
from matinee.kit import clock
from matinee.kit.jobs import Dispatcher, JobContext
from matinee.kit.jobs.tables import Job
from matinee.kit.services import Services
from matinee.moving import jobs
from matinee.moving.tables import ItemRow
from matinee.watching import OpinionRow, ProgressRow
from tests.moving import builders

Until = Callable[..., object]
BUILDS = [
    ("jellyfin", builders.jellyfin_old),
    ("jellyfin", builders.jellyfin_new),
    ("kodi", builders.kodi),
    ("plex", builders.plex),
]


def settle(client: TestClient, until: Until, import_id: str) -> dict:
    def ended() -> dict | None:
        one = client.get(f"/api/moving/imports/{import_id}").json()
        return None if one["state"] in {"looking", "applying", "undoing"} else one

    until(lambda: client.get(f"/api/moving/imports/{import_id}").status_code == 200)
    found = until(ended)
    job = f"/api/jobs/{found['job_id']}"
    until(lambda: client.get(job).json()["status"] in {"completed", "failed"})
    return found


def look(client: TestClient, until: Until, program: str, path: Path) -> dict:
    body = {"program": program, "path": str(path)}
    answer = client.post("/api/moving/imports", json=body)
    assert answer.status_code == 202, answer.text
    return settle(client, until, answer.json()["id"])


def take(client: TestClient, until: Until, import_id: str, **order: object) -> dict:
    answer = client.post(f"/api/moving/imports/{import_id}/apply", json=order)
    assert answer.status_code == 202, answer.text
    return settle(client, until, import_id)


def undo(client: TestClient, until: Until, import_id: str) -> dict:
    assert client.post(f"/api/moving/imports/{import_id}/undo").status_code == 202
    return settle(client, until, import_id)


def rows(services: Services) -> list[tuple]:
    with services.db.read() as session:
        progress = session.scalars(select(ProgressRow).order_by(ProgressRow.media_id)).all()
        opinions = session.scalars(select(OpinionRow).order_by(OpinionRow.media_id)).all()
    seen = [(one.profile_id, one.media_id, one.position_s, one.completed, one.times_completed,
             one.seen_at, one.updated_at) for one in progress]  # fmt: skip
    return [*seen, *((one.profile_id, one.media_id, one.rating, one.favourite) for one in opinions)]


@pytest.mark.parametrize(("program", "build"), BUILDS)
def test_what_was_watched_there_is_watched_here(
    client: TestClient, services: Services, working: Dispatcher, until: Until, tmp_path: Path,
    dune: str, lies: str, program: str, build: Callable[[Path], Path],
) -> None:  # fmt: skip
    found = look(client, until, program, build(tmp_path / "there"))
    assert found["state"] == "looked", found
    assert rows(services) == []  # looking changes nothing
    assert found["counts"]["matched"] == 2
    done = take(client, until, found["id"])
    assert done["state"] == "applied", done
    film = client.get(f"/api/media/{dune}").json()
    assert film["progress"]["completed"] is True
    assert film["rating"] == 8
    assert film["favourite"] is (program == "jellyfin")
    episode = client.get(f"/api/media/{lies}").json()
    assert (episode["progress"]["position_s"], episode["progress"]["completed"]) == (40.0, False)
    assert client.get("/api/media/continue-watching").json()["items"][0]["id"] == lies
    names = {one["name"] for one in client.get("/api/collections").json()["items"]}
    assert "Evening" in names
    before = rows(services)
    again = take(client, until, found["id"])
    assert rows(services) == before
    assert again["changed"] == done["changed"]
    assert undo(client, until, found["id"])["changed"]["kept"] == 0
    assert rows(services) == []
    assert client.get("/api/collections").json()["items"] == []


def test_a_list_keeps_its_order(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path, dune: str, lies: str
) -> None:
    found = look(client, until, "plex", builders.plex(tmp_path / "there"))
    take(client, until, found["id"])
    lists = {one["name"]: one["id"] for one in client.get("/api/collections").json()["items"]}
    inside = client.get(f"/api/collections/{lists['Evening']}").json()
    items = inside["items"]["items"] if isinstance(inside["items"], dict) else inside["items"]
    assert [one["id"] for one in items] == [lies, dune]


def test_what_is_not_here_says_why_and_people_are_told_with_what_they_did(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path, dune: str
) -> None:
    found = look(client, until, "plex", builders.plex(tmp_path / "there"))
    assert [(one["name"], one["watched"]) for one in found["users"]] == [("Ana", 1), ("Bruno", 1)]
    assert found["users"][0]["account_id"] is not None
    assert found["users"][1]["account_id"] is None
    url = f"/api/moving/imports/{found['id']}/items"
    left = client.get(url, params={"state": "unmatched", "limit": 1}).json()
    assert (left["total"], left["pages"]) == (2, 2)
    assert left["items"][0]["title"] == "Lies"
    assert left["items"][0]["code"] == "not_here"
    assert left["items"][0]["reason"]


def test_users_are_mapped_as_the_administrator_says(
    client: TestClient, member: TestClient, working: Dispatcher, until: Until, tmp_path: Path,
    lies: str,
) -> None:  # fmt: skip
    found = look(client, until, "plex", builders.plex(tmp_path / "there"))
    ben = member.get("/api/auth/me").json()["id"]
    take(client, until, found["id"], users={"2": ben, "1": None})
    assert member.get(f"/api/media/{lies}").json()["progress"]["completed"] is True
    assert client.get(f"/api/media/{lies}").json()["progress"] is None
    url = f"/api/moving/imports/{found['id']}/apply"
    assert client.post(url, json={"users": {"2": "nobody"}}).status_code == 400


def test_what_is_newer_here_stays_and_watched_stays_watched(
    client: TestClient, services: Services, working: Dispatcher, until: Until, tmp_path: Path,
    dune: str, lies: str,
) -> None:  # fmt: skip
    client.put(f"/api/media/{lies}/progress", json={"position_s": 70, "duration_s": 100})
    client.put(f"/api/media/{dune}/opinion", json={"rating": 3, "favourite": False})
    path = builders.jellyfin_new(tmp_path / "there")
    found = look(client, until, "jellyfin", path)
    take(client, until, found["id"])
    assert client.get(f"/api/media/{lies}").json()["progress"]["position_s"] == 70
    kept = client.get(f"/api/media/{dune}/opinion").json()
    assert (kept["rating"], kept["favourite"]) == (3, True)
    take(client, until, found["id"], replace_ratings=True)
    assert client.get(f"/api/media/{dune}/opinion").json()["rating"] == 8
    # there it is unwatched again, and later than here: watched here all the same
    database = sqlite3.connect(path)
    later = (clock.now() - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
    database.execute(
        "UPDATE UserData SET Played = 0, PlaybackPositionTicks = 100000000, LastPlayedDate = ?",
        (later,),
    )
    database.commit()
    database.close()
    take(client, until, look(client, until, "jellyfin", path)["id"])
    assert client.get(f"/api/media/{dune}").json()["progress"]["completed"] is True


def test_a_clock_in_the_future_changes_nothing_twice(
    client: TestClient, services: Services, working: Dispatcher, until: Until, tmp_path: Path,
    lies: str,
) -> None:  # fmt: skip
    path = builders.jellyfin_new(tmp_path / "there")
    database = sqlite3.connect(path)
    database.execute("UPDATE UserData SET LastPlayedDate = '2999-01-01 00:00:00'")
    database.commit()
    database.close()
    found = look(client, until, "jellyfin", path)
    take(client, until, found["id"])
    before = rows(services)
    take(client, until, found["id"])
    assert rows(services) == before
    assert all(row[5] < datetime.now(UTC) for row in before if len(row) > 4)


def test_undoing_leaves_what_has_changed_since(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path, dune: str, lies: str
) -> None:
    found = look(client, until, "jellyfin", builders.jellyfin_new(tmp_path / "there"))
    take(client, until, found["id"])
    client.put(f"/api/media/{lies}/progress", json={"position_s": 55, "duration_s": 100})
    done = undo(client, until, found["id"])
    assert done["changed"]["kept"] == 1
    assert client.get(f"/api/media/{lies}").json()["progress"]["position_s"] == 55
    assert client.get(f"/api/media/{dune}").json()["progress"] is None


def test_an_equal_collection_is_filled_and_stays_when_undone(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path, dune: str, lies: str
) -> None:
    mine = client.post("/api/collections", json={"name": "evening"}).json()["id"]
    client.put(f"/api/collections/{mine}/items/{dune}")
    found = look(client, until, "plex", builders.plex(tmp_path / "there"))
    take(client, until, found["id"])
    names = [one["name"] for one in client.get("/api/collections").json()["items"]]
    assert sorted(names) == ["Desert", "evening"]
    undo(client, until, found["id"])
    (left,) = client.get("/api/collections").json()["items"]
    assert left["id"] == mine


def test_a_mapping_of_folders_is_used_when_taking_over(
    client: TestClient, services: Services, working: Dispatcher, until: Until, tmp_path: Path,
    bring: Callable[..., str], root: object,
) -> None:  # fmt: skip
    other = bring("gone.mkv", title="Another name", kind="movie")
    found = look(client, until, "jellyfin", builders.jellyfin_new(tmp_path / "there"))
    assert found["counts"]["matched"] == 0
    here = str(Path(root.path) / "gone.mkv")
    done = take(client, until, found["id"], prefixes={"/mnt/films/Gone/Gone.mkv": here})
    assert done["counts"]["matched"] == 1
    assert client.get(f"/api/media/{other}").json()["progress"]["completed"] is True


def test_a_yt_dlp_archive_says_what_is_here(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path,
    bring: Callable[..., str],
) -> None:  # fmt: skip
    media_id = bring("clip.mkv", source_platform="youtube", source_id="dQw4w9WgXcQ")
    path = tmp_path / "archive.txt"
    path.write_text("youtube dQw4w9WgXcQ\nyoutube another\n")
    found = look(client, until, "ytdlp", path)
    assert found["counts"]["by_reason"] == {"source": 1, "not_here": 1}
    items = client.get(f"/api/moving/imports/{found['id']}/items").json()["items"]
    assert items[0]["media_id"] == media_id


def test_a_failure_is_told_on_the_import(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"not a database")
    found = look(client, until, "jellyfin", path)
    assert found["state"] == "failed"
    assert found["error"]["error"] == "not_a_database"
    assert client.post(f"/api/moving/imports/{found['id']}/apply", json={}).status_code == 409
    assert client.delete(f"/api/moving/imports/{found['id']}").status_code == 204
    assert client.get("/api/moving/imports").json() == {"items": []}


def test_a_look_that_was_cut_off_starts_over_and_finds_the_same(
    client: TestClient, services: Services, dispatcher: Dispatcher, until: Until, tmp_path: Path,
    dune: str, lies: str,
) -> None:  # fmt: skip
    found = look(client, until, "plex", builders.plex(tmp_path / "there"))
    with services.db.read() as session:
        before = [(row.number, row.key, row.state) for row in session.scalars(select(ItemRow))]
    with services.db.read() as session:
        row = session.get(Job, found["job_id"])
    jobs.run(JobContext(services, row, save=lambda *_: None, tell=lambda _: None))
    with services.db.read() as session:
        after = [(row.number, row.key, row.state) for row in session.scalars(select(ItemRow))]
    assert after == before


@pytest.mark.security
def test_members_and_strangers_move_nothing(
    member: TestClient, anonymous: TestClient, tmp_path: Path
) -> None:
    calls = [
        ("POST", "/api/moving/imports"), ("GET", "/api/moving/imports"),
        ("GET", "/api/moving/imports/x"), ("GET", "/api/moving/imports/x/items"),
        ("POST", "/api/moving/imports/x/apply"), ("POST", "/api/moving/imports/x/undo"),
        ("DELETE", "/api/moving/imports/x"), ("GET", "/api/moving/export"),
    ]  # fmt: skip
    body = {"program": "plex", "path": str(tmp_path)}
    for method, path in calls:
        json = body if path.endswith("imports") and method == "POST" else {}
        assert member.request(method, path, json=json).status_code == 403, path
        assert anonymous.request(method, path, json=json).status_code == 401, path
    assert anonymous.get("/api/account/export").status_code == 401


def test_paths_that_lead_nowhere_are_refused_in_words(client: TestClient, tmp_path: Path) -> None:
    for path in ("relative", str(tmp_path / "none"), str(tmp_path), "/x\u0000y", "/" + "a" * 3000):
        answer = client.post("/api/moving/imports", json={"program": "plex", "path": path})
        assert answer.status_code == 400, path
        assert answer.json()["fix"] or answer.json()["detail"]


def test_the_command_line_looks_and_takes_over_when_asked(
    client: TestClient, services: Services, staffed: None, tmp_path: Path, dune: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = str(builders.plex(tmp_path / "there"))
    data = ["--data", str(services.settings.data)]
    assert cli.main(["import", "plex", path, *data]) == 0
    told = capsys.readouterr().out
    assert "3 titles, 1 of them are here" in told
    assert "Gone: " in told
    assert rows(services) == []
    assert cli.main(["import", "plex", path, "--user", "bruno=ana", "--apply", *data]) == 0
    assert "Taken over" in capsys.readouterr().out
    assert client.get(f"/api/media/{dune}").json()["progress"]["completed"] is True
    assert cli.main(["import", "plex", path, "--user", "nobody=ana", *data]) == 1
