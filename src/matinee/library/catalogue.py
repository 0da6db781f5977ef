"""The whole catalogue as plain values, a stretch at a time: for carrying it elsewhere and for
telling what of another catalogue is here."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.library.collections.tables import CollectionItemRow, CollectionRow
from matinee.library.people import people
from matinee.library.tables import AssetRow, MediaRow, PlaceRow, RootRow, SeriesRow
from matinee.library.words import labels

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class CataloguedFile:
    """One file version of a media, and the paths at which it lies in folders."""

    fingerprint: str
    size_bytes: int
    duration_s: float
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogued:
    """One media with its facts, words and files."""

    id: str
    kind: str
    title: str
    original_title: str | None
    year: int | None
    series: str | None
    season: int | None
    episode: int | None
    episode_end: int | None
    description: str | None
    duration_s: float | None
    source_platform: str | None
    source_id: str | None
    source_url: str | None
    uploader: str | None
    upload_date: date | None
    added_at: datetime
    files: tuple[CataloguedFile, ...]
    tags: tuple[str, ...]
    genres: tuple[str, ...]
    other_ids: Mapping[str, str]  # what other catalogues call it: imdb, tmdb, tvdb


def catalogue(session: Session) -> Iterator[Catalogued]:
    """Give every media that is not in the trash, the oldest first."""
    after = 0
    while True:
        rows = session.execute(
            select(MediaRow, SeriesRow.title)
            .outerjoin(SeriesRow, SeriesRow.id == MediaRow.series_id)
            .where(MediaRow.trashed_at.is_(None), MediaRow.number > after)
            .order_by(MediaRow.number)
            .limit(_CHUNK)
        ).all()
        if not rows:
            return
        after = rows[-1][0].number
        files = _files(session, [media.id for media, _ in rows])
        numbers = [media.number for media, _ in rows]
        tags, genres = labels.tags_of(session, numbers), labels.genres_of(session, numbers)
        others = people.other_ids(session, [media.id for media, _ in rows])
        for media, series in rows:
            yield Catalogued(
                media.id, media.kind, media.title, media.original_title, media.year, series,
                media.season_number, media.episode_number, media.episode_number_end,
                media.description, media.duration_s, media.source_platform, media.source_id,
                media.source_url, media.uploader, media.upload_date, media.added_at,
                tuple(files.get(media.id, ())), tuple(tags.get(media.number, ())),
                tuple(genres.get(media.number, ())), others.get(media.id, {}),
            )  # fmt: skip
        session.expunge_all()


def collected(session: Session) -> Iterator[tuple[CollectionRow, Sequence[str]]]:
    """Give every collection with the ids of its media in their order."""
    there = select(CollectionRow).where(CollectionRow.deleted_at.is_(None))
    for row in session.scalars(there.order_by(CollectionRow.id)).all():
        inside = select(CollectionItemRow.media_id).where(CollectionItemRow.collection_id == row.id)
        yield row, session.scalars(inside.order_by(CollectionItemRow.position)).all()


def _files(session: Session, media_ids: list[str]) -> dict[str, list[CataloguedFile]]:
    rows = session.execute(
        select(AssetRow, RootRow.path, PlaceRow.relative_path)
        .outerjoin(PlaceRow, PlaceRow.asset_id == AssetRow.id)
        .outerjoin(RootRow, RootRow.id == PlaceRow.root_id)
        .where(AssetRow.media_id.in_(media_ids))
        .order_by(AssetRow.id, PlaceRow.id)
    )
    assets: dict[str, AssetRow] = {}
    paths: dict[str, list[str]] = defaultdict(list)
    for asset, root, relative in rows:
        assets[asset.id] = asset
        if relative:  # an asset that lies in no folder has none
            paths[asset.id].append(f"{root}/{relative}")
    found: dict[str, list[CataloguedFile]] = defaultdict(list)
    for asset in assets.values():
        found[asset.media_id].append(
            CataloguedFile(
                asset.fingerprint, asset.size_bytes, asset.duration_s, tuple(paths[asset.id])
            )
        )
    return found
