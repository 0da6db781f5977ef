"""A file that is sent to be looked into: read like one on the server, and gone afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services
from matinee.moving.receiving import tidy_name
from tests.moving import builders
from tests.moving.test_imports import settle, take

Until = Callable[..., object]
URL = "/api/moving/imports/file"


def send(client: TestClient, until: Until, program: str, content: bytes, name: str) -> dict:
    answer = client.post(URL, params={"program": program, "name": name}, content=content)
    assert answer.status_code == 202, answer.text
    return settle(client, until, answer.json()["id"])


def staged(services: Services) -> list[str]:
    return [one.name for one in services.store.staging_root.iterdir()]


def test_a_database_that_was_sent_is_looked_into_and_taken_over(
    client: TestClient, services: Services, working: Dispatcher, until: Until, tmp_path: Path,
    dune: str, lies: str,
) -> None:  # fmt: skip
    content = builders.kodi(tmp_path / "there").read_bytes()
    found = send(client, until, "kodi", content, "C:\\Users\\Ana\\MyVideos131.db")
    assert (found["state"], found["path"]) == ("looked", "MyVideos131.db")
    assert [one["name"] for one in found["accounts"]] == ["Ana"]
    until(lambda: staged(services) == [])
    assert take(client, until, found["id"])["state"] == "applied"
    assert client.get(f"/api/media/{dune}").json()["progress"]["completed"] is True


def test_what_matched_is_listed_by_how_and_what_did_not_by_why(
    client: TestClient, working: Dispatcher, until: Until, tmp_path: Path, dune: str
) -> None:
    found = send(client, until, "plex", builders.plex(tmp_path / "there").read_bytes(), "plex.db")
    url = f"/api/moving/imports/{found['id']}/items"
    for code, count in found["counts"]["by_reason"].items():
        page = client.get(url, params={"code": code}).json()
        assert page["total"] == count
        assert {item["code"] for item in page["items"]} == {code}
    assert client.get(url, params={"code": "nonsense"}).json()["total"] == 0


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 9, b"SQLite format 3\0" + b"\7" * 4000]
)
def test_what_is_no_database_fails_in_words_and_is_gone(
    client: TestClient, services: Services, working: Dispatcher, until: Until, content: bytes
) -> None:
    found = send(client, until, "jellyfin", content, "jellyfin.db")
    assert found["state"] == "failed"
    assert found["error"]["detail"]
    assert found["error"]["fix"]
    until(lambda: staged(services) == [])


def test_nothing_at_all_and_too_much_are_refused_and_leave_nothing(
    client: TestClient, services: Services
) -> None:
    empty = client.post(URL, params={"program": "ytdlp"}, content=b"")
    assert (empty.status_code, empty.json()["error"]) == (400, "empty_file")
    vast = client.post(
        URL, params={"program": "ytdlp"}, content=b"x", headers={"Content-Length": str(2**60)}
    )
    assert vast.status_code == 507, vast.text
    assert client.post(URL, params={"program": "emby"}, content=b"x").status_code == 422
    assert staged(services) == []
    assert client.get("/api/moving/imports").json()["items"] == []


def test_only_administrators_may_send(
    client: TestClient, member: TestClient, anonymous: TestClient
) -> None:
    for one, status in ((member, 403), (anonymous, 401)):
        assert (
            one.post(URL, params={"program": "ytdlp"}, content=b"youtube x").status_code == status
        )


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Data\\library.db", "library.db"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        ("a\0b\n.db", "a b .db"),
        ("é" * 200 + ".db", "é" * 58 + ".db"),
    ],
)
def test_a_name_is_the_name_of_a_file_and_no_way_out(name: str, tidied: str) -> None:
    assert tidy_name(name) == tidied
    assert len(tidied.encode()) <= 120
