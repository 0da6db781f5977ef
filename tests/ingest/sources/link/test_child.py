"""The real yt-dlp child against a real web site on loopback."""

import dataclasses
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matinee.ingest import guard
from matinee.ingest.sources.link import process, received
from matinee.ingest.sources.link.choice import Choice
from matinee.ingest.sources.link.process import Ask
from matinee.kit.errors import MatineeError
from matinee.kit.services import Services
from tests.ingest import clipmaker
from tests.ingest.website import Handler, Site, serve

pytestmark = pytest.mark.usefixtures("impatient")


def look(services: Services, url: str, **more: object) -> received.facts.Facts:
    ask = Ask(url, services.store.staging("look"), fetch=False, **more)  # type: ignore[arg-type]
    [message] = process.run(services, ask, deadline_s=30)
    return received.read(message["facts"])


def fetch(services: Services, url: str, *, into: str = "job", **more: object) -> dict:
    ask = Ask(url, services.store.staging(into), fetch=True, **more)  # type: ignore[arg-type]
    return list(process.run(services, ask))[-1]


def code_of(services: Services, url: str, *, into: str = "job", **more: object) -> str:
    with pytest.raises(MatineeError) as caught:
        fetch(services, url, into=into, **more)
    assert caught.value.detail
    assert caught.value.fix
    return caught.value.code


@pytest.fixture
def clip(made: Callable[..., Path]) -> Path:
    return made("clip.mp4", seconds=3, size="640x360")


# -- what is understood


def test_a_page_with_a_video_tells_what_it_is(services: Services, site: Site, clip: Path) -> None:
    site.files["/v.mp4"] = clip
    url = site.page(
        "/page",
        "A quiet lake",
        "<video src='/v.mp4'></video>",
        about="Water.",
        picture=site.url("/p.jpg"),
    )
    facts = look(services, url)
    assert (facts.kind, facts.platform, facts.title) == ("video", "generic", "A quiet lake")
    assert facts.description == "Water."
    assert facts.thumbnail == site.url("/p.jpg")
    assert [quality.id for quality in facts.qualities] == ["best", "audio"]
    assert site.count("/v.mp4") <= 1


def test_a_direct_link_is_a_video_with_a_size(services: Services, site: Site, clip: Path) -> None:
    site.files["/films/clip.mp4"] = clip
    facts = look(services, site.url("/films/clip.mp4"))
    assert facts.title == "clip"
    assert facts.formats[0].size_bytes == clip.stat().st_size


def test_a_page_of_several_videos_is_a_playlist(services: Services, site: Site, clip: Path) -> None:
    site.files |= {"/1.mp4": clip, "/2.mp4": clip}
    facts = look(
        services,
        site.page("/two", "Both", "<video src='/1.mp4'></video><video src='/2.mp4'></video>"),
    )
    assert facts.kind == "playlist"
    assert [entry.index for entry in facts.entries] == [1, 2]
    assert len({entry.id for entry in facts.entries}) == 2


