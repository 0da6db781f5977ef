"""A connection that is cut again and again, of a download by link and of an upload."""

import contextlib
import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from tests.ingest.website import serve

from faults.house import House, clip, house
from faults.sending import begin_upload, offset_of, send_upload
from faults.table import How, Row

CUTS = 50
PIECE = 64 * 1024
MOST = 6 * PIECE  # bytes of a download before it is cut


def run(how: How) -> Iterator[Row]:
    """Cut each of them so many times."""
    cuts = min(CUTS, how.runs)
    with house(how, "cuts") as one:
        yield _download(one, how, cuts)
        yield _upload(one, how, cuts)


def _download(one: House, how: How, cuts: int) -> Row:
    lost: list[str] = []
    chance = how.chance("cuts/download")
    film = clip(one.folder / "linked.mp4", 3, padding_bytes=(cuts + 8) * MOST)
    with serve() as site:
        site.files["/linked.mp4"] = film
        site.cut_after["/linked.mp4"] = [chance.randrange(PIECE + 1, MOST) for _ in range(cuts)]
        job = one.ended(one.add(site.url("/linked.mp4")), 600)
        retried = 0
        while job["status"] == "failed" and retried < cuts:  # as a person does
            retried += 1
            one.client.post(f"/api/jobs/{job['id']}/retry")
            job = one.ended(job["id"], 600)
        left = len(site.cut_after["/linked.mp4"])
        asked = [h.get("Range") for h in site.headers_of("/linked.mp4")]
    if job["status"] != "completed":
        lost.append(f"it did not come: {job['error']}")
    elif not _same(one, str(job["media_id"]), film):
        lost.append("what came is not what was sent")
    if left:
        lost.append(f"{left} cuts were not made")
    began_anew = len([a for a in asked if a is None or a == "bytes=0-"])
    if began_anew > 4:  # a look at the file, its head, and its beginning
        lost.append(f"it began anew {began_anew} times")
    return Row(
        "a download that is cut", cuts - left, len(lost), f"{retried} retries by hand, hash equal",
        "resumes, hash equal", not lost, tuple(lost),
    )  # fmt: skip


def _upload(one: House, how: How, cuts: int) -> Row:
    lost: list[str] = []
    chance = how.chance("cuts/upload")
    film = clip(one.folder / "sent.mp4", 4, padding_bytes=(cuts + 8) * 2 * PIECE)
    content = film.read_bytes()
    address = begin_upload(one.client, "sent.mp4", len(content)).headers["Location"]
    offset, went_back = 0, 0
    for _ in range(cuts):
        _send_and_hang_up(one, address, content, offset, chance.randrange(1, 2 * PIECE))
        stood = offset_of(one.client, address)
        went_back += stood < offset
        offset = stood
    answer = send_upload(one.client, address, content, offset)
    while answer.status_code in (409, 423):  # the last connection is not missed yet, or just now
        offset = offset_of(one.client, address)
        answer = send_upload(one.client, address, content, offset)
    job = one.ended(answer.headers["Matinee-Job"])
    if job["status"] != "completed" or not _same(one, str(job["media_id"]), film):
        lost.append(f"what was sent is not what came: {job['error']}")
    if went_back:
        lost.append(f"bytes that had arrived were gone {went_back} times")
    return Row(
        "an upload that is cut", cuts, len(lost), "hash equal", "resumes, hash equal", not lost,
        tuple(lost),
    )  # fmt: skip


def _send_and_hang_up(one: House, address: str, content: bytes, offset: int, more: int) -> None:
    """Send some bytes of a request that promised all the rest, and reset the connection."""
    path = urlsplit(address).path
    rest = content[offset:]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {one.token}\r\n"
        f"Tus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Length: {len(rest)}\r\n"
        "Content-Type: application/offset+octet-stream\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", one.server.port), 30) as line:
        line.sendall(head.encode() + rest[:more])
        line.settimeout(0.3)
        with contextlib.suppress(TimeoutError):
            line.recv(1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _same(one: House, media_id: str, film: Path) -> bool:
    given = one.client.get(f"/api/media/{media_id}/stream").content
    return hashlib.sha256(given).digest() == hashlib.sha256(film.read_bytes()).digest()
