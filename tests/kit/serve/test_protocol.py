"""Zero-copy sending by a real uvicorn on a free port, spoken to through raw sockets."""

import http.client
import os
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from matinee.kit.serve import FileBytes, open_regular
from matinee.kit.serve import protocol as protocol_module
from matinee.kit.serve.protocol import HttpProtocol

SIZE = 24 * 1024 * 1024 + 17
DEADLINE_S = 20


def until(condition, what):
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        threading.Event().wait(0.01)


@pytest.fixture(scope="module")
def content():
    return os.urandom(1 << 20) * (SIZE >> 20) + os.urandom(SIZE & ((1 << 20) - 1))


@pytest.fixture
def path(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    return path


class Server:
    def __init__(self, app, *, loop, **options):
        config = uvicorn.Config(
            app, port=0, http=HttpProtocol, loop=loop, log_level="error", access_log=False,
            timeout_graceful_shutdown=1, log_config=None, **options,
        )  # fmt: skip
        self.uvicorn = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.uvicorn.run)
        self.thread.start()
        until(lambda: self.uvicorn.started or not self.thread.is_alive(), "the server starts")
        self.port = self.uvicorn.servers[0].sockets[0].getsockname()[1]

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE_S)

    def http(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)

    def stop(self):
        self.uvicorn.should_exit = True
        self.thread.join(DEADLINE_S)
        assert not self.thread.is_alive()


@contextmanager
def serving(path, loop="uvloop", offered=None, **options):
    async def film(request):
        if offered is not None:
            offered.append("http.response.zerocopysend" in request.scope.get("extensions", {}))
        return FileBytes(open_regular(path), "video/mp4")

    async def small(_request):
        return PlainTextResponse("small")

    server = Server(Starlette(routes=[Route("/f", film), Route("/s", small)]), loop=loop, **options)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["uvloop", "asyncio"])
def server(request, path):
    with serving(path, loop=request.param) as server:
        yield server


def descriptors():
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def ask(target="/f", **headers):
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    return f"GET {target} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode()


def read_reply(file):
    """Read one reply from a buffered socket: (status line, headers, body)."""
    status = file.readline().decode().strip()
    headers = {}
    while line := file.readline().decode().strip():
        key, _, value = line.partition(":")
        headers[key.lower()] = value.strip()
    return status, headers, file.read(int(headers["content-length"]))


def test_whole_files_ranges_and_multiparts_arrive_byte_for_byte(server, content):
    client = server.http()
    for headers, expected in (
        ({}, content),
        ({"Range": "bytes=3000000-9000000"}, content[3_000_000:9_000_001]),
        ({"Range": "bytes=-5"}, content[-5:]),
        ({"Range": "bytes=0-0"}, content[:1]),
    ):
        client.request("GET", "/f", headers=headers)
        assert client.getresponse().read() == expected
    client.request("GET", "/f", headers={"Range": "bytes=0-2999999,5000000-7999999"})
    body = client.getresponse().read()
    assert content[:3_000_000] in body
    assert content[5_000_000:8_000_000] in body
    client.request("HEAD", "/f")
    reply = client.getresponse()
    assert (reply.read(), reply.headers["content-length"]) == (b"", str(SIZE))
    client.close()


def test_pipelined_requests_are_answered_in_order(server, content):
    with server.connect() as connection:
        connection.sendall(
            ask(Range="bytes=0-2999999")
            + ask("/s")
            + ask(Range="bytes=7-8")
            + ask("/f", Range="bytes=9-")
        )
        with connection.makefile("rb") as file:
            assert read_reply(file)[2] == content[:3_000_000]
            assert read_reply(file)[2] == b"small"
            assert read_reply(file)[2] == content[7:9]
            assert read_reply(file)[2] == content[9:]


def test_connection_close_and_http_1_0_end_after_the_last_byte(server, content):
    for request in (ask(Connection="close"), b"GET /f HTTP/1.0\r\n\r\n"):
        with server.connect() as connection:
            connection.sendall(request)
            with connection.makefile("rb") as file:
                assert read_reply(file)[2] == content
                assert file.read() == b""


