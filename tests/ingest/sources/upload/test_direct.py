"""Uploads that go straight to the bucket, sent by a client of its own to a real S3 server."""

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import delete, update
from starlette.testclient import TestClient

from matinee import admin, library
from matinee.admin import checks
from matinee.app import wiring
from matinee.app.web import bind
from matinee.ingest.sources.upload import actions, direct
from matinee.ingest.tables import UploadRow
from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.objects import half
from matinee.kit.objects.asking import signed
from matinee.kit.services import Services
from tests.objectstore.s3 import S3, BadLine

MIB = 1024 * 1024
HERE = "http://matinee.test"
BASE = "/api/direct-uploads"


@pytest.fixture
def settings(settings: Settings, in_bucket: dict[str, object]) -> Settings:
    return replace(settings, **in_bucket)


@pytest.fixture
def film(made: Callable[..., Path]) -> bytes:
    """A film of three parts: most of it is a box that players pass over."""
    clip = made("direct.mp4", seconds=3, size="320x180").read_bytes()
    more = random.Random(5).randbytes(17 * MIB)
    return clip + (len(more) + 8).to_bytes(4, "big") + b"free" + more


def begin(client: TestClient, film: bytes, name: str = "My Film (2019).mp4") -> dict:
    answer = client.post(
        BASE, json={"filename": name, "size_bytes": len(film)}, headers={"Origin": HERE}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def links(client: TestClient, begun: dict, numbers: list[int], sent: int = 0) -> list[dict]:
    wish = {"parts": numbers, "sent_bytes": sent}
    answer = client.post(f"{begun['url']}/links", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def send(client: TestClient, begun: dict, film: bytes, numbers: list[int]) -> None:
    for one in links(client, begun, numbers):
        at = (one["number"] - 1) * begun["part_bytes"]
        piece = film[at : at + begun["part_bytes"]]
        assert len(piece) == one["size_bytes"]
        put = httpx.put(one["url"], content=piece, timeout=60, headers={"Origin": HERE})
        assert put.status_code == 200, put.text
        assert put.headers["Access-Control-Allow-Origin"] in {"*", HERE}


def complete(client: TestClient, begun: dict) -> httpx.Response:
    return client.post(f"{begun['url']}/complete")


def keys(services: Services) -> list[str]:
    assert services.objects is not None
    return [found.key for found in services.objects.bucket.list("media")]


def nothing_left(services: Services, s3: S3, bucket: str) -> None:
    assert keys(services) == []
    assert "<Upload>" not in s3.half_done(bucket)
    assert s3.stored(bucket) == [], "no parts that no list shows"


def test_a_film_goes_to_the_bucket_and_not_by_the_server(
    client: TestClient, services: Services, film: bytes, ended, s3: S3, bucket: str
) -> None:
    begun = begin(client, film)
    assert (begun["parts"], begun["part_bytes"]) == (3, 8 * MIB)
    send(client, begun, film, [3, 1])
    assert client.get(begun["url"]).json()["there"] == [1, 3]
    links(client, begun, [2], 10 * MIB)
    [listed] = client.get("/api/uploads").json()["items"]
    told = (listed["url"], listed["direct"], listed["offset_bytes"], listed["filename"])
    assert told == (begun["url"], True, 10 * MIB, "My Film (2019).mp4")
    assert keys(services) == [], "nobody sees what is not whole"
    assert list(services.store.uploads_root.iterdir()) == [], "no byte of it is here"
    send(client, begun, film, [2])
    job = ended(complete(client, begun).json()["job_id"])
    assert job.error is None
    got = client.get(f"/api/media/{job.media_id}").json()
    assert (got["title"], got["year"]) == ("My Film", 2019)
    (key,) = keys(services)
    assert services.objects is not None
    assert services.objects.bucket.read(key, 0, 1 << 30) == film
    assert client.get(f"/api/media/{job.media_id}/stream").content == film
    assert client.get("/api/uploads").json()["items"] == []
    assert complete(client, begun).json()["job_id"] == job.id, "again is harmless"
    services.jobs.delete(job.id)
    assert keys(services) == [key], "the film stays when its job leaves the list"


def test_it_is_not_completed_before_all_parts_are_there_with_their_sizes(
    client: TestClient, services: Services, film: bytes, dispatcher, s3: S3, bucket: str
) -> None:
    begun = begin(client, film)
    assert complete(client, begun).json()["error"] == "parts_missing"
    send(client, begun, film, [1, 2])
    # Who signs for himself may send what he likes; the server looks at what is there.
    with services.db.read() as session:
        mine = session.get_one(UploadRow, begun["id"])
        address, store_id = direct.address_of(services, mine), str(mine.multipart)
    assert services.objects is not None
    said = {"partNumber": "3", "uploadId": store_id}
    url = signed(services.objects.bucket.address, "PUT", address, said, 60)
    assert httpx.put(url, content=b"short").status_code == 200
    answer = complete(client, begun)
    assert (answer.status_code, answer.json()["error"]) == (409, "parts_missing")
    assert client.get(begun["url"]).json()["there"] == [1, 2]
    assert keys(services) == []
    send(client, begun, film, [3])
    assert complete(client, begun).status_code == 200


def test_a_link_is_good_for_its_part_its_length_and_its_time(
    client: TestClient, services: Services, film: bytes
) -> None:
    begun = begin(client, film)
    [one] = links(client, begun, [3])
    assert one["size_bytes"] == len(film) - 16 * MIB
    assert "writing" not in one["url"], "the secret is not in it"
    piece = film[16 * MIB :]
    for wrong in (piece + b"x", piece[:-1]):
        assert httpx.put(one["url"], content=wrong, timeout=60).status_code == 403
    for name in ("partNumber=3", "original.mp4"):
        other = one["url"].replace(name, name.replace("3", "2").replace("original", "other"))
        assert httpx.put(other, content=piece, timeout=60).status_code == 403
    assert services.objects is not None
    assert services.objects.direct is not None
    services.objects.direct.link_s = 1
    [brief] = links(client, begun, [3])
    threading.Event().wait(2.5)  # the store's clock has whole seconds
    assert httpx.put(brief["url"], content=piece, timeout=60).status_code == 403
    services.objects.direct.link_s = 60
    assert client.get(begun["url"]).json()["there"] == []
    send(client, begun, film, [3])
    assert client.get(begun["url"]).json()["there"] == [3]


@pytest.mark.parametrize("numbers", [[0], [4], [10_001], [-1], [], [1, 1], list(range(1, 34))])
def test_parts_that_it_does_not_have_are_refused(
    client: TestClient, film: bytes, numbers: list[int]
) -> None:
    begun = begin(client, film)
    answer = client.post(f"{begun['url']}/links", json={"parts": numbers})
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_part")


def test_an_upload_is_its_owners_alone(
    client: TestClient, member: TestClient, anonymous: TestClient, film: bytes, services: Services
) -> None:
    begun = begin(client, film)
    asked = [("get", "", None), ("post", "/links", {"parts": [1]}), ("post", "/complete", None),
             ("delete", "", None)]  # fmt: skip
    for who, status in ((member, 404), (anonymous, 401)):
        for method, path, body in asked:
            more = {} if body is None else {"json": body}
            answer = getattr(who, method)(f"{begun['url']}{path}", **more)
            assert answer.status_code == status, (method, path, answer.text)
    assert member.get("/api/uploads").json()["items"] == []
    assert client.get(begun["url"]).status_code == 200
    for wrong in ("nothing", "..%2f..", "0" * 36):
        assert client.get(f"{BASE}/{wrong}").status_code == 404
    # The two ways do not mix.
    tus = client.head(f"/api/uploads/{begun['id']}", headers={"Tus-Resumable": "1.0.0"})
    assert tus.status_code == 404
    foreign = client.post(
        BASE, json={"filename": "a.mp4", "size_bytes": 9}, headers={"Origin": "https://evil.test"}
    )
    assert foreign.status_code in {201, 403}
    assert services.objects is not None
    assert services.objects.direct is not None
    assert services.objects.direct.refused is None, "what others say of themselves is not asked for"


def test_what_is_too_large_or_too_many_is_refused_before_a_byte(
    client: TestClient, services: Services, app, settings: Settings, s3: S3, bucket: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for size in (0, -1, 10**15):
        wish = {"filename": "a.mp4", "size_bytes": size}
        assert client.post(BASE, json=wish).status_code == 422
    with wiring.opened(replace(settings, max_upload_bytes=100)) as small:
        bind(app, small)
        answer = client.post(BASE, json={"filename": "a.mp4", "size_bytes": 101})
        assert answer.status_code == 413
        bind(app, services)
    monkeypatch.setattr(actions, "MAX_UNFINISHED", 1)
    begin(client, b"x" * 9)
    answer = client.post(BASE, json={"filename": "a.mp4", "size_bytes": 9})
    assert (answer.status_code, answer.json()["error"]) == (429, "too_many_uploads")
    assert s3.half_done(bucket).count("<Upload>") == 1, "the one that was begun"


def test_what_is_completed_twice_at_once_is_one_job(
    client: TestClient, services: Services, film: bytes, ended
) -> None:
    begun = begin(client, film)
    send(client, begun, film, [1, 2, 3])
    answers: list[httpx.Response] = []
    barrier = threading.Barrier(4)

    def one() -> None:
        barrier.wait()
        answers.append(complete(client, begun))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {200}, [a.text for a in answers]
    (job_id,) = {answer.json()["job_id"] for answer in answers}
    assert ended(job_id).error is None
    assert len(keys(services)) == 1


def test_what_is_ended_half_way_leaves_nothing(
    client: TestClient, services: Services, film: bytes, s3: S3, bucket: str
) -> None:
    begun = begin(client, film)
    send(client, begun, film, [1, 2])
    assert len(s3.stored(bucket)) >= 2
    [late] = links(client, begun, [3])
    assert client.delete(begun["url"]).status_code == 204
    nothing_left(services, s3, bucket)
    assert httpx.put(late["url"], content=film[16 * MIB :], timeout=60).status_code == 404
    assert complete(client, begun).status_code == 404
    assert client.delete(begun["url"]).status_code == 404
    nothing_left(services, s3, bucket)


def test_ended_while_it_is_completed_it_leaves_nothing(
    client: TestClient, services: Services, film: bytes, s3: S3, bucket: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    begun = begin(client, film)
    send(client, begun, film, [1, 2, 3])
    assert services.objects is not None
    takes = services.objects.direct
    assert takes is not None
    real = takes.complete

    def completing(*told) -> bool:
        done = real(*told)
        assert client.delete(begun["url"]).status_code == 204
        return done

    monkeypatch.setattr(takes, "complete", completing)
    answer = complete(client, begun)
    assert answer.status_code in {404, 410}, answer.text
    nothing_left(services, s3, bucket)


def test_a_job_that_is_cancelled_takes_its_film_along(
    client: TestClient, services: Services, film: bytes, s3: S3, bucket: str
) -> None:
    begun = begin(client, film)
    send(client, begun, film, [1, 2, 3])
    job_id = complete(client, begun).json()["job_id"]
    assert client.delete(begun["url"]).json()["error"] == "upload_finished"
    assert len(keys(services)) == 1
    services.jobs.cancel(job_id)
    nothing_left(services, s3, bucket)


def test_what_is_no_film_fails_in_words_and_goes_with_its_job(
    client: TestClient, services: Services, ended, s3: S3, bucket: str
) -> None:
    junk = random.Random(1).randbytes(9 * MIB)
    begun = begin(client, junk, "notes.mp4")
    send(client, begun, junk, [1, 2])
    job = ended(complete(client, begun).json()["job_id"])
    assert job.error is not None
    assert len(keys(services)) == 1, "it can be tried again"
    assert list(admin.bucket.strays(services)) == []
    services.jobs.delete(job.id)
    nothing_left(services, s3, bucket)


def test_the_same_film_twice_is_kept_once_and_heals_a_title_that_lost_its_file(
    client: TestClient, services: Services, film: bytes, ended
) -> None:
    def bring() -> str:
        begun = begin(client, film)
        send(client, begun, film, [1, 2, 3])
        job = ended(complete(client, begun).json()["job_id"])
        assert job.error is None
        return str(job.media_id)

    media_id = bring()
    before = keys(services)
    assert bring() == media_id
    assert keys(services) == before
    assert services.objects is not None
    services.objects.bucket.delete(before)
    services.objects.shelf.drop("media")
    with services.db.write() as session:
        session.execute(update(library.AssetRow).values(file_missing=True))
    assert bring() == media_id
    assert keys(services) == before, "at the address of the title that had lost it"
    assert client.get(f"/api/media/{media_id}/stream").content == film


def test_what_nobody_goes_on_with_is_swept(
    client: TestClient, services: Services, film: bytes, s3: S3, bucket: str
) -> None:
    begun = begin(client, film)
    send(client, begun, film, [1])
    assert services.objects is not None
    where = services.objects.bucket.address
    spared = direct.under_way(services).values()
    assert half.sweep(where, timedelta(seconds=-5), spared) == 0, "somebody may go on with it"
    with services.db.write() as session:
        past = clock.now() - timedelta(seconds=1)
        session.execute(update(UploadRow).values(expires_at=past))
    assert client.get(begun["url"]).json()["error"] == "expired"
    assert direct.sweep(services) == 1
    nothing_left(services, s3, bucket)
    begin(client, film)
    with services.db.write() as session:
        session.execute(delete(UploadRow))
    assert half.sweep(where, timedelta(seconds=-5), direct.under_way(services).values()) == 1
    nothing_left(services, s3, bucket)


def test_where_the_bucket_lets_no_page_in_it_goes_through_the_server_and_health_says_so(
    client: TestClient, services: Services, app, settings: Settings, s3: S3
) -> None:
    wish = {"filename": "a.mp4", "size_bytes": 9}
    with BadLine(s3.url, 1, bad=0.0) as line:
        line.forbids = True
        with wiring.opened(replace(settings, storage_endpoint=line.url)) as closed:
            bind(app, closed)
            assert client.get("/api/settings").json()["direct_uploads"] is True
            assert checks.uploads(closed).code == "uploads_untried"
            answer = client.post(BASE, json=wish, headers={"Origin": HERE})
            assert (answer.status_code, answer.json()["error"]) == (409, "uploads_through_server")
            said = checks.uploads(closed)
            assert (said.status, said.code) == ("warning", "uploads_refused")
            assert HERE in said.fix
            assert line.url in said.detail
            # Programs are no browsers: they need no leave.
            assert client.post(BASE, json=wish).status_code == 201
            # What only a browser can notice, it tells.
            line.forbids = False
            assert closed.objects is not None
            assert closed.objects.direct is not None
            closed.objects.direct._known.clear()
            begun = client.post(BASE, json=wish, headers={"Origin": HERE}).json()
            assert checks.uploads(closed).status == "ok"
            left = client.delete(
                begun["url"], params={"unreachable": True}, headers={"Origin": HERE}
            )
            assert left.status_code == 204
            assert checks.uploads(closed).code == "uploads_refused"
        bind(app, services)


def test_without_a_bucket_or_by_the_setting_all_goes_through_the_server(
    client: TestClient, services: Services, app, settings: Settings
) -> None:
    wish = {"filename": "a.mp4", "size_bytes": 9}
    policy = client.get("/").headers["content-security-policy"]
    assert f"connect-src 'self' {settings.storage_endpoint};" in policy
    for change in ({"storage_uploads": "server"}, {"storage_url": None}):
        with wiring.opened(replace(settings, **change)) as other:
            bind(app, other)
            assert client.get("/api/settings").json()["direct_uploads"] is False
            assert client.post(BASE, json=wish).json()["error"] == "uploads_through_server"
            policy = client.get("/").headers["content-security-policy"]
            assert "connect-src 'self';" in policy
            bind(app, services)
    without = {"filename": "a film", "size_bytes": 9}
    assert client.post(BASE, json=without).json()["error"] == "uploads_through_server"
