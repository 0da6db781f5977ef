"""The process that decodes one picture of strangers: judges it, scales it, hashes its colours."""

import json
import os
import resource
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_BYTES: Final = 30 * 1024**2
MOST_SIDE: Final = 16_384
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_MOST_PIXELS = 40_000_000
_MEMORY_BYTES = 1024**3
_LEAST_CONTRAST = 6.0


@dataclass(frozen=True, slots=True)
class Role:
    """What a picture is to become. Sides in pixels; a shape is width by height."""

    widths: tuple[int, ...]
    least_width: int
    shapes: tuple[float, float]
    prefix: str
    judged: bool = False
    transparent: bool = False


ROLES: Final = {
    # A source's own frame stands for the title only where it is good enough for it.
    "frame": Role((1280, 480), 640, (1.25, 2.6), "poster", judged=True),
    "poster": Role((1000, 400), 60, (0.3, 3.0), "poster"),
    "backdrop": Role((1920, 1280, 480), 300, (0.9, 4.0), "backdrop"),
    "thumb": Role((1280, 480), 100, (0.5, 3.0), "thumb"),
    "banner": Role((1000, 500), 200, (2.0, 12.0), "banner"),
    "logo": Role((800, 400), 40, (0.2, 12.0), "logo", transparent=True),
}


class Refused(Exception):
    """The picture cannot be taken; the text says why."""


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    try:
        made = make(Path(asked["source"]), Path(asked["folder"]), ROLES[asked["role"]])
        json.dump({"made": made}, sys.stdout)
    except Refused as refused:
        json.dump({"problem": str(refused)}, sys.stdout)


def make(source: Path, folder: Path, role: Role) -> list[dict[str, Any]]:
    """Write the picture at each width, widest first. Raises Refused."""
    from PIL import Image, ImageStat

    from matinee.engine import blurhash

    picture = _upright(source, role)
    low, high = role.shapes
    if picture.width < role.least_width:
        _refuse(f"The picture is only {picture.width} pixels wide.")
    if not low <= picture.width / picture.height <= high:
        _refuse(f"The picture is {picture.width}x{picture.height}, which is not its shape.")
    seen = _on_grey(picture) if role.transparent else picture
    if role.judged and max(ImageStat.Stat(seen.resize((64, 36))).stddev) < _LEAST_CONTRAST:
        _refuse("There is hardly anything to see in the picture.")
    hashed = blurhash.encode(seen)
    made: list[dict[str, Any]] = []
    ending = "png" if role.transparent else "jpg"
    for width in _widths(role, picture.width):
        scaled = picture.copy()
        scaled.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
        name = f"{role.prefix}-{width}.{ending}"
        _save(scaled, folder / name)
        made.append(
            {"name": name, "width": scaled.width, "height": scaled.height, "blurhash": hashed}
        )
    return made


def _widths(role: Role, width: int) -> list[int]:
    """Return the widths to make: never wider than the picture but for the first."""
    first, *smaller = role.widths
    return [first, *(one for one in smaller if one < width)]


def _upright(source: Path, role: Role) -> "Picture":
    """Open, judge by the header, decode, and turn as its EXIF says."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    mode = "RGBA" if role.transparent else "RGB"
    try:
        with _plain(source) as file, Image.open(file, formats=_FORMATS) as opened:
            if max(opened.size) > MOST_SIDE or opened.width * opened.height > _MOST_PIXELS:
                _refuse(f"The picture is {opened.width}x{opened.height}, larger than any real one.")
            if not role.transparent:
                opened.draft("RGB", (role.widths[0] * 2, role.widths[0] * 2))
            turned = ImageOps.exif_transpose(opened)
            if not role.transparent and turned.has_transparency_data:
                turned = _on_grey(turned.convert("RGBA"))
            return turned.convert(mode)
    except Image.DecompressionBombError:
        _refuse("The picture is larger than any real one.")
    except UnidentifiedImageError:
        _refuse("This is not a picture, or one in a form that is not read.")
    except MemoryError:
        _refuse("The picture asks for more memory than any real one needs.")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError):
        _refuse("The picture is damaged or cannot be read.")


def _plain(source: Path) -> Any:
    """Open a plain file that is not too large; never through a link. Raises OSError, Refused."""
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    file = os.fdopen(descriptor, "rb")
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        file.close()
        _refuse("This is not a plain file.")
    if facts.st_size > MOST_BYTES:
        file.close()
        _refuse("The picture is larger than 30 MB.")
    return file


def _on_grey(picture: "Picture") -> "Picture":
    """Return a see-through picture on a dark ground, as the pages show it."""
    from PIL import Image

    ground = Image.new("RGBA", picture.size, (24, 24, 27, 255))
    return Image.alpha_composite(ground, picture).convert("RGB")


def _save(picture: "Picture", place: Path) -> None:
    if place.suffix == ".png":
        picture.save(place, "PNG", optimize=True)
    else:
        picture.save(place, "JPEG", quality=86, optimize=True, progressive=True)


def _refuse(words: str) -> NoReturn:
    raise Refused(words)


if __name__ == "__main__":
    main()
