"""Folders and moving on the screen: a folder added, half of it gone, the question, an import looked at."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.flows.axe import axe
from tests.flows.conftest import Server, house_of, small_clip, watched, write_film

Until = Callable[..., object]
FILMS = 24


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="module")
def house(chromium: Any, clip: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A library of one film that was saved from a site."""
    first = tmp_path_factory.mktemp("first") / "saved"
    first.mkdir()
    write_film(clip, first / "A brook in May [aB3dE5gH7j9].mkv", 0)
    with house_of(tmp_path_factory.mktemp("house") / "data", first) as server:
        yield server


@pytest.fixture
def page(chromium: Any, house: Server) -> Iterator[Any]:
    context = chromium.new_context(
        base_url=house.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    yield from watched(context, house)


def folder_of(house: Server, path: Path) -> dict[str, Any]:
    items = house.client().get("/api/folders").json()["items"]
    return next(one for one in items if one["path"] == str(path))


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_folder_is_added_with_its_kind_and_asks_when_half_of_it_is_gone(
    page: Any, house: Server, clip: bytes, tmp_path: Path, until: Until
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    for n in range(FILMS):
        write_film(clip, root / f"Film {n:02d} (2001).mkv", n + 1)
    (root / "notes.txt").write_text("words")
    (root / "torn.mkv").write_bytes(b"\x1aE\xdf\xa3 and then nothing of a film")
    (root / "elsewhere.mkv").symlink_to(root / "Film 00 (2001).mkv")

    page.goto("/settings/folders")
    page.get_by_role("button", name="Add a folder").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Folder on the server")
    field.fill(str(root / "nowhere"))
    field.press("Enter")
    dialog.get_by_text("There is no such folder.").wait_for()
    assert dialog.get_by_role("button", name="Add this folder").is_disabled()
    field.fill(str(root))
    field.press("Enter")
    dialog.get_by_text("Films", exact=True).click()
    found = axe(page, "add")
    dialog.get_by_role("button", name="Add this folder").click()
    dialog.wait_for(state="detached")

    row = page.get_by_role("listitem", name=str(root))
    row.get_by_text(f"{FILMS} titles").wait_for()
    assert folder_of(house, root)["kind"] == "movies"
    row.get_by_role("button", name=re.compile("^What .* holds: Films$")).wait_for()
    row.get_by_role(
        "button", name=re.compile(r"^Last full scan: 24 new · 1 could not be read")
    ).click()
    row.get_by_text("torn.mkv").wait_for()
    row.get_by_text("Links are not followed").wait_for()
    row.get_by_text("notes.txt").wait_for()
    found += axe(page, "folders")

    (root / "Film 01 (2001).nfo").write_text("<movie><title>Film of mine</title></movie>")
    row.get_by_role("button", name=re.compile("^Write NFO files")).click()
    found += axe(page, "nfo")
    page.get_by_role("dialog").get_by_role("button", name="Write them").click()
    page.get_by_role("button", name="See").click()
    page.get_by_text("23 written · 1 by somebody else left alone").wait_for(timeout=30_000)
    assert "<title>Film 02</title>" in (root / "Film 02 (2001).nfo").read_text()
    page.goto("/settings/folders")

    until(lambda: folder_of(house, root)["job_id"] is None)
    gone = sorted(root.glob("Film *.mkv"))[: FILMS // 2]
    kept = [(path, path.read_bytes()) for path in gone]
    for path in gone:
        path.unlink()
    question = row.get_by_role("region", name="Files gone from films")
    question.get_by_text("12 files in films are gone. Were they deleted?").wait_for(timeout=60_000)
    found += axe(page, "question")
    question.get_by_role("button", name="Keep waiting").click()
    page.get_by_text("They are looked for again").wait_for()
    until(lambda: folder_of(house, root)["job_id"] is None)
    assert folder_of(house, root)["gone"] == 12

    page.goto("/")
    notice = page.get_by_role("region", name="Files gone from films")
    notice.wait_for()
    found += axe(page, "home")
    for path, content in kept[2:]:  # most come back, the question goes by itself
        path.write_bytes(content)
    notice.wait_for(state="detached", timeout=60_000)
    until(lambda: folder_of(house, root)["job_id"] is None)

    for path in sorted(root.glob("Film *.mkv"))[:11]:
        path.unlink()
    notice.get_by_role("button", name="They were deleted").click(timeout=60_000)
    notice.wait_for(state="detached")
    assert folder_of(house, root)["gone"] == 0
    assert house.client().get("/api/media", params={"status": "unavailable"}).json()["total"] >= 11
    assert found == [], "\n".join(found)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_folder_changes_its_kind_is_left_unwatched_scanned_and_taken_out(
    page: Any, house: Server, clip: bytes, tmp_path: Path, until: Until
) -> None:
    root = tmp_path / "mine"
    root.mkdir()
    write_film(clip, root / "Garden (1999).mkv", 900)
    house.bring(root)
    page.goto("/settings/folders")
    row = page.get_by_role("listitem", name=str(root))
    row.get_by_role("button", name=re.compile("holds: Mixed$")).click()
    page.get_by_role("menuitemradio", name="Home videos").click()
    page.get_by_text("Its names are read anew.").wait_for()
    until(lambda: folder_of(house, root)["kind"] == "home")
    page.get_by_role("button", name="Undo").click()
    until(lambda: folder_of(house, root)["kind"] == "mixed")

    row.get_by_role("button", name=re.compile(": Watched$")).click()
    page.get_by_role("menuitemradio", name="Only when asked").click()
    row.get_by_role("button", name=re.compile(": Not watched$")).wait_for()
    until(lambda: folder_of(house, root)["job_id"] is None)
    write_film(clip, root / "Orchard (1998).mkv", 901)
    row.get_by_role("button", name=re.compile("^Scan")).click()
    page.get_by_role("menuitem", name="Every file").click()
    row.get_by_text("2 titles").wait_for()

    row.get_by_role("button", name=re.compile("^Take .* out of the library$")).click()
    page.get_by_role("dialog").get_by_text("Nothing on the disk is touched").wait_for()
    page.get_by_role("button", name="Take it out").click()
    row.wait_for(state="detached")
    assert (root / "Garden (1999).mkv").is_file()


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_an_archive_is_looked_into_before_anything_is_taken_over(
    page: Any, house: Server, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.txt"
    archive.write_text("youtube aB3dE5gH7j9\nyoutube zzzzzzzzzzz\nthree words here\n")
    page.goto("/settings/moving")
    page.get_by_text("yt-dlp", exact=True).click()
    page.get_by_label("File or folder on the server").fill(str(tmp_path / "nowhere.txt"))
    page.get_by_role("button", name="Look into it").click()
    page.get_by_text("There is no such file on this server.").wait_for()
    page.get_by_label("File or folder on the server").fill(str(archive))
    page.get_by_role("button", name="Look into it").click()
    card = page.get_by_role("listitem", name="yt-dlp")
    card.get_by_text("1 of 2 titles are here").wait_for()
    card.get_by_role("button", name=re.compile("^Not in the library")).click()
    card.get_by_text("youtube zzzzzzzzzzz").wait_for()
    card.get_by_role("button", name=re.compile("^The same link")).click()
    card.get_by_role("link", name="youtube aB3dE5gH7j9").wait_for()
    card.get_by_text("1 lines are not of the form").wait_for()
    assert card.get_by_role("button", name="Take it over").count() == 0
    found = axe(page, "moving")
    card.get_by_role("button", name="Take yt-dlp off the list").click()
    card.wait_for(state="detached")

    page.get_by_label("Send a file of this device").set_input_files(archive)
    card.get_by_text("archive.txt", exact=True).wait_for()
    card.get_by_text("1 of 2 titles are here").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything").click()
    assert '"format": "matinee-export"' in Path(download.value.path()).read_text()
    assert found == [], "\n".join(found)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_file_on_its_way_shows_how_far_it_is_and_can_be_stopped(
    page: Any, house: Server, tmp_path: Path, until
) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"youtube aB3dE5gH7j9\n" * 500_000)
    page.goto("/settings/moving")
    page.get_by_text("yt-dlp", exact=True).click()
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    page.get_by_label("Send a file of this device").set_input_files(large)
    bar = page.get_by_role("progressbar", name="Progress of sending large.txt")
    page.wait_for_function(
        "bar => { const n = Number(bar.getAttribute('aria-valuenow')); return n > 0 && n < 100 }",
        arg=bar.element_handle(),
    )
    found = axe(page, "sending")
    page.get_by_role("button", name="Cancel").click()
    bar.wait_for(state="detached")
    expect(page.get_by_role("button", name="Send a file of this device")).to_be_enabled()
    assert page.get_by_text("large.txt").count() == 0
    until(lambda: not list((house.data / "staging").iterdir()), 30)
    assert found == [], "\n".join(found)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_what_was_exported_is_taken_over_and_given_back(
    page: Any, house: Server, tmp_path: Path
) -> None:
    client = house.client()
    brook = house.titled("A brook in May")["id"]
    client.put(f"/api/media/{brook}/opinion", json={"rating": 9, "favourite": True})
    export = tmp_path / "matinee-export.json"
    export.write_bytes(client.get("/api/moving/export").content)
    client.put(f"/api/media/{brook}/opinion", json={"rating": None, "favourite": False})
    page.goto("/settings/moving")
    page.get_by_text("Matinee", exact=True).click()
    page.get_by_label("Send a file of this device").set_input_files(export)
    card = page.get_by_role("listitem", name="Matinee")
    card.get_by_text("matinee-export.json").wait_for()
    mine = card.get_by_label("ana is here")
    assert mine.input_value() == client.get("/api/auth/me").json()["id"]
    found = axe(page, "looked")
    card.get_by_role("button", name="Take it over").click()
    card.get_by_text("1 rating or favourite").wait_for()
    kept = client.get(f"/api/media/{brook}/opinion").json()
    assert (kept["rating"], kept["favourite"]) == (9, True)
    found += axe(page, "taken")
    card.get_by_role("button", name="Give it back").click()
    card.get_by_text("change given back").wait_for()
    back = client.get(f"/api/media/{brook}/opinion").json()
    assert (back["rating"], back["favourite"]) == (None, False)
    assert found == [], "\n".join(found)
