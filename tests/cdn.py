"""A small CDN: asks its origin once for an address, keeps the answer as long as it may, gives it on."""

import http.client
import re
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit


class Cdn:
    """It runs until the end of the block, or until `take_away`. `kept` are the addresses it has,
    `asked` those it was asked for, `fetched` how often it asked the origin for them."""

    def __init__(self, origin: str = "") -> None:
        self.origin = origin
        self.kept: dict[str, tuple[Mapping[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.fetched: dict[str, int] = {}
        self.hangs = threading.Event()
        self._locks: dict[str, threading.Lock] = {}
        cdn = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                cdn.answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._serving = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.take_away()

    @property
    def url(self) -> str:
        """Where it is, by another name than the server: another origin."""
        return f"http://localhost:{self._server.server_address[1]}"

    def take_away(self) -> None:
        """Answer nobody any more."""
        self.hangs.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, one: BaseHTTPRequestHandler) -> None:
        """Answer a request out of what is kept, or by asking the origin."""
        self.asked.append(one.path)
        if self.hangs.is_set():
            one.close_connection = True
            return
        # Cookies and sign-ins are never passed on, and nothing is kept by them.
        with self._locks.setdefault(one.path, threading.Lock()):
            status, headers, body = self._have(one.path)
        one.send_response(status)
        for name, value in headers.items():
            if name not in {"transfer-encoding", "connection", "content-length", "date", "server"}:
                one.send_header(name, value)
        one.send_header("content-length", str(len(body)))
        one.end_headers()
        one.wfile.write(body)

    def _have(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        if path in self.kept:
            return 200, *self.kept[path]
        self.fetched[path] = self.fetched.get(path, 0) + 1
        where = urlsplit(self.origin)
        origin = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        try:
            origin.request("GET", path)
            got = origin.getresponse()
            body = got.read()
            headers = {name.lower(): value for name, value in got.getheaders()}
        finally:
            origin.close()
        if got.status == 200 and re.search(r"public, max-age=[1-9]", headers["cache-control"]):
            self.kept[path] = (headers, body)
        return got.status, headers, body