def test_a_feed_is_a_playlist_whose_items_have_links(
    services: Services, site: Site, clip: Path
) -> None:
    items = "".join(
        f"<item><title>Part {n}</title><guid>g{n}</guid>"
        f"<enclosure url='{site.url(f'/{n}.mp4')}' type='video/mp4'/></item>"
        for n in (1, 2, 3)
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"
    site.pages["/feed"] = ("application/rss+xml", feed.encode())
    facts = look(services, site.url("/feed"))
    assert facts.kind == "playlist"
    assert [entry.url for entry in facts.entries] == [site.url(f"/{n}.mp4") for n in (1, 2, 3)]


# -- what is fetched


def test_a_direct_file_arrives_byte_for_byte(services: Services, site: Site, clip: Path) -> None:
    site.files["/v.mp4"] = clip
    done = fetch(services, site.url("/v.mp4"))
    [part] = done["files"]
    assert (services.store.staging("job") / part["name"]).read_bytes() == clip.read_bytes()
    assert part["segmented"] is False


def test_an_hls_stream_is_fetched_by_our_own_code(
    services: Services, site: Site, tmp_path: Path
) -> None:
    folder = clipmaker.make_hls(tmp_path / "hls").parent
    site.files |= {f"/hls/{path.name}": path for path in folder.iterdir()}
    done = fetch(services, site.url("/hls/index.m3u8"))
    [part] = done["files"]
    assert part["segmented"] is True
    assert site.count("/hls/s0.ts") == 1
    whole = b"".join((folder / f"s{n}.ts").read_bytes() for n in range(4))
    assert (services.store.staging("job") / part["name"]).read_bytes() == whole


def test_dash_brings_picture_and_sound(services: Services, site: Site, tmp_path: Path) -> None:
    folder = clipmaker.make_dash(tmp_path / "dash").parent
    site.files |= {f"/dash/{path.name}": path for path in folder.iterdir()}
    done = fetch(services, site.url("/dash/index.mpd"))
    assert [part["picture"] for part in done["files"]] == [True, False]


def test_one_video_of_a_page_can_be_fetched(services: Services, site: Site, made) -> None:
    first, second = made("first.mp4", seed=1), made("second.mp4", seed=2)
    site.files |= {"/1.mp4": first, "/2.mp4": second}
    url = site.page("/two", "Both", "<video src='/1.mp4'></video><video src='/2.mp4'></video>")
    [part] = fetch(services, url, item=2)["files"]
    assert (services.store.staging("job") / part["name"]).read_bytes() == second.read_bytes()


def test_the_sources_picture_comes_along(services: Services, site: Site, clip: Path) -> None:
    site.files["/v.mp4"] = clip
    site.pages["/p.jpg"] = ("image/jpeg", b"\xff\xd8\xff" + b"x" * 100)
    url = site.page(
        "/page", "With picture", "<video src='/v.mp4'></video>", picture=site.url("/p.jpg")
    )
    assert fetch(services, url)["picture"] == "picture"


# -- what goes wrong


FAILURES = {
    "/missing": "not_found",
    "/none": "no_video",
    "/json": "no_video",
    "/pdf": "no_video",
    "/401": "sign_in",
    "/403": "forbidden",
    "/429": "rate_limited",
    "/451": "geo",
    "/500": "site_error",
    "/circle": "too_many_redirects",
    "/to-file": "not_a_link",
    "/drm.m3u8": "drm",
}
SEGMENT = "#EXTINF:2,\ns.ts\n"
HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n"
KEY = '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"\n'


def test_each_failure_has_its_code(services: Services, site: Site) -> None:
    site.page("/none", "No video", "<p>Only words.</p>")
    site.pages["/json"] = ("application/json", b'{"a": 1}')
    site.pages["/pdf"] = ("application/pdf", b"%PDF-1.7 and so on")
    for status in (401, 403, 429, 451, 500):
        site.special[f"/{status}"] = lambda h, s=status: h.simple(
            s, "text/html", b"<html>no</html>"
        )
    site.special["/circle"] = lambda h: h.simple(302, "text/plain", b"", Location="/circle")
    site.special["/to-file"] = lambda h: h.simple(
        302, "text/plain", b"", Location="file:///etc/passwd"
    )
    locked = f"{HEAD}{KEY}{SEGMENT}#EXT-X-ENDLIST\n"
    site.pages["/drm.m3u8"] = ("application/vnd.apple.mpegurl", locked.encode())
    found = try_all(services, [site.url(path) for path in FAILURES], open_=True)
    assert {url.removeprefix(site.root): code for url, code in found.items()} == FAILURES


def test_a_live_broadcast_is_known_and_refused_with_words(services: Services, site: Site) -> None:
    running = f"{HEAD}#EXT-X-MEDIA-SEQUENCE:77\n{SEGMENT}"
    site.pages["/live.m3u8"] = ("application/vnd.apple.mpegurl", running.encode())
    assert look(services, site.url("/live.m3u8")).is_live
    assert code_of(services, site.url("/live.m3u8")) == "live"


def test_a_host_that_does_not_exist_is_told_apart(services: Services) -> None:
    assert code_of(services, "http://no-such-host.invalid/x") == "unknown_host"


def test_a_closed_port_is_told_apart(services: Services) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert code_of(services, f"http://127.0.0.1:{held.getsockname()[1]}/x") == "unreachable"


def test_a_server_that_hangs_is_left(services: Services, site: Site) -> None:
    site.special["/hang"] = lambda _handler: site.released.wait(60)
    assert code_of(services, site.url("/hang")) == "timed_out"


def test_a_body_that_drips_is_left_as_stalled(services: Services, site: Site) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "video/mp4")
        handler.send_header("Content-Length", "100000000")
        handler.end_headers()
        while not site.released.wait(0.2):
            handler.wfile.write(b"x")

    site.special["/drip.mp4"] = drip
    assert code_of(services, site.url("/drip.mp4")) == "stalled"


