"""What lies in the folders of series: their NFO are read again, their pictures are made.

Done before new episodes are taken in, so that they find their series under its name of now, and
once more after them, for the series that came with them. What an NFO says is written at once;
pictures wait for a job. Both are known by size and time, and what did not change costs nothing.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from matinee import library
from matinee.ingest.derive import series as deriving
from matinee.ingest.identify import merging, nfo
from matinee.ingest.sources.folder.artwork import Artwork, Gallery
from matinee.ingest.sources.folder.descriptions import Papers, folder_of
from matinee.ingest.sources.folder.homes import Episode, Home, homes, recalled
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.reread import read_again
from matinee.ingest.sources.folder.walk import Walk

_OF_SEASONS = ("poster",)
"""Of a season's pictures only these are shown anywhere."""


def sync(scan: Scan, found: Walk) -> None:
    """Bring the series of a root up to what lies in their folders now."""
    if found.is_file or found.unreadable:
        return
    services = scan.ctx.services
    with services.db.read() as session:
        known = library.series_files.known(session, scan.root_id)
    if not _concerned(found, known):
        deriving.enqueue_lacking(services, scan.root_id)
        return
    look = _Look(scan, recalled(found, known), known)
    again = look.read_nfo()
    if again:
        read_again(scan, found, again)
        look = _Look(scan, look.found, known)
    lying = look.lying()
    with services.db.write() as session:
        library.series_files.sync(services, session, scan.root_id, lying, look.series_ids)
    deriving.enqueue_lacking(services, scan.root_id)


def _concerned(found: Walk, known: list[library.SeriesFile]) -> bool:
    """Say whether a folder was opened that holds pictures or NFO, or held any."""
    if found.looked.keys() & (found.pictures.keys() | found.papers.keys()):
        return True
    folders = {folder_of(one.relative_path) for one in known}
    return any(one in found.looked or one not in found.met for one in folders)


class _Look:
    """What is in a root now, and which series its folders belong to."""

    def __init__(self, scan: Scan, found: Walk, known: list[library.SeriesFile]) -> None:
        self.scan, self.found = scan, found
        self._papers = Papers(found)
        self._gallery = Gallery(found, self._papers)
        self._known = set(known)
        with scan.ctx.services.db.read() as session:
            self._episodes = {
                path: Episode(*said)
                for path, said in library.series_by_path(session, scan.root_id).items()
            }
        self._homes = homes(found, self._papers, self._episodes)

    @property
    def series_ids(self) -> set[str]:
        """The series that have a folder here."""
        return {home.series_id for home in self._homes}

    def read_nfo(self) -> set[str]:
        """Read what changed; returns the paths of episodes that are to be read again, too."""
        again: set[str] = set()
        for home in self._homes:
            self.scan.ctx.check()
            if self._read_series(home):
                again.update(self._below(home.folder))
            self._read_seasons(home)
        return again

    def lying(self) -> set[library.SeriesFile]:
        """Return the files that count: for each thing that a series shows the best one."""
        best: dict[tuple[str, int | None, str], library.SeriesFile] = {}
        for home in self._homes:
            for one in self._files(home):
                if one is not None:
                    best.setdefault((one.series_id, one.season_number, one.kind), one)
        return set(best.values())

    def _files(self, home: Home) -> Iterator[library.SeriesFile | None]:
        art = self._gallery.series(home.folder)
        yield self._file(home, None, "nfo", self._papers.series_nfo(home.folder))
        for kind in library.series_files.PICTURES:
            yield self._file(home, None, kind, _of(art, kind))
        for number, own in home.seasons.items():
            art = self._gallery.season(home.folder, number, own)
            yield self._file(home, number, "nfo", self._season_nfo(home, number))
            for kind in _OF_SEASONS:
                yield self._file(home, number, kind, _of(art, kind))

    def _file(
        self, home: Home, number: int | None, kind: str, path: Path | None
    ) -> library.SeriesFile | None:
        if path is None:
            return None
        relative = os.path.relpath(path, self.found.root)
        facts = self.found.beside.get(relative)
        return facts and library.SeriesFile(home.series_id, number, kind, relative, *facts)

    def _season_nfo(self, home: Home, number: int) -> Path | None:
        own = home.seasons.get(number)
        return self._papers.season_nfo(own) if own is not None else None

    def _changed(self, home: Home, number: int | None, path: Path | None) -> Path | None:
        file = self._file(home, number, "nfo", path)
        return path if file is not None and file not in self._known else None

    def _read_series(self, home: Home) -> bool:
        path = self._changed(home, None, self._papers.series_nfo(home.folder))
        said = nfo.read(path) if path is not None else None
        if said is None or said.kind not in {None, "series"}:
            return False
        services = self.scan.ctx.services
        with services.db.write() as session:
            moves = library.series.tell_again(
                services, session, home.series_id, said.title, merging.series_facts(said)
            )
        return moves or home.shared

    def _read_seasons(self, home: Home) -> None:
        for number in home.seasons:
            path = self._changed(home, number, self._season_nfo(home, number))
            said = nfo.read(path) if path is not None else None
            if said is not None and said.kind in {None, "season"}:
                facts = library.SeriesFacts(seasons=(merging.season_facts(number, said),))
                services = self.scan.ctx.services
                with services.db.write() as session:
                    library.series.tell_again(services, session, home.series_id, None, facts)

    def _below(self, folder: str) -> Iterator[str]:
        for seen in self.found.files:
            if not folder or seen.relative_path.startswith(folder + os.sep):
                yield seen.relative_path


def _of(art: Artwork, kind: str) -> Path | None:
    pictures: Mapping[str, Path | None] = {
        "poster": art.poster, "backdrop": art.backdrop, "logo": art.logo, "thumb": art.thumb,
        "banner": art.banner,
    }  # fmt: skip
    return pictures[kind]
