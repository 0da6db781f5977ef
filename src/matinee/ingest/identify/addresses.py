"""Addresses of catalogues in any text: which work they name. Pure.

Kodi calls an NFO that holds nothing else a "parsing NFO" (kodi.wiki, NFO files/Parsing), and
those who release films put the address of the film at IMDb into theirs.
"""

import re
from typing import Final

from matinee.ingest.identify.description import Description, an_id

MOST_CHARS: Final = 200_000
_IMDB = re.compile(r"imdb\.[a-z]{2,3}/(?:[a-z]{2}/)?title/(tt\d{5,10})(?!\d)", re.IGNORECASE)
_TMDB = re.compile(
    r"(?:themoviedb|tmdb)\.org/(movie|tv)/(\d{1,10})(?!\d)[\w%-]{0,200}"
    r"(?:/season/(\d{1,4})(?:/episode/(\d{1,5}))?)?",
    re.IGNORECASE,
)
_TVDB = re.compile(
    r"thetvdb\.com/(?:index\.php)?\?[^\s\"'<>]{0,200}?\b(?:series)?id=(\d{1,10})(?!\d)",
    re.IGNORECASE,
)
_TVDB_PATH = re.compile(
    r"thetvdb\.com/(?:dereferrer/)?(series|movie|movies|episode)/(\d{1,10})(?![\w-])",
    re.IGNORECASE,
)


def read(text: str) -> Description | None:
    """Return what the first address of each catalogue names, None where there is none."""
    text = text[:MOST_CHARS]
    ids: list[tuple[str, str] | None] = []
    kind: str | None = None
    season: int | None = None
    episode: int | None = None
    if found := _TMDB.search(text):
        kind = "movie" if found[1].lower() == "movie" else "series"
        season = int(found[3]) if found[3] else None
        episode = int(found[4]) if found[4] else None
        if season is not None:
            kind = "season" if episode is None else "episode"
        ids.append(an_id("tmdb" if season is None else "series_tmdb", found[2]))
    if found := _TVDB.search(text):
        kind = kind or "series"
        ids.append(an_id("tvdb", found[1]))
    elif found := _TVDB_PATH.search(text):
        path = found[1].lower()
        kind = kind or {"series": "series", "episode": "episode"}.get(path, "movie")
        ids.append(an_id("tvdb", found[2]))
    if found := _IMDB.search(text):
        ids.append(an_id("imdb", found[1].lower()))
    known = dict(one for one in ids if one)
    return Description(kind=kind, season=season, episode=episode, ids=known) if known else None