def test_a_page_that_never_ends_is_left(services: Services, site: Site) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        block = b"<p>more</p>" * 100_000
        while not site.released.is_set():
            handler.wfile.write(block)

    site.special["/endless"] = endless
    assert code_of(services, site.url("/endless")) == "page_too_large"


def _endless_video(site: Site) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "video/mp4")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        while not site.released.is_set():
            handler.wfile.write(b"\0" * 65536)

    return answer


def test_an_endless_video_stops_at_the_limit(services: Services, site: Site) -> None:
    site.special["/endless.mp4"] = _endless_video(site)
    small = dataclasses.replace(services.settings, max_upload_bytes=3_000_000)
    bounded = dataclasses.replace(services, settings=small)
    assert code_of(bounded, site.url("/endless.mp4")) == "too_large"
    left = sum(path.stat().st_size for path in services.store.staging("job").iterdir())
    assert left < 5_000_000


def test_an_endless_video_stops_at_the_floor_of_free_space(services: Services, site: Site) -> None:
    site.special["/endless.mp4"] = _endless_video(site)
    floor = services.store.free_bytes() - 20_000_000
    guarded = dataclasses.replace(
        services, settings=dataclasses.replace(services.settings, free_space_floor_bytes=floor)
    )
    assert code_of(guarded, site.url("/endless.mp4")) == "no_space"


def test_a_download_cut_many_times_is_whole_in_the_end(
    services: Services, site: Site, clips: Path
) -> None:
    big = clips / "bbb-480p-30s.mp4"
    site.files["/v.mp4"] = big
    site.cut_after["/v.mp4"] = [300_000] * 12
    [part] = fetch(services, site.url("/v.mp4"))["files"]
    assert (services.store.staging("job") / part["name"]).read_bytes() == big.read_bytes()


def test_a_server_without_ranges_that_always_cuts_fails_clearly(
    services: Services, site: Site, clips: Path
) -> None:
    site.files["/v.mp4"] = clips / "bbb-480p-30s.mp4"
    site.ranges = False
    site.cut_after["/v.mp4"] = [500_000] * 99
    assert code_of(services, site.url("/v.mp4")) == "incomplete"


def test_a_length_that_is_a_lie_fails_clearly(services: Services, site: Site, clip: Path) -> None:
    site.files["/v.mp4"] = clip
    site.lie_bytes["/v.mp4"] = 5_000
    assert code_of(services, site.url("/v.mp4")) == "incomplete"


def test_a_format_that_is_not_offered_is_refused(
    services: Services, site: Site, clip: Path
) -> None:
    site.files["/v.mp4"] = clip
    wish = Choice("format", None, "no-such")
    assert code_of(services, site.url("/v.mp4"), choice=wish) == "no_format"


# -- continuing


