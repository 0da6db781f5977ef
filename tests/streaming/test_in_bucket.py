"""A library whose films lie in a bucket: brought in, played, shown, and deleted there."""

import contextlib
import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from matinee import library
from matinee.app import wiring
from matinee.app.web import bind
from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.errors import MatineeError
from matinee.kit.services import Services
from tests.objectstore.s3 import S3, BadLine
from tests.waiting import until


@pytest.fixture
def settings(settings: Settings, in_bucket: dict[str, object]) -> Settings:
    return replace(settings, **in_bucket)


def _keys(services: Services) -> list[str]:
    assert services.objects is not None
    return [found.key for found in services.objects.bucket.list("")]


def _asset(services: Services, media_id: str) -> library.AssetRow:
    with services.db.read() as session:
        asset = library.main_asset(session, media_id)
        assert asset is not None
        session.expunge(asset)
    return asset


def _play(client: TestClient, media_id: str, *, encoded: bool = False) -> list[bytes]:
    """Fetch every segment of two tracks, of the original or of an encoded picture."""
    said = client.post(f"/api/media/{media_id}/playback", json={"mp4": {"avc1.640028": True}})
    assert said.status_code == 200, said.text
    rung = next(one for one in said.json()["tracks"]["video"] if one["encoded"] is encoded)
    base = said.json()["manifest_url"].rsplit("/", 1)[0]
    made: list[bytes] = []
    for track in (rung["id"], said.json()["tracks"]["audio"][0]["id"]):
        told = client.get(f"{base}/{track}/index.m3u8")
        assert told.status_code == 200, told.text
        names = [line for line in told.text.splitlines() if line.endswith(".m4s")]
        made += [_fetched(client, f"{base}/{track}/{name}") for name in ("init.mp4", *names)]
    assert len(made) > 4
    return made


def _fetched(client: TestClient, address: str) -> bytes:
    """Fetch as a player does: told that the server is busy, it asks again."""

    def answered() -> httpx.Response | None:
        answer = client.get(address)
        assert answer.status_code in {200, 503}, answer.text
        return answer if answer.status_code == 200 else None

    return until(answered, what=f"{address} came").content


def _purge(services: Services) -> None:
    """Let the time to undo be over."""
    with services.db.write() as session:
        past = clock.now() - timedelta(days=1)
        trashed = update(library.MediaRow).where(library.MediaRow.trashed_at.is_not(None))
        session.execute(trashed.values(purge_at=past))
    assert library.purge_expired(services) == 1


def test_a_film_is_kept_in_the_bucket_and_played_from_it(
    services: Services, client: TestClient, bring: Callable[..., str], film: Path
) -> None:
    media_id = bring(film)
    asset = _asset(services, media_id)
    assert _keys(services) == [asset.key]
    assert not (services.store.data / str(asset.key)).exists(), "only on the shelf here"
    whole = film.read_bytes()
    got = client.get(f"/api/media/{media_id}/stream")
    assert (got.status_code, got.content) == (200, whole)
    part = client.get(f"/api/media/{media_id}/stream", headers={"Range": "bytes=1000-2999"})
    assert (part.status_code, part.content) == (206, whole[1000:3000])
    saved = client.get(f"/api/media/{media_id}/download")
    assert saved.content == whole
    assert "Film.mp4" in saved.headers["content-disposition"]
    assert _play(client, media_id)


def test_another_machine_with_nothing_plays_it(
    services: Services, app, client: TestClient, bring: Callable[..., str], film: Path, settings: Settings,
    tmp_path: Path,
) -> None:  # fmt: skip
    media_id = bring(film)
    first = _play(client, media_id)
    here = client.get(f"/api/media/{media_id}/stream")
    # The same database, and a data folder with nothing in it but the secrets.
    there = tmp_path / "other"
    (there / "secrets").mkdir(parents=True)
    for one in (settings.data / "secrets").iterdir():
        (there / "secrets" / one.name).write_bytes(one.read_bytes())
    other = replace(settings, data=there, database_url=settings.database)
    with wiring.opened(other) as elsewhere:
        bind(app, elsewhere)
        answer = client.get(f"/api/media/{media_id}/stream", headers={"Range": "bytes=500-1499"})
        assert (answer.status_code, answer.content) == (206, film.read_bytes()[500:1500])
        assert answer.headers["etag"] == here.headers["etag"], "a download goes on elsewhere"
        assert _play(client, media_id) == first
        assert _play(client, media_id, encoded=True)
        bind(app, services)


def test_pictures_are_kept_and_shown_on_another_machine(
    services: Services, app, dispatcher, client: TestClient, film: Path, settings: Settings,
    tmp_path: Path, until: Callable[..., object], bring: Callable[..., str],
) -> None:  # fmt: skip
    media_id = bring(film)

    def shown() -> dict | None:
        told = client.get(f"/api/media/{media_id}").json()
        sprites = client.get(f"/api/media/{media_id}/sprites.vtt")
        kept = [key for key in _keys(services) if key.startswith("artwork/")]
        left = [one for one in services.store.artwork_root.rglob("*") if one.is_file()]
        done = told["poster_url"] and sprites.status_code == 200 and kept and not left
        return told if done else None

    told = until(shown, 120)
    here = client.get(told["poster_url"])
    assert here.status_code == 200
    dispatcher.stop()
    there = tmp_path / "other"
    (there / "secrets").mkdir(parents=True)
    for one in (settings.data / "secrets").iterdir():
        (there / "secrets" / one.name).write_bytes(one.read_bytes())
    with wiring.opened(replace(settings, data=there, database_url=settings.database)) as elsewhere:
        bind(app, elsewhere)
        assert client.get(told["poster_url"]).content == here.content
        bind(app, services)


