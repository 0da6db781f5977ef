"""Collections that hold whatever passes a filter, on their way into another library.

A filter names series, people and folders by marks of the library it was made in. The export tells
the names of series and people beside it, and by these they are found again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from matinee import library
from matinee.discovery import Rule

_HERE = "It is made anew here."
_ABROAD = "Its filter names folders of the library it was made in."


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule as it is here, or None; and why."""

    rule: dict[str, Any] | None
    words: str


def names_in(session: Session, rule: Mapping[str, Any] | None) -> dict[str, str]:
    """Return how the series and the person of a rule are called."""
    asked = rule["filter"] if rule else {}
    found: dict[str, str] = {}
    if "series" in asked and (row := session.get(library.SeriesRow, asked["series"])):
        found["series"] = row.title
    if "person" in asked and (name := library.people.name_of(session, asked["person"])):
        found["person"] = name
    return found


def read(session: Session, rule: Mapping[str, Any], names: Mapping[str, str]) -> Reading:
    """Return a rule of another library as a rule of this one."""
    try:
        here = Rule.model_validate(rule)
    except ValidationError:
        return Reading(None, "Its filter cannot be read by this Matinee.")
    asked = here.filter
    for mark, find in (("series", library.series.called), ("person", library.people.called)):
        if mark in asked:
            found = find(session, names.get(mark, ""))
            if found is None:
                return Reading(
                    None, f"Its filter is for {names.get(mark) or 'somebody'}, not here."
                )
            asked[mark] = found
    folders = asked.get("folder", [])
    if any(session.get(library.RootRow, one) is None for one in folders):
        return Reading(None, _ABROAD)
    return Reading(here.model_dump(exclude_none=True), _HERE)
