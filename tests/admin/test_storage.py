"""What takes space, and what can go: right to the byte, and never more than was said."""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import insert

from matinee import library
from matinee.admin.storage import queries
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRow
from matinee.streaming import prepared
from tests import keeping
from tests.admin.conftest import ADMIN, asset_of, is_trashed, likes, saw
from tests.proof import only

OLD_S = 100 * 86_400


def look(client) -> dict:
    answer = client.get("/api/admin/storage")
    assert answer.status_code == 200, answer.text
    return answer.json()


def disk(client) -> dict:
    return client.get("/api/admin/storage/disk?fresh=true").json()


def going(state: dict) -> dict[str, tuple[int, int]]:
    return {one["what"]: (one["count"], one["bytes"]) for one in state["can_go"]}


def free(client, what: str, as_of: str | None = None) -> dict:
    body = {"what": what, "as_of": as_of or clock.now().isoformat()}
    answer = client.post("/api/admin/storage/free", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def put(path: Path, size: int, age_s: float = 0.0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    at = time.time() - age_s
    os.utime(path, (at, at))


def test_an_empty_library_takes_nothing_and_nothing_can_go(client) -> None:
    state = look(client)
    assert (state["total"]["bytes"], state["kinds"], state["can_go"]) == (0, [], [])
    found = disk(client)
    assert found["can_go"] == []
    assert found["database_bytes"] > 0
    assert found["disks"][0]["total_bytes"] > found["disks"][0]["free_bytes"] > 0


@pytest.mark.security
def test_only_administrators_see_and_free_space(member, services, bring) -> None:
    film = bring()
    saw(services, film)
    for path in ("", "/disk", "/watched"):
        assert member.get(f"/api/admin/storage{path}").status_code == 403
    body = {"what": "watched", "as_of": clock.now().isoformat()}
    assert member.post("/api/admin/storage/free", json=body).status_code == 403
    assert member.post("/api/admin/storage/undo", json={"media_ids": [film]}).status_code == 403
    assert not is_trashed(services, film)


def test_what_takes_space_by_kind_folder_codec_and_size(client, services, bring, root) -> None:
    bring("A", size=1000, kind="movie")
    bring("B", size=300, kind="movie", codec="hevc", height=2160)
    bring("C", size=50, kind="music", codec=None)
    bring("D", size=700, kind="movie", root=root)
    state = look(client)
    assert (state["total"]["count"], state["total"]["bytes"]) == (4, 2050)
    assert (state["total"]["owned_count"], state["total"]["owned_bytes"]) == (3, 1350)
    by = {name: {one["name"]: one["bytes"] for one in state[name]} for name in ("kinds", "codecs")}
    assert by["kinds"] == {"movie": 2000, "music": 50}
    assert by["codecs"] == {"h264": 1700, "hevc": 300, "none": 50}
    sizes = {one["name"]: one["count"] for one in state["resolutions"]}
    assert sizes == {"1080": 2, "2160": 1, "none": 1}
    assert [(one["path"], one["bytes"]) for one in state["folders"]] == [(root.path, 700)]
    assert [one["title"] for one in state["largest"]] == ["A", "D", "B", "C"]


def test_what_is_missing_or_in_the_trash_takes_nothing_of_the_library(
    client, services, bring, root
) -> None:
    gone = bring("Gone", root=root)
    with services.db.write() as session:
        place = session.query(library.PlaceRow).one()
        place.missing_since = clock.now()
    thrown = bring("Thrown", size=400)
    library.trash(services, ADMIN, thrown, delete_file=True)
    state = look(client)
    assert state["total"]["bytes"] == 0
    assert state["folders"][0]["bytes"] == 0
    assert state["trash_bytes"] == 400
    assert going(state) == {"trash": (1, 400)}
    assert not is_trashed(services, gone)


def test_emptying_the_trash_takes_what_was_shown_and_not_what_came_later(
    client, services, bring
) -> None:
    first = bring("First", size=400)
    kept = bring("Kept", size=100)
    library.trash(services, ADMIN, first, delete_file=True)
    library.trash(services, ADMIN, kept, delete_file=False)  # its file is to be kept
    state = look(client)
    assert going(state)["trash"] == (2, 400)
    later = bring("Later", size=30)
    library.trash(services, ADMIN, later, delete_file=True)
    assert free(client, "trash", state["now"])["freed_bytes"] == 400
    assert library.purge_expired(services) == 2
    assert client.get(f"/api/media/{first}").status_code == 404
    assert client.post(f"/api/media/{later}/restore").status_code == 200
    (left,) = keeping.keys(services, "kept")
    assert len(keeping.read(services, left)) == 100


def test_watched_titles_can_go_and_come_back(client, services, bring) -> None:
    film = bring("Seen", size=500)
    saw(services, film, "ana")
    saw(services, film, "ben")
    assert going(look(client))["watched"] == (1, 500)
    titles = client.get("/api/admin/storage/watched").json()
    assert [one["title"] for one in titles["items"]] == ["Seen"]
    freed = free(client, "watched")
    assert freed["media_ids"] == [film]
    assert is_trashed(services, film)
    assert free(client, "watched")["media_ids"] == []
    restored = client.post("/api/admin/storage/undo", json={"media_ids": [film, new_id()]})
    assert restored.json() == {"restored": 1}
    assert client.get(f"/api/media/{film}").json()["status"] == "ready"


def test_what_somebody_cares_for_is_never_among_the_watched(client, services, bring, root) -> None:
    half = bring("Half")
    saw(services, half, "ana")
    saw(services, half, "ben", completed=False)
    loved, listed, edited = bring("Loved"), bring("Listed"), bring("Edited")
    in_place, never = bring("Place", root=root), bring("Never")
    for one in (loved, listed, edited, in_place):
        saw(services, one)
    likes(services, loved)
    shelf = library.collections.create(services, ADMIN, "Shelf", None)
    library.collections.put(services, ADMIN, shelf.id, listed)
    library.edit(services, ADMIN, edited, {"title": "By hand"})
    assert "watched" not in going(look(client))
    assert free(client, "watched")["media_ids"] == []
    for one in (half, loved, listed, edited, in_place, never):
        assert not is_trashed(services, one)


def test_a_title_of_ours_with_a_version_in_a_folder_is_left_alone(
    client, services, bring, root
) -> None:
    ours, theirs = bring("Ours"), bring("Theirs", root=root)
    saw(services, ours)
    assert client.post(f"/api/media/{ours}/versions", json={"media_id": theirs}).status_code == 200
    assert "watched" not in going(look(client))
    assert free(client, "watched")["media_ids"] == []


def test_the_cache_goes_and_what_is_prepared_stays_until_it_is_stale(
    client, services, bring
) -> None:
    fresh, stale, seen = bring("Fresh"), bring("Stale"), bring("Seen")
    for media_id, age_s in ((fresh, 0.0), (stale, OLD_S), (seen, OLD_S)):
        plan = services.store.cache_dir(asset_of(services, media_id).id, "plan")
        put(plan / "v0" / "0.m4s", 100, age_s)
        put(plan / "v1" / "0.m4s", 10, age_s)
        prepared.mark(plan, ["v0"])
        os.utime(plan / prepared.MARK, (time.time() - age_s,) * 2)
    saw(services, seen, days=3)
    found = disk(client)
    assert going(found)["prepared"] == (1, 100)
    assert going(found)["cache"][0] == 3
    assert free(client, "prepared")["freed_bytes"] == 100
    assert free(client, "cache")["freed_bytes"] == 30
    left = disk(client)
    assert left["prepared_bytes"] == 200
    assert going(left) == {}


def test_left_over_staging_goes_but_never_a_file_that_somebody_brought_in(client, services) -> None:
    store = services.store
    put(store.staging_root / new_id() / "half.part", 70)
    put(store.media_root / new_id() / "original.mp4", 900)
    put(store.artwork_root / new_id() / "poster.jpg", 5)
    put(store.staging_root / new_id() / "young.part", 3)
    for folder in (*store.media_root.iterdir(), *store.artwork_root.iterdir()):
        os.utime(folder, (0, 0))
    old = next(path for path in store.staging_root.iterdir() if (path / "half.part").exists())
    os.utime(old, (0, 0))
    assert going(disk(client))["staging"] == (2, 75)
    assert free(client, "staging")["freed_bytes"] == 75
    assert len(list(store.media_root.iterdir())) == 1
    assert [path.name for path in store.staging_root.rglob("*.part")] == ["young.part"]


@pytest.mark.parametrize(
    "body",
    [
        {"what": "everything", "as_of": "2026-01-01T00:00:00Z"},
        {"what": "trash"},
        {"what": "trash", "as_of": "2026-01-01T00:00:00"},
        {"what": "trash", "as_of": "yesterday"},
        {},
    ],
)
def test_a_wish_that_cannot_be_read_frees_nothing(client, services, bring, body) -> None:
    film = bring()
    library.trash(services, ADMIN, film, delete_file=True)
    answer = client.post("/api/admin/storage/free", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"] == "invalid"
    assert library.purge_expired(services) == 0


@pytest.mark.parametrize("many", only([2_500, 25_000], 2_500))
def test_very_many_files_are_summed_while_one_waits(client, services: Services, many: int) -> None:
    now = clock.now()
    same = {"kind": "movie", "status": "ready", "title": "T", "sort_title": "t", "added_at": now,
            "updated_at": now, "shuffle": 1, "owned": True}  # fmt: skip
    with services.db.write() as session:
        session.execute(
            insert(MediaRow), [{"id": f"m{n}", "size_bytes": n, **same} for n in range(many)]
        )
        session.execute(
            insert(AssetRow),
            [
                {"id": f"a{n}", "media_id": f"m{n}", "key": f"media/a{n}/o.mp4", "size_bytes": n,
                 "fingerprint": str(n), "container": "mp4", "duration_s": 1.0, "width": 1920,
                 "height": 1080, "video_codec": "h264", "audio_codecs": [], "added_at": now}
                for n in range(many)
            ],
        )  # fmt: skip
    started = time.monotonic()
    state = look(client)
    took = time.monotonic() - started
    assert state["total"]["bytes"] == sum(range(many))
    assert took < 10, f"{took:.1f} s"  # half a second on a quiet machine
    with services.db.read() as session:
        assert queries.watched(session).count == 0
