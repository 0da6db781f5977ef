"""Subtitles by grant: what is listed, every address, whom they refuse, what they survive."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from matinee import engine, library
from matinee.accounts import sessions
from matinee.kit.errors import NotFound
from matinee.kit.serve import open_regular
from matinee.streaming import records, texts

SRT = (
    "1\n00:00:00,500 --> 00:00:02,500\nHello <i>there</i>\n\n"
    "2\n00:00:06,000 --> 00:00:07,000\nSecond\n"
)


@pytest.fixture(scope="session")
def film_with_words(film: Path, tmp_path_factory) -> Path:
    """The film in Matroska with two text tracks: SubRip in English, ASS in Spanish, forced."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "words.srt").write_text(SRT)
    path = folder / "film.mkv"
    engine.ffmpeg.run(
        ["-i", film, "-i", folder / "words.srt", "-map", "0", "-map", "1", "-map", "1", "-c", "copy",
         "-c:s:0", "srt", "-c:s:1", "ass", "-metadata:s:s:0", "language=eng", "-metadata:s:s:1",
         "language=spa", "-disposition:s:0", "default+hearing_impaired", "-disposition:s:1", "forced",
         path], timeout_s=60,
    )  # fmt: skip
    return path


@pytest.fixture(scope="session")
def film_with_pictures(film: Path, clips: Path, tmp_path_factory) -> Path:
    """The film with the PGS track of a real one."""
    path = tmp_path_factory.mktemp("pictures") / "film.mkv"
    engine.ffmpeg.run(
        ["-i", film, "-i", clips / "sample_with_pgs_subtitles.mkv", "-map", "0", "-map", "1:s", "-c",
         "copy", path], timeout_s=60,
    )  # fmt: skip
    return path


@pytest.fixture
def playback(client, bring, film_with_words):
    return client.get(f"/api/media/{bring(film_with_words)}/playback").json()


def at(playback, rest):
    return urljoin(playback["manifest_url"], rest)


def test_every_track_is_listed_with_what_is_known_of_it(playback):
    first, second = playback["tracks"]["text"]
    assert (first["id"], first["form"], first["language"]) == ("t2", "vtt", "en")
    assert (first["default"], first["forced"], first["described"]) == (True, False, True)
    assert first["url"].endswith("/t2/all.vtt")
    assert first["own_url"].endswith("/t2/own.srt")
    assert (second["id"], second["form"], second["language"]) == ("t3", "ass", "es")
    assert (second["forced"], second["described"], second["uploaded"]) == (True, False, False)
    assert second["own_url"].endswith("/t3/own.ass")
    assert second["images_url"] is None
    assert [one["code"] for one in playback["reasons"]] == ["container"]


def test_every_address_answers_with_the_grant_alone(anonymous, playback):
    whole = anonymous.get(playback["tracks"]["text"][0]["url"])
    assert whole.headers["content-type"] == "text/vtt; charset=utf-8"
    assert whole.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "Hello <i>there</i>" in whole.text
    again = anonymous.get(whole.url, headers={"if-none-match": whole.headers["etag"]})
    assert again.status_code == 304
    playlist = anonymous.get(at(playback, "t2/index.m3u8"))
    assert playlist.headers["content-type"].startswith("application/vnd.apple.mpegurl")
    names = [line for line in playlist.text.splitlines() if not line.startswith("#")]
    video = anonymous.get(at(playback, "v0/index.m3u8")).text
    assert len(names) == sum(1 for line in video.splitlines() if line.endswith(".m4s"))
    pieces = [anonymous.get(at(playback, f"t2/{name}")).text for name in names]
    assert all(p.startswith(f"WEBVTT\n{engine.text.webvtt.MAP}\n") for p in pieces)
    assert "Hello" in pieces[0]
    assert "Hello" in pieces[1]  # it spans both
    assert sum("Second" in piece for piece in pieces) == 1
    own = anonymous.get(playback["tracks"]["text"][1]["own_url"])
    assert own.headers["content-type"] == "text/plain; charset=utf-8"
    assert own.headers["x-content-type-options"] == "nosniff"
    assert "[Events]" in own.text
    assert anonymous.head(whole.url).headers["content-length"] == str(len(whole.content))


