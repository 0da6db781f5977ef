"""The main job, as a stranger meets it: from the console's link to watching on where one was."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.conftest import PASSWORD, Server
from tests.ingest.website import Site, serve

TIME = "() => document.querySelector('video').currentTime"
NAME = "A brook in spring"


@pytest.fixture
def site(clips: Path) -> Iterator[Site]:
    with serve() as running:
        running.files["/clip.mp4"] = clips / "bbb-480p-30s.mp4"
        running.page(
            "/brook", NAME, '<video src="/clip.mp4"></video>', about="Water finds its way."
        )
        yield running


def set_up(page, server: Server) -> None:
    """Make the first account by the link that stands on the console."""
    console = (server.data.parent / "server.log").read_text()
    link = re.search(r"http://\S+/setup\?token=\S+", console)
    assert link is not None, console
    page.goto(link[0])
    page.get_by_label("Your name").fill("ana")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Where are your videos?").wait_for()


def wait_for_time(page, over_s: float) -> float:
    page.wait_for_function(f"() => document.querySelector('video')?.currentTime > {over_s}")
    return page.evaluate(TIME)


def never_answered(page) -> None:
    """Keep the next place that is told from the server, as a page does that is left meanwhile."""
    held: list[object] = []

    def hold(route) -> None:
        if held or route.request.method != "PUT":
            route.continue_()
        else:
            held.append(route)

    page.route("**/progress", hold)


@pytest.mark.browser
def test_a_link_becomes_a_film_that_goes_on_where_one_was(page, server: Server, site: Site) -> None:
    site.bytes_per_s["/clip.mp4"] = 1_500_000
    set_up(page, server)
    page.get_by_role("link", name="Paste a link or drop files").click()

    # bring in
    page.get_by_label("Link or folder").fill(site.url("/brook"))
    page.get_by_text(NAME).first.wait_for()
    page.get_by_role("button", name="Add", exact=True).click()
    bar = page.get_by_role("progressbar").first
    bar.wait_for()
    moving = (
        "() => +document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') > 5"
    )
    page.wait_for_function(moving, timeout=30_000)
    site.released.set()
    watch = page.get_by_role("link", name=re.compile("^Watch")).first
    watch.wait_for(timeout=60_000)

    # it is in the library, with its picture
    page.get_by_role("link", name="Library").first.click()
    card = page.get_by_role("link", name=re.compile(NAME)).first
    card.wait_for()
    drawn = "() => [...document.images].some((i) => i.src.includes('/api/artwork/') && i.naturalWidth > 0)"
    page.wait_for_function(drawn, timeout=60_000)
    page.goto(card.get_attribute("href"))
    page.get_by_text("Water finds its way.").first.wait_for()

    # watch, seek, leave
    page.get_by_role("link", name=re.compile("^Play")).first.click()
    page.wait_for_selector("video", state="attached")
    wait_for_time(page, 0.5)
    page.keyboard.press("l")
    left_at = wait_for_time(page, 9.5)
    frames = page.evaluate("() => document.querySelector('video').getVideoPlaybackQuality()")
    assert frames is not None
    never_answered(page)  # the page goes while the server is being told where one stopped
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').paused")
    left_at = page.evaluate(TIME)
    page.goto("/")
    page.unroute("**/progress")  # or each later word of a page that goes would have to come by here

    # come back
    page.get_by_text("Continue watching").first.wait_for(timeout=60_000)
    page.get_by_role("link", name=re.compile("Resume")).first.click()
    page.wait_for_selector("video", state="attached")
    resumed_at = wait_for_time(page, 1)
    assert abs(resumed_at - left_at) < 6, (resumed_at, left_at)

    # a reload keeps it, and so does a restart of the server
    page.keyboard.press("9")
    wait_for_time(page, 26)
    page.goto("/library?search=brook")
    page.get_by_role("link", name=re.compile(NAME)).first.wait_for()


@pytest.mark.browser
def test_a_dropped_file_goes_up_and_plays(page, server: Server, clips: Path, until) -> None:
    set_up(page, server)
    page.get_by_role("link", name="Paste a link or drop files").click()
    page.get_by_text("drop files anywhere").wait_for()
    page.set_input_files("input[type=file] >> nth=0", [
        str(clips / "sample_fragmented.mp4"), str(clips / "sample_with_srt.mkv"),
    ])  # fmt: skip
    total = "async () => (await (await fetch('/api/media')).json()).total"
    until(lambda: page.evaluate(total) == 2, 60)
    media = page.evaluate("async () => (await (await fetch('/api/media')).json()).items")
    assert {one["title"] for one in media} == {"sample fragmented", "sample with srt"}
    assert all(one["owned"] for one in media)
    playing = next(one for one in media if one["title"] == "sample fragmented")
    page.goto(f"/watch/{playing['id']}")
    page.wait_for_selector("video", state="attached")
    wait_for_time(page, 0.2)


@pytest.mark.slow
@pytest.mark.browser
def test_a_folder_is_found_and_left_as_it_is(
    page, server: Server, clips: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    (folder / "A Walk (2019).mp4").write_bytes((clips / "sample_fragmented.mp4").read_bytes())
    (folder / "notes.txt").write_text("not a film")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    set_up(page, server)
    page.get_by_role("link", name="Paste a link or drop files").click()
    page.get_by_label("Link or folder").fill(str(folder))
    page.get_by_text("The files stay where they are").wait_for()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Home").first.click()
    page.get_by_text("A Walk").first.wait_for(timeout=30_000)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before
