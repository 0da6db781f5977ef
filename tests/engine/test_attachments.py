"""Fonts taken out of films: those that are any, within limits, under names of our own."""

import os
import zipfile
from pathlib import Path

import pytest
from PIL import ImageFont

from matinee import engine
from matinee.engine import attachments

PICTURE = ["-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1"]


@pytest.fixture(scope="session")
def font() -> bytes:
    """A real font: Pillow's own."""
    return ImageFont.load_default(20).font_bytes


@pytest.fixture
def film(tmp_path: Path):
    """Make a film with files attached to it, all of which say that they are fonts."""

    def make(*attached: bytes, names: tuple[str, ...] = ()) -> Path:
        arguments: list[str | Path] = []
        for n, raw in enumerate(attached):
            (tmp_path / f"{n}.ttf").write_bytes(raw)
            arguments += ["-attach", tmp_path / f"{n}.ttf"]
        for n, name in enumerate(names):
            arguments += [f"-metadata:s:t:{n}", f"filename={name}"]
        path = tmp_path / "film.mkv"
        engine.ffmpeg.run(
            [*PICTURE, *arguments, "-metadata:s:t", "mimetype=font/ttf", "-c:v", "libx264", path],
            timeout_s=60,
        )
        return path

    return make


def test_fonts_come_out_as_they_are(hands, film, font, tmp_path) -> None:
    collection, cff = b"ttcf" + font[4:], b"OTTO" + font[4:]
    path = film(font, collection, cff, names=("Brook.TTF", "two.ttc", "three.otf"))
    (tmp_path / "out").mkdir()
    found = hands.fonts(path, tmp_path / "out")
    assert [(one.file, one.name, one.size) for one in found] == [
        ("0.ttf", "Brook.TTF", len(font)),
        ("1.ttc", "two.ttc", len(font)),
        ("2.otf", "three.otf", len(font)),
    ]
    assert (tmp_path / "out" / "0.ttf").read_bytes() == font


@pytest.mark.security
def test_what_is_no_font_stays_where_it_is(hands, film, font, tmp_path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("font.ttf", bytes(10_000_000))
    compressed = b"wOF2" + font[4:]  # could unfold to any size
    path = film(bomb.read_bytes(), compressed, b"<html>", os.urandom(5000), font[:50], font)
    (tmp_path / "out").mkdir()
    (found,) = hands.fonts(path, tmp_path / "out")
    assert found.file == "0.ttf"
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["0.ttf"]


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd.ttf", "passwd.ttf"), ("C:\\fonts\\a.ttf", "a.ttf"), ("a\x1b[2J\n.ttf", "a[2J.ttf"),
     ("x" * 500, "x" * attachments.LONGEST_NAME)],
)  # fmt: skip
def test_a_name_is_only_ever_shown(hands, film, font, tmp_path, name, shown) -> None:
    (tmp_path / "out").mkdir()
    (found,) = hands.fonts(film(font, names=(name,)), tmp_path / "out")
    assert (found.file, found.name) == ("0.ttf", shown)
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["0.ttf"]


@pytest.mark.security
def test_of_a_thousand_attachments_a_film_still_opens_and_the_first_are_taken(
    hands, film, font, tmp_path
) -> None:
    path = film(*[font] * 999)
    assert hands.probe(path).video is not None
    (tmp_path / "out").mkdir()
    found = hands.fonts(path, tmp_path / "out")
    assert 40 < len(found) <= attachments.MOST_FONTS


@pytest.mark.security
def test_fonts_larger_than_any_real_ones_are_left_out(film, font, tmp_path, monkeypatch) -> None:
    (tmp_path / "out").mkdir()
    path = film(font, font + bytes(10_000), font, font, font)
    monkeypatch.setattr(attachments, "LARGEST_FONT", len(font) + 5000)
    monkeypatch.setattr(attachments, "LARGEST_SUM", 3 * len(font) + 5000)
    found = attachments.fonts(str(path), str(tmp_path / "out"))
    assert [one["file"] for one in found] == ["0.ttf", "1.ttf", "2.ttf"]
    assert {one["size"] for one in found} == {len(font)}


def test_a_film_without_any_has_none(hands, film, tmp_path) -> None:
    assert hands.fonts(film(), tmp_path) == ()


@pytest.mark.security
def test_a_film_cut_off_in_its_fonts_gives_what_is_whole(hands, film, font, tmp_path) -> None:
    path = film(font, font, font)
    raw = path.read_bytes()
    second = raw.index(font, raw.index(font) + 1)
    for length in (second + 5000, second + len(font) - 1):
        cut = tmp_path / "cut.mkv"
        cut.write_bytes(raw[:length])
        out = tmp_path / f"out{length}"
        out.mkdir()
        try:
            found = hands.fonts(cut, out)
        except engine.EngineError as error:
            assert error.code == "unreadable"  # there is no picture in what is left
        else:
            assert all((out / one.file).read_bytes() == font for one in found)
