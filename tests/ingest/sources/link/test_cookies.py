"""Cookies of sites: private, for their site only, and never written back."""

import logging
import stat
import urllib.parse

import pytest

from matinee.ingest.sources.link import cookies
from tests.ingest.website import Site

pytestmark = [pytest.mark.security, pytest.mark.usefixtures("impatient")]
SECRET = "s3cr3t-value"


def file_for(domain: str, name: str = "session") -> str:
    flag = "TRUE" if domain.startswith(".") else "FALSE"
    return f"# Netscape HTTP Cookie File\n{domain}\t{flag}\t/\tFALSE\t0\t{name}\t{SECRET}\n"


def put(client, site: str, text: str):
    return client.put(f"/api/cookies/{site}", content=text, headers={"Content-Type": "text/plain"})


def test_a_link_that_needs_a_sign_in_works_with_cookies(
    client, services, site: Site, made, ended, caplog
) -> None:
    caplog.set_level(logging.DEBUG)
    site.files["/v.mp4"] = made("clip.mp4", seconds=3, size="640x360")
    site.need_cookie["/v.mp4"] = f"session={SECRET}"
    url = site.url("/v.mp4")
    refused = client.post("/api/media/info", json={"url": url})
    assert refused.json()["error"] == "sign_in"
    assert "cookies" in refused.json()["fix"]
    saved = put(client, "127.0.0.1", file_for("127.0.0.1"))
    assert saved.status_code == 200, saved.text
    assert SECRET not in saved.text
    assert client.post("/api/media/info", json={"url": url}).status_code == 200
    job = ended(client.post("/api/media/add", json={"url": url}).json()["job"]["id"])
    assert job.error is None
    path = services.store.data / "secrets" / "cookies" / "127.0.0.1.txt"
    before = path.read_bytes()
    assert before == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    elsewhere = [
        found for found in services.store.data.rglob("*")
        if found.is_file() and found != path and SECRET.encode() in found.read_bytes()
    ]  # fmt: skip
    assert elsewhere == []
    assert SECRET not in caplog.text
    for route in ("/api/cookies", "/api/cookies/127.0.0.1", f"/api/jobs/{job.id}"):
        assert SECRET not in client.get(route).text


def test_cookies_are_not_changed_by_what_a_site_sets(
    client, services, site: Site, made, ended
) -> None:
    clip = made("clip.mp4", seconds=3, size="640x360")

    def answer(handler) -> None:
        handler.simple(200, "video/mp4", clip.read_bytes(), Set_Cookie="session=changed; Path=/")

    site.special["/v.mp4"] = answer
    put(client, "127.0.0.1", file_for("127.0.0.1"))
    path = services.store.data / "secrets" / "cookies" / "127.0.0.1.txt"
    before = path.read_bytes()
    ended(client.post("/api/media/add", json={"url": site.url("/v.mp4")}).json()["job"]["id"])
    assert path.read_bytes() == before


def test_cookies_go_to_their_site_only(client, services) -> None:
    put(client, "example.com", file_for(".example.com"))
    given = ["https://example.com/x", "https://www.example.com/x", "https://a.b.example.com:444/",
             "http://EXAMPLE.com./x"]  # fmt: skip
    withheld = ["https://example.com.evil.org/", "https://notexample.com/", "https://example.org/",
                "https://evil.org/example.com", "https://com/", "https://evil.org/?x=example.com"]  # fmt: skip
    assert all(SECRET in (cookies.for_link(services, url) or "") for url in given)
    assert [cookies.for_link(services, url) for url in withheld] == [None] * len(withheld)


def test_only_cookies_of_the_site_are_kept(client, services) -> None:
    text = (
        file_for(".example.com")
        + file_for(".bank.org", "bank")
        + file_for("sub.example.com", "sub")
    )
    assert put(client, "example.com", text).status_code == 200
    kept = (services.store.data / "secrets" / "cookies" / "example.com.txt").read_text()
    assert ("bank" in kept, "sub" in kept) == (False, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Netscape HTTP Cookie File\n", "no_cookies"),
        ('[{"domain": ".example.com"}]', "not_cookies"),
        ("session=abc; other=def", "not_cookies"),
        ("example.com\tTRUE\t/\tFALSE\tsoon\ta\tb\n", "not_cookies"),
        ("example.com\tTRUE\tx\tFALSE\t0\ta\tb\n", "not_cookies"),
        ("example.com\tTRUE\t/\tFALSE\t0\ta\tb\x07\n", "not_cookies"),
        (file_for(".other.org"), "no_cookies"),
        (file_for(".com"), "no_cookies"),
    ],
)
def test_what_is_no_cookies_file_is_refused_with_a_fix(client, text: str, code: str) -> None:
    answer = put(client, "example.com", text)
    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert answer.json()["fix"]


@pytest.mark.parametrize(
    "site",
    [
        "com",
        "..",
        "a/b",
        "../../x",
        "example.com\0",
        "exa mple.com",
        "-x.com",
        "*",
        "a" * 200 + ".com",
    ],
)
def test_what_is_no_site_is_refused(client, site: str) -> None:
    quoted = urllib.parse.quote(site, safe="")
    assert put(client, quoted, file_for(".example.com")).status_code in {400, 404, 405}


def test_members_do_not_meet_cookies(member, anonymous) -> None:
    for one, status in ((member, 403), (anonymous, 401)):
        assert one.get("/api/cookies").status_code == status
        assert one.get("/api/cookies/example.com").status_code == status
        assert put(one, "example.com", file_for(".example.com")).status_code == status
        assert one.delete("/api/cookies/example.com").status_code == status


def test_cookies_can_be_listed_replaced_and_forgotten(client) -> None:
    first = put(client, "WWW.Example.com", file_for(".example.com")).json()
    second = put(client, "example.com", file_for(".example.com", "new")).json()
    assert second["site"] == "example.com"
    assert second["added_at"] == first["added_at"]
    assert [one["site"] for one in client.get("/api/cookies").json()["items"]] == ["example.com"]
    assert client.delete("/api/cookies/example.com").status_code == 204
    assert client.get("/api/cookies/example.com").status_code == 404
    assert client.delete("/api/cookies/example.com").status_code == 404
