"""Trailers, deleted scenes and the like: told by their folder, or by the end of their name.

The endings are those that Plex and Jellyfin document (`-trailer`, `-behindthescenes`); fansubs put
their openings and previews beside the episodes as NCOP, NCED and PV.
"""

import re

from matinee.ingest.identify.naming import numbering, release, titles
from matinee.ingest.identify.naming.folders import MOVIES, SAVED, SERIES, Around
from matinee.ingest.identify.naming.named import Name, Named

_WORD = (
    r"(?:official[\s._-]*|final[\s._-]*|international[\s._-]*)?(?:theatrical[\s._-]*|teaser[\s._-]*)?"
    r"trailer|teaser|sample|behind[\s._-]*the[\s._-]*scenes|deleted[\s._-]*scenes?|deleted|featurette"
    r"|making[\s._-]of|interview|scene|short|clip|other|extra|bloopers|gag[\s._-]*reel"
)
_TIGHT = re.compile(rf"(?i)^(?P<own>.+?)(?P<mark>[-._])(?P<kind>{_WORD})s?[\s._-]?\d{{0,2}}$")
_TAIL = re.compile(rf"(?i)^[\s._\-(\[]*(?P<kind>{_WORD})s?[\s._-]?\d{{0,2}}[\s._\-)\]]*$")
_ALONE = re.compile(r"(?i)^(?:movie[\s._-]*)?(trailer|sample|teaser|featurette)s?[\s._-]?\d{0,2}$")
_SAMPLE = re.compile(r"(?i)^sample[-._](?=[^\W_])")
_FANSUB = re.compile(
    r"""(?ix)(?<![^\W_])(?:(?P<clip>(?:nc|clean)[\s._-]?(?:op|ed|opening|ending)
    |creditless[\s._-](?:op|ed|opening|ending)|menu|cm)
    |(?P<pv>pv|preview|teaser|trailer))[\s._-]?(?:\d{1,3}[a-z]?)?(?:v\d)?(?=\s*(?:$|[\[(]))"""
)
_COUNTED = re.compile(r"^\d{1,3}\s*[-.)]\s+(?=\S)")
_KINDS = {
    "teaser": "trailer", "deletedscene": "deleted", "deletedscenes": "deleted", "extra": "other",
    "bloopers": "other", "gagreel": "other", "makingof": "behindthescenes",
}  # fmt: skip
_DOTTED = frozenset({"trailer", "sample", "teaser"})
"""What also a dot or an underscore sets off; the others need a dash."""


def read(name: Name, around: Around) -> Named | None:
    """Return an extra; None where a name is of none."""
    if around.extra is not None:
        return _in_folder(name, around)
    if around.hint == SAVED:
        return None
    if (found := _fansub(name, around)) is not None:
        return found
    if _ALONE.match(name.text):
        kind = _kind(name.text)
        owned = around.title and not around.root and (around.filmlike or around.season is not None)
        return _named(name, around, "", kind, None) if owned or around.hint == MOVIES else None
    return _by_ending(name, around) or _by_tail(name, around)


def _in_folder(name: Name, around: Around) -> Named:
    own, owner = _own(name, name.text)
    if owner and not any(char.isalnum() for char in own) and not (name.year and name.year.boxed):
        own, owner = name.text, None
    text = _COUNTED.sub("", own)
    if around.extra == "sample" and (name.release is not None or "sample" in text.lower()):
        text = ""
    return _named(name, around, name.readable(text), around.extra or "other", owner)


def _own(name: Name, text: str) -> tuple[str, Named | None]:
    """Return (an extra's own words, its film or episode) of a name that may begin with that."""
    number = numbering.find(text)
    if number is not None:
        series = name.readable(text[: number.start])
        return text[number.end :], Named("episode", series=series or None, season=number.season)
    year = name.year
    if year is None or year.end > len(text):
        return text, None
    owner = Named("movie", name.readable(text[: year.start]), year=year.year)
    own = text[year.end : release.start(text, year.end)]
    return own, owner


def _by_ending(name: Name, around: Around) -> Named | None:
    """`Heat (1995)-trailer`, `Capturing Avatar-featurette`, `sample-heat.1995`."""
    if (found := _SAMPLE.match(name.text)) is not None:
        rest = name.text[found.end() :]
        if name.release is not None or around.filmlike or numbering.find(rest):
            owner = _own(name, rest)[1] if name.year is None else None
            return _named(name, around, "", "sample", owner)
    found = _TIGHT.match(name.text)
    if found is None or not any(char.isalnum() for char in found["own"]):
        return None
    word = re.sub(r"[\s._-]+", "", found["kind"].lower())
    marked = found["mark"] == "-" and found["own"][-1] != " "
    by_dot = found["mark"] != "-" and word in _DOTTED
    if not (marked or by_dot) or (by_dot and name.year is None and name.release is None):
        return None
    if found["mark"] == "-" and not marked:
        return None
    if word in {"short", "other", "extra", "interview", "scene", "clip"} and not _beside(around):
        return None
    own, owner = _own(name, found["own"])
    if titles.same(name.readable(own), around.title or ""):
        own = ""
    return _named(name, around, "" if owner else name.readable(own), _kind(word), owner)


def _beside(around: Around) -> bool:
    """Say whether a file lies beside a film or a series, where bare words mean extras."""
    return bool(around.title) and not around.root and (around.filmlike or around.said)


def _by_tail(name: Name, around: Around) -> Named | None:
    """`Dune.2024.Trailer.1080p`, `Oppenheimer (2023) - Official Trailer`."""
    if name.year is None:
        return None
    tail = name.text[name.year.end : release.start(name.text, name.year.end)]
    found = _TAIL.match(tail)
    if found is None:
        return None
    owner = Named("movie", name.readable(name.text[: name.year.start]), year=name.year.year)
    kind = _kind(found["kind"])
    own = "" if name.dotted or kind == "sample" else name.readable(tail)
    return _named(name, around, own, kind, owner)


def _fansub(name: Name, around: Around) -> Named | None:
    if not (name.fansub or around.anime):
        return None
    found = _FANSUB.search(name.text)
    if found is None or (found.start() == 0 and (not around.title or around.root)):
        return None
    series = name.readable(name.text[: found.start()])
    kind = "other" if found["clip"] else "trailer"
    return _named(name, around, name.readable(found[0]), kind, Named("episode", series=series))


def _named(name: Name, around: Around, own: str, kind: str, owner: Named | None) -> Named:
    """Say what an extra belongs to: the folder's word, else the name that it bears."""
    of_series = around.season is not None or around.hint == SERIES
    of_series = of_series or (owner is not None and owner.kind == "episode")
    folder = None if around.root and owner is not None else around.title
    if of_series:
        series = folder or (owner.series if owner else None)
        season = around.season if around.season is not None else owner.season if owner else None
        return Named("extra", own, series, season=season, extra=kind, ids=name.ids)
    film = owner.title if owner else None
    year = owner.year if owner else None
    if folder and (around.filmlike or not film):
        film, year = folder, around.year
    return Named(
        "extra", own, year=owner.year if owner else None, extra=kind, of_title=film, of_year=year,
        ids=name.ids,
    )  # fmt: skip


def _kind(said: str) -> str:
    low = re.sub(r"[\W\d_]+", "", said.lower()).removeprefix("movie")
    if low.endswith(("trailer", "trailers", "teaser")):
        return "trailer"
    return _KINDS.get(low, low)
