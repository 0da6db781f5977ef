"""The shipped nginx in front of a real server: what it sends, whom it refuses, what it hides."""

import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from tests import nginx, told
from tests.flows.conftest import PASSWORD, Server, free_port
from tests.ingest import clipmaker

pytestmark = [
    pytest.mark.skipif(nginx.BINARY is None, reason="nginx is not installed (apt: nginx-light)"),
    pytest.mark.timeout(300),
]
BEHIND = {"MATINEE_TRUSTED_PROXIES": "127.0.0.1", "MATINEE_ACCEL_REDIRECT": "/_files"}
# Names that headers, addresses and configurations stumble over; a library folder may hold them.
NAMES = (
    b"plain.mp4", b"with spaces  two.mp4", b"50%25 off? #1 & more;.mp4", b"new\nline\tand tab.mp4",
    "Amélie – 天気の子 🎬.mp4".encode(), b"not \xff\xfe utf-8.mp4", b"dots..and...more.mp4",
    b"quote\"and'back\\slash.mp4", b"%2e%2e%2fetc.mp4",
)  # fmt: skip
_OWN = {"server", "date", "connection", "keep-alive"}


@dataclass
class House:
    """A server with films in it, nginx before it, and people who ask both."""

    server: Server
    front: nginx.Nginx
    films: Path
    token: str

    def client(self, *, direct: bool = False) -> httpx.Client:
        """Return somebody signed in, who asks nginx, or Matinee itself."""
        client = httpx.Client(
            base_url=self.server.url if direct else self.front.url, timeout=60,
            headers={"Authorization": f"Bearer {self.token}"},
        )  # fmt: skip
        self.server.clients.append(client)
        return client

    def playback(self, title: str | None = None) -> dict[str, Any]:
        """Return how a title plays: the one of that name, or the one in Matroska."""
        client = self.client()
        found = client.get("/api/media?limit=50").json()["items"]
        one = next(item for item in found if item["title"] == (title or "Walk"))
        return granted(client.get(f"/api/media/{one['id']}/playback").json())


def granted(playback: dict[str, Any]) -> dict[str, Any]:
    """Give the file as it is by the same grant, also where a browser would not play it so."""
    grant = playback["manifest_url"].split("/")[3]
    playback["direct_url"] = f"/api/media/{playback['media']['id']}/stream?grant={grant}"
    return playback


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    clipmaker.make(folder / "Walk.mkv", seconds=10)
    clipmaker.make(folder / "clip.mp4", seconds=1)
    clip = (folder / "clip.mp4").read_bytes()
    (folder / "clip.mp4").unlink()
    for number, name in enumerate(NAMES):
        free = b"free" + number.to_bytes(4, "big")  # a box that players pass over
        path = os.fsencode(folder) + b"/" + name
        Path(os.fsdecode(path)).write_bytes(clip + (len(free) + 4).to_bytes(4, "big") + free)
    return folder


@contextmanager
def house_of(folder: Path, films: Path, **settings: str) -> Iterator[House]:
    server = Server(folder / "data", free_port(), settings={**BEHIND, **settings}).start()
    try:
        server.add_admin()
        server.bring(films)
        with nginx.shipped(folder / "nginx", [server.port]) as front:
            said = {"username": "ana", "password": PASSWORD}
            answer = httpx.post(f"{front.url}/api/auth/login", json=said, timeout=60)
            assert answer.status_code == 200, answer.text
            yield House(server, front, films, answer.json()["token"])
    finally:
        server.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, films: Path) -> Iterator[House]:
    dist = tmp_path_factory.mktemp("dist")
    (dist / "assets").mkdir()
    (dist / "index.html").write_text("<!doctype html><title>Matinee</title>")
    (dist / "assets" / "app-1.js").write_text("plain")
    (dist / "assets" / "app-1.js.br").write_bytes(b"packed")
    folder = tmp_path_factory.mktemp("house")
    with house_of(folder, films, MATINEE_WEB_DIST=str(dist)) as one:
        yield one


_ID = re.compile(r"^[0-9a-f]{12}-\d+$")


