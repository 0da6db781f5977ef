"""Fonts by grant: listed where a design needs them, whom they refuse, what they survive."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import ImageFont
from starlette.testclient import TestClient

from matinee import engine, library

SRT = "1\n00:00:00,500 --> 00:00:02,500\nHello\n"
FONT = ImageFont.load_default(20).font_bytes


@pytest.fixture(scope="session")
def film_with_fonts(film: Path, tmp_path_factory) -> Path:
    """The film in Matroska with ASS and two attachments, of which one is a font."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "words.srt").write_text(SRT)
    (folder / "a.ttf").write_bytes(FONT)
    (folder / "b.ttf").write_bytes(b"<script>alert(1)</script>" * 20)
    path = folder / "film.mkv"
    engine.ffmpeg.run(
        ["-i", film, "-i", folder / "words.srt", "-attach", folder / "b.ttf", "-attach", folder / "a.ttf",
         "-metadata:s:t", "mimetype=application/x-truetype-font", "-c", "copy", "-c:s", "ass", path],
        timeout_s=60,
    )  # fmt: skip
    return path


@pytest.fixture
def playback(client, bring, film_with_fonts):
    return client.get(f"/api/media/{bring(film_with_fonts)}/playback").json()


def test_a_design_comes_with_the_fonts_of_its_film(anonymous, playback):
    url = playback["tracks"]["fonts_url"]
    listed = anonymous.get(url)
    assert listed.json() == [{"url": "0.ttf", "name": "a.ttf", "bytes": len(FONT)}]
    font = anonymous.get(urljoin(url, "0.ttf"))
    assert font.content == FONT
    assert font.headers["content-type"] == "font/ttf"
    assert font.headers["x-content-type-options"] == "nosniff"
    for answer in (listed, font):
        assert "immutable" in answer.headers["cache-control"]
        assert "private" in answer.headers["cache-control"]
        known = {"if-none-match": answer.headers["etag"]}
        assert answer.headers["etag"]
        if answer is font:
            assert anonymous.get(str(answer.url), headers=known).status_code == 304
    assert anonymous.head(urljoin(url, "0.ttf")).headers["content-length"] == str(len(FONT))


def test_where_nothing_is_designed_no_fonts_are_named(client, bring, film):
    playback = client.get(f"/api/media/{bring(film)}/playback").json()
    assert playback["tracks"]["fonts_url"] is None


def test_a_design_beside_a_film_without_fonts_has_an_empty_list(client, anonymous, bring, folder):
    path = Path(folder.path) / "film.mkv"
    beside = path.with_name("film.ass")
    beside.write_text("[Script Info]\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,,,0,0,0,,Hi\n")
    sidecars = (library.Sidecar("subtitle", beside, "en", None, "ass"),)
    media_id = bring(path, root=folder, sidecars=sidecars)
    tracks = client.get(f"/api/media/{media_id}/playback").json()["tracks"]
    assert tracks["text"][0]["form"] == "ass"
    assert anonymous.get(tracks["fonts_url"]).json() == []


@pytest.mark.security
@pytest.mark.parametrize(
    "name",
    ["1.ttf", "0.otf", "fonts.json", "0.ttf%00", "..%2ftexts%2ft2%2fown.ass", "%2e%2e", "00.ttf",
     "٠.ttf", "0.TTF", "b.ttf", "0.ttf.exe", "-1.ttf"],
)  # fmt: skip
def test_what_is_not_listed_is_not_there(anonymous, playback, name):
    url = playback["tracks"]["fonts_url"]
    anonymous.get(url)
    assert anonymous.get(url.replace("list.json", name)).status_code == 404


@pytest.mark.security
def test_only_a_right_grant_opens_them(anonymous, client, bring, film, playback):
    url = playback["tracks"]["fonts_url"]
    other = client.get(f"/api/media/{bring(film, title='Other')}/playback").json()
    theirs, mine = (one["manifest_url"].split("/")[3] for one in (other, playback))
    assert anonymous.get(url.replace(mine, theirs)).status_code == 403
    assert anonymous.get(url.replace(mine, mine[:-3] + "abc")).status_code == 401
    assert client.post("/api/auth/logout").status_code in {200, 204}
    assert anonymous.get(url).status_code == 401


@pytest.mark.fault
def test_the_cache_may_be_deleted_and_one_reading_makes_them_for_all(
    app, services, anonymous, playback, monkeypatch
):
    url = playback["tracks"]["fonts_url"]
    font = urljoin(url, "0.ttf")
    assert anonymous.get(font).content == FONT
    shutil.rmtree(services.store.cache_root)
    anonymous.get(playback["manifest_url"])  # the record comes back
    made = []
    take = services.engine.fonts

    def counted(*arguments):
        made.append(arguments)
        return take(*arguments)

    monkeypatch.setattr(services.engine, "fonts", counted)
    start = threading.Barrier(6)

    def ask(n):
        start.wait(10)
        return TestClient(app).get(font if n % 2 else url).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask, range(6))) == {200}
    assert len(made) == 1
    next(services.store.cache_root.rglob("fonts.json")).unlink()
    assert anonymous.get(url).status_code == 200
    assert not list(services.store.cache_root.rglob("fonts/.*"))


@pytest.mark.fault
def test_a_film_that_is_away_says_so(anonymous, client, bring, folder, film_with_fonts):
    path = Path(folder.path) / "fonts.mkv"
    shutil.copy(film_with_fonts, path)
    playback = client.get(f"/api/media/{bring(path, root=folder)}/playback").json()
    path.unlink()
    answer = anonymous.get(playback["tracks"]["fonts_url"])
    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
