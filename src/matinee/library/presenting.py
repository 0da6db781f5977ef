"""Media rows turned into what the wire carries, a whole page at a time.

Everything a page needs is read with one query a kind of thing, never one a media. Rooms above
add their part (how far the viewer is) through `decorate_with`. Lists are of JSON: what is the same
of a media for everybody is written once, and what is a viewer's own behind it.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.engine import Probe, Track
from matinee.kit.remembered import Of, remembered
from matinee.library import schemas
from matinee.library.people import people
from matinee.library.queries import visible_to
from matinee.library.series.tables import SeriesFileRow, best_last
from matinee.library.sound.skipping import parts
from matinee.library.summary import is_present
from matinee.library.tables import (
    ArtworkRow,
    AssetRow,
    MediaRow,
    PlaceRow,
    ProbeRow,
    RootRow,
    SeriesRow,
)
from matinee.library.words import labels

Decorate = Callable[[Session, Viewer, Sequence[str]], Mapping[str, Mapping[str, Any]]]
_for_all: list[Decorate] = []
_for_viewer: list[Decorate] = []
_MOST_CARDS = 4_000  # some twenty megabytes
_keeping = threading.Lock()
_SAME = (
    "id", "kind", "title", "original_title", "year", "season_number", "episode_number",
    "episode_number_end", "description", "duration_s", "status", "source_platform", "source_id",
    "source_url", "uploader", "upload_date", "added_at", "updated_at", "width", "height", "hdr",
    "size_bytes", "trashed_at", "purge_at", "owned", "tagline", "released", "content_rating",
    "part_number", "extra_kind", "extra_of", "available_from", "available_until", "confidence",
    "doubts", "locked",
)  # fmt: skip
_TRACK = tuple(schemas.AssetTrack.model_fields)
# What may be a viewer's own, as it is where they did nothing with a title.
_OWN = {
    name: schemas.Media.model_fields[name].default
    for name in ("progress", "rating", "favourite", "liked", "in_list")
}


def decorate_with(decorate: Decorate, *, of_library: bool = False) -> None:
    """Let a room above fill fields of presented media.

    `decorate(session, viewer, media_ids)` returns, by media id, the fields it knows; `of_library`
    where these are the same for everybody and change only when the library does.
    """
    decorators = _for_all if of_library else _for_viewer
    if decorate not in decorators:
        decorators.append(decorate)


@dataclass(frozen=True, slots=True)
class _Card:
    """What is the same of a media for everybody, and who added it."""

    media: schemas.Media
    added_by: str | None
    written: list[bytes] = field(default_factory=list[bytes])

    @property
    def as_json(self) -> bytes:
        """The JSON of it, but what is a viewer's own, without the brace at its end."""
        if not self.written:
            same = self.media.__pydantic_serializer__.to_json(
                self.media, exclude={*_OWN, "editable"}
            )
            self.written.append(same[:-1])
        return self.written[0]


def present(
    session: Session, viewer: Viewer, medias: Sequence[MediaRow], *, with_assets: bool = False
) -> list[schemas.Media]:
    """Return these media as this viewer is shown them, in the same order."""
    cards = _known(session)
    found = {media.number: cards.get(media.number) for media in medias}
    missing = [media for media in medias if found[media.number] is None]
    made = _made(session, viewer, missing)
    _keep(cards, made)
    every = [found[media.number] or made[media.number] for media in medias]
    return _shown(session, viewer, every, with_assets=with_assets)


def present_json(session: Session, viewer: Viewer, numbers: Collection[int]) -> dict[int, bytes]:
    """Return the media of these numbers as this viewer is shown them, each as the JSON of a Media,
    by number, those that are still there. That the viewer may see them has been found out by who
    asks."""
    there = _cards(session, viewer, numbers)
    ids = [card.media.id for card in there.values()]
    own = _decorated(session, viewer, ids, _for_viewer) if ids else {}
    nothing = {may: _own_json({}, editable=may) for may in (False, True)}
    found: dict[int, bytes] = {}
    for number, card in there.items():
        may, fields = may_change(viewer, card.added_by), own.get(card.media.id)
        tail = _own_json(fields, editable=may) if fields else nothing[may]
        found[number] = b"%s,%s" % (card.as_json, tail)
    return found


def _own_json(fields: Mapping[str, Any], *, editable: bool) -> bytes:
    return to_json({**_OWN, "editable": editable, **fields})[1:]