def headers_of(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return the headers that are Matinee's, each as often as it came; a request has its own id."""
    return sorted(
        (name.lower(), _ID.sub("<id>", re.sub(r"boundary=\w+", "boundary=", value)))
        for name, value in answer.headers.multi_items()
        if name.lower() not in _OWN
        and not (name.lower() == "accept-ranges" and answer.status_code == 206)  # says so itself
    )


def body_of(answer: httpx.Response) -> bytes:
    if "multipart" in answer.headers.get("content-type", ""):
        return re.sub(rb"--[0-9a-f]{20,32}", b"--", answer.content)
    return answer.content


def test_files_of_any_name_arrive_byte_for_byte(house: House) -> None:
    client = house.client()
    items = client.get("/api/media?limit=50").json()["items"]
    assert len(items) == len(NAMES) + 1
    wanted = {path.read_bytes() for path in house.films.iterdir()}
    for ending in ("stream", "download"):
        got = {client.get(f"/api/media/{item['id']}/{ending}").content for item in items}
        assert got == wanted
    assert house.front.error_log() == ""  # nginx found them all


def test_it_is_nginx_that_sends_them(house: House) -> None:
    playback = house.playback()
    urls = [playback["direct_url"], urljoin(playback["manifest_url"], "v0/0.m4s")]
    several = {"Range": "bytes=0-1,5-6"}
    for url in urls:
        through = house.client().get(url, headers=several)
        assert re.search(r"boundary=\d{20}$", through.headers["content-type"])  # nginx's own
        asked = {"X-Matinee-Accel": "1"}
        said = house.client(direct=True).get(url, headers=asked)
        assert said.content == b""
        assert said.headers["x-accel-redirect"].startswith("/_files/")


CONDITIONS: dict[str, dict[str, str]] = {
    "whole": {},
    "a range": {"Range": "bytes=100-299"},
    "the end": {"Range": "bytes=-7"},
    "one byte": {"Range": "bytes=0-0"},
    "several": {"Range": "bytes=0-9,100-119,-5"},
    "outside": {"Range": "bytes=99999999-"},
    "nonsense": {"Range": "lines=1-2"},
    "kept": {"If-None-Match": "ETAG"},
    "kept another": {"If-None-Match": '"other"'},
    "kept any": {"If-None-Match": "*"},
    "go on": {"Range": "bytes=5-9", "If-Range": "ETAG"},
    "go on with another": {"Range": "bytes=5-9", "If-Range": '"other"'},
    "if it is still so": {"If-Match": "ETAG", "Range": "bytes=5-9"},
    "if it is another": {"If-Match": '"other"'},
    "not changed since": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "changed since": {"If-Modified-Since": "Fri, 01 Jan 1999 00:00:00 GMT"},
    "not changed since, or else": {"If-Unmodified-Since": "Fri, 01 Jan 1999 00:00:00 GMT"},
}


@pytest.mark.parametrize("rest", ["direct", "v0/1.m4s", "v0/init.mp4", "a1/0.m4s", "download"])
def test_every_answer_is_what_matinee_would_say_itself(house: House, rest: str) -> None:
    playback = house.playback()
    url = {
        "direct": playback["direct_url"],
        "download": f"/api/media/{playback['media']['id']}/download",
    }.get(rest) or urljoin(playback["manifest_url"], rest)
    through, direct = house.client(), house.client(direct=True)
    etag = direct.get(url).headers["etag"]
    for what, headers in CONDITIONS.items():
        asked = {name: value.replace("ETAG", etag) for name, value in headers.items()}
        for method in ("GET", "HEAD"):
            theirs = through.request(method, url, headers=asked)
            ours = direct.request(method, url, headers=asked)
            assert theirs.status_code == ours.status_code, (what, method)
            assert body_of(theirs) == body_of(ours), (what, method)
            told, own = headers_of(theirs), headers_of(ours)
            if "multipart" in theirs.headers.get("content-type", ""):
                told, own = without_length(told), without_length(own)  # boundaries differ in length
            assert told == own, (what, method)


def without_length(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [header for header in headers if header[0] != "content-length"]


def test_pictures_and_manifests_are_the_same_too(house: House) -> None:
    playback = house.playback()
    media = house.client().get(f"/api/media/{playback['media']['id']}").json()
    urls = [playback["manifest_url"], playback["dash_url"], "/", "/api/auth/me", "/nothing.js"]
    urls += [media["poster_url"]] if media["poster_url"] else []
    for url in urls:
        theirs, ours = house.client().get(url), house.client(direct=True).get(url)
        assert (theirs.status_code, theirs.content) == (ours.status_code, ours.content)
        assert headers_of(theirs) == headers_of(ours)


@pytest.mark.security
def test_no_client_learns_where_a_file_lies(house: House) -> None:
    playback = house.playback()
    for url in (playback["direct_url"], urljoin(playback["manifest_url"], "v0/0.m4s")):
        answer = house.client().get(url)
        assert answer.status_code == 200
        assert not [name for name in answer.headers if name.lower().startswith("x-accel")]
        assert str(house.films) not in str(answer.headers)


@pytest.mark.security
def test_what_matinee_refuses_stays_refused(house: House) -> None:
    playback = house.playback()
    segment = urljoin(playback["manifest_url"], "v0/0.m4s")
    stranger = httpx.Client(base_url=house.front.url, timeout=60)
    assert stranger.get(segment).status_code == 200  # the grant is all it needs
    token = segment.split("/")[3]
    # Somebody else has just had it: nothing is kept that would answer for a wrong grant.
    for altered in (token[:-2] + "AA", "x", token.swapcase()):
        refused = stranger.get(segment.replace(token, altered))
        assert (refused.status_code, refused.json()["error"]) == (401, "altered")
    other = house.playback("plain")
    swapped = segment.replace(token, other["manifest_url"].split("/")[3])
    assert stranger.get(swapped).status_code == 403
    for path in ("/api/media", f"/api/media/{playback['media']['id']}/download"):
        assert stranger.get(path).status_code == 401
    stranger.close()


@pytest.mark.security
def test_signing_out_ends_links_through_nginx_too(house: House) -> None:
    said = {"username": "ana", "password": PASSWORD}
    token = httpx.post(f"{house.front.url}/api/auth/login", json=said, timeout=60).json()["token"]
    guest = httpx.Client(
        base_url=house.front.url, timeout=60, headers={"Authorization": f"Bearer {token}"}
    )
    media_id = house.playback()["media"]["id"]
    playback = granted(guest.get(f"/api/media/{media_id}/playback").json())
    urls = [playback["direct_url"], urljoin(playback["manifest_url"], "v0/0.m4s")]
    assert [guest.get(url).status_code for url in urls] == [200, 200]
    assert guest.post("/api/auth/logout").status_code == 204
    assert [guest.get(url).status_code for url in urls] == [401, 401]
    guest.close()


@pytest.mark.security
def test_what_a_client_writes_into_headers_does_nothing(house: House) -> None:
    secret = house.server.data / "secrets"
    aims = ["/etc/passwd", *(str(path) for path in secret.iterdir())]
    client = house.client()
    for aim in aims:
        forged = {
            "X-Accel-Redirect": f"/_files{aim}", "X-Matinee-Accel": f"/_files{aim}",
            "X-Sendfile": aim, "X-Original-URL": f"/_files{aim}", "X-Rewrite-URL": f"/_files{aim}",
        }  # fmt: skip
        content = Path(aim).read_bytes()
        for url in ("/", "/api/media", f"/_files{aim}", f"/_files/../_files{aim}", "/_files/"):
            answer = client.get(url, headers=forged)
            assert content not in answer.content
    forged = {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
    said = {"username": "ana", "password": PASSWORD}
    httpx.post(f"{house.front.url}/api/auth/login", json=said, headers=forged, timeout=60)
    devices = client.get("/api/auth/sessions").json()["items"]
    assert {device["address"] for device in devices} == {"127.0.0.1"}
    # Nor can a client talk nginx out of sending: its word for it is written over.
    url = house.playback()["direct_url"]
    several = {"Range": "bytes=0-1,5-6", "X-Matinee-Accel": ""}
    assert re.search(r"=\d{20}$", client.get(url, headers=several).headers["content-type"])


@pytest.mark.security
def test_without_nginx_nobody_gets_an_empty_answer(tmp_path: Path, films: Path) -> None:
    one = tmp_path / "one"
    one.mkdir()
    shutil.copy(films / "Walk.mkv", one / "Walk.mkv")
    settings = {**BEHIND, "MATINEE_TRUSTED_PROXIES": "10.11.12.13"}
    server = Server(tmp_path / "data", free_port(), settings=settings).start()
    try:
        server.add_admin()
        server.bring(one)
        client = server.client()
        media_id = client.get("/api/media").json()["items"][0]["id"]
        playback = granted(client.get(f"/api/media/{media_id}/playback").json())
        forged = {"X-Matinee-Accel": "1", "X-Forwarded-For": "10.11.12.13"}
        for url in (playback["direct_url"], urljoin(playback["manifest_url"], "v0/0.m4s")):
            for _ in range(2):  # made, and from the cache
                answer = client.get(url, headers=forged)
                assert len(answer.content) > 1000
                assert "x-accel-redirect" not in answer.headers
    finally:
        server.stop()


@pytest.mark.security
def test_grants_and_tokens_are_not_in_the_access_log(house: House) -> None:
    playback = house.playback()
    segment = urljoin(playback["manifest_url"], "v0/0.m4s")
    client = house.client()
    for url in (segment, playback["direct_url"], "/setup?token=ABCDEF", "/api/play/x?y=hidden"):
        client.get(url)
    wait_until(lambda: "/setup?***" in house.front.access_log(), 15)
    log = house.front.access_log()
    assert segment.split("/")[3] not in log
    assert "ABCDEF" not in log
    assert "hidden" not in log
    assert f'GET /api/play/***/{playback["manifest_url"].split("/")[4]}/v0/0.m4s" 200' in log
    assert house.front.error_log() == ""


def wait_until(true: Any, timeout_s: float) -> Any:
    deadline = time.monotonic() + timeout_s
    while not (found := true()):
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.02)
    return found


def test_live_events_arrive_at_once(house: House) -> None:
    heard: list[tuple[float, str]] = []
    client = house.client()
    media_id = house.playback()["media"]["id"]

    def hear() -> None:
        with house.client().stream("GET", "/api/events") as stream:
            for line in stream.iter_lines():
                heard.append((time.monotonic(), line))
                if media_id in line:
                    return

    listening = threading.Thread(target=hear, daemon=True)
    listening.start()
    wait_until(lambda: any("hello" in line for _, line in heard), 10)
    began = time.monotonic()
    changed = client.patch(f"/api/media/{media_id}", json={"description": "Told at once."})
    assert changed.status_code == 200, changed.text
    listening.join(10)
    assert not listening.is_alive()
    assert heard[-1][0] - began < 5  # a sign of life would come after ten


def test_an_upload_that_was_cut_goes_on_where_it_stood(house: House, tmp_path: Path) -> None:
    clip = tmp_path / "Upload.mp4"
    clipmaker.make(clip, seconds=2, seed=5)
    filling = os.urandom(16 << 20)  # in a box that players pass over
    content = clip.read_bytes() + (len(filling) + 8).to_bytes(4, "big") + b"free" + filling
    client = house.client()
    tus = {"Tus-Resumable": "1.0.0"}
    begun = client.post(
        "/api/uploads",
        headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": "filename VXAubXA0"},
    )
    assert begun.status_code == 201, begun.text
    at = urlsplit(urljoin(f"{house.front.url}/api/uploads", begun.headers["location"])).path
    half = len(content) // 2

    def standing() -> int:
        return int(client.head(at, headers=tus).headers["upload-offset"])

    with socket.create_connection(("127.0.0.1", house.front.port), timeout=20) as line:
        line.sendall(
            f"PATCH {at} HTTP/1.1\r\nHost: 127.0.0.1:{house.front.port}\r\n"
            f"Authorization: Bearer {house.token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
            f"Content-Type: application/offset+octet-stream\r\n"
            f"Content-Length: {len(content)}\r\n\r\n".encode()
        )
        line.sendall(content[:half])
        # Nothing waits in nginx for the rest: what was sent is Matinee's already.
        file = house.server.data / "uploads" / at.rsplit("/", 1)[1]
        wait_until(lambda: file.stat().st_size > half // 2, 30)

    def go_on() -> httpx.Response | None:
        """What nginx had of the cut request may come still, and ends a moment later."""
        offset = standing()
        assert half // 2 < offset <= half
        answer = client.patch(
            at, content=content[offset:],
            headers={**tus, "Upload-Offset": str(offset),
                     "Content-Type": "application/offset+octet-stream"},
        )  # fmt: skip
        return None if answer.status_code in {409, 423} else answer

    rest = wait_until(go_on, 30)
    assert rest.status_code == 204, rest.text
    job_id = rest.headers["matinee-job"]
    job = wait_until(lambda: _done(client, job_id), 60)
    assert client.get(f"/api/media/{job['media_id']}/download").content == content


def _done(client: httpx.Client, job_id: str) -> dict[str, Any] | None:
    job = client.get(f"/api/jobs/{job_id}").json()
    assert job["status"] != "failed", job
    return job if job["status"] == "completed" else None


def test_a_large_upload_is_not_refused_by_nginx(house: House) -> None:
    begun = house.client().post(
        "/api/uploads",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(49 * 1024**3),
                 "Upload-Metadata": "filename VXAubXA0"},
    )  # fmt: skip
    # By its size alone: there may be no such room on this disk, and then Matinee says so.
    assert begun.status_code in {201, 507}
    big = {"Content-Length": str(300 * 1024**2), "Content-Type": "application/octet-stream"}
    with socket.create_connection(("127.0.0.1", house.front.port), timeout=20) as line:
        lines = "".join(f"{name}: {value}\r\n" for name, value in big.items())
        line.sendall(f"PATCH /api/uploads/x HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        assert line.recv(100).split()[1] == b"401"  # Matinee's answer, not nginx's 413


def test_a_use_is_noted_for_the_eviction(house: House) -> None:
    playback = house.playback()
    url = urljoin(playback["manifest_url"], "v0/1.m4s")
    client = house.client()
    assert client.get(url).status_code == 200
    plan = playback["manifest_url"].split("/")[4]
    (file,) = (house.server.data / "cache").glob(f"*/{plan}/v0/1.m4s")
    before = file.stat()
    os.utime(file, ns=(before.st_mtime_ns - 10**12, before.st_mtime_ns))
    assert client.get(url).status_code == 200
    assert time.time() - file.stat().st_atime < 60


def test_what_nginx_sends_is_counted_and_named_like_all_else(house: House) -> None:
    client = house.client()
    url = urljoin(house.playback()["manifest_url"], "v0/1.m4s")
    size = len(client.get(url).content)
    before = told.read(client.get("/metrics").text)
    asked = [client.get(url, headers={"X-Request-ID": f"mine-{n}"}) for n in range(3)]
    after = told.read(client.get("/metrics").text)
    assert [one.headers["x-request-id"] for one in asked] == ["mine-0", "mine-1", "mine-2"]

    def rose(name: str, **labels: str) -> float:
        return after.value(name, **labels) - before.value(name, **labels)

    route = "/api/play/{grant}/{plan}/{track}/{name}"
    assert rose("matinee_http_requests_total", route=route, status="200") == 3
    assert rose("matinee_segment_cache_requests_total", result="hit") == 3
    assert rose("matinee_segment_cache_bytes_total", result="hit") == 3 * size
    assert after.value("matinee_streams", way="segments") >= 1


def test_the_web_apps_files_are_kept_and_each_gets_the_packing_it_takes(house: House) -> None:
    client = house.client()
    for _ in range(2):
        packed = client.get("/assets/app-1.js", headers={"Accept-Encoding": "br"})
        assert packed.headers["content-encoding"] == "br"
        plain = client.get("/assets/app-1.js", headers={"Accept-Encoding": "identity"})
        assert (plain.content, plain.headers.get("content-encoding")) == (b"plain", None)
    assert [path for path in (house.front.folder / "kept").rglob("*") if path.is_file()]
    for url in ("/", "/api/media", house.playback()["direct_url"]):
        client.get(url)
    kept = [path for path in (house.front.folder / "kept").rglob("*") if path.is_file()]
    assert all(b"KEY: /assets/" in path.read_bytes() for path in kept)


@pytest.mark.fault
def test_where_nginx_finds_no_file_matinee_sends_it(tmp_path: Path, films: Path) -> None:
    with house_of(tmp_path, films) as house:
        text = nginx.SHIPPED.read_text().replace("alias /;", f"alias {tmp_path}/nowhere/;")
        port = nginx.free_port()
        inner = nginx.placed(text, tmp_path / "blind", port, [house.server.port])
        with nginx.run(tmp_path / "blind", inner, port) as blind:
            house.front = blind
            client, playback = house.client(), house.playback()
            content = (films / "Walk.mkv").read_bytes()
            part = {"Range": "bytes=10-99"}
            assert client.get(playback["direct_url"]).content == content
            got = client.get(playback["direct_url"], headers=part)
            assert (got.status_code, got.content) == (206, content[10:100])
            segment = urljoin(playback["manifest_url"], "v0/0.m4s")
            assert b"moof" in client.get(segment).content
            several = client.get(playback["direct_url"], headers={"Range": "bytes=0-1,5-6"})
            assert re.search(r"boundary=[0-9a-f]{32}$", several.headers["content-type"])
            assert "No such file" in blind.error_log()  # and whoever looks learns why


class _Said(http.server.BaseHTTPRequestHandler):
    """A Matinee whose file has become a link since it looked."""

    where = ""

    def do_GET(self) -> None:
        accelerated = bool(self.headers.get("X-Matinee-Accel"))
        body = b"" if accelerated else b"sent by Matinee"
        self.send_response(200)
        if accelerated:
            self.send_header("X-Accel-Redirect", self.where)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.mark.security
def test_a_link_that_appears_after_matinees_look_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret")
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "film.mp4").symlink_to(tmp_path / "secret")
    (tmp_path / "by").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "films" / "plain.mp4").write_text("a film")
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Said)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    try:
        with nginx.shipped(tmp_path / "nginx", [upstream.server_port]) as front:
            for where, body in (
                (tmp_path / "films" / "plain.mp4", b"a film"),
                (tmp_path / "films" / "film.mp4", b"sent by Matinee"),
                (tmp_path / "by" / "secret", b"sent by Matinee"),
            ):
                _Said.where = f"/_files{where}"
                answer = httpx.get(f"{front.url}/x")
                assert answer.content == body, where
            _Said.where = f"/_files{tmp_path}/films/../secret"
            assert b"a secret" not in httpx.get(f"{front.url}/x").content
    finally:
        upstream.shutdown()
        upstream.server_close()