def _stop_midway(services: Services, site: Site, url: str) -> int:
    """Begin a slow download and end its child in the middle; returns the bytes kept."""
    ask = Ask(url, services.store.staging("job"), fetch=True)
    messages = process.run(services, ask)
    for message in messages:
        if message["type"] == "progress" and message["downloaded_bytes"] > 600_000:
            break
    messages.close()
    site.released.set()
    [partial] = services.store.staging("job").glob("part0-*.part")
    return partial.stat().st_size


def test_a_stopped_download_goes_on_with_a_range(
    services: Services, site: Site, clips: Path
) -> None:
    big = clips / "bbb-480p-30s.mp4"
    site.files["/v.mp4"] = big
    site.bytes_per_s["/v.mp4"] = 2_000_000
    kept = _stop_midway(services, site, site.url("/v.mp4"))
    assert 0 < kept < big.stat().st_size
    [part] = fetch(services, site.url("/v.mp4"))["files"]
    assert (services.store.staging("job") / part["name"]).read_bytes() == big.read_bytes()
    last = site.headers_of("/v.mp4")[-1]
    assert last["Range"] == f"bytes={kept}-"
    assert last["If-Range"].startswith('"')


@pytest.mark.parametrize("etag", [True, False])
def test_a_file_that_changed_meanwhile_is_not_sewn_together(
    services: Services, site: Site, clips: Path, etag: bool
) -> None:
    big, other = clips / "bbb-480p-30s.mp4", clips / "long_1080p_lowbitrate.mp4"
    site.files["/v.mp4"] = big
    site.bytes_per_s["/v.mp4"] = 2_000_000
    if not etag:  # only the total length tells
        site.etags["/v.mp4"] = "W/weak"
    _stop_midway(services, site, site.url("/v.mp4"))
    site.files["/v.mp4"] = other
    [part] = fetch(services, site.url("/v.mp4"))["files"]
    assert (services.store.staging("job") / part["name"]).read_bytes() == other.read_bytes()


def test_two_children_never_share_a_folder(services: Services, site: Site, clips: Path) -> None:
    site.files["/v.mp4"] = clips / "bbb-480p-30s.mp4"
    site.bytes_per_s["/v.mp4"] = 1_000_000
    first = process.run(
        services, Ask(site.url("/v.mp4"), services.store.staging("job"), fetch=True)
    )
    assert next(first)["type"] == "facts"
    second = process.run(
        services, Ask(site.url("/v.mp4"), services.store.staging("job"), fetch=True)
    )
    waited: list[str] = []

    def go_on() -> None:
        waited.extend(message["type"] for message in second)

    thread = threading.Thread(target=go_on)
    thread.start()
    for message in first:
        if message["type"] == "progress":
            break
    assert waited == []
    first.close()
    site.released.set()
    thread.join(20)
    assert waited[-1] == "done"


# -- walls


@pytest.fixture
def canary() -> Iterator[Site]:
    """A site that must never be asked."""
    with serve() as running:
        yield running


@pytest.mark.security
def test_without_permission_loopback_is_refused_with_the_fix(
    services: Services, canary: Site
) -> None:
    strict = dataclasses.replace(
        services, settings=dataclasses.replace(services.settings, allow_private_urls=False)
    )
    with pytest.raises(MatineeError) as caught:
        fetch(strict, canary.url("/v.mp4"))
    assert caught.value.code == "private_address"
    assert "MATINEE_ALLOW_PRIVATE_URLS" in caught.value.fix
    assert canary.asked == []


