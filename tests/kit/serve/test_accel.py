"""Letting nginx send: to whom it is offered, what it is told, and what stays ours to send."""

import asyncio
import http.client
import os
import socket
import threading
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from matinee.kit import config
from matinee.kit.errors import Invalid
from matinee.kit.serve import Accel, FileBytes, SendableFile, open_regular, protocol_with
from matinee.kit.serve.accel import ACCEL, MOST_BYTES, address, plainly_wanted

CONTENT = bytes(range(256)) * 40
ASK = {"X-Matinee-Accel": "1"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(CONTENT)
    return path


def told(path: "Path | bytes") -> str | None:
    source = open_regular(os.fsdecode(path))
    try:
        return address("/_files", source)
    finally:
        source.close()


names = st.binary(min_size=1, max_size=80).map(
    lambda raw: raw.replace(b"/", b"_").replace(b"\0", b"_")
)


@pytest.mark.security
@given(names.filter(lambda name: name not in {b".", b".."}))
def test_any_name_a_disk_can_hold_is_told_byte_for_byte(tmp_path_factory, name):
    folder = os.fsencode(tmp_path_factory.mktemp("names"))
    path = folder + b"/" + name
    try:
        Path(os.fsdecode(path)).write_bytes(b"x")
    except OSError:
        return  # this disk cannot hold it
    where = told(path)
    assert where is not None
    # What a header and nginx's reading of it could stumble over is not in it.
    assert where.isascii()
    assert not set(where) & set(' ?#\r\n\t"\\;,<>') - {""}
    assert unquote_to_bytes(where.removeprefix("/_files")) == path


@pytest.mark.security
def test_the_path_is_the_files_own_whatever_links_led_to_it(tmp_path, path):
    (tmp_path / "by-link").symlink_to(tmp_path, target_is_directory=True)
    assert told(tmp_path / "by-link" / "film.mp4") == f"/_files{path}"


@pytest.mark.security
def test_a_file_that_is_another_now_is_not_named(tmp_path, path):
    source = open_regular(path)
    other = tmp_path / "other"
    other.write_bytes(b"other")
    other.replace(path)
    assert address("/_files", source) is None
    path.unlink()
    assert address("/_files", source) is None
    source.close()


def test_what_lies_in_memory_only_is_not_named():
    file = FileIO(os.memfd_create("segment", os.MFD_CLOEXEC), "rb+")
    source = SendableFile(file, 0, 0, 0)
    assert address("/_files", source) is None
    source.close()


def test_a_name_too_long_for_a_header_is_not_told(tmp_path):
    deep = tmp_path
    for _ in range(12):
        deep = deep / ("ж" * 120)
    deep.mkdir(parents=True)
    (deep / "film.mp4").write_bytes(b"x")
    assert len(os.fsencode(deep)) * 3 > MOST_BYTES
    assert told(deep / "film.mp4") is None


@contextmanager
def serving(path: Path, accel: Accel):
    def film(_request):
        return FileBytes(open_regular(path), "video/mp4", download_as="Film.mp4")

    async def small(_request):
        return PlainTextResponse("small")

    app = Starlette(routes=[Route("/f", film), Route("/s", small)])
    http = protocol_with(accel)
    options = uvicorn.Config(app, port=0, log_config=None, http=http, proxy_headers=True)
    server = uvicorn.Server(options)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)


def asked(port: int, method: str = "GET", target: str = "/f", **headers: str):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    client.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
    reply = client.getresponse()
    body = reply.read()
    client.close()
    return reply.status, body, reply.headers


def test_nginx_is_told_the_path_and_all_that_it_cannot_know(path):
    with serving(path, Accel("/_files", ["127.0.0.1"])) as port:
        status, body, headers = asked(port, X_Matinee_Accel="1", Range="bytes=1-5")
        assert (status, body) == (200, b"")
        assert headers["x-accel-redirect"] == f"/_files{path}"
        assert headers["content-length"] == "0"
        assert headers["content-type"] == "video/mp4"
        assert "Film.mp4" in headers["content-disposition"]
        assert headers["etag"]
        assert headers["accept-ranges"] is None  # nginx says so itself


def test_what_needs_no_bytes_or_another_etag_than_nginxs_is_answered_here(path):
    with serving(path, Accel("/_files", ["127.0.0.1"])) as port:
        etag = asked(port)[2]["etag"]
        for headers, status, size in (
            ({"If-None-Match": etag}, 304, 0),
            ({"If-Match": '"other"'}, 412, 0),
            ({"If-Match": etag}, 200, len(CONTENT)),
            ({"If-Unmodified-Since": "Tue, 01 Jan 2999 00:00:00 GMT"}, 200, len(CONTENT)),
        ):
            got, body, told = asked(port, X_Matinee_Accel="1", **headers)
            assert (got, len(body), told["x-accel-redirect"]) == (status, size, None)
        got, body, told = asked(port, X_Matinee_Accel="1", Range="bytes=999999-")
        assert (got, told["x-accel-redirect"]) == (416, None)
        got, body, told = asked(port, "HEAD", X_Matinee_Accel="1", Range="bytes=0-9")
        assert (got, told["content-length"]) == (200, str(len(CONTENT)))
        assert told["x-accel-redirect"] is None


