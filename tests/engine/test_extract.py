"""Subtitles taken out of films and files: every form, at the film's own times."""

import json
import struct
from pathlib import Path

import pytest
from PIL import Image

from matinee import engine
from tests.engine.conftest import needs_clips

SRT = (
    "1\n00:00:00,500 --> 00:00:01,500\nHello <i>there</i>\n\n"
    "2\n00:00:02,000 --> 00:00:03,000\nSecond <b>line</b>\nof two\n"
)
WORDS = [[0.5, 1.5, "Hello <i>there</i>", ""], [2.0, 3.0, "Second <b>line</b>\nof two", ""]]
PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=8"]


@pytest.fixture
def film(tmp_path: Path):
    """Make a film with subtitles of a codec in a container."""

    def make(name: str, *codec: str, words: str = SRT) -> Path:
        (tmp_path / "words.srt").write_text(words)
        path = tmp_path / name
        engine.ffmpeg.run(
            [*PICTURE, "-i", tmp_path / "words.srt", "-c:v", "libx264", "-preset", "ultrafast",
             "-g", "25", *codec, "-metadata:s:s:0", "language=eng", path], timeout_s=60,
        )  # fmt: skip
        return path

    return make


def take(hands: engine.Engine, path: Path, out: Path):
    probe = hands.probe(path)
    wanted = [engine.TextWanted(one.index, one.codec, one.language) for one in probe.text]
    return hands.texts(path, out, wanted, probe.start_s)


def cues(folder: Path):
    return json.loads((folder / "cues.json").read_text())


@pytest.mark.parametrize(
    ("name", "codec", "own"),
    [
        ("a.mp4", "mov_text", "srt"),
        ("a.mkv", "srt", "srt"),
        ("b.mkv", "webvtt", "vtt"),
        ("c.mkv", "ass", "ass"),
    ],
)
def test_words_of_every_codec_come_out_alike(hands, film, tmp_path, name, codec, own) -> None:
    (found,) = take(hands, film(name, "-c:s", codec), tmp_path / "out")
    assert (found.own, found.count, found.trouble) == (own, 2, None)
    assert found.form == ("ass" if own == "ass" else "vtt")
    folder = tmp_path / "out" / found.id
    assert cues(folder) == WORDS
    assert sorted(one.name for one in folder.iterdir()) == ["all.vtt", "cues.json", f"own.{own}"]
    assert "Hello" in (folder / f"own.{own}").read_text()


def test_ttml_of_an_mp4_comes_out(hands, film, tmp_path) -> None:
    (found,) = take(hands, film("t.mp4", "-c:s", "ttml"), tmp_path / "out")
    assert found.own == "ttml"
    assert [one[2] for one in cues(tmp_path / "out" / found.id)] == [
        "Hello there", "Second line\nof two",
    ]  # fmt: skip


def test_webvtt_of_an_mp4_comes_out(hands, film, tmp_path) -> None:
    """FFmpeg writes no such track: samples of its own kind are written over, byte for byte."""
    taken = ["Words of a length which is written over", "Others of their own length, as long"]
    script = SRT.replace("Hello <i>there</i>", taken[0]).replace(
        "Second <b>line</b>\nof two", taken[1]
    )
    path = film("a.mp4", "-c:s", "mov_text", words=script)
    whole = path.read_bytes()
    for words, said in zip(taken, ("Hello <i>there</i>", "Second"), strict=True):
        sample = struct.pack(">H", len(words)) + words.encode()
        size = len(sample)
        made = struct.pack(">I4sI4s", size, b"vttc", size - 8, b"payl") + said.encode()
        whole = whole.replace(sample, made.ljust(size, b"\0"), 1)
    path.write_bytes(whole.replace(b"tx3g", b"wvtt", 1))
    (track,) = hands.probe(path).text
    assert (track.codec, track.language) == ("wvtt", "eng")
    (found,) = take(hands, path, tmp_path / "out")
    assert (found.form, found.own, found.count, found.trouble) == ("vtt", "vtt", 2, None)
    expected = [[0.5, 1.5, "Hello <i>there</i>", ""], [2.0, 3.0, "Second", ""]]
    assert cues(tmp_path / "out" / found.id) == expected


def test_a_film_that_starts_late_has_its_words_at_their_place(hands, film, tmp_path) -> None:
    path = film("late.mkv", "-c:s", "srt", "-output_ts_offset", "60")
    assert hands.probe(path).start_s > 50
    take(hands, path, tmp_path / "out")
    assert cues(tmp_path / "out" / "t1") == WORDS


def test_all_tracks_come_out_of_one_reading(hands, film, tmp_path) -> None:
    one = film("one.mkv", "-c:s", "srt")
    both = tmp_path / "both.mkv"
    engine.ffmpeg.run(["-i", one, "-map", "0", "-map", "0:s", "-c", "copy", both])
    found = take(hands, both, tmp_path / "out")
    assert [track.id for track in found] == ["t1", "t2"]
    assert cues(tmp_path / "out" / "t1") == cues(tmp_path / "out" / "t2") == WORDS


@needs_clips
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sample_with_ass_subtitles.mkv", [[0.0, 0.43, "<b>This is the first subtitle.</b>", ""]]),
        ("sample_with_srt.mkv", [[0.0, 1.234, "This is the first subtitle.", ""]]),
    ],
)
def test_words_of_real_films(hands, real, tmp_path, name, words) -> None:
    (found,) = take(hands, real / name, tmp_path / "out")
    assert cues(tmp_path / "out" / found.id) == words


