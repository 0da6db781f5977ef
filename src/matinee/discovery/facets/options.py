"""What a list can be narrowed by further, with how many titles each choice would leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.discovery.facets import narrowing, steps
from matinee.discovery.facets.tables import HEIGHTS, FacetWordRow, MediaFacetRow
from matinee.discovery.schemas import Facets, FacetValue
from matinee.discovery.wanted import Filter
from matinee.engine import text
from matinee.kit import clock
from matinee.kit.remembered import remembered
from matinee.library import GenreRow, MediaGenreRow, MediaTagRow, RootRow, TagRow

_MOST = 60
_AT_ONCE = 20_000
_RANGES = {"sdr": (1, 0), "hdr": (2, 0)}
_FIELDS = {
    "kind": "kind", "platform": "platform", "status": "status", "decade": "year",
    "resolution": "heights", "range": "ranges", "codec": "codecs", "language": "audio",
    "subtitles": "texts", "folder": "folders",
}  # fmt: skip
# What of a filter belongs to a facet, where it is not called so.
_ASKED = {"decade": ("year_from", "year_to"), "range": ("hdr",)}
_STEPS = {"length": steps.lengths, "added": steps.added}
_OWN_STEPS = {"watched": steps.watched, "mine": steps.mine, "rating": steps.ratings}
_MINUTE_S = 60.0  # how many came within a day may be told that late


def options(session: Session, viewer: Viewer, wanted: Filter) -> Facets:
    """Return the choices of every facet."""
    minute = int(clock.now().timestamp() / _MINUTE_S)
    mine = library.seen_by(session, viewer), minute, repr(wanted)
    of_library = remembered(
        session, ("facets", *mine), lambda: _options(session, viewer, wanted), of=wanted.tells_of
    )
    of_viewer = remembered(
        session, ("own facets", *mine),
        lambda: {name: step(session, viewer, wanted) for name, step in _OWN_STEPS.items()},
    )  # fmt: skip
    return Facets(**of_library, **of_viewer)


def _options(session: Session, viewer: Viewer, wanted: Filter) -> dict[str, list[FacetValue]]:
    counts: dict[str, Counter[Any]] = {}
    asked = [name for name in _FIELDS if _is_asked(wanted, name)]
    free = [name for name in _FIELDS if name not in asked]
    for names in (free, *([name] for name in asked)):
        bare = replace(wanted, **{part: None for name in names for part in _parts(name)})
        counts.update(_counts(session, viewer, bare, names))
    words = _words(session)
    found = {name: _plain(counts[name]) for name in ("kind", "platform", "status")}
    found["decade"] = _decades(counts["decade"])
    found["resolution"] = _bits(counts["resolution"], _named(HEIGHTS))
    found["range"] = _bits(counts["range"], _named(_RANGES))
    found["codec"] = _bits(counts["codec"], words("codec", lambda name: (name, name)))
    found["language"] = _bits(counts["language"], words("audio", _language))
    found["subtitles"] = _bits(counts["subtitles"], words("text", _language))
    roots = _roots(session) if viewer.is_admin else {}
    found["folder"] = _bits(
        counts["folder"],
        words("folder", lambda name: (name, roots[name]) if name in roots else None),
    )
    bare = replace(wanted, genre=None)
    found["genre"] = _labels(session, viewer, bare, MediaGenreRow.genre_number, GenreRow)
    # A title needs all tags that are asked, so what is counted has those already.
    found["tag"] = _labels(session, viewer, wanted, MediaTagRow.tag_number, TagRow)
    for name, step in _STEPS.items():
        found[name] = step(session, viewer, wanted)
    return found


def _parts(name: str) -> tuple[str, ...]:
    return _ASKED.get(name, (name,))


def _is_asked(wanted: Filter, name: str) -> bool:
    return any(getattr(wanted, part) is not None for part in _parts(name))


def _counts(
    session: Session, viewer: Viewer, wanted: Filter, names: list[str]
) -> dict[str, Counter[Any]]:
    """Count the values of facets in one reading of what passes a filter.

    Counted here, of rows as the driver gives them: SQLite would sort them to group them, which
    takes it twice as long.
    """
    if not names:
        return {}
    columns = [getattr(MediaFacetRow, _FIELDS[name]) for name in names]
    numbers = narrowing.matching(session, viewer, wanted).with_only_columns(*columns)
    counts = {name: Counter[Any]() for name in names}
    cursor = session.connection().execute(numbers).cursor
    assert cursor is not None  # a SELECT has one
    while rows := cursor.fetchmany(_AT_ONCE):
        for count, values in zip(counts.values(), zip(*rows, strict=True), strict=True):
            count.update(values)
    return counts


def _plain(counts: Counter[Any]) -> list[FacetValue]:
    named = Counter({value: count for value, count in counts.items() if value})
    return [_choice(value, value, count) for value, count in named.most_common(_MOST)]


def _decades(years: Counter[Any]) -> list[FacetValue]:
    found: Counter[int] = Counter()
    for year, count in years.items():
        if year is not None:
            found[year // 10 * 10] += count
    return [_choice(str(one), f"{one}s", found[one]) for one in sorted(found, reverse=True)]


def _bits(masks: Counter[Any], words: Iterable[tuple[str, str, int]]) -> list[FacetValue]:
    """Return what masks tell; words of one value are one choice, however often they are set."""
    values: dict[tuple[str, str], int] = {}
    for value, name, bit in words:
        values[value, name] = values.get((value, name), 0) | bit
    found = Counter[tuple[str, str]]()
    for key, bits in values.items():
        found[key] = sum(count for mask, count in masks.items() if mask & bits)
    return [_choice(*key, count) for key, count in found.most_common(_MOST) if count]


def _named(bits: dict[str, tuple[int, int]]) -> list[tuple[str, str, int]]:
    return [(name, name, bit) for name, (bit, _) in bits.items()]


_Shown = Callable[[str], tuple[str, str] | None]
_Words = Callable[[str, _Shown], list[tuple[str, str, int]]]


def _words(session: Session) -> _Words:
    rows = session.execute(select(FacetWordRow.kind, FacetWordRow.name, FacetWordRow.bit)).all()

    def of(kind: str, shown: _Shown) -> list[tuple[str, str, int]]:
        mine = ((shown(name), bit) for word, name, bit in rows if word == kind)
        return [(*value, bit) for value, bit in mine if value is not None]

    return of


def _language(word: str) -> tuple[str, str]:
    """Return the language a word means, its region aside; its name is said by the page."""
    tag = (text.language_of(word) or word).partition("-")[0]
    return tag, tag


def _roots(session: Session) -> dict[str, str]:
    rows = session.execute(select(RootRow.id, RootRow.path))
    return {
        root_id: PurePath(path).name.encode(errors="replace").decode() for root_id, path in rows
    }


def _labels(
    session: Session, viewer: Viewer, wanted: Filter, worn: Any, label: type[GenreRow | TagRow]
) -> list[FacetValue]:
    """Return the genres or tags of what passes; `worn` is the column of theirs that titles have."""
    number = worn.class_.media_number
    used: Select[*tuple[Any, ...]] = select(worn.label("label"), func.count().label("count"))
    if wanted.asked:
        used = used.where(number.in_(narrowing.matching(session, viewer, wanted)))
    else:
        used = used.where(number.not_in(library.hidden_from(viewer)))
    counts = used.group_by(worn).subquery()
    named = (
        select(label.name, counts.c.count)
        .join(counts, counts.c.label == label.number)
        .order_by(counts.c.count.desc(), label.name_key)
        .limit(_MOST)
    )
    return [_choice(name, name, count) for name, count in session.execute(named)]


def _choice(value: str, name: str, count: int) -> FacetValue:
    return FacetValue(value=value, name=name, count=count)
