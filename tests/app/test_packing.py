"""Answers and the web app come packed to those who take it, and as they are to all others."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matinee.app.packing import LEAST_BYTES, codings
from matinee.app.web import create_app
from matinee.kit.services import Services

SCRIPT = b"export const words = 'the same again and again';\n" * 200


@pytest.fixture
def site(services: Services, tmp_path: Path) -> Iterator[TestClient]:
    """A built web app with one script, packed by the build as by hand."""
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<!doctype html>" + "<p>words" * 400)
    (assets / "a.js").write_bytes(SCRIPT)
    (assets / "a.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "a.js.br").write_bytes(b"packed as brotli")
    settings = replace(services.settings, web_dist=tmp_path / "dist")
    app = create_app(replace(services, settings=settings), run_jobs=False)
    with TestClient(app, base_url="http://matinee.test") as client:
        yield client


@pytest.mark.parametrize(
    ("taken", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("x" * 5_000, None),
    ],
)
def test_a_script_is_sent_as_the_browser_takes_it(
    site: TestClient, taken: str, coding: str | None
) -> None:
    with site.stream("GET", "/assets/a.js", headers={"Accept-Encoding": taken}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"].split(";")[0].endswith("/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) == len(raw)
    expected = {"br": b"packed as brotli", "gzip": gzip.compress(SCRIPT), None: SCRIPT}[coding]
    assert len(raw) == len(expected)
    if coding == "gzip":
        assert gzip.decompress(raw) == SCRIPT


def test_a_part_of_a_script_is_of_it_unpacked(site: TestClient) -> None:
    asks = {"Accept-Encoding": "br", "Range": "bytes=0-9"}
    answer = site.get("/assets/a.js", headers=asks)
    assert (answer.status_code, answer.content) == (206, SCRIPT[:10])
    assert "content-encoding" not in answer.headers


def test_who_has_the_page_is_not_sent_it_again(site: TestClient, tmp_path: Path) -> None:
    first = site.get("/")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for known in (tag, f'"another", {tag}'):
        again = site.get("/library", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["etag"], again.headers["cache-control"]) == (tag, "no-cache")
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><p>Built anew")
    anew = site.get("/", headers={"If-None-Match": tag})
    assert (anew.status_code, anew.text) == (200, "<!doctype html><p>Built anew")


def test_home_is_told_what_it_will_ask_for_where_somebody_is_signed_in(site: TestClient) -> None:
    signed_in = {"Cookie": "matinee_session=whatever"}
    told = site.get("/", headers=signed_in).headers["link"]
    assert "</api/home>; rel=preload; as=fetch; crossorigin" in told
    assert "link" not in site.get("/").headers
    assert "link" not in site.get("/library", headers=signed_in).headers


def test_long_answers_are_packed_and_say_the_same(client: TestClient) -> None:
    long = "/api/openapi.json"
    plain = client.get(long, headers={"Accept-Encoding": "identity"})
    packed = client.get(long, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 5
    assert "Accept-Encoding" in packed.headers["vary"]
    refused = client.get(long, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_short_answers_errors_and_heads_are_left_alone(client: TestClient) -> None:
    asks = {"Accept-Encoding": "gzip"}
    short = client.get("/api/auth/status", headers=asks)
    assert len(short.content) < LEAST_BYTES
    assert "content-encoding" not in short.headers
    assert client.get("/api/media/none", headers=asks).json()["error"] == "no_such_title"
    head = client.head("/api/openapi.json", headers=asks)
    assert (head.content, "content-encoding" in head.headers) == (b"", False)


def test_what_is_accepted_is_read_as_it_is_written() -> None:
    assert codings("") == {""}
    assert codings("gzip, br;q=0.8 , zstd;q=0") == {"gzip", "br"}
