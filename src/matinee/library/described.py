"""What is known of every file of a folder, as plain values: for writing it down beside the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.library.people import people
from matinee.library.people.people import Part
from matinee.library.tables import AssetRow, MediaRow, PlaceRow, SeriesRow
from matinee.library.words import labels

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """A file that is there, and what the library says of its media; `duration_s` is the file's."""

    place_id: str
    relative_path: str
    kind: str
    title: str
    original_title: str | None
    tagline: str | None
    description: str | None
    year: int | None
    released: date | None
    duration_s: float
    content_rating: str | None
    series_id: str | None
    series: str | None
    season: int | None
    episode: int | None
    episode_end: int | None
    genres: Sequence[str]
    tags: Sequence[str]
    parts: Sequence[Part]
    other_ids: Mapping[str, str]
    locked: Sequence[str]


@dataclass(frozen=True, slots=True)
class DescribedSeries:
    """A series and what the library says of it."""

    title: str
    original_title: str | None
    year: int | None
    description: str | None
    content_rating: str | None
    parts: Sequence[Part]
    other_ids: Mapping[str, str]
    locked: Sequence[str]


def described_files(session: Session, root_id: str, after: str = "") -> list[DescribedFile]:
    """Return the next files that are there in a folder, behind the place `after`; none at the end.
    Extras and what is in the trash are left out."""
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.relative_path, AssetRow.duration_s, MediaRow, SeriesRow)
        .join(AssetRow, AssetRow.id == PlaceRow.asset_id)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .outerjoin(SeriesRow, SeriesRow.id == MediaRow.series_id)
        .where(
            PlaceRow.root_id == root_id,
            PlaceRow.missing_since.is_(None),
            PlaceRow.id > after,
            MediaRow.trashed_at.is_(None),
            MediaRow.extra_kind.is_(None),
        )
        .order_by(PlaceRow.id)
        .limit(_CHUNK)
    ).all()
    numbers = [media.number for *_, media, _ in rows]
    tags, genres = labels.tags_of(session, numbers), labels.genres_of(session, numbers)
    others = people.other_ids(session, [media.id for *_, media, _ in rows])
    return [
        DescribedFile(
            place_id, path, media.kind, media.title, media.original_title, media.tagline,
            media.description, media.year, media.released, duration_s, media.content_rating,
            media.series_id, series.title if series else None, media.season_number,
            media.episode_number, media.episode_number_end, genres.get(media.number, ()),
            tags.get(media.number, ()), people.credits_of(session, media.number),
            others.get(media.id, {}), media.locked or (),
        )
        for place_id, path, duration_s, media, series in rows
    ]  # fmt: skip


def described_series(session: Session, series_id: str) -> DescribedSeries | None:
    """Return what is known of a series; None where it is gone."""
    row = session.get(SeriesRow, series_id)
    if row is None:
        return None
    return DescribedSeries(
        row.title, row.original_title, row.year, row.description, row.content_rating,
        people.series_credits(session, series_id), people.series_ids(session, series_id),
        row.locked or (),
    )  # fmt: skip
