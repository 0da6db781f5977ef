"""What a worker can be asked to do: name, and the function that does it.

A function takes the request's arguments and a progress reporter, and returns plain values
and bytes. Each imports what it needs when it is first asked.
"""

from collections.abc import Callable
from typing import Any, Final

from matinee.engine.errors import EngineError

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


def init_segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make the header of a track."""
    from matinee.engine.plan import Piece
    from matinee.engine.segment import header

    return None, header(arguments["path"], Piece(**arguments["piece"]))


def segment(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Make one media segment."""
    from matinee.engine.plan import Piece
    from matinee.engine.segment import segment as cut

    return None, cut(arguments["path"], Piece(**arguments["piece"]))


def stills(arguments: dict[str, Any], _report: Report) -> tuple[Any, bytes]:
    """Pick a poster and write it."""
    from matinee.engine.still import poster

    return poster(arguments["path"], arguments["out_dir"], arguments["widths"]), b""


def sprites(arguments: dict[str, Any], report: Report) -> tuple[Any, bytes]:
    """Write sheets of small pictures."""
    from matinee.engine.sprites import sprites as sheets

    made = sheets(arguments["path"], arguments["out_dir"], arguments["interval_s"], report)
    return made.to_json(), b""


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


TASKS: Final[dict[str, Task]] = {
    task.__name__: task
    for task in (
        probe, keyframes, check_playable, init_segment, segment, stills, sprites, texts,
        text_file,
    )
}  # fmt: skip


def in_words(error: Exception) -> EngineError:
    """Turn a fault of a media library into words."""
    from matinee.engine.opening import in_words as words

    return words(error)