def test_pages_of_other_origins_may_read_what_the_settings_say(tmp_path: Path, films: Path) -> None:
    with house_of(tmp_path, films, MATINEE_CORS_ORIGINS="https://tv.example") as house:
        playback = house.playback()
        segment = urljoin(playback["manifest_url"], "v0/0.m4s")
        for url in (playback["direct_url"], segment):
            for origin in ("https://tv.example", "https://evil.example"):
                asked = {"Origin": origin, "Range": "bytes=0-9"}
                theirs = house.client().get(url, headers=asked)
                ours = house.client(direct=True).get(url, headers=asked)
                assert (theirs.status_code, theirs.content) == (206, ours.content)
                assert headers_of(theirs) == headers_of(ours)
                allowed = theirs.headers.get("access-control-allow-origin")
                assert allowed == (origin if "tv" in origin else None)
        asked = httpx.options(
            f"{house.front.url}{urlsplit(segment).path}", headers={"Origin": "https://tv.example"}
        )
        assert "Range" in asked.headers["access-control-allow-headers"]


@pytest.mark.security
def test_a_flood_of_guesses_ends_at_nginx_in_the_words_of_the_house(house: House) -> None:
    said = {"username": "nobody", "password": "x" * 12}
    with httpx.Client(base_url=house.front.url, timeout=60) as client:
        answers = [client.post("/api/auth/login", json=said) for _ in range(40)]
    stopped = [one for one in answers if "this address" in one.json()["detail"]]
    assert {one.status_code for one in stopped} == {429}
    assert json.loads(stopped[-1].content)["error"] == "rate_limited"
    assert stopped[-1].headers["retry-after"] == "60"
    # Only signing in is slowed: whoever is in notices nothing.
    assert [house.client().get("/api/auth/me").status_code for _ in range(30)] == [200] * 30