@pytest.mark.security
@pytest.mark.parametrize(
    "headers",
    [
        {}, {"X-Matinee-Accel": ""},
        {"X-Accel-Redirect": "/_files/etc/passwd"}, {"X-Sendfile-Type": "X-Accel-Redirect"},
    ],
)  # fmt: skip
def test_who_does_not_want_it_gets_bytes(path, headers):
    with serving(path, Accel("/_files", ["127.0.0.1"])) as port:
        status, body, told = asked(port, **headers)
        assert (status, body, told["x-accel-redirect"]) == (200, CONTENT, None)


@pytest.mark.security
def test_who_is_not_trusted_gets_bytes_whatever_they_say(path):
    forged = {"X-Forwarded-For": "10.9.8.7", "Forwarded": "for=10.9.8.7", **ASK}
    with serving(path, Accel("/_files", ["10.9.8.7", "192.168.0.0/16"])) as port:
        status, body, told = asked(port, **forged)
        assert (status, body, told["x-accel-redirect"]) == (200, CONTENT, None)


def test_a_trusted_network_is_trusted():
    accel = Accel("/_files", ["10.0.0.0/8", "::1"])
    assert accel.trusts(("10.200.3.4", 1))
    assert accel.trusts(("::1", 1))
    assert not accel.trusts(("11.0.0.1", 1))
    assert not accel.trusts(None)


def test_what_needs_nobody_to_wait_is_answered_in_order_with_the_rest(path):
    begun: list[str] = []

    def at_once(scope, prefix):
        begun.append(scope["path"])
        return b"x-accel-redirect: /now\r\n" if scope["path"] == "/now" else None

    with serving(path, Accel("/_files", ["127.0.0.1"], at_once)) as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for target in ("/now", "/s", "/now", "/now", "/f"):
            client.request("GET", target, headers=ASK)
            reply = client.getresponse()
            body = reply.read()
            assert reply.status == 200
            assert (reply.headers["x-accel-redirect"] == "/now") == (target == "/now")
            assert body == (b"small" if target == "/s" else b"")
        client.close()
        # Several in one piece: none overtakes the one before it.
        asks = "".join(
            f"GET {target} HTTP/1.1\r\nHost: x\r\n{last}\r\n"
            for target, last in (
                ("/now", ""),
                ("/s", ""),
                ("/now", ""),
                ("/s", "Connection: close\r\n"),
            )
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
            one.sendall(asks.encode())
            with one.makefile("rb") as file:
                heard = file.read()
        assert heard.count(b"HTTP/1.1 200") == 4
        assert heard.index(b"/now") < heard.index(b"small") < heard.rindex(b"/now")
        assert heard.endswith(b"small")
        assert len(begun) == 8  # not the last: that connection ends


def test_what_nginx_wants_plainly_has_no_condition():
    wants = (b"x-matinee-accel", b"1")
    assert plainly_wanted([(b"host", b"x"), wants])
    assert not plainly_wanted([(b"host", b"x")])
    assert not plainly_wanted([(b"x-matinee-accel", b"")])
    for name in (b"range", b"if-range", b"if-match", b"if-none-match", b"if-modified-since"):
        assert not plainly_wanted([wants, (name, b"x")])


def test_an_extension_that_is_not_offered_is_not_taken(path):
    sent = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/f", "extensions": {},
        "headers": [(b"x-matinee-accel", b"1")],
    }  # fmt: skip
    asyncio.run(FileBytes(open_regular(path), "video/mp4")(scope, receive, send))
    assert b"".join(message.get("body", b"") for message in sent) == CONTENT
    scope["extensions"] = {ACCEL: {"prefix": "/_files"}}
    sent.clear()
    asyncio.run(FileBytes(open_regular(path), "video/mp4")(scope, receive, send))
    assert (b"x-accel-redirect", f"/_files{path}".encode()) in sent[0]["headers"]


@pytest.mark.parametrize("value", ["/", "_files", "/_files/", "/a b", "/../x", "/a;b", "/%2e"])
def test_a_location_that_is_none_is_refused(value):
    env = {"MATINEE_ACCEL_REDIRECT": value, "MATINEE_TRUSTED_PROXIES": "127.0.0.1"}
    with pytest.raises(Invalid) as refused:
        config.load({}, env)
    assert "MATINEE_ACCEL_REDIRECT" in refused.value.detail


def test_it_must_be_said_who_may_send():
    with pytest.raises(Invalid) as refused:
        config.load({}, {"MATINEE_ACCEL_REDIRECT": "/_files"})
    assert "MATINEE_TRUSTED_PROXIES" in refused.value.fix
    env = {"MATINEE_ACCEL_REDIRECT": "/_files", "MATINEE_TRUSTED_PROXIES": "127.0.0.1"}
    assert config.load({}, env).accel_redirect == "/_files"
