"""Which media here is a title of another program: values in, a verdict out.

The steps go from sure to likely: the content itself, the ids of sources and providers, the path,
series with season and episode, title with year, size with duration. A step that finds one media
decides. A step that finds several leaves them to the steps below, which may only choose among
them; where none does, the title is not matched and the reason names what fits.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matinee.foreign.values import Foreign
from matinee.library import fold

_NEAR = 0.05  # durations of the same cut differ by less than this part
_RANGE_MAX = 50
_TAIL_PARTS = 2  # a folder and a file name: the least that tells a path
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A media here, as far as matching asks."""

    id: str
    title: str
    kind: str = "video"
    year: int | None = None
    original_title: str | None = None
    series: str | None = None
    season: int | None = None
    episode: int | None = None
    episode_end: int | None = None
    duration_s: float | None = None
    source: tuple[str, str] | None = None
    providers: Mapping[str, str] = field(default_factory=dict[str, str])
    fingerprints: tuple[str, ...] = ()
    sizes_bytes: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()

    def name(self) -> str:
        """Return what a person calls it."""
        year = f" ({self.year})" if self.year else ""
        if self.series and self.season is not None and self.episode is not None:
            return f"{self.series} S{self.season:02}E{self.episode:02}"
        return f"{self.title}{year}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The media a title is here, or None with the reason: a code, and words."""

    media_id: str | None
    code: str
    words: str


_STEP_WORDS = {
    "content": "the same content",
    "source": "the same source",
    "provider": "the same id of a film database",
    "path": "the same file",
    "episode": "the same series, season and episode",
    "title": "the same title and year",
    "size": "the same size and duration",
}


