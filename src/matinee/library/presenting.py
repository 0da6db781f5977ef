"""Media rows turned into what the wire carries, a whole page at a time.

Everything a page needs is read with one query a kind of thing, never one a media. Rooms above
add their part (how far the viewer is) through `decorate_with`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer, may_change
from matinee.engine import Probe, Track
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
_decorators: list[Decorate] = []
_SAME = (
    "id", "kind", "title", "original_title", "year", "season_number", "episode_number",
    "episode_number_end", "description", "duration_s", "status", "source_platform", "source_id",
    "source_url", "uploader", "upload_date", "added_at", "updated_at", "width", "height", "hdr",
    "size_bytes", "trashed_at", "purge_at", "owned", "tagline", "released", "content_rating",
    "part_number", "extra_kind", "extra_of", "available_from", "available_until", "confidence",
    "doubts", "locked",
)  # fmt: skip
_TRACK = tuple(schemas.AssetTrack.model_fields)


def decorate_with(decorate: Decorate) -> None:
    """Let a room above fill fields of presented media.

    `decorate(session, viewer, media_ids)` returns, by media id, the fields it knows.
    """
    if decorate not in _decorators:
        _decorators.append(decorate)


def present(
    session: Session, viewer: Viewer, medias: Sequence[MediaRow], *, with_assets: bool = False
) -> list[schemas.Media]:
    """Return these media as this viewer is shown them, in the same order."""
    if not medias:
        return []
    ids, numbers = [media.id for media in medias], [media.number for media in medias]
    tags, genres = labels.tags_of(session, numbers), labels.genres_of(session, numbers)
    pictures, series = _pictures(session, ids), _series(session, medias)
    _lend_backdrops(medias, series, pictures)
    assets = _assets(session, viewer, ids) if with_assets else None
    extra: dict[str, dict[str, Any]] = defaultdict(dict)
    for decorate in _decorators:
        for media_id, fields in decorate(session, viewer, ids).items():
            extra[media_id].update(fields)
    return [
        schemas.Media(
            **{name: getattr(media, name) for name in _SAME},
            **pictures.get(media.id, _NO_PICTURES),
            **extra.get(media.id, {}),
            series=of.ref if (of := series.get(media.series_id or "")) else None,
            tags=tags.get(media.number, []),
            genres=genres.get(media.number, []),
            editable=may_change(viewer, media.added_by),
            assets=assets.get(media.id, []) if assets is not None else None,
        )
        for media in medias
    ]


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