@pytest.mark.media
def test_pictures_are_listed_with_times_and_places(anonymous, client, bring, film_with_pictures):
    (track,) = client.get(f"/api/media/{bring(film_with_pictures)}/playback").json()["tracks"][
        "text"
    ]
    assert (track["form"], track["url"], track["own_url"]) == ("image", None, None)
    answer = anonymous.get(track["images_url"])
    assert answer.headers["content-type"] == "application/json"
    (line,) = answer.json()
    assert (line["y"], line["canvas_width"], line["canvas_height"]) == (638, 1280, 720)
    picture = anonymous.get(urljoin(track["images_url"], line["name"]))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    for missing in ("7.png", "all.vtt", "0.vtt", "index.m3u8", "own.srt"):
        assert anonymous.get(urljoin(track["images_url"], missing)).status_code == 404


@pytest.mark.security
@pytest.mark.parametrize(
    "part",
    ["t2/cues.json", "t2/own.ass", "t2/images.json", "t2/0.png", "t2/999999.vtt", "t9/all.vtt",
     "x1/all.vtt", "t2/..%2f..%2fplan.json", "t2/%2e%2e", "t2/all.vtt%00", "t000002/all.vtt",
     "t2/-1.vtt", "T2/all.vtt", "t2/own.srt.exe", "t٢/all.vtt"],
)  # fmt: skip
def test_what_is_not_listed_is_not_there(anonymous, playback, part):
    assert anonymous.get(at(playback, part)).status_code == 404


@pytest.mark.security
def test_only_a_right_grant_opens_them(anonymous, client, bring, film, playback):
    url = playback["tracks"]["text"][0]["url"]
    other = client.get(f"/api/media/{bring(film, title='Other')}/playback").json()
    theirs, mine = (one["manifest_url"].split("/")[3] for one in (other, playback))
    assert anonymous.get(url.replace(mine, theirs)).status_code == 403
    assert anonymous.get(url.replace(mine, mine[:-3] + "abc")).status_code == 401
    assert client.post("/api/auth/logout").status_code in {200, 204}
    assert anonymous.get(url).status_code == 401


def test_they_touch_no_database(anonymous, services, playback, monkeypatch):
    from sqlalchemy import event

    monkeypatch.setattr(sessions, "_REFRESH_S", 3600.0)
    urls = [at(playback, f"t2/{part}") for part in ("index.m3u8", "all.vtt", "0.vtt", "own.srt")]
    anonymous.get(urls[0])
    statements = []
    event.listen(
        services.db.engine, "before_cursor_execute", lambda *one: statements.append(one[2])
    )
    for url in urls * 2:
        assert anonymous.get(url).status_code == 200
    records._recent.clear()
    assert anonymous.get(urls[1]).status_code == 200
    assert statements == []


@pytest.mark.fault
def test_the_cache_may_be_deleted_and_one_reading_makes_it_for_all(
    app, anonymous, services, playback, monkeypatch
):
    url = playback["tracks"]["text"][0]["url"]
    before = anonymous.get(url).content
    shutil.rmtree(services.store.cache_root)
    anonymous.get(playback["manifest_url"])  # the record comes back
    made = []
    take = services.engine.texts

    def counted(*arguments, **more):
        made.append(arguments)
        return take(*arguments, **more)

    monkeypatch.setattr(services.engine, "texts", counted)
    start = threading.Barrier(8)

    def ask(n):
        start.wait(10)
        return TestClient(app).get(at(playback, f"t{2 + n % 2}/all.vtt")).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {200}
    assert len(made) == 1
    assert anonymous.get(url).content == before
    part = next(services.store.cache_root.rglob("t2/own.srt"))
    part.unlink()
    assert anonymous.get(at(playback, "t2/own.srt")).status_code == 200
    assert not list(services.store.cache_root.rglob("texts/.*"))