def _cards(session: Session, viewer: Viewer, numbers: Collection[int]) -> dict[int, _Card]:
    """Return the cards of these numbers, those that are still there, in the same order."""
    cards = _known(session)
    found = {number: cards.get(number) for number in numbers}
    missing = [number for number, card in found.items() if card is None]
    if missing:
        rows = session.scalars(visible_to(viewer).where(MediaRow.number.in_(missing))).all()
        made = _made(session, viewer, rows)
        _keep(cards, made)
        found |= made
    return {number: card for number, card in found.items() if card is not None}


def _known(session: Session) -> dict[int, _Card]:
    """Return the cards that are known, by number, to be added to: until the library changes."""
    return remembered(session, "cards", dict[int, _Card], of=Of.LIBRARY)


def _keep(cards: dict[int, _Card], made: Mapping[int, _Card]) -> None:
    with _keeping:
        cards.update(made)
        while len(cards) > _MOST_CARDS:  # those made first go
            del cards[next(iter(cards))]


def _made(session: Session, viewer: Viewer, medias: Sequence[MediaRow]) -> dict[int, _Card]:
    if not medias:
        return {}
    ids, numbers = [media.id for media in medias], [media.number for media in medias]
    tags, genres = labels.tags_of(session, numbers), labels.genres_of(session, numbers)
    pictures, series = _pictures(session, ids), _series(session, medias)
    _lend_backdrops(medias, series, pictures)
    extra = _decorated(session, viewer, ids, _for_all)
    return {
        media.number: _Card(
            schemas.Media(
                **{name: getattr(media, name) for name in _SAME},
                **pictures.get(media.id, _NO_PICTURES),
                **extra.get(media.id, {}),
                series=of.ref if (of := series.get(media.series_id or "")) else None,
                tags=tags.get(media.number, []),
                genres=genres.get(media.number, []),
                editable=False,
                assets=None,
            ),
            media.added_by,
        )
        for media in medias
    }


def _shown(
    session: Session, viewer: Viewer, cards: Sequence[_Card], *, with_assets: bool
) -> list[schemas.Media]:
    """Add what is a viewer's own."""
    if not cards:
        return []
    ids = [card.media.id for card in cards]
    extra = _decorated(session, viewer, ids, _for_viewer)
    if with_assets:
        assets = _assets(session, viewer, ids)
        for media_id in ids:
            extra[media_id]["assets"] = assets.get(media_id, [])
    shown: list[schemas.Media] = []
    for card in cards:
        own: dict[str, Any] = {
            "editable": may_change(viewer, card.added_by),
            **extra.get(card.media.id, {}),
        }
        if len(own) == 1:
            shown.append(card.media.model_copy(update=own))
        else:  # what others fill in is read, as models are
            shown.append(schemas.Media(**(card.media.__dict__ | own)))
    return shown


def _decorated(
    session: Session, viewer: Viewer, ids: Sequence[str], decorators: Sequence[Decorate]
) -> defaultdict[str, dict[str, Any]]:
    extra: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for decorate in decorators:
        for media_id, fields in decorate(session, viewer, ids).items():
            extra[media_id].update(fields)
    return extra


_NO_PICTURES: dict[str, str | None] = {"poster_url": None, "backdrop_url": None, "blurhash": None}


def artwork_url(artwork_id: str) -> str:
    """Return the address of a picture."""
    return f"/api/artwork/{artwork_id}"


def _pictures(session: Session, media_ids: list[str]) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    rows = session.execute(
        select(ArtworkRow.media_id, ArtworkRow.kind, ArtworkRow.id, ArtworkRow.blurhash)
        .where(ArtworkRow.media_id.in_(media_ids), ArtworkRow.kind.in_(("poster", "backdrop")))
        .order_by(ArtworkRow.id)  # the newest of a kind stays
    )
    for media_id, kind, artwork_id, blurhash in rows:
        shown = found.setdefault(media_id, dict(_NO_PICTURES))
        shown[f"{kind}_url"] = artwork_url(artwork_id)
        if kind == "poster" or shown["blurhash"] is None:
            shown["blurhash"] = blurhash
    return found


@dataclass(frozen=True, slots=True)
class _Series:
    """A series as its episodes name it, and the backdrop they borrow: its id and blurhash."""

    ref: schemas.SeriesRef
    backdrop: tuple[str, str | None] | None


