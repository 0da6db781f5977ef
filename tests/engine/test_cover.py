"""Cover pictures taken out of films and songs, as they are."""

import io
from pathlib import Path

import pytest
from PIL import Image

from matinee import engine

PICTURE = ["-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1"]
SOUND = ["-f", "lavfi", "-i", "sine=duration=1"]


def drawn(form: str, colour: str, size: int = 80) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(written, form)
    return written.getvalue()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def attached(tmp_path: Path, *files: tuple[str, bytes, str]) -> Path:
    """Make a Matroska film with pictures attached, as (name, bytes, media type)."""
    arguments: list[str | Path] = []
    for n, (name, raw, mime) in enumerate(files):
        (tmp_path / f"{n}.bin").write_bytes(raw)
        arguments += ["-attach", tmp_path / f"{n}.bin", f"-metadata:s:t:{n}", f"mimetype={mime}",
                      f"-metadata:s:t:{n}", f"filename={name}"]  # fmt: skip
    path = tmp_path / "film.mkv"
    engine.ffmpeg.run([*PICTURE, *arguments, "-c:v", "libx264", path], timeout_s=60)
    return path


def covered(tmp_path: Path, name: str, raw: bytes, *codec: str) -> Path:
    """Make a file with a cover in the way of its container."""
    picture = tmp_path / "cover.bin"
    picture.write_bytes(raw)
    path = tmp_path / name
    main = PICTURE if name.endswith(".mp4") else SOUND
    index = "1" if name.endswith(".mp4") else "0"
    engine.ffmpeg.run(
        [*main, "-i", picture, "-map", "0", "-map", "1", *codec, f"-c:v:{index}", "copy",
         f"-disposition:v:{index}", "attached_pic", path],
        timeout_s=60,
    )  # fmt: skip
    return path


@pytest.mark.parametrize(
    ("name", "form", "codec"),
    [
        ("film.mp4", "PNG", ["-c:v:0", "libx264"]),
        ("film.mp4", "JPEG", ["-c:v:0", "libx264"]),
        ("song.m4a", "JPEG", ["-c:a", "aac"]),
        ("song.mp3", "JPEG", ["-c:a", "libmp3lame"]),
        ("song.flac", "PNG", ["-c:a", "flac"]),
    ],
)
def test_a_cover_comes_out_as_it_is(hands, tmp_path, out, name, form, codec):
    raw = drawn(form, "red")
    found = hands.cover(covered(tmp_path, name, raw, *codec), out)
    ending = {"PNG": "png", "JPEG": "jpg"}[form]
    assert found == engine.CoverFound(f"cover.{ending}", len(raw))
    assert (out / found.file).read_bytes() == raw


def test_of_several_the_one_called_cover_is_taken(hands, tmp_path, out):
    best = drawn("JPEG", "red")
    path = attached(
        tmp_path,
        ("small_cover.jpg", drawn("JPEG", "blue", 40), "image/jpeg"),
        ("cover_land.png", drawn("PNG", "green"), "image/png"),
        ("cover.jpg", best, "image/jpeg"),
        ("other.png", drawn("PNG", "white"), "image/png"),
    )
    assert hands.cover(path, out) == engine.CoverFound("cover.jpg", len(best))
    assert (out / "cover.jpg").read_bytes() == best


def test_a_file_without_one_has_none(hands, tmp_path, out):
    path = tmp_path / "bare.mkv"
    engine.ffmpeg.run([*PICTURE, "-c:v", "libx264", path], timeout_s=60)
    assert hands.cover(path, out) is None
    assert list(out.iterdir()) == []


@pytest.mark.security
def test_what_only_says_that_it_is_a_picture_stays_inside(hands, tmp_path, out):
    path = attached(
        tmp_path,
        ("../../cover.jpg", b"#!/bin/sh\n" * 100, "image/jpeg"),
        ("cover.png", b"\x89PNG\r\n\x1a\n", "image/png"),
    )
    assert hands.cover(path, out) is None
    assert list(out.iterdir()) == []


@pytest.mark.security
def test_what_is_no_film_is_said_in_words(hands, tmp_path, out):
    (tmp_path / "x.mkv").write_bytes(b"only words")
    with pytest.raises(engine.EngineError):
        hands.cover(tmp_path / "x.mkv", out)
    with pytest.raises(engine.Missing):
        hands.cover(tmp_path / "none.mkv", out)