@pytest.mark.fault
def test_who_looked_just_before_it_was_made_does_not_make_it_again(
    anonymous, services, playback, monkeypatch
):
    url = playback["tracks"]["text"][0]["url"]
    before = anonymous.get(url).content
    looks = []

    def late(path):
        looks.append(path)
        if len(looks) == 1:
            raise NotFound("It is being made.")
        return open_regular(path)

    monkeypatch.setattr(texts, "open_regular", late)
    monkeypatch.setattr(services.engine, "texts", None)  # a second reading would call it
    assert anonymous.get(url).content == before
    assert len(looks) == 2


@pytest.mark.fault
def test_who_cannot_be_served_in_time_is_told_to_come_again(
    anonymous, services, playback, monkeypatch
):
    let_go = threading.Event()
    monkeypatch.setattr(texts, "WAIT_S", 0.05)
    take = services.engine.texts

    def slow(*arguments, **more):
        let_go.wait(20)
        return take(*arguments, **more)

    monkeypatch.setattr(services.engine, "texts", slow)
    answer = anonymous.get(playback["tracks"]["text"][0]["url"])
    assert (answer.status_code, answer.json()["error"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0
    monkeypatch.setattr(texts, "WAIT_S", 20)
    let_go.set()
    assert anonymous.get(playback["tracks"]["text"][0]["url"]).status_code == 200


@pytest.mark.fault
def test_a_film_that_is_away_says_so(anonymous, client, bring, folder, services, film_with_words):
    path = Path(folder.path) / "words.mkv"
    shutil.copy(film_with_words, path)
    playback = client.get(f"/api/media/{bring(path, root=folder)}/playback").json()
    path.unlink()
    answer = anonymous.get(playback["tracks"]["text"][0]["url"])
    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")


def test_files_beside_a_film_are_offered_too(client, anonymous, bring, folder):
    path = Path(folder.path) / "film.mkv"
    words = path.with_name("film.ru.forced.srt")
    words.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nПривет, как ты?\n".encode("cp1251"))
    broken = path.with_name("film.srt")
    broken.write_text("nothing")
    sidecars = (
        library.Sidecar("subtitle", words, "ru", None, "srt", forced=True),
        library.Sidecar("subtitle", broken, None, None, "srt"),
        library.Sidecar("subtitle", path.with_name("gone.srt"), "de", None, "srt"),
        library.Sidecar("subtitle", path.with_name("film.sub"), "de", None, "sub"),
    )
    media_id = bring(path, root=folder, sidecars=sidecars)
    first, second = client.get(f"/api/media/{media_id}/playback").json()["tracks"]["text"]
    assert first["id"][0] == "x"
    assert first["id"][1:].isdigit()
    assert (first["language"], first["forced"]) == ("ru", True)
    assert "Привет, как ты?" in anonymous.get(first["url"]).text
    assert "Привет" in anonymous.get(first["own_url"]).text
    assert anonymous.get(second["url"]).text == "WEBVTT\n"  # no viewer waits for it twice
    assert words.read_bytes().startswith(b"1\n")


def test_a_file_that_is_sent_as_it_is_has_its_words_all_the_same(
    client, anonymous, bring, film_with_words, tmp_path
):
    path = tmp_path / "film.webm"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=64x64:rate=5:duration=2", "-i",
         film_with_words.with_name("words.srt"), "-c:v", "libvpx", "-c:s", "webvtt", path],
        timeout_s=60,
    )  # fmt: skip
    playback = client.get(f"/api/media/{bring(path)}/playback").json()
    (track,) = playback["tracks"]["text"]
    assert "Hello" in anonymous.get(track["url"]).text
