"""Fonts by grant: the list of those in a film's file, and each of them.

They are for drawing ASS subtitles in the browser, so they are only asked for by who does. Names
are ours (`<n>.<ending>`), so nothing a client says becomes a path.
"""

import json
import re
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from matinee import library
from matinee.kit.errors import MatineeError, NotFound
from matinee.kit.serve import FileBytes, SendableFile, off_the_loop, open_regular
from matinee.kit.services import Services
from matinee.streaming import segments, texts
from matinee.streaming.records import Record

TRACK: Final = "fonts"
LIST: Final = "list.json"
_FONT: Final = re.compile(r"\d{1,3}\.(ttf|otf|ttc)", re.ASCII)
_TYPES: Final = {"ttf": "font/ttf", "otf": "font/otf", "ttc": "font/collection"}


async def respond(
    services: Services, record: Record, name: str, headers: dict[str, str]
) -> Response:
    """Return `list.json` or a font of it.

    Raises NotFound where there is no such font, Unavailable with code `busy` where taking them
    out lasts longer than a player waits, `unavailable` while the file is away.
    """
    headers = {**headers, "cache-control": texts.FOREVER, "x-content-type-options": "nosniff"}
    etag = f'"{record.asset_id}-{record.mtime_ns}-{name}"'
    if name == LIST:
        file = await _open(services, record, library.FONT_LIST)
        return JSONResponse(await off_the_loop(_listed, file), headers={**headers, "etag": etag})
    if not _FONT.fullmatch(name):
        raise _nothing()
    file = await _open(services, record, name)
    return FileBytes(file, _TYPES[name.rpartition(".")[2]], headers=headers, etag=etag)


def _listed(file: SendableFile) -> list[dict[str, Any]]:
    try:
        rows = json.loads(file.file.read())
    finally:
        file.close()
    return [{"url": one["file"], "name": one["name"], "bytes": one["size"]} for one in rows]


async def _open(services: Services, record: Record, name: str) -> SendableFile:
    """Open a file of the folder; where it is not there the fonts are taken out first."""
    path = library.fonts_folder(services, record.asset_id) / name
    try:
        return segments.used(open_regular(path))
    except NotFound:
        taking = library.take_fonts(services, record.asset_id, record.path)
        await texts.landed(taking, "The fonts are still being read.")
    try:
        return segments.used(open_regular(path))
    except NotFound as cause:
        raise _nothing() from cause


def _nothing() -> MatineeError:
    return NotFound("There is no such font.")
