"""Which stretches may be passed over, from what several voices say. No I/O; seconds throughout."""

import math
from collections.abc import Sequence
from typing import Final

from matinee.engine import Chapter, Marker
from matinee.library.sound import chapter_names

LONGEST_S: Final = {"intro": 180.0, "recap": 300.0, "credits": 1200.0, "preview": 180.0}
VAGUE_S: Final = 180.0  # "Ending" may be the last act, and that is longer
SHORTEST_S: Final = 1.0
TOUCHING_S: Final = 0.5
EARLY: Final = frozenset({"intro", "recap"})


def of_chapters(
    chapters: Sequence[Chapter], duration_s: float
) -> tuple[list[Marker], list[Marker]]:
    """Return what chapters say by their own names, and what SponsorBlock's people marked.

    A name counts where it belongs: intro and recap begin in the first half, credits and what comes
    next in the second. "Credits" in the first half are an intro.
    """
    named: list[Marker] = []
    marked: list[Marker] = []
    for part in chapters:
        told = chapter_names.sponsored(part.title)
        if told:
            marked.append(Marker(told, part.start_s, part.end_s))
        kind = _placed(part, duration_s) if told is None else None
        if kind is not None:
            named.append(Marker(kind, part.start_s, part.end_s))
    return named, marked


def parts(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Return the chapters that are parts of the film."""
    return tuple(one for one in chapters if chapter_names.sponsored(one.title) is None)


def settled(voices: Sequence[Sequence[Marker]], duration_s: float) -> tuple[Marker, ...]:
    """Return what holds of several voices, in order of their beginnings.

    Of each kind the first voice that has one is believed. All lies inside the film; stretches of
    one kind never overlap: those that touch are one.
    """
    believed: dict[str, list[Marker]] = {}
    for voice in voices:
        said: dict[str, list[Marker]] = {}
        for marker in sorted(voice, key=lambda one: (one.start_s, one.end_s)):
            if (inside := _inside(marker, duration_s)) is not None:
                said.setdefault(marker.kind, []).append(inside)
        believed = {kind: _joined(found) for kind, found in said.items()} | believed
    found = [marker for kind in believed.values() for marker in kind]
    return tuple(sorted(found, key=lambda one: (one.start_s, one.end_s, one.kind)))


def _placed(part: Chapter, duration_s: float) -> str | None:
    kind = chapter_names.kind_of(part.title)
    if kind is None:
        return None
    early = part.start_s < duration_s / 2
    if early and chapter_names.is_either(part.title):
        kind = "intro"
    length_s = part.end_s - part.start_s
    longest_s = VAGUE_S if chapter_names.is_vague(part.title) else LONGEST_S[kind]
    return kind if early == (kind in EARLY) and length_s <= longest_s else None


def _inside(marker: Marker, duration_s: float) -> Marker | None:
    if not (math.isfinite(marker.start_s) and math.isfinite(marker.end_s)):
        return None
    start_s, end_s = max(0.0, marker.start_s), min(marker.end_s, duration_s)
    return Marker(marker.kind, start_s, end_s) if end_s - start_s >= SHORTEST_S else None


def _joined(rising: Sequence[Marker]) -> list[Marker]:
    found: list[Marker] = []
    for marker in rising:
        if found and marker.start_s <= found[-1].end_s + TOUCHING_S:
            last = found.pop()
            marker = Marker(last.kind, last.start_s, max(last.end_s, marker.end_s))  # noqa: PLW2901
        found.append(marker)
    return found
