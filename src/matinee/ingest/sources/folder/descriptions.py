"""Which NFO and info.json belong to a film, an episode, a season or a series. Pure.

Kodi and Jellyfin look for `<film>.nfo`, for `movie.nfo` where a film has its folder to itself,
for `tvshow.nfo` in a series' folder and `season.nfo` in a season's; yt-dlp writes
`<video>.info.json`.
"""

import os
from pathlib import Path, PurePath

from matinee.ingest.sources.folder.walk import INFO_JSON, SAME_FILE, Walk

_EXTRAS = ("-trailer", "-sample", ".sample", "-behindthescenes", "-featurette", "-deleted",
           "-interview", "-scene", "-short", "-clip", "-other", "-extra")  # fmt: skip


def folder_of(relative_path: str) -> str:
    """Return the folder a path lies in, as `Walk` spells it: "" for the root."""
    return relative_path.rpartition(os.sep)[0]


class Papers:
    """The NFO and info.json of one walk, by folder; each folder is sorted once."""

    def __init__(self, found: Walk) -> None:
        self._found = found
        self._sorted: dict[str, dict[str, str]] = {}
        self._alone: dict[str, bool] = {}

    def film_nfo(self, relative_path: str) -> Path | None:
        """Return the NFO of a film, an episode or any other video."""
        if relative_path == SAME_FILE:
            return None
        folder, stem = folder_of(relative_path), PurePath(relative_path).stem.lower()
        own = self._take(folder, f"{stem}.nfo")
        if own is None and self.is_alone(folder):
            own = self._take(folder, "movie.nfo")
        return own

    def info_json(self, relative_path: str) -> Path | None:
        """Return the info.json of a video."""
        if relative_path == SAME_FILE:
            return None
        stem = PurePath(relative_path).stem.lower()
        return self._take(folder_of(relative_path), stem + INFO_JSON)

    def series_nfo(self, folder: str) -> Path | None:
        """Return the NFO of the series whose folder this is."""
        return self._take(folder, "tvshow.nfo")

    def season_nfo(self, folder: str) -> Path | None:
        """Return the NFO of the season whose folder this is."""
        return self._take(folder, "season.nfo")

    def is_alone(self, folder: str) -> bool:
        """Say whether a folder holds one film, perhaps in several versions named after it."""
        if folder not in self._alone:
            films = [one for one in self._found.films.get(folder, ()) if not one.endswith(_EXTRAS)]
            name = PurePath(folder).name.lower()
            versions = bool(name) and all(one.startswith(name) for one in films)
            self._alone[folder] = len(films) == 1 or (versions and len(films) < 10)
        return self._alone[folder]

    def _names(self, folder: str) -> dict[str, str]:
        if folder not in self._sorted:
            names = sorted(self._found.papers.get(folder, ()), reverse=True)
            self._sorted[folder] = {name.lower(): name for name in names}
        return self._sorted[folder]

    def _take(self, folder: str, name: str) -> Path | None:
        own = self._names(folder).get(name)
        return self._path(folder, own) if own else None

    def _path(self, folder: str, name: str) -> Path:
        return self._found.root / folder / name if folder else self._found.root / name
