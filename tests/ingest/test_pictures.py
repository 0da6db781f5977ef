"""Pictures of links: only what we signed, only pictures, only outside."""

import struct
import time
import zlib
from dataclasses import replace

import pytest

from matinee.ingest import fetcher, guard, pictures, sniff
from matinee.ingest.sources.link import process
from matinee.kit import tokens
from tests.ingest.website import Handler, Site, serve

pytestmark = pytest.mark.security


def png(width: int = 8, height: int = 8) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\xff\x80\0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_a_picture_is_shown_through_our_own_address(client, services, site: Site) -> None:
    site.pages["/p.png"] = ("text/html", png())
    address = pictures.address(services, site.url("/p.png"))
    assert address is not None
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, png())
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    asked = site.headers_of("/p.png")[0]
    assert not {"Cookie", "Authorization", "Referer"} & set(asked)


def test_strangers_and_altered_addresses_get_nothing(
    client, anonymous, services, site: Site
) -> None:
    site.pages["/p.png"] = ("image/png", png())
    address = pictures.address(services, site.url("/p.png"))
    assert address is not None
    assert anonymous.get(address).status_code == 401
    altered = address[:-2] + ("AA" if not address.endswith("AA") else "BB")
    assert client.get(altered).status_code == 401
    assert client.get(pictures.ROUTE).status_code == 422
    other = tokens.sign(
        services.secrets.grant_key, {"u": site.url("/p.png")}, expires_at=time.time() + 60
    )
    assert client.get(f"{pictures.ROUTE}?token={other}").status_code == 401
    old = tokens.sign(
        services.secrets.proxy_key, {"u": site.url("/p.png")}, expires_at=time.time() - 1
    )
    assert client.get(f"{pictures.ROUTE}?token={old}").status_code == 401
    assert site.asked == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "image/svg+xml",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        ),
        ("image/png", b"<!doctype html><script>alert(1)</script>"),
        ("image/jpeg", b""),
        ("image/png", b"\x89PN"),
        ("text/plain", b"only words"),
    ],
)
def test_what_is_no_raster_picture_is_not_passed_on(client, services, site, kind, body) -> None:
    site.pages["/p"] = (kind, body)
    answer = client.get(pictures.address(services, site.url("/p")))
    assert answer.status_code == 404
    assert b"script" not in answer.content


def test_a_picture_without_end_or_haste_is_left(site: Site) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.end_headers()
        while not site.released.is_set():
            handler.wfile.write(png() * 5000)

    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not site.released.wait(0.1):
            handler.wfile.write(b"x")

    site.special |= {"/endless": endless, "/drip": drip}
    policy = guard.Policy(allow_private=True)
    for path, words in (("/endless", "large"), ("/drip", "slow")):
        started = time.monotonic()
        with pytest.raises(fetcher.FetchFailed, match=words):
            fetcher.fetch(site.url(path), policy, fetcher.Bounds(1_000_000, 1.5))
        assert time.monotonic() - started < 4


def test_no_redirect_leads_inside(site: Site) -> None:
    outside = site.root.removeprefix("http://")
    policy = guard.Policy(permitted=frozenset({outside}))
    with serve() as canary:
        targets = [canary.url("/p.png"), "file:///etc/passwd", "http://169.254.169.254/latest",
                   f"http://localhost:{canary.root.rsplit(':', 1)[1]}/", "gopher://x.y/", "/circle"]  # fmt: skip
        site.special["/circle"] = lambda h: h.simple(302, "text/plain", b"", Location="/circle")
        for target in targets:
            site.special["/go"] = lambda h, t=target: h.simple(302, "text/plain", b"", Location=t)
            with pytest.raises((fetcher.FetchFailed, guard.Refused)):
                fetcher.fetch(site.url("/go"), policy)
        site.pages["/ok"] = ("image/png", png())
        site.special["/go"] = lambda h: h.simple(301, "text/plain", b"", Location="/ok")
        assert fetcher.fetch(site.url("/go"), policy) == png()
        assert canary.asked == []


def test_inside_addresses_are_refused_without_permission(
    client, services, site: Site, monkeypatch
) -> None:
    strict = replace(services.settings, allow_private_urls=False)
    monkeypatch.setattr(
        process, "policy_of", lambda _services: guard.Policy(strict.allow_private_urls)
    )
    site.pages["/p.png"] = ("image/png", png())
    assert client.get(pictures.address(services, site.url("/p.png"))).status_code == 404
    assert site.asked == []


def test_pictures_are_known_by_their_first_bytes() -> None:
    assert sniff.picture_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert sniff.picture_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert sniff.picture_type(b"\0\0\0\x1cftypavif") == "image/avif"
    assert sniff.picture_type(b"RIFF\0\0\0\0AVI ") is None
    assert sniff.picture_type(b"<svg") is None
