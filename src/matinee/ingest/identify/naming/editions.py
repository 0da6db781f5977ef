"""Which cut of a film a name tells of: the director's, an extended one, in black and white."""

import re

from matinee.ingest.identify.naming.release import B, E, S

_CUT = rf"{S}*(?:cut|edition|version|release)"
_FORMS: tuple[tuple[str, str], ...] = (
    (rf"director'?’?s?{_CUT}|dir{S}cut|dc", "Director's Cut"),
    (rf"(?:super{S}*)?extended(?:(?:{S}*director'?s)?{_CUT})?|langfassung", "Extended"),
    (rf"theatrical(?:{_CUT})?|kinofassung", "Theatrical"),
    (rf"unrated(?:{_CUT})?", "Unrated"),
    (rf"uncut(?:{_CUT})?", "Uncut"),
    (rf"(?:the{S}*)?final{S}*cut", "Final Cut"),
    (rf"ultimate{S}*cut", "Ultimate Cut"),
    (rf"ultimate{S}*(?:edition|version)", "Ultimate Edition"),
    (rf"special{S}*edition|se(?={S}|$)", "Special Edition"),
    (rf"collector'?s?{S}*(?:edition|cut)", "Collector's Edition"),
    (rf"criterion(?:{S}*(?:collection|edition))?", "Criterion"),
    (rf"(?:\d+(?:th|st|nd|rd){S}*)?anniversary(?:{S}*edition)?", "Anniversary Edition"),
    (rf"(?:4k{S}*)?(?:digitally{S}*)?re{S}?master(?:ed|izado|isé|izada)?(?:{S}*edition)?",
     "Remastered"),
    (r"redux", "Redux"),
    (rf"despeciali[sz]ed(?:{S}*edition)?", "Despecialized"),
    (rf"black{S}*(?:and|&|n){S}*(?:white|chrome)(?:{S}*edition)?|black{S}*chrome{S}*edition",
     "Black and White"),
    (rf"imax(?:{S}*(?:edition|enhanced))?", "IMAX"),
    (rf"open{S}*matte", "Open Matte"),
    (rf"work{S}?print", "Workprint"),
    (rf"fan{S}*edit", "Fan Edit"),
)  # fmt: skip
_EDITIONS = tuple((re.compile(rf"(?i){B}(?:{form}){E}"), name) for form, name in _FORMS)
_ANY = re.compile("|".join(f"(?:{form.pattern[4:]})" for form, _name in _EDITIONS), re.IGNORECASE)
_SURE = re.compile(
    rf"(?i){B}(?:director'?s?{_CUT}|extended(?:{_CUT})?|unrated(?:{_CUT})?|theatrical{_CUT}"
    rf"|remastered|final{S}*cut|(?:ultimate|special|collector'?s|imax|anniversary){S}*(?:edition|cut)"
    rf"|uncut|redux){S}*[\])]?$"
)
_MARKED = re.compile(r"(?i)[{\[(]\s*edition[-=: ]\s*([^{}\[\]]{1,80})[}\])]")


def take_marked(stem: str) -> tuple[str, str | None]:
    """Take out `{edition-Director's Cut}`; returns (rest, its words)."""
    found = _MARKED.search(stem)
    if found is None:
        return stem, None
    return f"{stem[: found.start()]} {stem[found.end() :]}", " ".join(found[1].split())


def said(text: str) -> str | None:
    """Return the edition that a text behind a title tells of."""
    if _ANY.search(text) is None:
        return None
    return next(name for form, name in _EDITIONS if form.search(text))


def take_last(head: str) -> tuple[str, str | None]:
    """Take an edition off the end of a title: `Blade Runner The Final Cut`."""
    found = _SURE.search(head.rstrip(" ._-"))
    if found is None or not any(char.isalnum() for char in head[: found.start()]):
        return head, None
    return head[: found.start()], said(found[0])


def without(text: str) -> str:
    """Return a text without the words of editions."""
    return _ANY.sub(" ", text)
