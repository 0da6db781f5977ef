"""What is said in films: found in the words of their subtitles, with the second of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery.rules import Query
from matinee.discovery.search import index_of
from matinee.library import AssetRow, CueRow, CueTrackRow, MediaRow

_LINES = 3  # of one title
_SAME_S = 1.0
_FEW_WORDS = 3  # a sentence of so many may run over two cues


@dataclass(frozen=True, slots=True)
class Line:
    """What is said from one second to another."""

    start_s: float
    end_s: float
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A title in which it is said, by its number, with its best lines in order of time."""

    number: int
    lines: tuple[Line, ...]


def said(session: Session, viewer: Viewer, query: Query, limit: int) -> list[Said]:
    """Return the titles in which something is said, where it is said word for word first.

    A sentence that runs on into the next cue is found by its parts.
    """
    if not query.words:
        return []
    index, words = index_of(session), query.words
    found = _lines(session, viewer, index.said_exactly(session, words))
    if len(words) > 1 and len({number for number, _ in found}) < limit:
        found += _lines(session, viewer, index.said_anywhere(session, words))
    if not found and len(words) >= _FEW_WORDS:
        found = _lines(session, viewer, index.said_across(session, words))
    return _by_title(found, limit)


def _lines(session: Session, viewer: Viewer, cues: Select[Any, Any]) -> list[tuple[int, Line]]:
    """Return (number of the media, line) of cues in titles that the viewer sees, best first."""
    chosen = cues.subquery()
    rows = session.execute(
        library.visible_to(viewer)
        .join(AssetRow, AssetRow.media_id == MediaRow.id)
        .join(CueTrackRow, CueTrackRow.asset_id == AssetRow.id)
        .join(CueRow, CueRow.track_number == CueTrackRow.number)
        .join(chosen, chosen.c.number == CueRow.number)
        .with_only_columns(
            MediaRow.number, CueRow.start_s, CueRow.end_s, CueRow.text, CueTrackRow.language
        )
        .order_by(chosen.c.score, CueRow.number)
    )
    return [(row[0], Line(row[1], row[2], _one_line(row[3]), row[4])) for row in rows]


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _by_title(found: Iterable[tuple[int, Line]], limit: int) -> list[Said]:
    """Group lines by title, in the order in which a title is first found."""
    lines: dict[int, list[Line]] = {}
    for number, line in found:
        if number not in lines and len(lines) == limit:
            continue
        mine = lines.setdefault(number, [])
        # Two tracks of one film say the same at the same time.
        if len(mine) < _LINES and all(abs(one.start_s - line.start_s) > _SAME_S for one in mine):
            mine.append(line)
    return [
        Said(number, tuple(sorted(some, key=lambda one: one.start_s)))
        for number, some in lines.items()
    ]
