"""Reading what lies beside the videos of one walk: each series' NFO once, however many episodes."""

import threading

from matinee import engine, library
from matinee.ingest.identify import infojson, nfo
from matinee.ingest.identify.description import Description
from matinee.ingest.identify.merging import Beside
from matinee.ingest.sources.folder.artwork import Gallery
from matinee.ingest.sources.folder.descriptions import Papers, folder_of
from matinee.ingest.sources.folder.homes import above
from matinee.ingest.sources.folder.walk import Walk


class Reader:
    """Answers for one walk; several threads ask."""

    def __init__(self, found: Walk) -> None:
        self._papers = Papers(found)
        self._gallery = Gallery(found, self._papers)
        self._lock = threading.Lock()
        self._series: dict[str, Description | None] = {}

    def of(self, relative_path: str) -> Beside:
        """Return what lies beside a video and above it."""
        with self._lock:
            own, info = self._papers.film_nfo(relative_path), self._papers.info_json(relative_path)
        return Beside(
            nfo=nfo.read(own) if own else None,
            info=infojson.read(info) if info else None,
            series=self._series_above(folder_of(relative_path)),
        )

    def files_of(self, relative_path: str) -> tuple[library.Sidecar, ...]:
        """Return what lies beside a video but subtitles: pictures for what they are, and what
        says what it is, so that a change of it is seen."""
        with self._lock:
            papers = (
                ("nfo", self._papers.film_nfo(relative_path)),
                ("info", self._papers.info_json(relative_path)),
            )
            of_series = self._is_of_series(folder_of(relative_path))
            own = self._gallery.episode if of_series else self._gallery.film
            found = own(relative_path)
            still = found.thumb or self._gallery.episode(relative_path).thumb
            framed = self._papers.info_json(relative_path) is not None
        named = (
            ("poster", found.poster), ("backdrop", found.backdrop), ("logo", found.logo),
            ("thumbnail" if framed else "thumb", still), *papers,
        )  # fmt: skip
        return tuple(library.Sidecar(kind, path) for kind, path in named if path is not None)

    def _is_of_series(self, folder: str) -> bool:
        """Say whether a folder lies in that of a series: what it holds for itself is not its
        episodes'."""
        return any(self._papers.series_nfo(one) is not None for one in above(folder))

    def _series_above(self, folder: str) -> Description | None:
        for one in above(folder):
            with self._lock:
                if one not in self._series:
                    path = self._papers.series_nfo(one)
                    self._series[one] = nfo.read(path) if path else None
                said = self._series[one]
            if said is not None:
                return said
        return None


def chapters_of(said: Beside) -> tuple[engine.Chapter, ...]:
    """Return the chapters that the source told of."""
    own = said.info
    return tuple(engine.Chapter(*one) for one in own.chapters) if own else ()
