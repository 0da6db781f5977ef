"""From a path to what it names: a film, an episode, an extra of either, or just a video.

Witnesses are asked in turn, the surest first. What was guessed rather than read is told as a doubt,
and lowers the confidence, so that the owner is asked about few things and the right ones.
"""

from pathlib import PurePath

from matinee.ingest.identify.naming import episodes, extras, films, folders, saved, videos
from matinee.ingest.identify.naming.folders import HOME, MIXED
from matinee.ingest.identify.naming.named import Named, take_apart

_WITNESSES = (extras.read, saved.read, episodes.read, films.read, episodes.unnumbered)


def read(path: str, *, newest_year: int, hint: str = MIXED) -> Named:
    """Return what a path says: the library folder's name first, then folders, then the file.

    `hint` is what the owner said the library folder holds: mixed, movies, series or home.
    `newest_year` is the latest year that may be one, usually the next. Never fails.
    """
    parts = PurePath(path).parts
    around = folders.read(list(parts[:-1]), hint, newest_year)
    name = take_apart(PurePath(parts[-1]).stem if parts else "", newest_year)
    if around.hint != HOME:
        for witness in _WITNESSES:
            if (found := witness(name, around)) is not None:
                return found
    return videos.read(name, around)
