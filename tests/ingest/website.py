"""A real web site on loopback, with pages and files that behave well and badly."""

import contextlib
import email.utils
import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!doctype html><html><head><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:description" content="{about}">
<meta property="og:image" content="{picture}"></head>
<body><h1>{title}</h1>{videos}</body></html>"""


@dataclass
class Site:
    """What is served, and what was asked for."""

    root: str = ""
    files: dict[str, Path] = field(default_factory=dict)
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    special: dict[str, Callable[["Handler"], None]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    ranges: bool = True
    cut_after: dict[str, list[int]] = field(default_factory=dict)
    lie_bytes: dict[str, int] = field(default_factory=dict)
    bytes_per_s: dict[str, int] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    need_cookie: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return self.root + path

    def page(self, path: str, title: str, videos: str, about: str = "", picture: str = "") -> str:
        html = PAGE.format(title=title, about=about, videos=videos, picture=picture)
        self.pages[path] = ("text/html; charset=utf-8", html.encode())
        return self.url(path)

    def count(self, path: str) -> int:
        with self.lock:
            return sum(1 for _method, asked, _headers in self.asked if asked.split("?")[0] == path)

    def headers_of(self, path: str) -> list[dict[str, str]]:
        with self.lock:
            return [headers for _method, asked, headers in self.asked if asked == path]


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's tables."""

    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.asked.append((self.command, self.path, dict(self.headers.items())))
        path = self.path.split("?")[0]
        wanted = site.need_cookie.get(path)
        if wanted and wanted not in (self.headers.get("Cookie") or ""):
            self.simple(401, "text/plain", b"sign in")
        elif path in site.special:
            site.special[path](self)
        elif path in site.pages:
            self.simple(200, *site.pages[path])
        elif path in site.files:
            self.file(path, site.files[path])
        else:
            self.simple(404, "text/plain", b"nothing here")

    def simple(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def file(self, path: str, file: Path) -> None:
        site = self.site
        data = file.read_bytes()
        etag = site.etags.get(path, f'"{hashlib.md5(data).hexdigest()}"')
        start, status = 0, 200
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        matches = self.headers.get("If-Range") in {None, etag}
        if asked and site.ranges and matches:
            start = int(asked[1])
            if start >= len(data):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(data)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status = 206
        end = int(asked[2]) + 1 if asked and status == 206 and asked[2] else len(data)
        body = data[start:end]
        self.send_response(status)
        self.send_header("Content-Type", KINDS.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body) + site.lie_bytes.get(path, 0)))
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{start + len(body) - 1}/{len(data)}")
        if site.ranges:
            self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", email.utils.formatdate(file.stat().st_mtime, usegmt=True))
        self.end_headers()
        if self.command == "HEAD":
            return
        self.send_body(path, body)

    def send_body(self, path: str, body: bytes) -> None:
        site = self.site
        with site.lock:
            cuts = site.cut_after.get(path)
            cut = cuts.pop(0) if cuts and len(body) > 1024 else None
        if site.lie_bytes.get(path):
            self.close_connection = True
        speed = site.bytes_per_s.get(path)
        with contextlib.suppress(OSError):
            if cut is not None:
                self.wfile.write(body[:cut])
                self.wfile.flush()
                self.close_connection = True
                self.connection.shutdown(2)
                return
            if speed is None:
                self.wfile.write(body)
                return
            step = max(1, speed // 20)
            for at in range(0, len(body), step):
                self.wfile.write(body[at : at + step])
                if site.released.is_set():
                    step = len(body)
                    self.wfile.write(body[at + speed // 20 :])
                    return
                time.sleep(0.05)


KINDS = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t", ".mpd": "application/dash+xml", ".vtt": "text/vtt", ".jpg": "image/jpeg",
    ".mkv": "video/x-matroska", ".m4s": "video/iso.segment", ".m4a": "audio/mp4",
}  # fmt: skip


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that goes away is part of the tests


@contextlib.contextmanager
def serve(host: str = "127.0.0.1") -> Iterator[Site]:
    """Run a site on a free port of `host`."""
    site = Site()
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = Server((host, 0), handler)
    site.root = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
