"""A film from a real browser straight into a real S3 store, and through the server where the store
does not let the browser in."""

import random
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.flows.conftest import Server, free_port, sign_in, small_clip
from tests.objectstore.s3 import S3, BadLine, environment
from tests.proof import only

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three parts: most of it is an EBML Void element, which players pass over."""
    folder = tmp_path_factory.mktemp("film")
    more = random.Random(3).randbytes(17 * MIB)
    void = b"\xec\x01" + len(more).to_bytes(7, "big") + more
    path = folder / "Long Film (2020).mkv"
    path.write_bytes(small_clip(folder) + void)
    return path


@contextmanager
def house(tmp_path: Path, s3: S3, bucket: str, endpoint: str) -> Iterator[Server]:
    """A server whose library is kept in a bucket that is reached at `endpoint`."""
    server = Server(
        tmp_path / "data", free_port(),
        settings={
            "MATINEE_STORAGE_URL": f"s3://{bucket}/house", **environment(endpoint),
        },
    )  # fmt: skip
    try:
        server.start()
        server.add_admin()
        yield server
    finally:
        server.stop()


class Visit:
    """A signed-in page, and what it sent where."""

    def __init__(self, browser: Any, server: Server) -> None:
        self.context = browser.new_context(base_url=server.url)
        sign_in(self.context, server)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.parts: list[int] = []
        self.patched = 0
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("request", self._note)

    def _note(self, request: Any) -> None:
        part = re.search(r"partNumber=(\d+)", request.url)
        if request.method == "PUT" and part:
            self.parts.append(int(part[1]))
        self.patched += request.method == "PATCH" and "/api/uploads/" in request.url

    def has_brought(self, server: Server) -> bool:
        """Say whether the film is a title, and hear before and after what the browser has done: it
        tells only while it is listened to."""
        self.page.wait_for_timeout(50)
        there = is_title(server)
        self.page.wait_for_timeout(50)
        return there

    def choose(self, film: Path) -> None:
        self.page.goto("/add")
        self.page.get_by_text("drop files anywhere").wait_for()
        self.page.set_input_files("input[type=file] >> nth=0", str(film))

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


@pytest.fixture
def visit(chromium) -> Iterator[Callable[[Server], Visit]]:
    made: list[Visit] = []

    def make(server: Server) -> Visit:
        made.append(Visit(chromium, server))
        return made[-1]

    yield make
    for one in made:
        one.close()


def arrived(server: Server, film: Path, until: Callable[..., object]) -> None:
    """Wait until the film is a title, and compare what the server plays with what was sent."""
    with server_client(server) as client:
        listed = "/api/media"
        until(lambda: client.get(listed).json()["total"] == 1, 120)
        (item,) = client.get(listed).json()["items"]
        assert item["title"] == "Long Film"
        got = client.get(f"/api/media/{item['id']}/stream")
        assert got.content == film.read_bytes()
        assert client.get("/api/uploads").json()["items"] == []


def is_title(server: Server) -> bool:
    with server_client(server) as client:
        return client.get("/api/media").json()["total"] == 1


@contextmanager
def server_client(server: Server) -> Iterator[httpx.Client]:
    client = server.client()
    try:
        yield client
    finally:
        server.clients.remove(client)
        client.close()


def health(server: Server) -> str:
    with server_client(server) as client:
        return client.get("/api/health").json()["checks"]["uploads"]["code"]


def holding(held: list[Any]) -> Callable[[Any], None]:
    """Return what keeps requests on their way. Playwright wants a function of Python's."""

    def hold(route: Any) -> None:
        held.append(route)

    return hold


@pytest.mark.browser
def test_a_film_goes_straight_to_the_bucket_also_over_a_pause_and_a_reload(
    visit, s3: S3, bucket: str, tmp_path: Path, film: Path, until: Callable[..., object]
) -> None:
    with house(tmp_path, s3, bucket, s3.url) as server:
        one = visit(server)
        held: list[Any] = []
        # The third part is kept on its way, so that there is something to pause.
        one.page.route(re.compile("partNumber=3"), holding(held))
        one.choose(film)

        def stands_at_two() -> bool:
            one.page.wait_for_timeout(50)  # lets the browser's events in
            with server_client(server) as client:
                items = client.get("/api/uploads").json()["items"]
                there = items and client.get(items[0]["url"]).json()["there"]
            return there == [1, 2] and bool(held)

        until(stands_at_two, 90)
        one.page.get_by_role("button", name="Pause Long Film").click()
        one.page.get_by_text("Paused", exact=True).wait_for()
        one.page.unroute(re.compile("partNumber=3"))
        one.page.reload()
        one.page.get_by_text("Begun earlier").wait_for()
        one.parts.clear()
        with one.page.expect_file_chooser() as chooser:
            one.page.get_by_role("button", name="Choose file", exact=True).click()
        chooser.value.set_files(str(film))
        until(lambda: one.has_brought(server), 120)
        assert one.parts == [3], "what the bucket had was not sent again"
        assert one.patched == 0
        assert health(server) == "uploads_direct"
        arrived(server, film, until)


@pytest.mark.browser
def test_cancelled_half_way_nothing_stays_in_the_bucket(
    visit, s3: S3, bucket: str, tmp_path: Path, film: Path, until: Callable[..., object]
) -> None:
    with house(tmp_path, s3, bucket, s3.url) as server:
        one = visit(server)
        held: list[Any] = []
        one.page.route(re.compile("partNumber=3"), holding(held))
        one.choose(film)
        until(lambda: one.page.wait_for_timeout(50) or held, 90)
        assert s3.stored(bucket)
        one.page.get_by_role("button", name="Cancel Long Film").click()
        until(lambda: "<Upload>" not in s3.half_done(bucket), 60)
        until(lambda: s3.stored(bucket) == [], 60)


@pytest.mark.browser
@pytest.mark.parametrize("closed", only(["forbids", "hides"], "forbids"))
def test_where_the_bucket_is_closed_to_pages_it_goes_through_the_server_by_itself(
    visit, s3: S3, bucket: str, tmp_path: Path, film: Path, until: Callable[..., object],
    closed: str,
) -> None:  # fmt: skip
    with BadLine(s3.url, 1, bad=0.0) as line:
        setattr(line, closed, True)
        with house(tmp_path, s3, bucket, line.url) as server:
            one = visit(server)
            one.choose(film)
            until(lambda: one.has_brought(server), 120)
            assert one.patched > 0
            assert one.parts == ([] if closed == "forbids" else [1]), "tried once at most"
            assert health(server) == "uploads_refused"
            arrived(server, film, until)
        assert "<Upload>" not in s3.half_done(bucket)


@pytest.mark.browser
def test_a_broken_line_to_the_bucket_is_tried_again_and_shown(
    visit, s3: S3, bucket: str, tmp_path: Path, film: Path, until: Callable[..., object]
) -> None:
    with house(tmp_path, s3, bucket, s3.url) as server:
        one = visit(server)
        broken = threading.Event()

        def part(route: Any) -> None:
            if broken.is_set():
                route.continue_()
            else:
                broken.set()
                route.abort("connectionreset")

        one.page.route(re.compile("partNumber=2"), part)
        one.choose(film)
        until(lambda: one.has_brought(server), 120)
        assert broken.is_set()
        assert sorted(one.parts) == [1, 2, 2, 3]
        assert one.patched == 0
        arrived(server, film, until)
