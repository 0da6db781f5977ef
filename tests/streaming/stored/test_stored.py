"""What is prepared lies in the bucket: sent, compared, played from there, and gone from there."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee import admin, library
from matinee.app import wiring
from matinee.app.web import bind
from matinee.kit.config import Settings
from matinee.kit.errors import MatineeError
from matinee.kit.objects import Bucket, Interrupted, put_many
from matinee.kit.services import Services
from matinee.library import MediaRow
from matinee.streaming import prepared, stored
from matinee.streaming.stored import queries as stored_queries
from tests.objectstore.s3 import S3, BadLine

pytestmark = pytest.mark.usefixtures("dispatcher")


def in_cache(services: Services) -> dict[str, bytes]:
    root = services.store.data
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in services.store.cache_root.rglob("*")
        if path.suffix in {".m4s", ".mp4"}
    }


def stored_keys(services: Services) -> list[str]:
    assert services.objects is not None
    return [found.key for found in services.objects.bucket.list("cache")]


def state(client: TestClient, media_id: str) -> str:
    return client.get(f"/api/media/{media_id}/prepare").json()["state"]


def rungs(client: TestClient, media_id: str) -> tuple[str, list[dict]]:
    """Ask for playback; returns the prefix of its addresses and its pictures."""
    said = client.post(f"/api/media/{media_id}/playback", json={}).json()
    return said["manifest_url"].rsplit("/", 1)[0], said["tracks"]["video"]


def elsewhere(settings: Settings, folder: Path) -> Settings:
    """The settings of another machine: the same database, and nothing but the secrets."""
    (folder / "secrets").mkdir(parents=True)
    for one in (settings.data / "secrets").iterdir():
        (folder / "secrets" / one.name).write_bytes(one.read_bytes())
    return replace(settings, data=folder, database_url=settings.database)


def test_what_lies_in_the_bucket_is_listed_and_emptied_from_there(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict]
) -> None:
    assert prepare(film)["status"] == "completed"
    whole = sum(len(content) for content in in_cache(services).values())
    shutil.rmtree(services.store.cache_root)  # as the cache lets go of it in its time
    held = client.get("/api/streaming/cache").json()
    [title] = held["titles"]["items"]
    assert (title["media_id"], title["bytes"], title["stored_bytes"]) == (film, 0, whole)
    assert (held["bytes"], held["stored_bytes"]) == (0, whole)
    freed = client.delete("/api/streaming/cache", params={"media_id": film}).json()
    assert freed["freed_bytes"] == whole
    assert stored_keys(services) == []
    assert client.get("/api/streaming/cache").json()["titles"]["items"] == []


def test_a_title_is_in_the_bucket_when_it_was_prepared_and_any_machine_plays_it(
    services: Services, app, client: TestClient, film: str, prepare: Callable[..., dict],
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    job = prepare(film)
    assert (job["status"], job["error"]) == ("completed", None)
    assert state(client, film) == "ready"
    here = in_cache(services)
    assert sorted(here) == sorted(stored_keys(services))
    assert services.objects is not None
    for key, content in here.items():
        assert services.objects.bucket.read(key, 0, 1 << 30) == content
    assert list(prepared.plans(services.store.cache_root)) == [], "here it is the cache's"
    other = elsewhere(settings, tmp_path / "other")
    with wiring.opened(other) as second:
        bind(app, second)
        # Nothing is encoded there.
        monkeypatch.setattr(type(second.engine), "encode", None)
        base, pictures = rungs(client, film)
        assert [one["id"] for one in pictures if not one["prepared"]] == []
        for one in pictures:
            told = client.get(f"{base}/{one['id']}/index.m3u8").text
            for name in ("init.mp4", *(at for at in told.splitlines() if at.endswith(".m4s"))):
                got = client.get(f"{base}/{one['id']}/{name}")
                assert got.status_code == 200, got.text
                key = next(key for key in here if key.endswith(f"{one['id']}/{name}"))
                assert got.content == here[key]
                assert (second.store.data / key).read_bytes() == here[key], "kept in the cache"
        # The cache may go: it is asked for again.
        shutil.rmtree(second.store.cache_root)
        second.store.cache_root.mkdir()
        base, pictures = rungs(client, film)
        part = client.get(f"{base}/{pictures[0]['id']}/0.m4s", headers={"Range": "bytes=5-14"})
        key = next(key for key in here if key.endswith(f"{pictures[0]['id']}/0.m4s"))
        assert (part.status_code, part.content) == (206, here[key][5:15])
        bind(app, services)


def test_asked_again_nothing_is_sent_again_and_what_is_gone_is_made_again(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict]
) -> None:
    assert prepare(film)["status"] == "completed"
    assert services.objects is not None
    bucket = services.objects.bucket
    before = {found.key: found.modified for found in bucket.list("cache")}
    assert prepare(film)["status"] == "completed"
    assert {found.key: found.modified for found in bucket.list("cache")} == before
    gone = next(key for key in before if key.endswith("/1.m4s"))
    bucket.delete([gone])
    assert prepare(film)["status"] == "completed"
    assert sorted(stored_keys(services)) == sorted(before)
    assert state(client, film) == "ready"


def test_a_segment_that_is_gone_from_the_bucket_is_encoded_and_the_title_prepared_no_longer(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict]
) -> None:
    assert prepare(film)["status"] == "completed"
    here = in_cache(services)
    assert services.objects is not None
    services.objects.bucket.delete_under("cache")
    base, pictures = rungs(client, film)
    name = f"{pictures[0]['id']}/1.m4s"
    key = next(key for key in here if key.endswith(name))
    (services.store.data / key).unlink()
    assert client.get(f"{base}/{name}").content == here[key], "the same, made again"
    assert state(client, film) == "none"


def test_what_is_dropped_leaves_the_bucket_and_so_does_a_title_that_is_purged(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict], until
) -> None:
    assert prepare(film)["status"] == "completed"
    size = sum(len(content) for content in in_cache(services).values())
    assert client.delete(f"/api/media/{film}/prepare").json()["freed_bytes"] == size
    assert stored_keys(services) == []
    assert in_cache(services) == {}
    assert state(client, film) == "none"
    assert prepare(film)["status"] == "completed"
    assert client.delete("/api/streaming/cache").json()["freed_bytes"] >= size
    assert (stored_keys(services), state(client, film)) == ([], "none")
    assert prepare(film)["status"] == "completed"
    # In the trash it is kept, and played by nobody.
    assert client.delete(f"/api/media/{film}", params={"delete_file": True}).status_code < 300
    assert stored_keys(services)
    stored_queries.unremember()
    with services.db.read() as session:
        ((asset_id, plan),) = stored.kept_plans(session)
    assert stored.known(services, asset_id, plan) == {}
    with services.db.write() as session:
        media = session.get_one(MediaRow, film)
        assert media.trashed_at is not None
        media.purge_at = media.trashed_at - timedelta(days=1)
    assert library.purge_expired(services) == 1
    until(lambda: stored_keys(services) == [], 60)
    with services.db.read() as session:
        assert stored.kept_plans(session) == {}


def test_a_store_that_keeps_it_otherwise_is_noticed_and_nothing_counts(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict], s3: S3
) -> None:
    kept = services.objects
    assert kept is not None
    good = kept.bucket
    with BadLine(s3.url, 1, bad=0.0) as line:
        line.away = True
        quick = {"read_s": 2.0, "write_s": 2.0, "retry_s": 2.0}
        kept.bucket = Bucket(replace(good.address, endpoint=line.url), **quick)
        failed = prepare(film)
        assert failed["status"] == "failed"
        assert failed["error"]["code"] == "storage_away"
        assert state(client, film) == "none"
        made = in_cache(services)
        kept.bucket = good
        # Half of it is there, one file as something else.
        key = next(key for key in sorted(made) if key.endswith("/0.m4s"))
        good.put_bytes(key, b"!" * len(made[key]))
        client.post(f"/api/jobs/{failed['id']}/retry")
        assert prepare(film)["status"] == "completed"
        assert {key: good.read(key, 0, 1 << 30) for key in stored_keys(services)} == made
        assert in_cache(services) == made, "nothing was encoded twice"
    assert state(client, film) == "ready"


def test_many_files_are_compared_with_what_the_store_has(
    services: Services, tmp_path: Path, s3: S3
) -> None:
    assert services.objects is not None
    good = services.objects.bucket
    chance = random.Random(5)
    files = {}
    for n in range(150):
        path = tmp_path / f"{n}.m4s"
        path.write_bytes(chance.randbytes(500 + n))
        files[f"cache/a/p/v0/{n}.m4s"] = path
    stops = iter([False, False, True])

    with pytest.raises(Interrupted):
        put_many(good, "cache/a/p/v0", files, should_stop=lambda: next(stops))
    assert len(list(good.list("cache"))) == 128, "what was sent stays"
    with BadLine(s3.url, 7, bad=0.2, hang_s=0.5) as line:
        bad = Bucket(
            replace(good.address, endpoint=line.url), read_s=1.0, write_s=1.0, retry_s=60.0
        )
        size = put_many(bad, "cache/a/p/v0", files)
    assert size == sum(path.stat().st_size for path in files.values())
    for key, path in files.items():
        assert good.read(key, 0, 1 << 20) == path.read_bytes()

    class Forgetful(Bucket):
        """A store that keeps something else under one key."""

        def put_bytes(self, key: str, content: bytes) -> None:
            super().put_bytes(key, content[::-1] if key.endswith("/7.m4s") else content)

    good.delete_under("cache")
    with pytest.raises(MatineeError) as wrong:
        put_many(Forgetful(good.address), "cache/a/p/v0", files)
    assert wrong.value.code == "storage_damaged"
    assert good.find("cache/a/p/v0/7.m4s") is None, "nothing wrong stays"


def test_what_was_prepared_before_there_was_a_bucket_is_sent_by_and_by(
    services: Services, client: TestClient, film: str, prepare: Callable[..., dict],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    kept = services.objects
    object.__setattr__(services, "objects", None)
    with monkeypatch.context() as patch:
        patch.setattr("matinee.streaming.prepare.jobs.records.library.asset_file",
                      lambda *_: kept.shelf.find(_key(services, film)))  # fmt: skip
        assert prepare(film)["status"] == "completed"
    object.__setattr__(services, "objects", kept)
    here = in_cache(services)
    assert state(client, film) == "none", "it is not where it is kept"
    assert stored_keys(services) == []
    assert admin.bucket.sweep(services)["prepared"] == 3
    assert sorted(stored_keys(services)) == sorted(here)
    assert state(client, film) == "ready"
    assert admin.bucket.sweep(services)["prepared"] == 0


def _key(services: Services, media_id: str) -> str:
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
        assert asset is not None
        return str(asset.key)