@pytest.mark.security
@pytest.mark.parametrize("how", ["redirect", "page", "playlist", "segment", "picture", "subtitle"])
def test_no_hop_leads_inside(
    services: Services, site: Site, canary: Site, monkeypatch, made, how: str
) -> None:
    """Only the first site may be reached; whatever it points to next to it may not."""
    outside = site.root.removeprefix("http://")
    monkeypatch.setattr(
        process, "policy_of", lambda _services: guard.Policy(permitted=frozenset({outside}))
    )
    inside = canary.url("/secret.mp4")
    site.files["/v.mp4"] = made("clip.mp4", seconds=3, size="640x360")
    if how == "redirect":
        site.special["/x"] = lambda h: h.simple(302, "text/plain", b"", Location=inside)
        assert code_of(services, site.url("/x")) == "private_address"
    elif how == "page":
        site.page("/x", "x", f"<video src='{inside}'></video>")
        assert code_of(services, site.url("/x")) == "private_address"
    elif how == "playlist":
        master = f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{canary.url('/m.m3u8')}\n"
        site.pages["/x.m3u8"] = ("application/vnd.apple.mpegurl", master.encode())
        assert code_of(services, site.url("/x.m3u8")) == "private_address"
    elif how == "segment":
        media = (
            f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{canary.url('/s.ts')}\n#EXT-X-ENDLIST\n"
        )
        site.pages["/x.m3u8"] = ("application/vnd.apple.mpegurl", media.encode())
        assert code_of(services, site.url("/x.m3u8")) == "private_address"
    elif how == "picture":
        site.page("/x", "x", "<video src='/v.mp4'></video>", picture=canary.url("/p.jpg"))
        assert fetch(services, site.url("/x"))["picture"] is None
    else:
        track = f"<track kind='subtitles' srclang='en' src='{canary.url('/s.vtt')}'>"
        site.page("/x", "x", f"<video src='/v.mp4'>{track}</video>")
        assert fetch(services, site.url("/x"))["subtitles"] == []
    assert canary.asked == []


TRICKS = [
    "http://127.0.0.1:{p}/", "http://localhost:{p}/", "http://LOCALHOST:{p}/", "http://127.1:{p}/",
    "http://127.0.1:{p}/", "http://2130706433:{p}/", "http://0x7f000001:{p}/", "http://0x7f.1:{p}/",
    "http://0177.0.0.1:{p}/", "http://017700000001:{p}/", "http://0:{p}/", "http://0.0.0.0:{p}/",
    "http://00.0.0.0:{p}/", "http://127.000.000.001:{p}/", "http://127.0.0.1.:{p}/",
    "http://[::1]:{p}/", "http://[::]:{p}/", "http://[::ffff:127.0.0.1]:{p}/",
    "http://[::ffff:7f00:1]:{p}/", "http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/",
    "http://[::127.0.0.1]:{p}/", "http://[64:ff9b::7f00:1]:{p}/", "http://[2002:7f00:1::]:{p}/",
    "http://[fe80::1%25lo]:{p}/", "http://[fe80::1%lo]:{p}/", "http://[::1%25lo]:{p}/",
    "http://①②⑦.⓪.⓪.①:{p}/", "http://127。0。0。1:{p}/", "http://１２７.0.0.1:{p}/",
    "http://localhost.:{p}/", "http://ip6-localhost:{p}/", "http://127.0.0.1:{p}@example.com/",
    "http://example.com@127.0.0.1:{p}/", "http://example.com:80@127.0.0.1:{p}/",
    "http://127.0.0.1:{p}#@example.com/", "http://127.0.0.1:{p}?@example.com/",
    "http://127.0.0.1:{p}\\@example.com/", "http://example.com\\@127.0.0.1:{p}/",
    "http:127.0.0.1:{p}/", "http:/127.0.0.1:{p}/", "http:////127.0.0.1:{p}/",
    "//127.0.0.1:{p}/", "127.0.0.1:{p}/", "localhost:{p}/", "http://127.0.0.1:{p}/%2e%2e/",
    "HTTP://127.0.0.1:{p}/", "hTtP://127.0.0.1:{p}/", "http://127.0.0.1:0{p}/",
    "ftp://127.0.0.1:{p}/", "gopher://127.0.0.1:{p}/_x", "file://127.0.0.1:{p}/etc/passwd",
    "dict://127.0.0.1:{p}/", "ldap://127.0.0.1:{p}/", "rtmp://127.0.0.1:{p}/live",
    "ws://127.0.0.1:{p}/", "mms://127.0.0.1:{p}/x", "http://127.0.0.1:{p}/x.m3u8",
    "https://127.0.0.1:{p}/x.mp4", "generic:http://127.0.0.1:{p}/", "ytsearch:http://127.0.0.1:{p}/",
    "http://[0000::1]:{p}/", "http://[::ffff:0:127.0.0.1]:{p}/", "http://127.0.0.1.nip.io:{p}/",
    "http://localtest.me:{p}/", "view-source:http://127.0.0.1:{p}/", "url:http://127.0.0.1:{p}/",
    "jar:http://127.0.0.1:{p}/!/", "http://127.0.0.1:{p}/?u=http://127.0.0.1:{p}/",
]  # fmt: skip


