"""What a name says, and a name as it is taken apart."""

import re
from dataclasses import dataclass, field
from datetime import date

from matinee.ingest.identify.naming import editions, release, titles, years
from matinee.ingest.identify.naming.years import Year

_CRC = re.compile(r"[\[(][0-9A-Fa-f]{8}[\])]")
_COPY = re.compile(r"(?i)\s-\scopy(?:\s?\(\d{1,3}\))?$")
_GAP = re.compile(r"[\s._\-]{6,}")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says. `kind` is movie, episode, video or extra.

    Of an episode `title` is its own, perhaps empty, and `series` what it belongs to. Of an extra
    `series` or `of_title` and `of_year` say what it belongs to. `confidence` is from 0 to 1; where
    something was guessed it is under 0.7 and `doubts` says what.
    """

    kind: str
    title: str = ""
    series: str | None = None
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    day: date | None = None
    edition: str | None = None
    part: int | None = None
    extra: str | None = None
    of_title: str | None = None
    of_year: int | None = None
    source_id: str | None = None
    ids: dict[str, str] = field(default_factory=dict[str, str])
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A file's name taken apart. `text` is its stem without site, ids, edition and group."""

    stem: str
    text: str
    dotted: bool
    fansub: bool
    newest_year: int
    ids: dict[str, str]
    edition: str | None
    release: int | None
    year: Year | None

    def readable(self, text: str) -> str:
        """Return a part of this name as a title."""
        return titles.readable(text, dotted=self.dotted)

    def year_in(self, text: str) -> Year | None:
        """Return the year of a work in a part of this name."""
        return years.pick(text, self.newest_year, release.start(text))


def tidy(text: str) -> str:
    """Bound a name, and the runs in it of what parts words."""
    return _GAP.sub(" ", text[:_LONGEST])


def take_apart(stem: str, newest_year: int) -> Name:
    """Take off what surrounds a title, and find the year and the words of a release."""
    stem = _COPY.sub("", tidy(stem))
    text, ids = titles.take_ids(titles.unsite(stem))
    text, edition = editions.take_marked(text)
    rest, group = titles.ungroup(text)
    fansub = group is not None or _CRC.search(text) is not None
    rest = _CRC.sub(" ", rest).rstrip(" _") or rest
    begin = release.start(rest)
    year = years.pick(rest, newest_year, begin)
    return Name(stem, rest, titles.is_dotted(rest), fansub, newest_year, ids, edition, begin, year)


def confidence(doubts: list[str] | tuple[str, ...]) -> float:
    """Return how far a reading is to be trusted."""
    return 1.0 if not doubts else max(0.3, 0.75 - 0.15 * len(doubts))
