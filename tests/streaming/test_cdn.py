"""Prepared segments by way of a CDN: links, what they open, and what playlists name."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from matinee.admin import checks
from matinee.kit import clock, tokens
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid
from matinee.kit.services import Services
from matinee.streaming import cdn, grants, prepared
from matinee.streaming.cdn import Cdn

pytestmark = pytest.mark.security
BASE = "https://cdn.example.net"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, cdn_url=BASE)


@pytest.fixture
def there(services: Services) -> Iterator[Cdn]:
    """The CDN, as if it had just answered."""
    found = cdn.cdn_of(services)
    assert found is not None
    found.why = None
    yield found
    found.why = "it was not asked yet"


@pytest.fixture
def film_id(client: TestClient, services: Services, bring: Callable[..., str], film) -> str:
    """A title of which one quality and the sound were prepared: other bytes than would be made."""
    media_id = bring(film)
    said = client.post(f"/api/media/{media_id}/playback", json={"mp4": {"avc1.640028": True}})
    assert said.status_code == 200, said.text
    (file,) = services.store.cache_root.glob("*/*/plan.json")
    from matinee.streaming import records

    record = records.read(file.parent)
    assert record is not None
    track = next(one for one in record.plan.tracks if one.encoded and one.kind == "video")
    place = file.parent / track.id
    place.mkdir(parents=True, exist_ok=True)
    (place / "init.mp4").write_bytes(b"header")
    for n in range(prepared.total(record.plan, track)):
        (place / f"{n}.m4s").write_bytes(b"segment %d" % n)
    prepared.mark(file.parent, [track.id])
    return media_id


def played(client: TestClient, media_id: str, **said: object) -> tuple[str, str]:
    """Return the prefix of the addresses and the prepared picture of it."""
    body = {"mp4": {"avc1.640028": True}, **said}
    answer = client.post(f"/api/media/{media_id}/playback", json=body).json()
    ready = [one["id"] for one in answer["tracks"]["video"] if one["prepared"]]
    assert len(ready) == 1
    return answer["manifest_url"].rsplit("/", 1)[0], ready[0]


def test_playlists_name_the_cdn_for_what_is_prepared_and_nothing_else(
    client: TestClient, film_id: str, there: Cdn, anonymous: TestClient
) -> None:
    base, track = played(client, film_id)
    master = client.get(f"{base}/master.m3u8").text
    assert BASE not in master
    told = client.get(f"{base}/{track}/index.m3u8").text
    at = re.findall(rf"{BASE}(/api/cdn/[^/]+/{track}/[0-9a-z.]+)", told)
    assert len(at) == told.count("#EXTINF") + 1, "the header and every segment"
    others = set(re.findall(r"^[av][\w-]+/index.m3u8$|URI=\"([av][^\"]+)\"", master, re.M))
    lists = {line for line in master.splitlines() if line.endswith("index.m3u8")} | others - {""}
    for other in lists - {f"{track}/index.m3u8"}:
        assert BASE not in client.get(f"{base}/{other}").text
    mpd = client.get(f"{base}/manifest.mpd").text
    assert mpd.count("<BaseURL>https") == 1
    assert re.search(rf"<BaseURL>{BASE}/api/cdn/[^/<]+/</BaseURL>\s+<BaseURL>./</BaseURL>", mpd)
    # Nobody is signed in, no cookie is asked for, and none is given.
    got = anonymous.get(at[0])
    assert (got.status_code, got.content) == (200, b"header")
    assert got.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in got.headers
    kept = re.fullmatch(r"public, max-age=(\d+), immutable", got.headers["cache-control"])
    assert kept
    assert 6 * 3600 - 60 <= int(kept[1]) <= 12 * 3600
    part = anonymous.get(at[1], headers={"Range": "bytes=0-6"})
    assert (part.status_code, part.content) == (206, b"segment")


def test_all_viewers_of_some_hours_have_the_same_address(
    client: TestClient, film_id: str, there: Cdn, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 1_800_000_000.0 // 21600 * 21600
    texts = set()
    for later_s in (10.0, 6 * 3600 - 10.0, 6 * 3600 + 10.0):
        monkeypatch.setattr(clock, "epoch", lambda at=now_s + later_s: at)
        base, track = played(client, film_id)
        texts.add(client.get(f"{base}/{track}/index.m3u8").text)
    assert len(texts) == 2, "the same, until the hours are over"


def test_a_link_opens_its_plan_until_it_ends_and_makes_nothing(
    client: TestClient, services: Services, film_id: str, there: Cdn, anonymous: TestClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    base, track = played(client, film_id)
    told = client.get(f"{base}/{track}/index.m3u8").text
    (link,) = set(re.findall(r"/api/cdn/([^/]+)/", told))
    assert anonymous.get(f"/api/cdn/{link}/{track}/0.m4s").content == b"segment 0"
    # What is of the plan and not prepared is not made for a CDN.
    for name in ("v0-144/0.m4s", "a0/0.m4s", f"{track}/9999.m4s", f"{track}/plan.json", "v0/x"):
        answer = anonymous.get(f"/api/cdn/{link}/{name}")
        assert answer.status_code == 404, name
        assert answer.headers["cache-control"] == "no-store"
    for name in ("..%2f..%2fplan.json", "../plan.json", "..%5cplan.json"):
        assert anonymous.get(f"/api/cdn/{link}/{track}/{name}").status_code in {401, 404}
    # Altered, of another kind, for something else.
    key = services.secrets.grant_key
    grant = base.split("/")[3]
    check = tokens.sign(key, {"k": "cdn-check"}, expires_at=clock.epoch() + 60)
    foreign = tokens.sign(b"x" * 32, {"k": "cdn", "a": "a", "p": "p"}, expires_at=2e9)
    for wrong in (link[:-1] + ("A" if link[-1] != "A" else "B"), grant, foreign, "x" * 700):
        answer = anonymous.get(f"/api/cdn/{wrong}/{track}/0.m4s")
        assert answer.status_code == 401, answer.text
        assert answer.headers["access-control-allow-origin"] == "*"
    assert anonymous.get(f"/api/cdn/{check}/{track}/0.m4s").text == cdn.WELL, "no more than that"
    assert anonymous.get(f"/api/play/{link}/{base.split('/')[4]}/{track}/0.m4s").status_code == 401
    with pytest.raises(Exception, match="altered"):
        grants.check(key, link)
    ends = clock.epoch() + 13 * 3600
    monkeypatch.setattr(clock, "epoch", lambda: ends)
    answer = anonymous.get(f"/api/cdn/{link}/{track}/0.m4s")
    assert (answer.status_code, answer.json()["error"]) == (410, "expired")


def test_a_title_in_the_trash_is_not_given_and_what_is_dropped_neither(
    client: TestClient, film_id: str, there: Cdn, anonymous: TestClient, until
) -> None:
    base, track = played(client, film_id)
    told = client.get(f"{base}/{track}/index.m3u8").text
    (link,) = set(re.findall(r"/api/cdn/([^/]+)/", told))
    address = f"/api/cdn/{link}/{track}/0.m4s"
    assert anonymous.get(address).status_code == 200
    assert client.delete(f"/api/media/{film_id}").status_code < 300
    until(lambda: anonymous.get(address).status_code == 404, 30)


def test_while_it_does_not_work_or_is_not_wanted_playlists_name_this_server(
    client: TestClient, film_id: str, there: Cdn
) -> None:
    base, track = played(client, film_id)
    first = client.get(f"{base}/{track}/index.m3u8")
    assert BASE in first.text
    assert first.headers["cache-control"] == "private, no-cache"
    there.why = "it does not answer"
    answer = client.get(
        f"{base}/{track}/index.m3u8", headers={"If-None-Match": first.headers["etag"]}
    )
    assert answer.status_code == 200
    assert BASE not in answer.text
    assert BASE not in client.get(f"{base}/manifest.mpd").text
    there.why = None
    assert BASE in client.get(f"{base}/{track}/index.m3u8").text
    without, _ = played(client, film_id, cdn=False)
    assert BASE not in client.get(f"{without}/{track}/index.m3u8").text


class Answering(BaseHTTPRequestHandler):
    """A CDN that answers as it is told."""

    protocol_version = "HTTP/1.1"
    answer: tuple[int, str, dict[str, str]] = (200, "", {})
    asked: list[str] = []  # noqa: RUF012 - of one test at a time

    def do_GET(self) -> None:
        status, text, headers = self.answer
        self.asked.append(self.path)
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((200, "matinee", {"access-control-allow-origin": "*"}), None),
        ((200, "matinee", {}), "Access-Control-Allow-Origin"),
        ((200, "<html>", {"access-control-allow-origin": "*"}), "not of this server"),
        ((403, "", {}), "403"),
        ((302, "", {"location": "/"}), "302"),
    ],
)
def test_health_says_what_is_wrong_with_it(
    services: Services, client: TestClient, answer, why: str | None, anonymous: TestClient
) -> None:
    handler = type("One", (Answering,), {"answer": answer, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/house"
        object.__setattr__(services.settings, "cdn_url", url)
        checks._known.clear()
        check = checks.run_all(services)["cdn"]
        server.shutdown()
        assert (check.status, check.code) == (
            ("ok", "cdn_ok") if why is None else ("warning", "cdn_away")
        )
        assert (why or "by way of") in check.detail
        # What it was asked for is what this server answers.
        (asked,) = handler.asked
        got = anonymous.get(urlsplit(asked).path.removeprefix("/house"))
        assert (got.status_code, got.text) == (200, cdn.WELL)
        assert got.headers["cache-control"] == "no-store"
        assert got.headers["access-control-allow-origin"] == "*"
    checks._known.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cdn, "_ASK_S", 1.0)
        away = checks.run_all(services)["cdn"]
    assert away.code == "cdn_away", "it is gone"


@pytest.mark.parametrize(
    "wrong", ["cdn.example.net", "https://a:b@c", "https://c/?x=1", "https://c/$a"]
)
def test_a_wrong_address_stops_the_start(wrong: str) -> None:
    with pytest.raises(Invalid, match="MATINEE_CDN_URL"):
        Settings(cdn_url=wrong)


def test_pages_may_fetch_from_it(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert f"media-src 'self' {BASE} blob:" in policy
    assert f"connect-src 'self' {BASE}" in policy
