"""What a worker can be asked to do: name, and the function that does it.

A function takes the request's arguments and a progress reporter, and returns plain values
and bytes. Each imports what it needs when it is first asked.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from matinee.engine.errors import EngineError

if TYPE_CHECKING:
    from matinee.engine.child import Line

Report = Callable[[float], None]
Task = Callable[[dict[str, Any], Report], tuple[Any, bytes]]


def probe(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Say what a file is."""
    from matinee.engine.probe import probe as look

    return look(arguments["path"]).to_json(), b""


def keyframes(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Name the places where the picture can be cut."""
    from matinee.engine.keyframes import keyframes as index

    return list(index(arguments["path"])), b""


def check_playable(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Decode a little of the file."""
    from matinee.engine.probe import check_playable as check

    check(arguments["path"])
    return None, b""


def examine(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Say what a file is, decode a little of it, and name its content."""
    from matinee.engine.fingerprint import sampled
    from matinee.engine.probe import examine as look

    path = arguments["path"]
    return {"probe": look(path).to_json(), "fingerprint": sampled(path)}, b""


def init_segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make the header of a copied track."""
    from matinee.engine.plan import Piece
    from matinee.engine.segment import header

    return None, header(arguments["path"], Piece(**arguments["piece"]))


def segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make one media segment of a copied track."""
    from matinee.engine.plan import Piece
    from matinee.engine.segment import segment as cut

    return None, cut(arguments["path"], Piece(**arguments["piece"]))


def picture_header(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make the header of an encoded picture."""
    from matinee.engine.encode import header
    from matinee.engine.recipe import PictureRecipe

    return None, header(arguments["path"], PictureRecipe.from_json(arguments["recipe"]))


def picture_segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make one segment of an encoded picture."""
    from matinee.engine.encode import one
    from matinee.engine.recipe import PictureRecipe

    recipe = PictureRecipe.from_json(arguments["recipe"])
    return None, one(arguments["path"], recipe, arguments["bounds"], arguments["number"])


def sound_header(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make the header of an encoded sound."""
    from matinee.engine.aac import header
    from matinee.engine.recipe import SoundRecipe

    return None, header(SoundRecipe.from_json(arguments["recipe"]), arguments["language"])


def sound_segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make one segment of an encoded sound."""
    from matinee.engine.aac import segment as encoded
    from matinee.engine.recipe import SoundRecipe

    recipe = SoundRecipe.from_json(arguments["recipe"])
    bounds = (arguments["start"], arguments["end"])
    return None, encoded(arguments["path"], recipe, bounds, arguments["number"])


def stills(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Pick a poster and write it."""
    from matinee.engine.still import poster

    at_s = arguments.get("at_s")
    return poster(arguments["path"], arguments["out_dir"], arguments["widths"], at_s), b""


def sprites(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """Write sheets of small pictures."""
    from matinee.engine.sprites import sprites as sheets

    made = sheets(arguments["path"], arguments["out_dir"], arguments["interval_s"], report)
    return made.to_json(), b""


def loudness(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """Measure how loud sound tracks are."""
    from matinee.engine.loudness import loudness as measure

    return measure(arguments["path"], arguments["indexes"], report), b""


def soundprint(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """Count what the ends of a film sound like."""
    from matinee.engine.soundprint import soundprint as hear

    path, index, windows = arguments["path"], arguments["index"], arguments["windows"]
    found = hear(path, index, arguments["start_s"], windows, report)
    return [len(one) for one in found], b"".join(found)


def pictureprint(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """See what a film looks like."""
    from matinee.engine.pictureprint import pictureprint as see

    return None, see(arguments["path"], arguments["duration_s"], report)


def season(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Find what the episodes of a season have in common."""
    from matinee.engine.season import Episode
    from matinee.engine.season import season as compare

    found = compare([Episode.from_json(one) for one in arguments["episodes"]])
    return [[asdict(marker) for marker in markers] for markers in found], b""


def warm(_arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Load what encoding needs, before somebody waits for it."""
    from matinee.engine import encode

    return encode.__name__, b""


def try_encoder(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Say whether an encoder works here."""
    from matinee.engine.devices import attempt

    return attempt(arguments["name"]).to_json(), b""


def encode(arguments: dict[str, Any], line: "Line") -> None:
    """Make segments of encoded pictures as far as is allowed."""
    from matinee.engine.encode import Wanted
    from matinee.engine.encode import encode as run
    from matinee.engine.recipe import PictureRecipe

    wanted = [
        Wanted(PictureRecipe.from_json(one["recipe"]), one["bounds"])
        for one in arguments["wanted"]
    ]  # fmt: skip
    line.allow(arguments["until"])
    run(
        arguments["path"], wanted, arguments["first"], line.may, line.segment,
        threads=arguments["threads"], name=arguments["encoder"],
    )  # fmt: skip


def texts(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """Take the text tracks out of a film."""
    from matinee.engine.extract import texts as take
    from matinee.engine.types import TextWanted

    wanted = [TextWanted(**one) for one in arguments["wanted"]]
    path, out_dir = arguments["path"], arguments["out_dir"]
    return take(path, out_dir, wanted, arguments["start_s"], report), b""


def text_file(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Take a subtitle file apart."""
    from matinee.engine.extract import file

    path, out_dir = arguments["path"], arguments["out_dir"]
    return file(path, out_dir, arguments["form"], arguments["language"]), b""


def fonts(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Take the fonts out of a film."""
    from matinee.engine.attachments import fonts as take

    return take(arguments["path"], arguments["out_dir"]), b""


def cover(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Take the cover picture out of a file."""
    from matinee.engine.cover import cover as take

    return take(arguments["path"], arguments["out_dir"]), b""


TASKS: Final[dict[str, Task]] = {
    task.__name__: task
    for task in (
        probe, keyframes, check_playable, examine, init_segment, segment, picture_header,
        picture_segment, sound_header, sound_segment, stills, sprites, loudness, soundprint,
        pictureprint, season, warm, try_encoder, texts, text_file, fonts, cover,
    )
}  # fmt: skip
RUNS: Final[dict[str, Callable[[dict[str, Any], "Line"], None]]] = {"encode": encode}
"""What goes on for a while: it hears how far it may go, and sends segments as they are done."""


def in_words(error: Exception) -> EngineError:
    """Turn a fault of a media library into words."""
    from matinee.engine.opening import in_words as words

    return words(error)
