"""Taking in a subtitle file: look at it in a worker, then give it to the library."""

import shutil
from dataclasses import replace
from pathlib import Path

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import EngineError
from matinee.ingest.sources.folder.beside import described
from matinee.kit.errors import TooLarge, Unsupported, from_engine
from matinee.kit.ids import new_id
from matinee.kit.services import Services

LARGEST_BYTES = 16 * 1024**2
NOWHERE = Path()
_TEXTS = ("srt", "vtt", "ass", "ttml")
_ENDINGS = ("srt", "vtt", "ass", "ssa", "ttml", "dfxp", "xml", "txt")


def too_large() -> TooLarge:
    """Return the error of a file that is no subtitle file any more."""
    return TooLarge(
        "Subtitle files may have 16 MB at most.", fix="Check that this is a subtitle file."
    )


def take_in(
    services: Services, viewer: Viewer, media_id: str, raw: bytes, told: library.GivenText
) -> library.KeptText:
    """Keep the bytes of a subtitle file for a title; its form is told from the bytes.

    `told` says what people said of it; its path and form are found here. Raises NotFound,
    Forbidden, and Unsupported or Unprocessable when it is no subtitle file.
    """
    library.check_may_add_text(services, viewer, media_id)
    services.store.require_space(2 * len(raw))
    folder = services.store.staging(new_id())
    try:
        path = folder / "given"
        path.write_bytes(raw)
        told = _named(told)
        form = _form(services, path, folder, told.language)
        given = replace(told, path=path, form=form)
        return library.add_text(services, viewer, media_id, given)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _named(told: library.GivenText) -> library.GivenText:
    """Take what a file's name says (`film.en.forced.srt`) where people said nothing else."""
    stem, point, ending = (told.name or "").rpartition(".")
    if not point or ending.lower() not in _ENDINGS:
        return told
    said = ".".join(stem.split(".")[1:][-2:])  # the first part is the film's own name
    language, _, forced, hearing = described(said)
    return replace(
        told,
        language=told.language or language,
        name=None if told.language or language else stem,
        forced=told.forced or forced,
        described=told.described or hearing,
    )


def _form(services: Services, path: Path, folder: Path, language: str | None) -> str:
    """Read the file once in a worker: what cannot be shown is not kept."""
    try:
        found = services.engine.text_file(path, folder / "read", language=language)
    except EngineError as error:
        if error.code == "not_subtitles":
            raise Unsupported(error.detail, fix=error.fix, code=error.code) from error
        raise from_engine(error) from error
    if found.own not in _TEXTS:
        raise Unsupported(
            "These subtitles are pictures, which can only lie beside a film in a folder.",
            fix="Give SubRip (.srt), WebVTT (.vtt), ASS/SSA or TTML.",
            code="not_subtitles",
        )
    return found.own
