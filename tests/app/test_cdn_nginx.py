"""The shipped nginx for a CDN before a real server: it keeps what it may, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests import nginx
from tests.flows.conftest import NEW, Server, free_port, paint

pytestmark = [
    pytest.mark.skipif(nginx.BINARY is None, reason="nginx is not installed (apt: nginx-light)"),
    pytest.mark.timeout(300),
]
SHIPPED = nginx.SHIPPED.with_name("cdn.conf")


def placed(text: str, folder: Path, port: int, origin: int) -> str:
    """The shipped configuration, in clear to a server of this machine."""
    for what, by in (
        (r"^    server tv\.example:443;", f"    server 127.0.0.1:{origin};"),
        (r"^    listen 80 default_server;", f"    listen 127.0.0.1:{port};"),
        (r"^    listen \[::\]:80 default_server;\n", ""),
        (r"https://matinee_origin", "http://matinee_origin"),
        (r"/var/log/nginx/access\.log matinee_cdn buffer=64k flush=5s",
         f"{folder}/access.log matinee_cdn"),
        (r"/var/cache/nginx-matinee-cdn", f"{folder}/kept"),
    ):  # fmt: skip
        text, count = re.subn(what, by, text, flags=re.MULTILINE)
        assert count == 1, what
    return text


@pytest.fixture(scope="module")
def fronts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, nginx.Nginx, str]]:
    """A server with a title whose first quality is prepared, nginx as its CDN, and that title."""
    folder = tmp_path_factory.mktemp("cdn")
    port, films = nginx.free_port(), folder / "films"
    films.mkdir()
    paint(films / "Film.mkv", NEW, "320x180", 6)
    server = Server(
        folder / "data", free_port(), settings={"MATINEE_CDN_URL": f"http://127.0.0.1:{port}"}
    )
    inner = placed(SHIPPED.read_text(), folder / "nginx", port, server.port)
    try:
        server.start()
        server.add_admin()
        server.bring(films)
        with nginx.run(folder / "nginx", inner, port) as front:
            yield server, front, server.titled("Film")["id"]
    finally:
        server.stop()


def test_a_segment_is_asked_for_once_and_kept_as_long_as_it_may(fronts, until) -> None:
    server, front, media_id = fronts
    client = server.client()
    assert client.post(f"/api/media/{media_id}/prepare").status_code == 202
    until(lambda: client.get(f"/api/media/{media_id}/prepare").json()["state"] == "ready", 150)
    until(lambda: client.get("/api/health").json()["checks"]["cdn"]["code"] == "cdn_ok", 90)
    said = client.post(f"/api/media/{media_id}/playback", json={}).json()
    base = said["manifest_url"].rsplit("/", 1)[0]
    ready = next(one["id"] for one in said["tracks"]["video"] if one["prepared"])
    told = client.get(f"{base}/{ready}/index.m3u8").text
    at = re.findall(rf"{front.url}/api/cdn/\S+/0\.m4s", told)[0]
    own = client.get(f"{base}/{ready}/0.m4s").content
    for n in range(3):
        got = httpx.get(f"{at}?n={n}", headers={"Cookie": "matinee_session=x"})
        assert (got.status_code, got.content) == (200, own)
        assert got.headers["access-control-allow-origin"] == "*"
        assert got.headers["cache-control"].startswith("public, max-age=")
    part = httpx.get(at, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, own[10:20])
    assert httpx.head(at).status_code == 200
    assert httpx.post(at).status_code == 403
    for wrong, status in ((at.replace("0.m4s", "999.m4s"), 404), (at.replace("/cdn/", "/cdn/x"), 401),
                          (f"{front.url}/api/media", 404), (f"{front.url}/", 404)):  # fmt: skip
        assert httpx.get(wrong).status_code == status, wrong
    noted = front.access_log()
    assert "MISS" in noted
    assert noted.count("HIT") >= 4
    assert at.split("/")[5] not in noted, "whoever reads the log must not watch"
    # The server goes: what is kept is still given, and nothing that ends.
    server.stop()
    assert httpx.get(at).content == own
    assert httpx.get(at.replace("0.m4s", "1.m4s")).status_code in {502, 504}