def test_with_a_certificate_the_configuration_is_as_valid(tmp_path: Path) -> None:
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
         tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem", "-days", "1", "-subj",
         "/CN=localhost"], capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    plain, secure = nginx.free_port(), nginx.free_port()
    text = re.sub(r"^( *)#tls ", r"\1", nginx.SHIPPED.read_text(), flags=re.MULTILINE)
    text = text.replace("/etc/letsencrypt/live/tv.example", str(tmp_path))
    text = text.replace(
        "    listen 80 default_server;\n    listen [::]:80 default_server;\n    server_name _;\n",
        "",
    )
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;")
    text = text.replace("    listen [::]:443 ssl http2;\n", "")
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Said)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    film = tmp_path / "film.mp4"
    film.write_text("a film")
    _Said.where = f"/_files{film}"
    try:
        inner = nginx.placed(text, tmp_path / "nginx", plain, [upstream.server_port])
        with nginx.run(tmp_path / "nginx", inner, plain):
            led = httpx.get(f"http://127.0.0.1:{plain}/watch?x=1")
            assert (led.status_code, led.headers["location"]) == (
                301,
                "https://tv.example/watch?x=1",
            )
            got = httpx.get(f"https://127.0.0.1:{secure}/x", verify=False)
            assert got.content == b"a film"
            assert got.headers.get_list("strict-transport-security") == ["max-age=31536000"]
    finally:
        upstream.shutdown()
        upstream.server_close()