def test_what_is_deleted_leaves_the_bucket(
    services: Services, dispatcher, client: TestClient, bring: Callable[..., str], film: Path,
    until: Callable[..., object],
) -> None:  # fmt: skip
    media_id = bring(film)
    until(lambda: client.get(f"/api/media/{media_id}").json()["poster_url"], 120)
    assert client.delete(f"/api/media/{media_id}", params={"delete_file": True}).status_code < 300
    _purge(services)
    until(lambda: not _keys(services), 60)
    assert not [one for one in services.store.objects_root.rglob("*") if one.is_file()]


def test_a_title_that_goes_without_its_file_leaves_it_under_a_name_for_people(
    services: Services, dispatcher, client: TestClient, bring: Callable[..., str], film: Path,
    until: Callable[..., object],
) -> None:  # fmt: skip
    media_id = bring(film)
    assert client.delete(f"/api/media/{media_id}").status_code < 300
    _purge(services)
    until(lambda: [key.split("/")[0] for key in _keys(services)] == ["kept"], 60)
    (key,) = _keys(services)
    assert key.startswith("kept/Film")
    assert services.objects is not None
    assert services.objects.bucket.read(key, 0, 1 << 30) == film.read_bytes()


def test_the_same_film_twice_is_kept_once(
    services: Services, bring: Callable[..., str], film: Path
) -> None:
    assert bring(film) == bring(film)
    assert len(_keys(services)) == 1


def test_without_the_storage_players_are_told_to_wait_and_nothing_is_lost(
    services: Services, client: TestClient, bring: Callable[..., str], film: Path, s3: S3,
    settings: Settings, app,
) -> None:  # fmt: skip
    media_id = bring(film)
    with BadLine(s3.url, 1, bad=0.0) as line:
        line.away = True
        for one in sorted(services.store.objects_root.rglob("*"), reverse=True):
            one.unlink() if one.is_file() else one.rmdir()
        with wiring.opened(replace(settings, storage_endpoint=line.url)) as bad:
            assert bad.objects is not None
            quick = type(bad.objects.bucket)(bad.objects.bucket.address, read_s=1.0, retry_s=1.0)
            bad.objects.bucket = bad.objects.shelf._bucket = quick
            bind(app, bad)
            answer = client.get(f"/api/media/{media_id}/stream")
            assert answer.status_code == 503, answer.text
            assert answer.json()["error"] == "unavailable"
            with pytest.raises(MatineeError) as caught:
                quick.check("x")
            assert caught.value.code == "storage_away"
            line.away = False
            assert client.get(f"/api/media/{media_id}/stream").content == film.read_bytes()
            bind(app, services)


@pytest.mark.fault
def test_jobs_over_a_bad_line_succeed_in_the_end(
    settings: Settings, s3: S3, film: Path, tmp_path: Path
) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    with contextlib.ExitStack() as stack:
        line = stack.enter_context(BadLine(s3.url, seed, hang_s=2.0))
        bad_settings = replace(settings, storage_endpoint=line.url)
        services = stack.enter_context(wiring.opened(bad_settings))
        if services:
            assert services.objects is not None
            bad = type(services.objects.bucket)(
                services.objects.bucket.address, read_s=1.5, write_s=2.0, retry_s=60.0
            )
            services.objects.bucket = services.objects.shelf._bucket = bad
            good = type(bad)(replace(bad.address, endpoint=s3.url))
            probe = services.engine.probe(film)
            for n in range(15):
                # A film of its own each time: its last bytes are free to be anything.
                staged = services.store.staging(f"job{n}") / "film.mp4"
                staged.write_bytes(film.read_bytes() + random.Random(n).randbytes(4000))
                content = staged.read_bytes()
                landing = library.Landing(
                    path=staged, probe=probe, fingerprint=services.engine.fingerprint(staged),
                    identity=library.Identity(title=f"Film {n}"), root_id=None, relative_path=None,
                )  # fmt: skip
                published = library.publish(services, landing)
                key = _asset(services, published.media_id).key
                assert good.hash(str(key)) == hashlib.blake2b(content, digest_size=32).hexdigest()
            assert line.spoiled(), line.said
            print(line.said)


def test_players_are_sent_to_the_bucket_where_it_is_set(
    services: Services, app, client: TestClient, bring: Callable[..., str], film: Path,
    settings: Settings, s3: S3,
) -> None:  # fmt: skip
    media_id = bring(film)
    said = client.post(f"/api/media/{media_id}/playback", json={}).json()
    with wiring.opened(replace(settings, storage_redirect=True)) as sending:
        bind(app, sending)
        answer = client.get(said["direct_url"], follow_redirects=False)
        assert answer.status_code == 307
        assert answer.headers["cache-control"] == "no-store"
        link = answer.headers["location"]
        assert link.startswith(s3.url)
        assert "writing" not in link
        got = httpx.get(link, headers={"Range": "bytes=10-19"})
        assert (got.status_code, got.content) == (206, film.read_bytes()[10:20])
        assert got.headers["content-type"] == "video/mp4"
        page = client.get("/api/nothing-here")
        assert s3.url not in page.headers["content-security-policy"]
        assert (
            f"media-src 'self' {s3.url} blob:" in client.get("/").headers["content-security-policy"]
        )
        assert client.head(said["direct_url"], follow_redirects=False).status_code == 200
        # Nobody is sent there without a grant, and what is altered is refused as ever.
        assert client.get(said["direct_url"] + "x", follow_redirects=False).status_code == 401
        bind(app, services)
    assert client.get(said["direct_url"]).content == film.read_bytes()