class Matcher:
    """The media here, ready to be asked about."""

    def __init__(self, known: Iterable[Known], prefixes: Mapping[str, str] | None = None) -> None:
        self._prefixes = sorted(
            ((_slashes(theirs).rstrip("/"), _slashes(ours).rstrip("/"))
             for theirs, ours in (prefixes or {}).items() if theirs.strip()),
            key=lambda pair: -len(pair[0]),
        )  # fmt: skip
        self._media: dict[str, Known] = {}
        self._by: dict[str, dict[object, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._names: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for one in known:
            self._add(one)

    def _add(self, one: Known) -> None:
        self._media[one.id] = one
        for mark in one.fingerprints:
            self._by["content"][mark][one.id] = None
        if one.source is not None:
            self._by["source"][_source(*one.source)][one.id] = None
        for pair in one.providers.items():
            self._by["provider"][pair][one.id] = None
        for path in one.paths:
            parts = _parts(path)
            self._by["path"][tuple(parts)][one.id] = None
            if parts:
                self._names[parts[-1]].append((parts, one.id))
        if one.series and one.season is not None and one.episode is not None:
            last = min(one.episode_end or one.episode, one.episode + _RANGE_MAX)
            for number in range(one.episode, max(last, one.episode) + 1):
                self._by["episode"][_key(one.series), one.season, number][one.id] = None
        else:
            for title in {one.title, one.original_title or one.title}:
                self._by["title"][_key(title)][one.id] = None
        for size in one.sizes_bytes:
            self._by["size"][size][one.id] = None

    def match(self, title: Foreign) -> Verdict:
        """Say which media a title is here."""
        steps: Sequence[tuple[str, Callable[[Foreign], list[str]]]] = (
            ("content", self._content), ("source", self._source), ("provider", self._provider),
            ("path", self._path), ("episode", self._episode), ("title", self._title),
            ("size", self._size),
        )  # fmt: skip
        several: list[str] = []
        for code, step in steps:
            found = list(dict.fromkeys(step(title)))
            if several:
                found = [one for one in found if one in several]
            if len(found) == 1:
                return Verdict(found[0], code, f"Matched by {_STEP_WORDS[code]}.")
            several = found or several
        if several:
            names = " and ".join(f"“{self._media[one].name()}”" for one in several[:2])
            more = f" and {len(several) - 2} more" if len(several) > 2 else ""
            return Verdict(None, "two_fit", f"More than one title here fits: {names}{more}.")
        if not title.paths and title.source_id is None and not title.fingerprints:
            return Verdict(None, "no_file", "It had no file there, and nothing here is like it.")
        return Verdict(None, "not_here", "Nothing in the library is this title.")

    def at_path(self, path: str) -> str | None:
        """Return the one media at a path of the other program."""
        return self.match(Foreign(key="", paths=(path,))).media_id

    def _content(self, title: Foreign) -> list[str]:
        return [one for mark in title.fingerprints for one in self._by["content"].get(mark, ())]

    def _source(self, title: Foreign) -> list[str]:
        if title.source_platform is None or title.source_id is None:
            return []
        return list(self._by["source"].get(_source(title.source_platform, title.source_id), ()))

    def _provider(self, title: Foreign) -> list[str]:
        found = (self._by["provider"].get(pair, {}) for pair in title.providers.items())
        return [one for ids in found for one in ids if not _contradicts(title, self._media[one])]

    def _path(self, title: Foreign) -> list[str]:
        longest, found = _TAIL_PARTS - 1, list[str]()
        for path in title.paths:
            parts = _parts(self._mapped(path))
            same = self._by["path"].get(tuple(parts))
            if same:
                return list(same)
            for here, media_id in self._names.get(parts[-1] if parts else "", ()):
                length = _common_tail(parts, here)
                if length < _TAIL_PARTS or _contradicts(title, self._media[media_id]):
                    continue
                if length > longest:
                    longest, found = length, []
                if length == longest:
                    found.append(media_id)
        return found

    def _mapped(self, path: str) -> str:
        plain = _slashes(path)
        for theirs, ours in self._prefixes:
            if plain == theirs or plain.startswith(f"{theirs}/"):
                return ours + plain[len(theirs) :]
        return plain

    def _episode(self, title: Foreign) -> list[str]:
        if not title.series or title.season is None or title.episode is None:
            return []
        return list(self._by["episode"].get((_key(title.series), title.season, title.episode), ()))

    def _title(self, title: Foreign) -> list[str]:
        key = _key(title.title)
        if not key or (title.kind == "episode" and title.episode is not None):
            return []
        alike = [self._media[one] for one in self._by["title"].get(key, ())]
        fit = [one for one in alike if one.year is not None and one.year == title.year]
        unsaid = [one for one in alike if one.year is None or title.year is None]
        fit = fit or [one for one in unsaid if _near(one.duration_s, title.duration_s)]
        if len(fit) > 1:
            fit = [one for one in fit if _near(one.duration_s, title.duration_s)] or fit
        return [one.id for one in fit]

    def _size(self, title: Foreign) -> list[str]:
        if title.size_bytes is None:
            return []
        found = self._by["size"].get(title.size_bytes, ())
        return [one for one in found if _near(self._media[one].duration_s, title.duration_s)]


def _contradicts(title: Foreign, here: Known) -> bool:
    """Say whether what both sides say of themselves cannot be the same title."""
    if title.series and here.series and _key(title.series) != _key(here.series):
        return True
    if None not in (title.season, here.season, title.episode, here.episode):
        last = here.episode_end or here.episode or 0
        inside = (here.episode or 0) <= (title.episode or 0) <= last
        return title.season != here.season or not inside
    years = title.year is not None and here.year is not None and abs(title.year - here.year) > 1
    return years and _key(title.title) != _key(here.title)


def _near(one_s: float | None, other_s: float | None) -> bool:
    if not one_s or not other_s:
        return False
    return abs(one_s - other_s) <= max(one_s, other_s) * _NEAR


def _key(text: str) -> str:
    return " ".join(_MARKS.sub(" ", fold(text)).split()) or fold(text)


def _source(platform: str, source_id: str) -> tuple[str, str]:
    return platform.strip().lower(), source_id.strip()


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _parts(path: str) -> list[str]:
    plain = unicodedata.normalize("NFC", _slashes(path)).casefold()
    return [part for part in plain.split("/") if part not in {"", "."}]


def _common_tail(one: Sequence[str], other: Sequence[str]) -> int:
    length = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        length += 1
    return length
