"""Which pictures lie beside a film, a series, a season or an episode, and what each is for. Pure.

The names are those of the Kodi wiki (Artwork; Movie artwork, TV artwork) and of Jellyfin's
documentation (Movies, Shows: Metadata images): `poster.jpg` in a film's own folder,
`<film>-poster.jpg` anywhere, `season01-poster.jpg` beside a series, `extrafanart/` for more. A
picture named as the video is its poster by Jellyfin, but the frame that yt-dlp saved where an
info.json lies beside it. Only what the walk met counts, so no link and nothing outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from matinee.ingest.sources.folder.descriptions import Papers, folder_of
from matinee.ingest.sources.folder.walk import SAME_FILE, Walk

MOST_BACKDROPS: Final = 10
_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".tbn", ".gif")
_POSTER: Final = ("poster", "folder", "cover", "movie-poster", "movie", "default")
_SERIES_POSTER: Final = ("poster", "folder", "cover", "show", "default", "season-all-poster",
                         "season-all")  # fmt: skip
_SEASON_POSTER: Final = ("poster", "folder", "cover", "season-poster", "season")
_BACKDROP: Final = ("fanart", "backdrop", "background", "art")
_LOGO: Final = ("clearlogo", "logo")
_THUMB: Final = ("landscape", "thumb")
_BANNER: Final = ("banner",)
_MORE: Final = frozenset({"extrafanart", "extrafanarts"})


@dataclass(frozen=True, slots=True)
class Artwork:
    """Paths of pictures. `more_backdrops` are further ones, best first, without `backdrop`."""

    poster: Path | None = None
    backdrop: Path | None = None
    logo: Path | None = None
    thumb: Path | None = None
    banner: Path | None = None
    more_backdrops: tuple[Path, ...] = ()


class Gallery:
    """The pictures of one walk, by folder; each folder is sorted once, however many ask."""

    def __init__(self, found: Walk, papers: Papers) -> None:
        self._found = found
        self._papers = papers
        self._sorted: dict[str, dict[str, str]] = {}
        self._inside: dict[tuple[str, frozenset[str]], list[str]] = {}

    def film(self, relative_path: str) -> Artwork:
        """Return the pictures of a film or any other video that is no episode."""
        if relative_path == SAME_FILE:
            return Artwork()
        folder, stem = folder_of(relative_path), PurePath(relative_path).stem.lower()
        own = self._named(folder, stem)
        alone = self._papers.is_alone(folder)
        from_folder = self._folder(folder, _POSTER) if alone else Artwork()
        bare = self._take(folder, (stem,))
        framed = self._papers.info_json(relative_path) is not None
        poster = own.poster or from_folder.poster or (None if framed else bare)
        return Artwork(
            poster=poster,
            backdrop=own.backdrop or from_folder.backdrop,
            logo=own.logo or from_folder.logo,
            thumb=own.thumb or from_folder.thumb or (bare if bare != poster else None),
            banner=own.banner or from_folder.banner,
            more_backdrops=_others(
                own.backdrop or from_folder.backdrop,
                (*own.more_backdrops, from_folder.backdrop, *from_folder.more_backdrops),
            ),
        )

    def episode(self, relative_path: str) -> Artwork:
        """Return the pictures of an episode: the folder's are its season's or its series'."""
        if relative_path == SAME_FILE:
            return Artwork()
        folder, stem = folder_of(relative_path), PurePath(relative_path).stem.lower()
        own = self._named(folder, stem)
        thumb = own.thumb or self._take(folder, (stem,))
        for below in self._below(folder, frozenset({"metadata"})):
            thumb = thumb or self._take(below, (stem, f"{stem}-thumb"))
        return Artwork(own.poster, own.backdrop, own.logo, thumb, own.banner, own.more_backdrops)

    def series(self, folder: str) -> Artwork:
        """Return the pictures of the series whose folder this is."""
        return self._folder(folder, _SERIES_POSTER, everywhere="season-all-")

    def season(self, series_folder: str, number: int, own_folder: str | None = None) -> Artwork:
        """Return the pictures of a season: in its folder, if it has one, and in its series'."""
        names = _season_names(number)
        found = [self._numbered(series_folder, names)]
        if own_folder is not None and own_folder != series_folder:
            found.append(self._numbered(own_folder, names))
            found.append(self._folder(own_folder, _SEASON_POSTER))
        return Artwork(
            next((one.poster for one in found if one.poster), None),
            next((one.backdrop for one in found if one.backdrop), None),
            next((one.logo for one in found if one.logo), None),
            next((one.thumb for one in found if one.thumb), None),
            next((one.banner for one in found if one.banner), None),
        )

    def _named(self, folder: str, stem: str) -> Artwork:
        """Return what is named after something: `<stem>-poster` and so on."""
        if not self._names(folder):
            return Artwork()
        backdrops = [*self._backdrops(folder, f"{stem}-"), *self._backdrops(folder, f"{stem}.")]
        return Artwork(
            self._take(folder, (f"{stem}-poster", f"{stem}.poster", f"{stem}-cover")),
            backdrops[0] if backdrops else None,
            self._take(folder, (f"{stem}-clearlogo", f"{stem}-logo")),
            self._take(folder, (f"{stem}-thumb", f"{stem}-landscape")),
            self._take(folder, (f"{stem}-banner",)),
            tuple(backdrops[1:MOST_BACKDROPS]),
        )

    def _numbered(self, folder: str, names: Sequence[str]) -> Artwork:
        """Return what a season's number names: `season01-poster`, or bare `season01`."""
        found = [self._named(folder, name) for name in names]
        bare = self._take(folder, names)
        return Artwork(
            next((one.poster for one in found if one.poster), bare),
            next((one.backdrop for one in found if one.backdrop), None),
            next((one.logo for one in found if one.logo), None),
            next((one.thumb for one in found if one.thumb), None),
            next((one.banner for one in found if one.banner), None),
        )

    def _folder(self, folder: str, posters: Sequence[str], everywhere: str = "") -> Artwork:
        """Return what lies in a folder that belongs to one thing alone."""
        backdrops = self._backdrops(folder, "")
        if everywhere:
            backdrops += self._backdrops(folder, everywhere)
        for below in self._below(folder, _MORE):
            names = self._names(below)
            backdrops += [self._path(below, names[low]) for low in sorted(names)]
        return Artwork(
            self._take(folder, posters),
            backdrops[0] if backdrops else None,
            self._take(folder, _LOGO),
            self._take(folder, _with(_THUMB, everywhere)),
            self._take(folder, _with(_BANNER, everywhere)),
            tuple(backdrops[1:MOST_BACKDROPS]),
        )

    def _backdrops(self, folder: str, before: str) -> list[Path]:
        """Return the backdrops under their usual names, numbered ones after them."""
        if not self._names(folder):
            return []
        found = [
            self._take(folder, (f"{before}{name}{number}",))
            for number in ("", *map(str, range(1, MOST_BACKDROPS)))
            for name in _BACKDROP
        ]
        return [one for one in found if one is not None]

    def _below(self, folder: str, names: frozenset[str]) -> list[str]:
        if (folder, names) not in self._inside:
            folders = self._found.folders.get(folder, ())
            some = sorted(one for one in folders if PurePath(one).name.lower() in names)
            self._inside[folder, names] = some
        return self._inside[folder, names]

    def _take(self, folder: str, stems: Sequence[str]) -> Path | None:
        """Return the first of some names, in the first format it lies there in."""
        names = self._names(folder)
        if not names:
            return None
        found = (names.get(stem + ending) for stem in stems for ending in _ENDINGS)
        name = next((one for one in found if one is not None), None)
        return self._path(folder, name) if name is not None else None

    def _names(self, folder: str) -> dict[str, str]:
        if folder not in self._sorted:
            names = sorted(self._found.pictures.get(folder, ()), reverse=True)
            self._sorted[folder] = {name.lower(): name for name in names}
        return self._sorted[folder]

    def _path(self, folder: str, name: str) -> Path:
        return self._found.root / folder / name if folder else self._found.root / name


def _season_names(number: int) -> tuple[str, ...]:
    special = ("season-specials", "season00", "season0") if number == 0 else ()
    return special or tuple(
        dict.fromkeys((f"season{number:02d}", f"season{number}", f"season{number:03d}"))
    )


def _with(names: Sequence[str], everywhere: str) -> tuple[str, ...]:
    return (*names, *(everywhere + name for name in names if everywhere))


def _others(first: Path | None, paths: Sequence[Path | None]) -> tuple[Path, ...]:
    def further() -> Iterator[Path]:
        for path in paths:
            if path is not None and path != first:
                yield path

    return tuple(dict.fromkeys(further()))[:MOST_BACKDROPS]