def test_a_client_that_does_not_read_holds_nobody_up(server, content):
    slow = [server.connect() for _ in range(20)]
    for connection in slow:
        connection.sendall(ask())
    started = time.monotonic()
    client = server.http()
    for _ in range(5):
        client.request("GET", "/f")
        assert client.getresponse().read() == content
    assert time.monotonic() - started < 10
    client.close()
    # The slow ones are not forgotten either: each still gets every byte.
    with slow[7].makefile("rb") as file:
        assert read_reply(file)[2] == content
    for connection in slow:
        connection.close()


@pytest.mark.fault
def test_clients_that_leave_in_the_middle_leave_no_descriptor(server, caplog):
    client = server.http()
    client.request("GET", "/s")
    client.getresponse().read()
    before = descriptors()
    for number in range(60):
        connection = server.connect()
        connection.sendall(ask() + ask())
        if number % 3:
            connection.recv(1 << 16)
        if number % 2:  # leave with a reset instead of a farewell
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    until(lambda: descriptors() <= before, "the descriptors are closed")
    until(lambda: not server.uvicorn.server_state.tasks, "the requests end")
    client.request("GET", "/s")
    assert client.getresponse().read() == b"small"
    client.close()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.fault
def test_a_server_that_stops_cuts_what_it_sends_without_an_error(path, caplog):
    with serving(path) as server:
        connections = [server.connect() for _ in range(5)]
        for connection in connections:
            connection.sendall(ask())
            assert connection.recv(10)
    for connection in connections:
        connection.close()
    assert "Exception" not in caplog.text


@pytest.mark.fault
def test_a_file_that_shrinks_cuts_only_its_own_connection(server, path):
    with server.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 17)
        connection.sendall(ask())
        assert connection.recv(100)
        os.truncate(path, 1000)
        got = 0
        try:
            while piece := connection.recv(1 << 20):
                got += len(piece)
        except ConnectionResetError:
            pass
        assert got < SIZE
    client = server.http()
    client.request("GET", "/f")
    assert len(client.getresponse().read()) == 1000
    client.close()


@pytest.mark.fault
def test_a_client_that_stalls_for_long_is_let_go(server, monkeypatch):
    monkeypatch.setattr(protocol_module, "STALL_S", 0.3)
    with server.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        connection.sendall(ask())
        assert connection.recv(10)
        until(lambda: not server.uvicorn.server_state.tasks, "the request ends")


def test_a_file_that_is_not_in_memory_is_read_ahead_off_the_loop(path, content, monkeypatch):
    read_by = set()
    touch = protocol_module._touch_and_close

    def recording(*arguments):
        read_by.add(threading.current_thread().name)
        touch(*arguments)

    monkeypatch.setattr(protocol_module, "_touch_and_close", recording)
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            os.preadv(file.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT)
            pytest.skip("this file system keeps everything in memory or cannot say")
        except BlockingIOError:
            pass
        except OSError:
            pytest.skip("this file system cannot say what is in memory")
    with serving(path) as server:
        client = server.http()
        client.request("GET", "/f")
        assert client.getresponse().read() == content
        client.close()
        assert read_by
        assert server.thread.name not in read_by


def test_many_at_once_get_their_own_bytes(server, content):
    failures = []

    def drive(seed):
        client = server.http()
        for number in range(10):
            start = (seed * 7919 + number * 104_729) % (SIZE - 1_000_000)
            client.request("GET", "/f", headers={"Range": f"bytes={start}-{start + 999_999}"})
            if client.getresponse().read() != content[start : start + 1_000_000]:
                failures.append((seed, number))
        client.close()

    threads = [threading.Thread(target=drive, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE_S)
    assert failures == []


def test_with_tls_the_bytes_come_in_pieces(path, content, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
         certificate, "-days", "1", "-subj", "/CN=localhost"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    offered = []
    options = {"ssl_keyfile": str(key), "ssl_certfile": str(certificate)}
    with serving(path, offered=offered, **options) as server:
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        client = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=20)
        client.request("GET", "/f")
        assert client.getresponse().read() == content
        client.close()
    assert offered == [False]


def test_without_tls_the_kernel_is_offered(path):
    offered = []
    with serving(path, offered=offered) as server:
        client = server.http()
        client.request("HEAD", "/f")
        client.getresponse().read()
        client.close()
    assert offered == [True]
