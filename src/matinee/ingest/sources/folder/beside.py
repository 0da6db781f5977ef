"""Which subtitle files lie beside a film, and what their names say of them.

Found are `film.srt`, `film.en.forced.srt`, `film.pt-BR.sdh.ass` in the film's folder, and in a
folder named for subtitles there: `Subs/film.en.srt`, `Subs/film/2_English.srt`, and where the
film is the only one of its folder whatever lies in it (`Subs/2_English.srt`).
"""

import os
import re
from bisect import bisect_left
from collections.abc import Collection
from itertools import islice, takewhile
from pathlib import Path, PurePath

from matinee import library
from matinee.engine import text
from matinee.ingest.sources.folder.walk import SAME_FILE, Walk

_FORMS = {
    ".srt": "srt", ".vtt": "vtt", ".ass": "ass", ".ssa": "ass", ".ttml": "ttml", ".dfxp": "ttml",
    ".xml": "ttml", ".sup": "sup", ".idx": "idx",
}  # fmt: skip
_FOLDERS = frozenset({"subs", "sub", "subtitles", "subtitle", "subtitulos", "sottotitoli"})
_FORCED = frozenset({"forced", "foreign", "signs"})
_HEARING = frozenset({"sdh", "cc", "hi", "hoh"})
_SAYS_NOTHING = frozenset({"default", "full", "subs", "sub", "subtitles", "utf8", "utf-8", "track"})
_MOST = 40
_CUTS = "._- (["
_HEAD_BYTES = 4096


class Subtitles:
    """The subtitle files of one walk; each folder is put in order once, however many films ask:
    to compare all with all would take hours where a hundred thousand lie in one folder."""

    def __init__(self, found: Walk) -> None:
        self._found = found
        self._sorted: dict[str, list[tuple[str, str]]] = {}
        self._films: dict[str, frozenset[str]] = {}
        self._below: dict[str, list[str]] = {}

    def of(self, relative_path: str) -> tuple[library.Sidecar, ...]:
        """Return the subtitle files of a film, in the order of their names."""
        found = self._found
        if relative_path == SAME_FILE or not found.subtitles:
            return ()
        folder, stem = _folder(relative_path), PurePath(relative_path).stem
        films = self._films_of(folder)
        sidecars: list[library.Sidecar] = []
        for name in self._begin_so(folder, stem):
            own = PurePath(name).stem
            rest = _after(own, stem)
            # What is named after `Film 2` is not `Film`'s.
            if rest is not None and not _is_of_longer(own, stem, films):
                sidecars += _sidecar(found, folder, name, rest)
        for below in self._folders(folder, stem):
            inside = "" if _folder(below) == folder else PurePath(below).name
            whole = inside == stem or (inside == "" and len(found.films[folder]) == 1)
            names = sorted(found.subtitles[below]) if whole else self._begin_so(below, stem)
            for name in names:
                own = PurePath(name).stem
                rest = _after(own, stem)
                if rest is None and whole:
                    rest = own
                if rest is not None:
                    sidecars += _sidecar(found, below, name, rest)
        return tuple(sidecars[:_MOST])

    def _films_of(self, folder: str) -> frozenset[str]:
        if folder not in self._films:
            self._films[folder] = frozenset(self._found.films.get(folder, ()))
        return self._films[folder]

    def _begin_so(self, folder: str, stem: str) -> list[str]:
        """Return the subtitle files in a folder whose names begin as a film's, in their order."""
        if folder not in self._sorted:
            names = self._found.subtitles.get(folder, ())
            self._sorted[folder] = sorted((name.lower(), name) for name in names)
        names, begin = self._sorted[folder], stem.lower()
        first = bisect_left(names, (begin, ""))
        same = takewhile(lambda one: one[0].startswith(begin), islice(names, first, None))
        return sorted(name for _, name in same)

    def _folders(self, folder: str, stem: str) -> list[str]:
        """Return the folders of subtitles in a film's folder, and the film's own inside of them."""
        if folder not in self._below:
            inside = self._found.folders.get(folder, ())
            self._below[folder] = [one for one in inside if PurePath(one).name.lower() in _FOLDERS]
        names = self._below[folder]
        own = [f"{one}{os.sep}{stem}" for one in names]
        return [one for one in (*names, *own) if one in self._found.subtitles]


def described(rest: str) -> tuple[str | None, str | None, bool, bool]:
    """Return (language, name, forced, for the hard of hearing) from what a name says.

    `rest` is what follows the film's own name: `en.forced`, `2_English`, `pt-BR.sdh`.
    """
    language, forced, hearing = None, False, False
    kept: list[str] = []
    for token in re.split(r"[.\s_()\[\]]+|-(?![A-Za-z]{2}\b)", rest):
        lowered = token.lower()
        found = text.language_of(token)
        if lowered in _FORCED:
            forced = True
        elif lowered in _HEARING and (language is not None or found is None or lowered != "hi"):
            hearing = True
        elif found is not None and language is None:
            language = found
        elif token and not token.isdigit() and lowered not in _SAYS_NOTHING:
            kept.append(token)
    return language, " ".join(kept)[:100] or None, forced, hearing


def _folder(relative_path: str) -> str:
    parent = str(PurePath(relative_path).parent)
    return "" if parent == "." else parent


def _after(own: str, stem: str) -> str | None:
    """Return what follows a film's name in another; None where it does not begin so."""
    if not own.lower().startswith(stem.lower()):
        return None
    rest = own[len(stem) :]
    return rest.strip("._- ") if not rest or rest[0] in _CUTS else None


def _is_of_longer(own: str, stem: str, films: Collection[str]) -> bool:
    """Say whether a subtitle's name is that of another film too, whose name goes on further."""
    lowered = own.lower()
    cuts = (n for n in range(len(stem) + 1, len(own) + 1) if n == len(own) or own[n] in _CUTS)
    return any(lowered[:n] in films and own[len(stem) : n].strip("._- ") for n in cuts)


def _sidecar(found: Walk, folder: str, name: str, rest: str) -> list[library.Sidecar]:
    relative = f"{folder}{os.sep}{name}" if folder else name
    path = found.root / relative
    suffix = path.suffix.lower()
    form = _FORMS.get(suffix)
    if form is None or (suffix == ".xml" and not _is_ttml(path)):
        return []
    if suffix == ".idx" and f"{path.stem}.sub" not in found.subtitles[folder]:
        return []  # a list of times without its pictures
    language, label, forced, hearing = described(rest)
    return [library.Sidecar("subtitle", path, language, label, form, forced, hearing)]


def _is_ttml(path: Path) -> bool:
    """Look whether an .xml, which may be anything, is subtitles."""
    try:
        with path.open("rb") as opened:
            return text.sniff(opened.read(_HEAD_BYTES)) == "ttml"
    except OSError:
        return False