@pytest.mark.security
def test_sixty_tricky_spellings_never_reach_the_canary(services: Services, canary: Site) -> None:
    """All in one child (a start each would take a minute): its walls are what is tried."""
    assert len(TRICKS) >= 60
    port = canary.root.rsplit(":", 1)[1]
    with serve("127.0.0.2") as other:
        urls = [form.replace("{p}", port) for form in TRICKS]
        urls += [other.url("/"), f"http://127.0.0.2:{port}/"]
        answers = try_all(services, urls)
        assert other.asked == []
    assert canary.asked == []
    assert len(answers) == len(urls)
    assert {code for url, code in answers.items() if guard.tidy_url(url)} <= {
        "private_address", "unknown_host", "not_a_link", "unreachable", "timed_out", "changed",
    }  # fmt: skip


def try_all(services: Services, urls: list[str], *, open_: bool = False) -> dict[str, str]:
    """Look at each address in one process walled in as the child is; returns the code of each."""
    import subprocess
    import sys

    staging = services.store.staging("tricks")
    code = f"""
import json, os, sys
from pathlib import Path
import yt_dlp
from matinee.ingest import guard
from matinee.ingest.sources.link import child, diagnosis, options, sandbox, session
staging = Path({str(staging)!r}); os.chdir(staging)
sandbox.close_in(sandbox.Walls(staging, Path({str(services.store.data)!r}), guard.Policy({open_})))
told = options.build(staging, options.Patience(read_s=0.5, attempts=1, pause_s=0), program=None,
                     cookies=None, item=None, max_entries=10)
told["extractor_retries"] = 0
answers = {{}}
with session.Session(told) as running:
    for url in json.load(sys.stdin):
        try:
            child.look(running, url, None)
            answers[url] = "opened"
        except Exception as error:
            answers[url] = diagnosis.diagnose(error)
json.dump(answers, sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(urls), capture_output=True, text=True,
        check=True, timeout=100,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.security
def test_the_environment_cannot_lend_the_child_a_proxy_or_a_plugin(
    services: Services, site: Site, clip: Path, monkeypatch, canary: Site, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, canary.root)
    plugin = tmp_path / "yt-dlp" / "plugins" / "x" / "yt_dlp_plugins" / "extractor"
    plugin.mkdir(parents=True)
    flag = tmp_path / "loaded"
    (plugin / "evil.py").write_text(f"open({str(flag)!r}, 'w').close()")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    site.files["/v.mp4"] = clip
    assert fetch(services, site.url("/v.mp4"))["type"] == "done"
    assert canary.asked == []
    assert not flag.exists()


@pytest.mark.security
def test_inside_the_walls_nothing_else_can_be_done(services: Services, tmp_path: Path) -> None:
    """Each deed is tried in a process walled in as the child is; none may succeed."""
    import subprocess
    import sys

    staging = services.store.staging("walls")
    secret = services.store.data / "secrets" / "proxy_key"
    deeds = {
        "write outside": f"open({str(tmp_path / 'x')!r}, 'w')",
        "read a secret": f"open({str(secret)!r}, 'rb').read()",
        "read the database": f"open({str(services.store.data / 'matinee.db')!r}, 'rb').read()",
        "start a program": "import subprocess; subprocess.run(['/bin/true'])",
        "start a shell": "import os; os.system('true')",
        "exec": "import os; os.execv('/bin/true', ['true'])",
        "fork": "import os; os.fork() or os._exit(0)",
        "unix socket": "import socket; socket.socket(socket.AF_UNIX).connect('/run/x')",
        "datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))",
        "listen": "import socket; socket.socket().bind(('127.0.0.1', 0))",
        "remove": f"import os; os.remove({str(secret)!r})",
        "rename in": f"import os; os.rename({str(secret)!r}, 'mine')",
        "link": f"import os; os.symlink({str(secret)!r}, 'mine')",
        "delete a tree": f"import shutil; shutil.rmtree({str(services.store.data / 'media')!r})",
        "escape by dots": "open('../../secrets/proxy_key', 'rb')",
    }
    code = f"""
