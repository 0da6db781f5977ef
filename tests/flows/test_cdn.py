"""A prepared title in a real browser, its segments by way of a CDN; and when that is taken away."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cdn import Cdn
from tests.flows.conftest import OLD, Server, free_port, paint, sign_in
from tests.objectstore.s3 import S3, environment

SEGMENT = re.compile(r"/(v\d[^/]*)/\d+\.m4s")


@pytest.fixture(scope="module")
def cdn() -> Iterator[Cdn]:
    with Cdn() as running:
        yield running


@pytest.fixture
def house(
    tmp_path: Path, cdn: Cdn, s3: S3, bucket: str, until: Callable[..., object]
) -> Iterator[tuple[Server, str]]:
    """A server whose library is in a bucket and whose segments go by the CDN; a prepared title."""
    server = Server(
        tmp_path / "data", free_port(),
        settings={
            "MATINEE_STORAGE_URL": f"s3://{bucket}/house", "MATINEE_CDN_URL": cdn.url,
            **environment(s3.url),
        },
    )  # fmt: skip
    cdn.origin = server.url
    films = tmp_path / "films"
    films.mkdir()
    paint(films / "Old Film.mkv", OLD, "320x180", 60)
    try:
        server.start()
        server.add_admin()
        server.bring(films)
        media_id = server.titled("Old Film")["id"]
        client = server.client()
        asked = client.post(f"/api/media/{media_id}/prepare")
        assert asked.status_code == 202, asked.text
        until(lambda: client.get(f"/api/media/{media_id}/prepare").json()["state"] == "ready", 170)
        until(lambda: client.get("/api/health").json()["checks"]["cdn"]["status"] == "ok", 90)
        yield server, media_id
    finally:
        server.stop()


def place(page: Any) -> float:
    return page.evaluate("document.querySelector('video')?.currentTime ?? 0")


@pytest.mark.browser
def test_segments_come_by_the_cdn_and_from_the_server_when_that_is_taken_away(
    chromium, house: tuple[Server, str], cdn: Cdn, until: Callable[..., object]
) -> None:
    server, media_id = house
    context = chromium.new_context(base_url=server.url)
    sign_in(context, server)
    page = context.new_page()
    errors: list[str] = []
    own: list[str] = []
    by_cdn: list[Any] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def note(request: Any) -> None:
        if SEGMENT.search(request.url):
            (by_cdn if request.url.startswith(cdn.url) else own).append(request)

    page.on("request", note)
    page.goto(f"/watch/{media_id}")

    def passes(second: float) -> Callable[[], bool]:
        return lambda: page.wait_for_timeout(50) or place(page) > second

    until(passes(2.0), 120)
    assert by_cdn
    assert own == [], "every segment came by the CDN"
    assert not any("cookie" in request.all_headers() for request in by_cdn)
    assert all(count == 1 for path, count in cdn.fetched.items() if SEGMENT.search(path))
    # A seek within what is buffered, or beyond it: still by the CDN.
    page.evaluate("document.querySelector('video').currentTime = 45")
    until(passes(46.0), 120)
    assert own == []
    page.evaluate("document.querySelector('video').currentTime = 1")
    until(passes(1.5), 120)
    cdn.take_away()
    # The quality is another now, so that nothing is buffered of it: this server gives it.
    page.evaluate("document.querySelector('video').currentTime = 28")
    until(passes(36.0), 150)
    page.evaluate("document.querySelector('video').currentTime = 58.5")
    until(
        lambda: page.wait_for_timeout(50) or page.evaluate("document.querySelector('video').ended"),
        120,
    )
    assert not page.get_by_text("Try again").is_visible()
    assert errors == []
    context.close()
