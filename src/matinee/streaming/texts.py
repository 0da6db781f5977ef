"""Subtitles by grant: playlists, segments, whole files, their own forms, and pictures.

They lie in the cache as the library took them out; what is missing is made on the way, for
whoever asks first and all who ask meanwhile. Ids and names are matched in full against the lists
of what there is, so nothing a client says becomes a path.
"""

import asyncio
import contextlib
import json
import re
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from starlette.responses import PlainTextResponse, Response

from matinee import engine, library
from matinee.engine.text import Cue
from matinee.kit.errors import MatineeError, NotFound, Unavailable
from matinee.kit.serve import FileBytes, SendableFile, mirrored, off_the_loop, open_regular
from matinee.kit.services import Services
from matinee.library import TextSource
from matinee.streaming import segments
from matinee.streaming.records import Record

WAIT_S = 25.0  # players give a request up after 30 s
FOREVER = "private, max-age=31536000, immutable"
MANIFEST = "private, max-age=3600"
_ID: Final = re.compile(r"[tx]\d{1,5}", re.ASCII)
_SEGMENT: Final = re.compile(r"(\d{1,6})\.vtt", re.ASCII)
_PICTURE: Final = re.compile(r"\d{1,6}\.png", re.ASCII)
_OWN: Final = re.compile(r"own\.(srt|vtt|ass|ttml)", re.ASCII)
_REMEMBERED: Final = 16
_HLS: Final = "application/vnd.apple.mpegurl"
_TYPES: Final = {"vtt": "text/vtt; charset=utf-8", "json": "application/json", "png": "image/png"}
# Whatever a stranger wrote into it, a browser shows it as text and runs nothing.
_OWN_TYPE: Final = "text/plain; charset=utf-8"

_cues: OrderedDict[str, tuple[int, tuple[Cue, ...]]] = OrderedDict()


def is_text(track_id: str) -> bool:
    """Say whether an id is that of subtitles."""
    return _ID.fullmatch(track_id) is not None


async def respond(
    services: Services, record: Record, text_id: str, name: str, headers: dict[str, str]
) -> Response:
    """Return a part of subtitles: `index.m3u8`, `<n>.vtt`, `all.vtt`, `own.<form>`,
    `images.json` or `<n>.png`.

    Raises NotFound where there is no such part, Unavailable with code `busy` where taking it out
    lasts longer than a player waits, `unavailable` while its file is away.
    """
    source = next((one for one in record.text_sources if one.track.id == text_id), None)
    if source is None:
        raise _nothing()
    etag = f'"{source.key}-{record.name}-{name}"'
    if name == "index.m3u8" and source.track.form != "image":
        written = engine.hls_text.playlist(record.plan.cuts, source.track)
        told = {**headers, "cache-control": MANIFEST, "etag": etag}
        return PlainTextResponse(written, media_type=_HLS, headers=told)
    headers = {**headers, "cache-control": FOREVER, "x-content-type-options": "nosniff"}
    if segment := _SEGMENT.fullmatch(name):
        return await _segment(services, record, source, int(segment[1]), {**headers, "etag": etag})
    if name not in _fixed(source) and not (
        source.track.form == "image" and _PICTURE.fullmatch(name)
    ):
        raise _nothing()
    file = await _open(services, record, source, name)
    kind = _OWN_TYPE if name.startswith("own.") else _TYPES[name.rpartition(".")[2]]
    return FileBytes(file, kind, headers=headers, etag=etag)


def _fixed(source: TextSource) -> set[str]:
    """Return the names of the parts that every source of this kind has."""
    if source.track.form == "image":
        return {"images.json"}
    return {"all.vtt", f"own.{source.own}"}


async def _segment(
    services: Services, record: Record, source: TextSource, number: int, headers: dict[str, str]
) -> Response:
    cuts = record.plan.cuts
    if source.track.form == "image" or number >= len(cuts):
        raise _nothing()
    file = await _open(services, record, source, "cues.json")
    cues = await off_the_loop(_read, _folder(services, record, source), file)
    cut = cuts[number]
    written = engine.text.webvtt.segment(cues, cut.start_s, cut.end_s)
    return PlainTextResponse(written, media_type="text/vtt", headers=headers)


def _read(folder: Path, file: SendableFile) -> tuple[Cue, ...]:
    """Return the cues of an open file, from memory where they are the same as before."""
    key = str(folder)
    try:
        known = _cues.get(key)
        if known is None or known[0] != file.mtime_ns:
            rows = json.loads(file.file.read())
            known = _cues[key] = (file.mtime_ns, engine.text.from_json(rows))
        with contextlib.suppress(KeyError):
            _cues.move_to_end(key)
            while len(_cues) > _REMEMBERED:
                _cues.popitem(last=False)
        return known[1]
    finally:
        file.close()


async def _open(services: Services, record: Record, source: TextSource, name: str) -> SendableFile:
    """Open a part; where it is not there the source is taken out (again) first."""
    path = _folder(services, record, source) / name
    try:
        return segments.used(open_regular(path))
    except NotFound:
        if await off_the_loop(_is_complete_without, path):
            raise _nothing() from None
    await _take(services, record, source, name)
    try:
        return segments.used(open_regular(path))
    except NotFound as cause:
        raise _nothing() from cause


def _is_complete_without(path: Path) -> bool:
    """Say whether a picture is one the list does not know: asking again would not bring it."""
    if path.suffix != ".png":
        return False
    try:
        listed = json.loads((path.parent / "images.json").read_bytes())
    except (OSError, ValueError):
        return False
    return all(one["name"] != path.name for one in listed)


async def _take(services: Services, record: Record, source: TextSource, missed: str) -> None:
    film = library.Film(record.asset_id, record.path, record.start_s, record.text_sources)
    flight = library.take_texts(services, film, source, missed=missed)
    await landed(flight, "The subtitles are still being read out of the film.")


async def landed(flight: Future[None], still: str) -> None:
    """Wait for what is being made, as long as a player does; then say what is `still` so.

    Raises Unavailable with code `busy`, or `unavailable` while the file is away.
    """
    try:
        await asyncio.wait_for(mirrored(flight), WAIT_S)
    except TimeoutError as cause:
        raise Unavailable(
            still,
            fix="They come by themselves in a moment.",
            code="busy",
        ) from cause
    except MatineeError as error:
        if error.code == "missing":
            raise Unavailable(error.detail, fix=error.fix, code="unavailable") from error
        raise


def _folder(services: Services, record: Record, source: TextSource) -> Path:
    return library.text_folder(services, record.asset_id, source.key)


def _nothing() -> MatineeError:
    return NotFound("There are no such subtitles.", code="no_such_subtitles")
