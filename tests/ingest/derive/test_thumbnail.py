"""Pictures of strangers made into our own: every format, turned right, bounded."""

import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from matinee.ingest.derive import thumbnail, thumbnail_child


def drawn(path: Path, size: tuple[int, int], mode: str = "RGB", **saving: object) -> Path:
    """Draw a picture whose left half is red and whose right half is blue."""
    picture = Image.new(mode, size, (255, 0, 0, 255)[: len(mode)])
    picture.paste((0, 0, 255, 255)[: len(mode)], (size[0] // 2, 0, *size))
    picture.save(path, **saving)
    return path


def header_only_png(width: int, height: int) -> bytes:
    """Make a PNG that says it is of a size, with nothing behind it."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
        + struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IEND\xaeB\x60\x82"
    )  # fmt: skip


def pixel(picture: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = picture.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found


def colour(path: Path, across: float, down: float) -> str:
    with Image.open(path) as made:
        at = (int(made.width * across), int(made.height * down))
        red, _, blue = pixel(made, at)
    return "red" if red > 200 and blue < 60 else "blue" if blue > 200 and red < 60 else "?"


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif", "gif"])
def test_a_poster_of_every_format(tmp_path, ending):
    taken = thumbnail.take(drawn(tmp_path / f"p.{ending}", (1200, 1800)), tmp_path, "poster")
    assert taken.problem is None
    assert taken.picture is not None
    assert (taken.picture.width, taken.picture.height) == (1000, 1500)
    assert taken.picture.path.name == "poster-1000.jpg"
    ((width, smaller),) = taken.picture.smaller
    with Image.open(smaller) as small:
        assert (width, small.format, small.size) == (400, "JPEG", (400, 600))
    assert (colour(smaller, 0.2, 0.5), colour(smaller, 0.8, 0.5)) == ("red", "blue")
    assert taken.picture.blurhash


def test_a_picture_is_turned_as_its_camera_says(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # EXIF 2.32, Orientation: the left side is the top
    turned = drawn(tmp_path / "p.jpg", (1800, 1200), exif=exif.tobytes())
    made = thumbnail.take(turned, tmp_path, "poster").picture
    assert made is not None
    assert (made.width, made.height) == (1000, 1500)
    assert (colour(made.path, 0.5, 0.2), colour(made.path, 0.5, 0.8)) == ("red", "blue")
    with Image.open(made.path) as shown:
        assert 0x0112 not in shown.getexif()


def test_a_logo_keeps_what_is_seen_through_it(tmp_path):
    picture = Image.new("RGBA", (1000, 400), (0, 0, 0, 0))
    picture.paste((255, 255, 255, 255), (400, 100, 600, 300))
    picture.save(tmp_path / "logo.png")
    made = thumbnail.take(tmp_path / "logo.png", tmp_path, "logo").picture
    assert made is not None
    with Image.open(made.path) as shown:
        assert (shown.format, shown.mode, shown.size) == ("PNG", "RGBA", (800, 320))
        assert shown.getpixel((5, 5)) == (0, 0, 0, 0)
        assert shown.getpixel((400, 160)) == (255, 255, 255, 255)
    assert [width for width, _ in made.smaller] == [400]


def test_a_see_through_poster_stands_on_dark_ground(tmp_path):
    Image.new("RGBA", (600, 900), (255, 255, 255, 0)).save(tmp_path / "p.png")
    made = thumbnail.take(tmp_path / "p.png", tmp_path, "poster").picture
    assert made is not None
    with Image.open(made.path) as shown:
        assert max(pixel(shown, (10, 10))) < 40


def test_small_ones_are_never_blown_up(tmp_path):
    made = thumbnail.take(drawn(tmp_path / "p.png", (300, 450)), tmp_path, "poster").picture
    assert made is not None
    assert (made.width, made.smaller) == (300, ())
    backdrop = thumbnail.take(drawn(tmp_path / "b.png", (1300, 700)), tmp_path, "backdrop").picture
    assert backdrop is not None
    assert (backdrop.width, [w for w, _ in backdrop.smaller]) == (1300, [1280, 480])


def test_of_moving_pictures_the_first_is_taken(tmp_path):
    frames = [Image.new("RGB", (300, 450), c) for c in ("#ff0000", "#0000ff")]
    frames[0].save(tmp_path / "p.gif", save_all=True, append_images=frames[1:])
    made = thumbnail.take(tmp_path / "p.gif", tmp_path, "poster").picture
    assert made is not None
    assert colour(made.path, 0.5, 0.5) == "red"


def test_a_picture_of_another_shape_or_too_small_is_left(tmp_path):
    shapes = {"wide.png": ((1200, 100), "not its shape"), "tiny.png": ((40, 60), "only 40 pixels")}
    for name, (size, word) in shapes.items():
        taken = thumbnail.take(drawn(tmp_path / name, size), tmp_path, "poster")
        assert taken.picture is None
        assert word in (taken.problem or "")
    assert thumbnail.take(tmp_path / "wide.png", tmp_path, "banner").picture is not None


@pytest.mark.security
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (header_only_png(30_000, 20), "30000x20, larger"),
        (header_only_png(20, 30_000), "larger"),
        (header_only_png(12_000, 12_000), "larger"),
        (header_only_png(60_000, 60_000), "larger"),
        (header_only_png(300, 450), "damaged"),
        (b"", "not a picture"),
        (b"only words", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='500'/>", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 400\n", "not a picture"),
        (b"GIF89a" + b"\xff" * 40, ""),
        (b"RIFF\xff\xff\xff\xffWEBPVP8L" + b"\x00" * 40, ""),
        (b"\xff\xd8\xff\xe0" + bytes(200), ""),
        (b"\x00\x00\x00\x1cftypavif" + bytes(100), ""),
    ],
)
def test_the_hostile_gets_a_word(tmp_path, content, word):
    (tmp_path / "x.jpg").write_bytes(content)
    taken = thumbnail.take(tmp_path / "x.jpg", tmp_path, "poster")
    assert taken.picture is None
    assert taken.problem is not None
    assert word in taken.problem
    assert [one.name for one in tmp_path.iterdir()] == ["x.jpg"]


@pytest.mark.security
def test_only_a_plain_file_of_a_bounded_size_is_opened(tmp_path):
    real = drawn(tmp_path / "real.png", (300, 450))
    (tmp_path / "link.png").symlink_to(real)
    os.mkfifo(tmp_path / "pipe.png")
    with (tmp_path / "huge.png").open("wb") as huge:
        huge.write(real.read_bytes())
        huge.truncate(thumbnail_child.MOST_BYTES + 1)
    out = tmp_path / "out"
    out.mkdir()
    words = {"link.png": "cannot be read", "pipe.png": "plain file", "huge.png": "30 MB",
             "none.png": "cannot be read"}  # fmt: skip
    for name, word in words.items():
        taken = thumbnail.take(tmp_path / name, out, "poster")
        assert taken.picture is None
        assert word in (taken.problem or ""), name
    assert list(out.iterdir()) == []
