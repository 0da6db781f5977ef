"""Cards: what is the same of a title for everybody, written as JSON once and kept.

A page that was not asked before has sixty titles that nobody has asked for; a model of each would
cost more than to read them. So they go from columns to JSON, by statements that are built once, one
a kind of thing and never one a title. A model is read from the JSON where somebody needs one.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic_core import to_json
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit.remembered import Of, remembered
from matinee.kit.statements import among, ready
from matinee.library import schemas
from matinee.library.series.tables import SeriesFileRow, best_last
from matinee.library.tables import ArtworkRow, MediaRow, SeriesRow
from matinee.library.words import labels

Decorate = Callable[[Session, Viewer, Sequence[str]], Mapping[str, Mapping[str, Any]]]
for_all: Final[list[Decorate]] = []
MOST_BYTES: Final = 20 << 20
OWN: Final = {
    name: schemas.Media.model_fields[name].default
    for name in ("progress", "rating", "favourite", "liked", "in_list")
}
"""What may be a viewer's own, as it is where they did nothing with a title."""

_SAME: Final = (
    "id", "kind", "title", "original_title", "year", "season_number", "episode_number",
    "episode_number_end", "description", "duration_s", "status", "source_platform", "source_id",
    "source_url", "uploader", "upload_date", "added_at", "updated_at", "width", "height", "hdr",
    "size_bytes", "trashed_at", "purge_at", "owned", "tagline", "released", "content_rating",
    "part_number", "extra_kind", "extra_of", "available_from", "available_until", "confidence",
    "doubts", "locked",
)  # fmt: skip
_PICTURES: Final = ("poster_url", "backdrop_url", "blurhash")
# All else, as it is where nobody fills it in.
_REST: Final[Mapping[str, Any]] = {
    name: field.get_default()
    for name, field in schemas.Media.model_fields.items()
    if name not in {*_SAME, *OWN, *_PICTURES, "editable", "series", "tags", "genres"}
}
_media = MediaRow.__table__.c
_art, _series, _file = (row.__table__.c for row in (ArtworkRow, SeriesRow, SeriesFileRow))
_TITLES: Final = ready(
    select(
        _media.number, _media.added_by, _media.series_id, *(_media[name] for name in _SAME)
    ).where(among(_media.number, "numbers"))
)
_ARTWORK: Final = ready(
    select(_art.media_id, _art.kind, _art.id, _art.blurhash)
    .where(among(_art.media_id, "ids"), _art.kind.in_(("poster", "backdrop")))
    .order_by(_art.id)  # the newest of a kind stays
)


class Card(NamedTuple):
    """A title's id, who added it, and the JSON of all that is the same for everybody, without the
    brace at its end."""

    id: str
    added_by: str | None
    json: bytes


class _Kept:
    """The cards made since the library changed, of so many bytes in all; those made first go."""

    def __init__(self) -> None:
        self._cards: dict[int, Card] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, number: int) -> Card | None:
        return self._cards.get(number)

    def keep(self, made: Mapping[int, Card]) -> None:
        with self._lock:
            for number, card in made.items():
                if number not in self._cards:
                    self._cards[number] = card
                    self._bytes += len(card.json)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._cards.pop(next(iter(self._cards))).json)


def cards_of(session: Session, viewer: Viewer, numbers: Collection[int]) -> dict[int, Card]:
    """Return the cards of these numbers, those that are still there, in the same order. That the
    viewer may see them has been found out by who asks."""
    kept = remembered(session, "cards", _Kept, of=Of.LIBRARY)
    found = {number: kept.get(number) for number in numbers}
    missing = [number for number, card in found.items() if card is None]
    if missing:
        made = _made(session, viewer, missing)
        kept.keep(made)
        found |= made
    return {number: card for number, card in found.items() if card is not None}


def _made(session: Session, viewer: Viewer, numbers: Sequence[int]) -> dict[int, Card]:
    session.flush()  # who writes sees what they have changed
    rows = session.execute(_TITLES, {"numbers": numbers}).all()
    if not rows:
        return {}
    tags, genres = labels.tags_of(session, numbers), labels.genres_of(session, numbers)
    ids = [row.id for row in rows]
    pictures = _pictures(session, ids)
    series = _series_of(session, {row.series_id for row in rows if row.series_id})
    extra = decorated(session, viewer, ids, for_all)
    made: dict[int, Card] = {}
    for number, added_by, series_id, *same in map(tuple[Any, ...], rows):
        fields = dict(zip(_SAME, same, strict=True))
        media_id = fields["id"]
        of = series.get(series_id)
        shown = pictures.get(media_id, _NO_PICTURES)
        if of is not None and of.backdrop is not None and shown["backdrop_url"] is None:
            file_id, blurhash = of.backdrop  # lent to an episode that has none
            shown = {**shown, "backdrop_url": artwork_url(file_id),
                     "blurhash": shown["blurhash"] or blurhash}  # fmt: skip
        fields |= _REST
        fields |= shown
        fields["series"] = of.ref if of else None
        fields["tags"], fields["genres"] = tags.get(number, []), genres.get(number, [])
        fields |= extra.get(media_id, {})
        made[number] = Card(media_id, added_by, to_json(fields)[:-1])
    return made


def decorated(
    session: Session, viewer: Viewer, ids: Sequence[str], decorators: Sequence[Decorate]
) -> defaultdict[str, dict[str, Any]]:
    """Return what rooms above fill in of many media, by media id."""
    extra: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for decorate in decorators:
        for media_id, fields in decorate(session, viewer, ids).items():
            extra[media_id].update(fields)
    return extra


def artwork_url(artwork_id: str) -> str:
    """Return the address of a picture."""
    return f"/api/artwork/{artwork_id}"


_NO_PICTURES: Final[Mapping[str, str | None]] = dict.fromkeys(_PICTURES)


def _pictures(session: Session, ids: Sequence[str]) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for media_id, kind, artwork_id, blurhash in session.execute(_ARTWORK, {"ids": ids}):
        shown = found.setdefault(media_id, dict(_NO_PICTURES))
        shown[f"{kind}_url"] = artwork_url(artwork_id)
        if kind == "poster" or shown["blurhash"] is None:
            shown["blurhash"] = blurhash
    return found


class _Series(NamedTuple):
    """A series as its episodes name it, and the backdrop they borrow: its id and blurhash."""

    ref: dict[str, str]
    backdrop: tuple[str, str | None] | None


_OF_SERIES: Final = ready(
    select(_series.id, _series.title, _file.id, _file.blurhash)
    .select_from(
        SeriesRow.__table__.outerjoin(
            SeriesFileRow.__table__,
            and_(
                _file.series_id == _series.id, _file.season_number.is_(None),
                _file.kind == "backdrop", _file.address.is_not(None),
            ),
        )
    )
    .where(among(_series.id, "ids"))
    .order_by(*best_last())
)  # fmt: skip


def _series_of(session: Session, ids: Collection[str]) -> Mapping[str, _Series]:
    """Return these series, of which few have many of the titles that are asked for."""
    known = remembered(session, "series of cards", dict[str, _Series], of=Of.LIBRARY)
    missing = [one for one in ids if one not in known]
    if missing:
        rows = session.execute(_OF_SERIES, {"ids": missing})
        read = {
            series_id: _Series(
                {"id": series_id, "title": title}, (file_id, blurhash) if file_id else None
            )
            for series_id, title, file_id, blurhash in rows
        }
        known.update(read)
    return known
