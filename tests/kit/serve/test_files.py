"""A file through ASGI, copied in pieces: what every server without the extension does."""

import asyncio
import email
import os
import re
import stat
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from matinee.kit.errors import NotFound, Unavailable
from matinee.kit.serve import FileBytes, content_type_of, open_regular
from matinee.kit.serve.files import PIECE_BYTES

CONTENT = bytes(range(256)) * (3 * PIECE_BYTES // 256) + b"tail"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(CONTENT)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


@pytest.fixture
def client(path):
    async def send(request):
        return FileBytes(
            open_regular(path), "video/mp4", download_as=request.query_params.get("as")
        )

    with TestClient(Starlette(routes=[Route("/f", send)])) as client:
        yield client


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_the_whole_file_with_its_headers(client):
    reply = client.get("/f")
    assert (reply.status_code, reply.content) == (200, CONTENT)
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["content-type"] == "video/mp4"
    assert reply.headers["content-length"] == str(len(CONTENT))
    assert reply.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT"
    assert re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"', reply.headers["etag"])
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_one_range(client):
    reply = client.get("/f", headers={"range": f"bytes=10-{PIECE_BYTES + 20}"})
    assert (reply.status_code, reply.content) == (206, CONTENT[10 : PIECE_BYTES + 21])
    assert reply.headers["content-range"] == f"bytes 10-{PIECE_BYTES + 20}/{len(CONTENT)}"


def test_several_ranges_come_as_a_multipart(client):
    reply = client.get("/f", headers={"range": "bytes=0-9, 100-119, -4"})
    assert reply.status_code == 206
    assert int(reply.headers["content-length"]) == len(reply.content)
    head = f"Content-Type: {reply.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + reply.content)
    assert message.get_content_type() == "multipart/byteranges"
    parts = [
        (part["content-range"], part["content-type"], part.get_payload(decode=True))
        for part in message.get_payload()
    ]
    size = len(CONTENT)
    assert parts == [
        (f"bytes 0-9/{size}", "video/mp4", CONTENT[:10]),
        (f"bytes 100-119/{size}", "video/mp4", CONTENT[100:120]),
        (f"bytes {size - 4}-{size - 1}/{size}", "video/mp4", b"tail"),
    ]


def test_a_range_outside_says_how_long_the_file_is(client):
    reply = client.get("/f", headers={"range": f"bytes={len(CONTENT)}-"})
    assert reply.status_code == 416
    assert reply.headers["content-range"] == f"bytes */{len(CONTENT)}"
    assert set(reply.json()) == {"error", "detail", "fix"}


def test_head_says_all_and_sends_nothing(client):
    reply = client.head("/f", headers={"range": "bytes=0-9"})
    assert (reply.status_code, reply.content) == (200, b"")
    assert reply.headers["content-length"] == str(len(CONTENT))


def test_an_unchanged_file_is_not_sent_again(client):
    etag = client.get("/f").headers["etag"]
    reply = client.get("/f", headers={"if-none-match": etag})
    assert (reply.status_code, reply.content) == (304, b"")
    assert reply.headers["etag"] == etag
    assert client.get("/f", headers={"if-match": '"other"'}).status_code == 412


def test_a_replaced_file_has_another_etag_even_with_the_same_size_and_time(client, path, tmp_path):
    before = client.get("/f").headers["etag"]
    other = tmp_path / "other"
    other.write_bytes(CONTENT[::-1])
    os.utime(other, (1_700_000_000, 1_700_000_000))
    other.replace(path)
    reply = client.get("/f", headers={"if-range": before, "range": "bytes=0-3"})
    assert (reply.status_code, reply.content) == (200, CONTENT[::-1])


def test_a_download_is_named(client):
    reply = client.get("/f", params={"as": "Ünder.mp4"})
    assert reply.headers["content-disposition"] == (
        "attachment; filename=\"Under.mp4\"; filename*=UTF-8''%C3%9Cnder.mp4"
    )


def test_no_descriptor_is_left_open_whatever_was_asked(client):
    client.get("/f")
    before = descriptors()
    for headers in (
        {},
        {"range": "bytes=0-1"},
        {"range": "bytes=0-1,5-6"},
        {"range": "bytes=99999999-"},
    ):
        client.get("/f", headers=headers)
        client.head("/f", headers=headers)
    assert descriptors() == before


@pytest.mark.security
def test_links_folders_and_pipes_are_not_opened(tmp_path, path):
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(Unavailable):
        open_regular(link)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    before = descriptors()
    for strange in (pipe, tmp_path, tmp_path / "missing", path / "below"):
        with pytest.raises(NotFound):
            open_regular(strange)
    assert descriptors() == before


def test_reading_stops_when_the_client_has_gone(path):
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(len(message.get("body", b"")))
        await asyncio.sleep(0)

    scope = {"type": "http", "method": "GET", "headers": [], "path": "/f"}
    asyncio.run(FileBytes(open_regular(path), "video/mp4")(scope, receive, send))
    assert sum(sent) < len(CONTENT)


def test_content_types_come_from_the_container():
    assert content_type_of("mp4") == "video/mp4"
    assert content_type_of("mp4", audio_only=True) == "audio/mp4"
    assert content_type_of("matroska") == "video/x-matroska"
    assert content_type_of("html") == "application/octet-stream"