import json, os, sys
from pathlib import Path
from matinee.ingest import guard
from matinee.ingest.sources.link import sandbox
staging = Path({str(staging)!r}); os.chdir(staging)
import shutil, socket, subprocess
sandbox.close_in(sandbox.Walls(staging, Path({str(services.store.data)!r}), guard.Policy(True)))
open('mine-own', 'w').close()
done = []
for name, deed in json.load(sys.stdin).items():
    try:
        exec(deed)
        done.append(name)
    except OSError as error:
        assert 'NotAllowed' in type(error).__name__ or 'Refused' in type(error).__name__, (name, error)
print(json.dumps(done))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(deeds), capture_output=True, text=True,
        timeout=30, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert json.loads(done.stdout) == []
    assert (staging / "mine-own").exists()
    assert secret.exists()


@pytest.mark.fault
def test_the_child_dies_with_its_parent(services: Services, site: Site, clips: Path, until) -> None:
    import os
    import signal
    import subprocess
    import sys

    site.files["/v.mp4"] = clips / "bbb-480p-30s.mp4"
    site.bytes_per_s["/v.mp4"] = 300_000
    request = json.dumps(
        {
            **process._request(
                services, Ask(site.url("/v.mp4"), services.store.staging("job"), fetch=True)
            ),
            "parent": 0,
        }
    )
    code = f"""
import json, os, subprocess, sys
child = subprocess.Popen([sys.executable, '-m', 'matinee.ingest.sources.link.child'],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
request = json.loads({request!r}); request['parent'] = os.getpid()
child.stdin.write(json.dumps(request).encode() + b'\\n'); child.stdin.flush()
for line in child.stdout:
    if b'progress' in line:
        print(child.pid, flush=True)
        break
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    until(lambda: not Path(f"/proc/{pid}").exists() or _is_zombie(pid), 5)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_the_one_program_that_sites_puzzles_need_can_run_inside_the_walls(
    services: Services,
) -> None:
    import subprocess
    import sys

    from matinee.ingest.sources.link import child

    program = child._runtime()
    assert program is not None, "the bundled JavaScript runtime is not installed"
    staging = services.store.staging("puzzle")
    code = f"""
import os, subprocess
from pathlib import Path
from matinee.ingest import guard
from matinee.ingest.sources.link import sandbox
staging = Path({str(staging)!r}); os.chdir(staging)
sandbox.limit(file_bytes=10_000_000)
sandbox.close_in(sandbox.Walls(staging, Path({str(services.store.data)!r}), guard.Policy(),
                               program={program!r}))
done = subprocess.run([{program!r}, 'run', '--ext=js', '--no-prompt', '--no-remote', '-'],
                      input='console.log(6 * 7); Deno.readTextFileSync("/etc/passwd")',
                      capture_output=True, text=True)
print(done.stdout.strip(), 'NotCapable' in done.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": "", "HOME": str(staging), "DENO_DIR": str(staging), "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.stdout.strip() == "42 True", done.stderr
