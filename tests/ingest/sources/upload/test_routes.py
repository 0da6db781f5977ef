"""tus from a client's side, over real HTTP where bytes matter."""

import base64
import hashlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.ingest.sources.upload import actions, receiving
from matinee.ingest.tables import UploadRow
from matinee.kit import clock
from matinee.kit.services import Services
from tests import keeping

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = {**TUS, "Content-Type": "application/offset+octet-stream"}


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begin(client: TestClient, size: int, name: str = "film.mp4", **headers: str) -> str:
    answer = client.post(
        "/api/uploads",
        headers={
            **TUS,
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {b64(name)}",
            **headers,
        },
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["Upload-Expires"]
    return answer.headers["Location"]


def send(client: TestClient, where: str, offset: int, body: bytes, **headers: str):
    return client.patch(
        where, headers={**BYTES, "Upload-Offset": str(offset), **headers}, content=body
    )


def offset(client: TestClient, where: str) -> int:
    answer = client.head(where, headers=TUS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return int(answer.headers["Upload-Offset"])


@pytest.fixture
def clip(made: Callable[..., Path]) -> bytes:
    return made("clip.mp4", seconds=3, size="640x360").read_bytes()


def test_a_file_sent_in_pieces_becomes_a_title(client, services: Services, clip, ended) -> None:
    where = begin(client, len(clip), "My Film (2019).mp4")
    half = len(clip) // 2
    assert send(client, where, 0, clip[:half]).headers["Upload-Offset"] == str(half)
    assert offset(client, where) == half
    [listed] = client.get("/api/uploads").json()["items"]
    assert (listed["filename"], listed["offset_bytes"]) == ("My Film (2019).mp4", half)
    last = send(client, where, half, clip[half:])
    assert (last.status_code, last.headers["Tus-Resumable"]) == (204, "1.0.0")
    job = ended(last.headers["Matinee-Job"])
    assert (job.kind, job.error) == ("upload", None)
    got = client.get(f"/api/media/{job.media_id}").json()
    assert (got["title"], got["kind"], got["year"]) == ("My Film", "movie", 2019)
    assert client.get("/api/uploads").json()["items"] == []
    assert offset(client, where) == len(clip)
    assert list(services.store.uploads_root.iterdir()) == []
    assert list(services.store.staging_root.iterdir()) == []


def test_creation_may_bring_the_first_bytes(client, clip) -> None:
    headers = {
        **BYTES,
        "Upload-Length": str(len(clip)),
        "Upload-Metadata": f"filename {b64('a.mp4')}",
    }
    answer = client.post("/api/uploads", headers=headers, content=clip[:1000])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "1000")
    whole = client.post("/api/uploads", headers=headers, content=clip)
    assert whole.headers["Matinee-Job"]


def test_options_tells_what_is_spoken(client) -> None:
    answer = client.options("/api/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert "termination" in answer.headers["Tus-Extension"]
    assert "sha256" in answer.headers["Tus-Checksum-Algorithm"]


def test_each_wrong_request_has_its_status(client, services: Services) -> None:
    where = begin(client, 100)
    cases = {
        "wrong offset": (send(client, where, 5, b"x"), 409),
        "no offset": (client.patch(where, headers=BYTES, content=b"x"), 400),
        "no version": (client.patch(where, headers={"Upload-Offset": "0"}, content=b"x"), 412),
        "wrong version": (client.head(where, headers={"Tus-Resumable": "0.2.2"}), 412),
        "wrong type": (
            client.patch(where, headers={**TUS, "Upload-Offset": "0", "Content-Type": "text/plain"}, content=b"x"),
            415,
        ),
        "too many bytes": (send(client, where, 0, b"x" * 101), 413),
        "unknown": (send(client, "/api/uploads/01999999-9999-7999-8999-999999999999", 0, b"x"), 404),
        "no id": (send(client, "/api/uploads/not-an-id", 0, b"x"), 404),
        "too large": (
            client.post("/api/uploads", headers={**TUS, "Upload-Length": str(60 * 1024**3)}),
            413,
        ),
        "deferred": (client.post("/api/uploads", headers={**TUS, "Upload-Defer-Length": "1"}), 400),
        "no length": (client.post("/api/uploads", headers=TUS), 400),
        "odd algorithm": (send(client, where, 0, b"x", **{"Upload-Checksum": "crc32 eA=="}), 400),
    }  # fmt: skip
    for name, (answer, status) in cases.items():
        assert answer.status_code == status, (name, answer.status_code, answer.text)
        assert answer.headers["Tus-Resumable"] == "1.0.0", name
    assert offset(client, where) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_part_with_a_wrong_checksum_is_thrown_away(client, clip, algorithm: str) -> None:
    where = begin(client, len(clip))
    right = base64.b64encode(hashlib.new(algorithm, clip[:5000]).digest()).decode()
    header = {"Upload-Checksum": f"{algorithm} {right}"}
    bad = send(client, where, 0, clip[1:5001], **header)
    assert (bad.status_code, bad.json()["error"]) == (460, "checksum_mismatch")
    assert offset(client, where) == 0
    assert send(client, where, 0, clip[:5000], **header).status_code == 204
    assert offset(client, where) == 5000


def test_an_ended_upload_is_gone(client, services: Services) -> None:
    where = begin(client, 100)
    send(client, where, 0, b"x" * 10)
    assert client.delete(where, headers=TUS).status_code == 204
    assert client.head(where, headers=TUS).status_code == 404
    assert list(services.store.uploads_root.iterdir()) == []


@pytest.mark.security
def test_uploads_of_others_are_not_there(client, member, anonymous) -> None:
    where = begin(client, 100)
    assert member.head(where, headers=TUS).status_code == 404
    assert send(member, where, 0, b"x").status_code == 404
    assert member.delete(where, headers=TUS).status_code == 404
    assert member.get("/api/uploads").json()["items"] == []
    assert anonymous.post("/api/uploads", headers=TUS).status_code == 401
    assert send(anonymous, where, 0, b"x").status_code == 401


def test_an_expired_upload_is_gone_and_swept(client, services: Services, ended) -> None:
    where = begin(client, 100)
    upload_id = where.rsplit("/", 1)[1]
    with services.db.write() as session:
        session.get_one(UploadRow, upload_id).expires_at = clock.now() - timedelta(seconds=1)
    assert client.head(where, headers=TUS).status_code == 410
    assert send(client, where, 0, b"x").status_code == 410
    assert actions.sweep(services)["expired"] == 1
    assert client.head(where, headers=TUS).status_code == 404
    assert list(services.store.uploads_root.iterdir()) == []


def test_an_upload_that_was_whole_when_the_server_died_gets_its_job(
    client, services: Services, clip
) -> None:
    where = begin(client, len(clip))
    path = actions.file_of(services, where.rsplit("/", 1)[1])
    path.write_bytes(clip)  # all bytes are there, but the request never came to its end
    assert actions.sweep(services)["finished"] == 1
    assert client.head(where, headers=TUS).headers["Matinee-Job"]


@pytest.mark.fault
def test_an_unproven_part_does_not_survive_a_crash(client, services: Services, clip) -> None:
    where = begin(client, len(clip))
    send(client, where, 0, clip[:1000])
    path = actions.file_of(services, where.rsplit("/", 1)[1])
    path.with_name(path.name + ".unproven").write_text("1000")  # as a kill in the middle leaves it
    with path.open("ab") as file:
        file.write(b"damaged")
    assert offset(client, where) == 1000
    assert send(client, where, 1000, clip[1000:]).headers["Matinee-Job"]


def test_the_cap_on_unfinished_uploads_holds(client, monkeypatch) -> None:
    monkeypatch.setattr(actions, "MAX_UNFINISHED", 3)
    for _ in range(3):
        begin(client, 100)
    answer = client.post("/api/uploads", headers={**TUS, "Upload-Length": "100"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


@pytest.mark.fault
def test_the_floor_of_free_space_stops_an_upload_before_and_while_it_comes(
    app, client, services: Services, monkeypatch
) -> None:
    where = begin(client, 200 * 1024**2)
    monkeypatch.setattr(services.store, "floor_bytes", services.store.free_bytes() - 50 * 1024**2)
    before = client.post("/api/uploads", headers={**TUS, "Upload-Length": str(100 * 1024**2)})
    assert (before.status_code, before.json()["error"]) == (507, "no_space")

    def body() -> Iterator[bytes]:
        for _ in range(150):
            yield b"\0" * 1024**2

    answer = client.patch(where, headers={**BYTES, "Upload-Offset": "0"}, content=body())
    assert answer.status_code == 507
    kept = offset(client, where)
    assert 0 < kept < 100 * 1024**2
    monkeypatch.setattr(services.store, "floor_bytes", 0)
    assert send(client, where, kept, b"\0" * 100).status_code == 204
    client.delete(where, headers=TUS)


def test_two_requests_at_once_do_not_mix(client, services: Services, clip) -> None:
    where = begin(client, len(clip))
    path = actions.file_of(services, where.rsplit("/", 1)[1])
    holder = receiving.Receiver(services.store, path, len(clip))
    holder.open(0)
    try:
        answer = send(client, where, 0, clip)
        assert (answer.status_code, answer.json()["error"]) == (423, "locked")
        assert client.delete(where, headers=TUS).status_code == 423
        assert offset(client, where) == 0
    finally:
        holder.close()
    assert send(client, where, 0, clip).headers["Matinee-Job"]


def test_two_tabs_with_the_same_file_end_in_one_title(client, clip, ended) -> None:
    jobs = []
    for _ in range(2):
        where = begin(client, len(clip))
        jobs.append(send(client, where, 0, clip).headers["Matinee-Job"])
    first, second = (ended(job) for job in jobs)
    assert first.error is None
    assert first.media_id == second.media_id


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("empty.mp4", b"", {"unreadable"}),
        ("words.mp4", b"only words " * 1000, {"unreadable", "unsupported"}),
        ("list.mkv", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", {"playlist"}),
        ("page.webm", b"<!doctype html><html></html>", {"unreadable", "unsupported"}),
    ],
)
def test_what_is_no_video_ends_as_a_failed_job_with_words(
    client, services: Services, ended, name: str, content: bytes, codes: set[str]
) -> None:
    answer = client.post(
        "/api/uploads",
        headers={
            **BYTES,
            "Upload-Length": str(len(content)),
            "Upload-Metadata": f"filename {b64(name)}",
        },
        content=content,
    )
    job = ended(answer.headers["Matinee-Job"])
    assert job.error is not None
    assert job.error.code in codes, job.error
    assert job.error.detail
    assert job.error.fix
    assert client.get("/api/media").json()["total"] == 0
    client.delete(f"/api/jobs/{job.id}")
    assert list(services.store.staging_root.iterdir()) == []
    assert list(services.store.uploads_root.iterdir()) == []


def test_a_clip_cut_in_half_fails_or_plays(client, services: Services, clip, ended) -> None:
    """Cut before its index an MP4 cannot be read at all."""
    half = clip[: len(clip) // 2]
    where = begin(client, len(half))
    job = ended(send(client, where, 0, half).headers["Matinee-Job"])
    assert job.error is not None
    assert job.error.code not in {"internal", "crashed"}


NASTY = ["a" * 251 + ".mp4", "new\nline.mp4", "quo\"te's.mp4", "../../../etc/passwd", "..", ".",
         "-rf.mp4", "\u202egnp.mp4", "emoji 🎬👩‍👩‍👧.mp4", "C:\\x\\y.mp4", "a\0b.mp4", " .mp4",
         "<script>alert(1)</script>.mp4", "name.mp4; rm -rf /", "$(id).mp4", "%2e%2e%2f.mp4"]  # fmt: skip


@pytest.mark.security
def test_nasty_names_are_only_words(client, services: Services, made, ended) -> None:
    for seed, name in enumerate(NASTY):
        body = made(f"nasty{seed}.mp4", seconds=1, seed=seed, sound=False).read_bytes()
        where = begin(client, len(body), name)
        job = ended(send(client, where, 0, body).headers["Matinee-Job"])
        assert job.error is None, (name, job.error)
        title = client.get(f"/api/media/{job.media_id}").json()["title"]
        assert title
        assert title.isprintable() or "\u200d" in title
        assert "\u202e" not in title
    inside = {path.resolve() for path in services.store.data.rglob("*")}
    assert all(path.is_relative_to(services.store.data) for path in inside)


@pytest.mark.fault
def test_a_connection_cut_fifty_times_still_brings_every_byte(
    services: Services, app, client, clips: Path, ended
) -> None:
    """Over a real socket that is shut in the middle of bodies."""
    from tests.ingest.live import serving

    whole = (clips / "bbb-480p-30s.mp4").read_bytes()
    token = client.headers["Authorization"]
    where = begin(client, len(whole))
    with serving(app) as (host, port):
        cuts = 0
        while (at := offset(client, where)) < len(whole) and cuts < 50:
            step = len(whole) // 51
            head = (
                f"PATCH {where} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n"
                "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
                f"Upload-Offset: {at}\r\nContent-Length: {len(whole) - at}\r\n\r\n"
            )
            with socket.create_connection((host, port)) as sock:
                sock.sendall(head.encode() + whole[at : at + step])
                sock.shutdown(socket.SHUT_RDWR)
            cuts += 1
            _settled(client, where, at + step)
        assert cuts == 50
        at = offset(client, where)
        last = send(client, where, at, whole[at:])
    job = ended(last.headers["Matinee-Job"])
    assert job.error is None
    (stored,) = keeping.keys(services, "media")
    assert hashlib.sha256(keeping.read(services, stored)).digest() == hashlib.sha256(whole).digest()


def _settled(client: TestClient, where: str, expected: int) -> None:
    """Wait until the server has noticed the cut and let go of the file."""
    started = clock.monotonic()
    pause = threading.Event()
    while clock.monotonic() < started + 2 and offset(client, where) < expected:
        pause.wait(0.01)
    while send(client, where, 10**9, b"").status_code == 423:
        assert clock.monotonic() < started + 20
        pause.wait(0.01)


@pytest.mark.fault
def test_memory_stays_flat_however_large_the_file(app, client, services: Services) -> None:
    from tests.ingest.live import serving

    size = 400 * 1024**2
    where = begin(client, size)
    token = client.headers["Authorization"]
    block = os.urandom(1024**2)
    with serving(app) as (host, port), socket.create_connection((host, port)) as sock:
        before = _resident_bytes()
        sock.sendall(
            (
                f"PATCH {where} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {token}\r\n"
                "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
                f"Upload-Offset: 0\r\nContent-Length: {size - 1}\r\n\r\n"
            ).encode()
        )
        peak = before
        for _ in range(399):
            sock.sendall(block)
            peak = max(peak, _resident_bytes())
        sock.sendall(block[: 1024**2 - 1])
        answer = sock.recv(4096)
    assert b"204" in answer.split(b"\r\n")[0]
    assert peak - before < 30 * 1024**2
    client.delete(where, headers=TUS)


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