def _lend_backdrops(
    medias: Sequence[MediaRow],
    series: Mapping[str, _Series],
    found: dict[str, dict[str, str | None]],
) -> None:
    """Give episodes without a backdrop that of their series."""
    for media in medias:
        of = series.get(media.series_id or "")
        if of is None or of.backdrop is None:
            continue
        shown = found.setdefault(media.id, dict(_NO_PICTURES))
        if shown["backdrop_url"] is None:
            file_id, blurhash = of.backdrop
            shown["backdrop_url"] = artwork_url(file_id)
            shown["blurhash"] = shown["blurhash"] or blurhash


def _series(session: Session, medias: Iterable[MediaRow]) -> dict[str, _Series]:
    wanted = {media.series_id for media in medias if media.series_id}
    if not wanted:
        return {}
    backdrop = and_(
        SeriesFileRow.series_id == SeriesRow.id,
        SeriesFileRow.season_number.is_(None),
        SeriesFileRow.kind == "backdrop",
        SeriesFileRow.address.is_not(None),
    )
    rows = session.execute(
        select(SeriesRow.id, SeriesRow.title, SeriesFileRow.id, SeriesFileRow.blurhash)
        .outerjoin(SeriesFileRow, backdrop)
        .where(SeriesRow.id.in_(wanted))
        .order_by(*best_last())
    )
    return {
        series_id: _Series(
            schemas.SeriesRef(id=series_id, title=title),
            (file_id, blurhash) if file_id else None,
        )
        for series_id, title, file_id, blurhash in rows
    }


def _assets(
    session: Session, viewer: Viewer, media_ids: list[str]
) -> dict[str, list[schemas.Asset]]:
    rows = session.execute(
        select(AssetRow, ProbeRow.probe, is_present())
        .outerjoin(ProbeRow, ProbeRow.asset_id == AssetRow.id)
        .where(AssetRow.media_id.in_(media_ids))
        .order_by(AssetRow.height.desc().nulls_last(), AssetRow.id)
    ).all()
    paths = _paths(session, [row.id for row, _, _ in rows]) if viewer.is_admin else {}
    found: dict[str, list[schemas.Asset]] = defaultdict(list)
    for row, probe, there in rows:
        path = paths.get(row.id)
        found[row.media_id].append(
            _asset(row, probe, path, with_key=viewer.is_admin, present=bool(there))
        )
    return found


def _asset(
    row: AssetRow, probe: dict[str, Any] | None, path: str | None, *, with_key: bool, present: bool
) -> schemas.Asset:
    known = Probe.from_json(probe) if probe else None
    return schemas.Asset(
        id=row.id,
        path=path,
        key=row.key if with_key else None,
        size_bytes=row.size_bytes,
        container=row.container,
        width=row.width,
        height=row.height,
        video_codec=row.video_codec,
        audio_codecs=row.audio_codecs,
        hdr=row.hdr,
        fingerprint=row.fingerprint,
        duration_s=row.duration_s,
        bit_rate=row.bit_rate,
        frame_rate=row.frame_rate,
        edition=row.edition,
        label=row.label,
        present=present,
        tracks=[_track(track) for track in known.tracks] if known else [],
        chapters=[
            schemas.Chapter(start_s=part.start_s, end_s=part.end_s, title=part.title)
            for part in (parts(known.chapters) if known else ())
        ],
    )


def with_work(session: Session, viewer: Viewer, shown: schemas.Media, row: MediaRow) -> None:
    """Fill in what the page of one media tells: who took part, extras, other catalogues' ids."""
    shown.people = [wire_part(one) for one in people.credits_of(session, row.number)]
    shown.other_ids = people.other_ids(session, [row.id]).get(row.id)
    extras = session.scalars(
        visible_to(viewer).where(MediaRow.extra_of == row.id).order_by(MediaRow.sort_title)
    ).all()
    shown.extras = present(session, viewer, extras)


def wire_part(part: people.Part) -> schemas.Part:
    """Return what somebody did, as the wire carries it."""
    return schemas.Part(id=part.number, name=part.name, job=part.job, character=part.character)


def _track(track: Track) -> schemas.AssetTrack:
    return schemas.AssetTrack(**{name: getattr(track, name) for name in _TRACK})


def _paths(session: Session, asset_ids: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(PlaceRow.asset_id, RootRow.path, PlaceRow.relative_path)
        .join(RootRow, RootRow.id == PlaceRow.root_id)
        .where(PlaceRow.asset_id.in_(asset_ids))
        .order_by(PlaceRow.missing_since.is_(None))
    )
    return {str(asset_id): readable(f"{root}/{relative}") for asset_id, root, relative in rows}


def readable(path: str) -> str:
    """Return a path that JSON can carry: bytes that are not UTF-8 are shown as marks."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
