"""Out with everything, and in again into an empty library with the same files."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from matinee import accounts, library
from matinee.app import wiring
from matinee.kit import migrate, secrets
from matinee.kit.config import Settings
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services
from matinee.moving import exporting
from tests.moving.conftest import bring_in
from tests.moving.test_imports import look, take, undo

FILES = {
    "films/Dune (2021)/Dune.mkv": {"title": "Dune", "kind": "movie", "year": 2021},
    "shows/dark-s01e02.mkv": {
        "title": "Lies", "kind": "episode", "series_title": "Dark", "season_number": 1,
        "episode_number": 2,
    },
}  # fmt: skip


def content(document: dict) -> dict:
    """Return an export without the ids and moments that every library has of its own."""
    names = {one["id"]: one["title"] for one in document["media"]}

    def row(one: dict) -> dict:
        kept = {
            name: value for name, value in one.items() if name not in {"updated_at", "started_at"}
        }
        return {**kept, "media": names[one["media"]]}

    media = [
        {**{k: v for k, v in one.items() if k not in {"id", "added_at"}},
         "files": [{**file, "paths": [path.rsplit("/here/", 1)[1] for path in file["paths"]]}
                   for file in one["files"]]}
        for one in document["media"]
    ]  # fmt: skip
    return {
        "media": media,
        "collections": [
            {
                **{name: one[name] for name in ("name", "description", "rule", "names")},
                "media": [names[item] for item in one["media"]],
            }
            for one in document["collections"]
        ],
        "profiles": [
            {
                "name": one["name"],
                "preferences": one["preferences"],
                **{
                    kind: sorted((row(item) for item in one[kind]), key=lambda item: item["media"])
                    for kind in ("progress", "opinions", "choices")
                },
            }
            for one in document["profiles"]
        ],
    }


@pytest.fixture
def lived_in(client: TestClient, services: Services, root: library.RootRow) -> tuple[str, str]:
    """A library somebody has used."""
    dune, lies = (bring_in(services, root, path, **facts) for path, facts in FILES.items())
    client.patch(f"/api/media/{dune}", json={"tags": ["Sand", "Größe"], "genres": ["Film"]})
    client.put(f"/api/media/{dune}/progress", json={"position_s": 99, "duration_s": 100})
    client.put(f"/api/media/{lies}/progress", json={"position_s": 40, "duration_s": 100})
    client.put(f"/api/media/{dune}/opinion", json={"rating": 9, "favourite": True})
    client.patch(f"/api/media/{lies}/choices", json={"text": "off", "text_delay_s": 1.5})
    client.patch("/api/account/preferences", json={"autoplay_next": False})
    made = client.post("/api/collections", json={"name": "Evening"}).json()["id"]
    for one in (lies, dune):
        client.put(f"/api/collections/{made}/items/{one}")
    rule = {"filter": {"genre": ["Film"], "year_from": 2000}, "sort_by": "year"}
    smart = {"name": "New films", "description": "By themselves", "rule": rule}
    assert client.post("/api/collections", json=smart).status_code == 201
    return dune, lies


def test_export_import_export_is_equal(
    client: TestClient, services: Services, lived_in: tuple[str, str], tmp_path: Path,
    fresh_database: Path, until: Callable[..., object],
) -> None:  # fmt: skip
    first = client.get("/api/moving/export")
    assert first.headers["content-encoding"] == "gzip"
    document = first.json()
    assert (document["format"], document["version"]) == ("matinee-export", 1)
    path = tmp_path / "export.json"
    path.write_bytes(first.content)
    other = Settings(data=tmp_path / "second", free_space_floor_bytes=0)
    other.data.mkdir()
    secrets.load(other.data, existing=False)
    migrate.database_path(other).write_bytes(fresh_database.read_bytes())
    with wiring.opened(other) as second:
        root = library.add_root(second, tmp_path / "here")
        for relative, facts in FILES.items():
            bring_in(second, root, relative, **facts)
        from matinee.app.web import create_app

        app = create_app(second, run_jobs=False)
        accounts.create_user(second, "Ana", "a long enough password", is_admin=True)
        running = Dispatcher(second)
        running.start()
        try:
            with TestClient(app, base_url="http://matinee.test") as guest:
                body = {"username": "Ana", "password": "a long enough password"}
                token = guest.post("/api/auth/login", json=body).json()["token"]
                guest.cookies.clear()
                guest.headers["Authorization"] = f"Bearer {token}"
                empty = content(guest.get("/api/moving/export").json())
                found = look(guest, until, "matinee", path)
                assert found["counts"]["by_reason"] == {"content": 2}
                take(guest, until, found["id"])
                copied = guest.get("/api/moving/export").json()
                assert content(copied) == content(document)
                assert undo(guest, until, found["id"])["changed"]["kept"] == 0
                assert content(guest.get("/api/moving/export").json()) == empty
        finally:
            running.stop()


def test_filters_of_collections_find_what_they_name(
    client: TestClient, services: Services, working: Dispatcher, lived_in: tuple[str, str],
    until: Callable[..., object], tmp_path: Path,
) -> None:  # fmt: skip
    dune, _ = lived_in
    with services.db.write() as session:
        film = session.scalars(select(library.MediaRow).where(library.MediaRow.id == dune)).one()
        cast = [library.Credit("Rebecca Ferguson", "actor")]
        library.people.set_credits(session, film, cast)
        number = library.people.called(session, "Rebecca Ferguson")
        series_id = library.series.called(session, "Dark")

    def told(key: str, asked: dict[str, object], **names: str) -> dict[str, object]:
        return {"id": key, "name": key, "rule": {"filter": asked}, "names": names, "media": []}

    document = {
        "format": "matinee-export", "version": 1, "media": [], "profiles": [],
        "collections": [
            told("person", {"person": 990}, person="rebecca FERGUSON"),
            told("series", {"series": "elsewhere"}, series="Dark"),
            told("nobody", {"person": number}, person="Somebody Else"),
            told("folder", {"folder": ["elsewhere"]}),
            told("later", {"mood": "good"}),
            told("huge", {"search": "x" * 30_000}),
            told("New films", {"year_from": 1990}),
        ],
    }  # fmt: skip
    path = tmp_path / "export.json"
    path.write_text(json.dumps(document))
    found = look(client, until, "matinee", path)
    items = client.get(f"/api/moving/imports/{found['id']}/items", params={"kind": "list"}).json()
    reasons = {one["title"]: one["reason"] for one in items["items"]}
    assert "Somebody Else" in reasons["nobody"]
    assert "folders" in reasons["folder"]
    assert "read" in reasons["later"]
    assert take(client, until, found["id"])["changed"]["rule"] == 2
    made = {one["name"]: one["rule"] for one in client.get("/api/collections").json()["items"]}
    assert made["person"]["filter"] == {"person": number}
    assert made["series"]["filter"] == {"series": series_id}
    assert made["New films"]["filter"]["year_from"] == 2000  # ours is left as it was
    assert made.keys() == {"Evening", "New films", "person", "series"}
    theirs = next(
        one for one in client.get("/api/collections").json()["items"] if one["name"] == "series"
    )
    client.patch(f"/api/collections/{theirs['id']}", json={"rule": {"filter": {"hdr": True}}})
    assert undo(client, until, found["id"])["changed"] == {"undone": 1, "kept": 1}
    left = {one["name"] for one in client.get("/api/collections").json()["items"]}
    assert left == {"Evening", "New films", "series"}


def test_everybody_carries_their_own_away_and_nobody_elses(
    client: TestClient, member: TestClient, lived_in: tuple[str, str]
) -> None:
    member.put(f"/api/media/{lived_in[0]}/opinion", json={"rating": 2})
    mine = member.get("/api/account/export").json()
    assert [one["name"] for one in mine["profiles"]] == ["Ben"]
    assert [one["rating"] for one in mine["profiles"][0]["opinions"]] == [2]
    assert mine["collections"] == []
    assert {
        path for one in mine["media"] for file in one["files"] for path in file["paths"]
    } == set()


def test_what_is_not_asked_for_packed_is_plain_json_a_record_a_line(
    client: TestClient, lived_in: tuple[str, str]
) -> None:
    answer = client.get("/api/moving/export", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    records = [json.loads(line.rstrip(",")) for line in answer.text.splitlines() if '"id"' in line]
    assert [one.get("title") or one["name"] for one in records] == [
        "Dune",
        "Lies",
        "Evening",
        "New films",
    ]


def test_packed_pieces_are_one_gzip(services: Services) -> None:
    packed = b"".join(exporting.export(services, only=None, packed=True))
    assert json.loads(gzip.decompress(packed))["media"] == []


@pytest.mark.security
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"{", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"[]", "wrong_file"),
        (b'{"format": "matinee-export", "version": 99}', "wrong_version"),
        (gzip.compress(b"{}", mtime=0)[:12], "damaged"),
    ],
)
def test_what_is_no_export_is_told_so(
    client: TestClient, working: Dispatcher, until: Callable[..., object], tmp_path: Path,
    app: FastAPI, data: bytes, code: str,
) -> None:  # fmt: skip
    path = tmp_path / "export.json"
    path.write_bytes(data)
    assert look(client, until, "matinee", path)["error"]["error"] == code


@pytest.mark.security
def test_an_export_of_strange_values_is_read_without_harm(
    client: TestClient, working: Dispatcher, until: Callable[..., object], tmp_path: Path,
    lived_in: tuple[str, str],
) -> None:  # fmt: skip
    strange = {
        "format": "matinee-export", "version": 1,
        "media": [1, None, {"id": 5, "files": "x"}, {"id": "a", "title": "Dune", "year": 2021,
                  "tags": [7, "x" * 500], "files": [{"fingerprint": []}], "uses": [1]}],
        "profiles": [{"name": "Ana", "preferences": {"text_look": 3, "skip": []}, "choices":
                      [{"media": "a", "audio": 5}], "progress": [{"media": "a", "position_s": "inf",
                      "completed": "yes", "times_completed": 1e30, "seen_at": "never"}]}],
        "collections": [{"name": "", "media": ["a"]}, {"media": None}],
    }  # fmt: skip
    path = tmp_path / "export.json"
    path.write_text(json.dumps(strange))
    found = look(client, until, "matinee", path)
    assert found["state"] == "looked", found
    assert take(client, until, found["id"])["state"] == "applied"