@needs_clips
@pytest.mark.parametrize(
    ("name", "place", "end_s"),
    [
        ("sample_with_pgs_subtitles.mkv", (271, 638, 740, 58), 1.24),
        ("sample_with_vobsub.mkv", (274, 640, 734, 54), 1.228),
    ],
)
def test_pictures_of_real_films(hands, real, tmp_path, name, place, end_s) -> None:
    (found,) = take(hands, real / name, tmp_path / "out")
    assert (found.form, found.count, found.trouble) == ("image", 1, None)
    folder = tmp_path / "out" / found.id
    (line,) = json.loads((folder / "images.json").read_text())
    assert (line["x"], line["y"], line["width"], line["height"]) == place
    assert (line["start_s"], line["end_s"]) == (0.0, end_s)
    assert (line["canvas_width"], line["canvas_height"]) == (1280, 720)
    picture = Image.open(folder / line["name"]).convert("RGBA")
    assert picture.size == place[2:]
    colours = {colour for _, colour in picture.getcolors(100_000)}
    assert any(c[3] < 10 for c in colours)  # nothing around the letters
    assert any(min(c[:3]) > 200 and c[3] == 255 for c in colours)  # white letters
    assert any(max(c[:3]) < 40 and c[3] > 200 for c in colours)  # with a dark edge


@needs_clips
def test_a_sup_file_and_a_vobsub_pair_come_out_like_the_tracks(hands, real, tmp_path) -> None:
    sup = tmp_path / "film.sup"
    engine.ffmpeg.run(
        ["-i", real / "sample_with_pgs_subtitles.mkv", "-map", "0:s", "-c", "copy", sup],
        timeout_s=60,
    )
    found = hands.text_file(sup, tmp_path / "sup", form="sup")
    (line,) = json.loads((tmp_path / "sup" / "images.json").read_text())
    assert (found.form, line["y"], line["end_s"]) == ("image", 638, 1.24)

    unit = vobsub_unit(real / "sample_with_vobsub.mkv")
    index = "# VobSub index file, v7\nsize: 1280x720\npalette: " + ", ".join(["ffffff"] * 16)
    stamps = "\nlangidx: 0\nid: en, index: 0\ntimestamp: 00:00:01:500, filepos: 000000000\n"
    (tmp_path / "pair.idx").write_text(index + stamps)
    (tmp_path / "pair.sub").write_bytes(program_stream(unit))
    hands.text_file(tmp_path / "pair.idx", tmp_path / "pair", form="idx")
    (line,) = json.loads((tmp_path / "pair" / "images.json").read_text())
    assert (line["x"], line["y"], line["start_s"], line["end_s"]) == (274, 640, 1.5, 2.728)


def vobsub_unit(path: Path) -> bytes:
    import av

    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        return next(bytes(packet) for packet in container.demux(stream) if packet.size)


def program_stream(unit: bytes) -> bytes:
    """Put a subpicture unit into packets of a program stream, as a .sub has it."""
    out = b""
    for at in range(0, len(unit), 2000):
        body = b"\x81\x80\x00" + b"\x20" + unit[at : at + 2000]
        out += b"\0\0\1\xba" + b"\x44" + bytes(8) + b"\xf8"  # a pack header without stuffing
        out += b"\0\0\1\xbd" + struct.pack(">H", len(body)) + body
    return out


@pytest.mark.parametrize(
    ("name", "raw", "language", "word"),
    [
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nПривет, как ты?\n".encode("cp1251"),
            "ru",
            "Привет",
        ),
        ("a.txt", SRT.encode("utf-16"), None, "Second"),
        ("a.ass", b"[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Hi\n", None, "Hi"),
        ("a.xml", b'<tt><body><p begin="1s" end="2s">Hi</p></body></tt>', None, "Hi"),
    ],
)
def test_files_beside_a_film_come_out(hands, tmp_path, name, raw, language, word) -> None:
    (tmp_path / name).write_bytes(raw)
    found = hands.text_file(tmp_path / name, tmp_path / "out", language=language)
    assert found.count
    assert word in (tmp_path / "out" / "all.vtt").read_text()
    assert word in (tmp_path / "out" / f"own.{found.own}").read_text()


@pytest.mark.security
def test_what_is_no_subtitle_file_is_refused_in_words(hands, tmp_path) -> None:
    path = tmp_path / "a.srt"
    for raw in (b"<html>", b"#EXTM3U\nhttp://127.0.0.1/x.ts\n", b"\x7fELF" + bytes(99), b""):
        path.write_bytes(raw)
        with pytest.raises(engine.Unreadable) as refused:
            hands.text_file(path, tmp_path / "out")
        assert refused.value.code == "not_subtitles"
        assert refused.value.fix
    path.write_bytes(b"x" * (17 * 1024**2))
    with pytest.raises(engine.LimitExceeded):
        hands.text_file(path, tmp_path / "out")
    (tmp_path / "secret").write_text(SRT)
    with pytest.raises(engine.Missing):
        hands.text_file(tmp_path, tmp_path / "out")


@needs_clips
@pytest.mark.security
def test_damaged_pictures_never_break_the_worker(hands, real, tmp_path) -> None:
    sup = tmp_path / "film.sup"
    engine.ffmpeg.run(
        ["-i", real / "sample_with_pgs_subtitles.mkv", "-map", "0:s", "-c", "copy", sup],
        timeout_s=60,
    )
    whole = sup.read_bytes()
    for n in range(0, len(whole), 2503):
        sup.write_bytes(whole[:n] + bytes([whole[n] ^ 0xFF]) + whole[n + 1 : len(whole) - n])
        try:
            hands.text_file(sup, tmp_path / f"out{n}", form="sup")
        except engine.EngineError as error:
            assert error.code not in {"crashed", "timed_out"}
