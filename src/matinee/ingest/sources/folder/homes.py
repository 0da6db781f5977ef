"""Which folder of a walk is whose: the folders of series and, in them, of their seasons. Pure.

A series is at home where its tvshow.nfo lies, within three folders above an episode. Without one
it is the folder of its episodes, or the one above where that is a season's; and only if nothing
else lies below, for a folder that many share says nothing of any of them.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from matinee import library
from matinee.ingest.identify.naming import folders as naming
from matinee.ingest.sources.folder.descriptions import Papers, folder_of
from matinee.ingest.sources.folder.walk import Walk

UP: Final = 3  # folders above an episode in which its series' NFO is looked for
MOST_SEASONS: Final = 200


@dataclass(frozen=True, slots=True)
class Episode:
    """What a file is an episode of; without a series it is something else."""

    series_id: str | None
    season: int | None


@dataclass(slots=True)
class Home:
    """The folder of a series. `seasons` are those with an episode below, each with its own folder
    where it has one; `shared`: episodes of other series lie below, too."""

    folder: str
    series_id: str
    described: bool
    shared: bool = False
    seasons: dict[int, str | None] = field(default_factory=dict[int, "str | None"])


def above(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, as far as a series may reach."""
    for _ in range(UP):
        yield folder
        if not folder:
            return
        folder = folder_of(folder)


def recalled(found: Walk, known: Collection[library.SeriesFile]) -> Walk:
    """Return a walk in which folders that were not opened hold what was known to lie in them."""
    pictures, papers, beside = dict(found.pictures), dict(found.papers), dict(found.beside)
    for one in known:
        folder = folder_of(one.relative_path)
        if folder in found.looked or folder not in found.met:
            continue
        names = papers if one.kind == "nfo" else pictures
        names[folder] = [*names.get(folder, ()), PurePath(one.relative_path).name]
        beside[one.relative_path] = (one.size_bytes, one.modified_ns)
    return replace(found, pictures=pictures, papers=papers, beside=beside)


def homes(found: Walk, papers: Papers, episodes: Mapping[str, Episode]) -> list[Home]:
    """Return the folders of series, those with an NFO first; `episodes` are what is known of the
    files, by path."""
    around = _Around()
    there = [one.relative_path for one in found.files if one.relative_path in episodes]
    for path in there:
        around.add(folder_of(path), episodes[path])
    made: dict[tuple[str, str], Home] = {}
    homes_of: dict[tuple[str, str], Home | None] = {}
    for path in there:
        episode, folder = episodes[path], folder_of(path)
        if episode.series_id is None:
            continue
        asked = (folder, episode.series_id)
        if asked not in homes_of:
            home = _home(*asked, papers, around)
            homes_of[asked] = home and made.setdefault((home.folder, home.series_id), home)
        home = homes_of[asked]
        if home is not None and episode.season is not None and len(home.seasons) < MOST_SEASONS:
            own = folder != home.folder and around.seasons[folder] == {episode.season}
            before = home.seasons.get(episode.season)
            home.seasons[episode.season] = before or (folder if own else None)
    return sorted(made.values(), key=lambda one: (not one.described, one.folder))


class _Around:
    """What lies below each folder, by series, and the seasons of what lies right in it."""

    def __init__(self) -> None:
        self.below: dict[str, Counter[str | None]] = {}
        self.seasons: dict[str, set[int | None]] = {}

    def add(self, folder: str, episode: Episode) -> None:
        """Count a file of a folder."""
        self.seasons.setdefault(folder, set()).add(episode.season)
        while True:
            self.below.setdefault(folder, Counter())[episode.series_id] += 1
            if not folder:
                return
            folder = folder_of(folder)


def _home(folder: str, series_id: str, papers: Papers, around: _Around) -> Home | None:
    for one in above(folder):
        if papers.series_nfo(one) is not None:
            mine, others = _shares(around.below[one], series_id)
            return Home(one, series_id, True, others > 0) if mine > others else None
    season = _is_season(folder, around.seasons[folder])
    for one in (folder_of(folder), folder) if season else (folder,):
        if set(around.below[one]) == {series_id}:
            return Home(one, series_id, described=False)
    return None


def _shares(counted: Counter[str | None], series_id: str) -> tuple[int, int]:
    """Return how many files are of a series, and how many of the largest other one."""
    others = [count for one, count in counted.items() if one not in {None, series_id}]
    return counted[series_id], max(others, default=0)


def _is_season(folder: str, numbers: Collection[int | None]) -> bool:
    """Say whether a folder is a season's by its name: `Season 1`, or a bare number that all in it
    bear (`numbers` are the seasons of what lies in it)."""
    name = PurePath(folder).name
    if name and naming.season_of(name) is not None:
        return True
    return name.isdecimal() and set(numbers) == {int(name)}
