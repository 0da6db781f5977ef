"""What a catalogue on the net knows, cleaned and bounded. Values only."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from matinee.ingest.identify.description import Person


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work a catalogue offers for a title; `weight` says how well known it is, 0 for unknown."""

    value: str
    title: str
    original_title: str | None = None
    year: int | None = None
    description: str | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Season:
    """What is known of a season of a series; `poster` is the address of a picture."""

    number: int
    title: str | None = None
    description: str | None = None
    poster: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of one film or series. `poster` and `backdrop` are addresses of pictures."""

    candidate: Candidate
    tagline: str | None = None
    released: date | None = None
    content_rating: str | None = None
    genres: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    ids: dict[str, str] = field(default_factory=dict[str, str])
    poster: str | None = None
    backdrop: str | None = None
    seasons: tuple[Season, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """What is known of one episode; `still` is the address of a picture."""

    title: str | None
    description: str | None
    released: date | None
    still: str | None = None


class LookupFailed(Exception):
    """The catalogue did not answer as it should. `again_s`: ask again after so many seconds;
    None where asking again is of no use until the settings are changed."""

    def __init__(self, words: str, again_s: float | None = 600.0) -> None:
        super().__init__(words)
        self.words, self.again_s = words, again_s


class Catalogue(Protocol):
    """A catalogue of films and series. Each raises LookupFailed."""

    name: str

    def films(self, title: str, year: int | None) -> list[Candidate]:
        """Return films of about this title."""
        ...

    def series(self, title: str, year: int | None) -> list[Candidate]:
        """Return series of about this title."""
        ...

    def by_id(self, kind: str, ids: dict[str, str]) -> str | None:
        """Return this catalogue's own id of a film or series that another catalogue calls so."""
        ...

    def film(self, value: str) -> Work | None:
        """Return all of one film."""
        ...

    def one_series(self, value: str) -> Work | None:
        """Return all of one series."""
        ...

    def season(self, value: str, number: int) -> dict[int, Episode]:
        """Return the episodes of a season by their numbers."""
        ...

    def picture(self, address: str) -> bytes | None:
        """Return the bytes of a picture it named."""
        ...
