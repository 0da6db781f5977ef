"""A description as an NFO that Kodi and Jellyfin read, and that reads back as it was.

The elements and their order are those of the Kodi wiki (NFO files/Templates, version 20); what
only Jellyfin knows stands in its own elements, which Kodi passes over.
"""

import math
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from matinee.ingest.identify.description import Description, Person

_ROOTS: Final = {
    "movie": "movie", "episode": "episodedetails", "series": "tvshow", "season": "season",
    "video": "movie",
}  # fmt: skip
_CREDITS: Final = {"director": "director", "writer": "credits"}
_TYPES: Final = {
    "guest": "GuestStar", "producer": "Producer", "creator": "Creator", "composer": "Composer",
}  # fmt: skip
_FIELDS: Final = {
    "title": "Name", "description": "Overview", "genres": "Genres", "people": "Cast",
    "tags": "Tags", "studios": "Studios", "content_rating": "OfficialRating",
    "runtime_s": "Runtime", "countries": "ProductionLocations",
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Said = Iterator[tuple[str, str | int | float | None]]


def write(said: Description) -> str:
    """Return the NFO of a film, an episode, a season or a series as text, for UTF-8."""
    root = Element(_ROOTS[said.kind or "movie"])
    for name, value in (*_names(said), *_numbers(said), *_words(said), *_locks(said)):
        if value is not None:
            _put(root, name, value)
    _ids(root, said)
    for number, name in said.season_names:
        _put(root, "namedseason", name).set("number", str(number))
    if said.rating is not None:
        rating = SubElement(SubElement(root, "ratings"), "rating", max="10", default="true")
        _put(rating, "value", said.rating)
    if said.collection:
        _put(SubElement(root, "set"), "name", said.collection)
    for person in said.people:
        _person(root, person)
    _times(root, said)
    indent(root, "  ")
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + (
        tostring(root, encoding="unicode") + "\n"
    )


def _put(root: Element, name: str, value: str | float) -> Element:
    element = SubElement(root, name)
    element.text = _NOT_XML.sub(" ", str(value))
    return element


def _names(said: Description) -> Said:
    yield "title", said.title or said.season_name
    yield "originaltitle", said.original_title
    yield "sorttitle", said.sort_title
    yield "showtitle", said.series_title
    yield "plot", said.description
    yield "tagline", said.tagline
    yield "mpaa", said.content_rating
    yield "edition", said.edition
    yield "trailer", said.trailer_url


def _numbers(said: Description) -> Said:
    yield "userrating", said.user_rating
    yield "seasonnumber" if said.kind == "season" else "season", said.season
    yield "episode", said.episode
    yield "episodenumberend", said.episode_end
    yield "year", said.year
    day = said.released.isoformat() if said.released else None
    yield "aired" if said.kind == "episode" else "premiered", day
    # Minutes are all that Kodi reads here; the seconds stand in `fileinfo`.
    yield "runtime", max(1, math.ceil(said.runtime_s / 60)) if said.runtime_s else None
    if said.watched:
        last = said.watched.last_played
        yield "playcount", said.watched.plays or None
        yield "lastplayed", last.isoformat(" ", "seconds") if last else None


def _words(said: Description) -> Said:
    for name, words in (
        ("genre", said.genres), ("tag", said.tags), ("studio", said.studios),
        ("country", said.countries),
    ):  # fmt: skip
        yield from ((name, word) for word in words)


def _locks(said: Description) -> Said:
    yield "lockdata", "true" if said.locked else None
    fields = [_FIELDS[name] for name in said.locked_fields if name in _FIELDS]
    yield "lockedfields", "|".join(fields) or None


def _ids(root: Element, said: Description) -> None:
    for n, (name, value) in enumerate(said.ids.items()):
        element = _put(root, "uniqueid", value)
        element.set("type", name)
        if n == 0:
            element.set("default", "true")


def _person(root: Element, person: Person) -> None:
    """Write a person: those with more to say than a name stand as Jellyfin's typed actors."""
    plain = not (person.character or person.picture_url or person.order is not None)
    if plain and person.job in _CREDITS:
        _put(root, _CREDITS[person.job], person.name)
        return
    element = SubElement(root, "actor")
    _put(element, "name", person.name)
    if person.character:
        _put(element, "role", person.character)
    if person.job != "actor":
        _put(element, "type", _TYPES.get(person.job, person.job.capitalize()))
    if person.order is not None:
        _put(element, "order", person.order)
    if person.picture_url:
        _put(element, "thumb", person.picture_url)


def _times(root: Element, said: Description) -> None:
    if said.watched and said.watched.position_s:
        resume = SubElement(root, "resume")
        _put(resume, "position", f"{said.watched.position_s:.3f}")
        _put(resume, "total", f"{said.runtime_s or 0:.3f}")
    if said.runtime_s:
        details = SubElement(SubElement(root, "fileinfo"), "streamdetails")
        _put(SubElement(details, "video"), "durationinseconds", round(said.runtime_s))
