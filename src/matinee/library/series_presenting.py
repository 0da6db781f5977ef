"""Series turned into what the wire carries: their seasons, pictures, people and next episode."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.library import labels, people, work_schemas
from matinee.library.presenting import artwork_url, present, wire_part
from matinee.library.queries import listed, visible_to
from matinee.library.tables import ArtworkRow, MediaRow, SeriesRow

_PICTURES = ("poster", "backdrop")


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a viewer is in a series: episodes seen by season, and the media to watch next."""

    by_season: Mapping[int | None, int]
    next_id: str | None = None


Look = Callable[[Session, Viewer, Sequence[str]], Mapping[str, Seen]]
_lookers: list[Look] = []


def look_with(look: Look) -> None:
    """Let a room above say how far the viewer is: `look(session, viewer, series_ids)`."""
    if look not in _lookers:
        _lookers.append(look)


def present_series(
    session: Session, viewer: Viewer, rows: Sequence[SeriesRow], *, whole: bool = False
) -> list[work_schemas.Series]:
    """Return these series as this viewer is shown them; `whole` for the page of one."""
    ids = [row.id for row in rows]
    counts = _counts(session, viewer, ids)
    seen: dict[str, Seen] = {}
    for look in _lookers:
        seen |= look(session, viewer, ids)
    pictures = _pictures(session, viewer, ids)
    shown: list[work_schemas.Series] = []
    for row in rows:
        some = counts.get(row.id, {})
        far, art = seen.get(row.id, Seen({})), pictures.get(row.id, _Art())
        one = work_schemas.Series(
            id=row.id,
            title=row.title,
            original_title=row.original_title,
            year=row.year,
            description=row.description,
            content_rating=row.content_rating,
            poster_url=art.poster,
            backdrop_url=art.backdrop,
            blurhash=art.blurhash,
            episodes=sum(count for count, _ in some.values()),
            watched=sum(far.by_season.values()),
            editable=viewer.is_admin,
            added_at=max(added for _, added in some.values()),
        )
        if whole:
            _fill(session, viewer, one, far, {season: count for season, (count, _) in some.items()})
        shown.append(one)
    return shown


@dataclass(slots=True)
class _Art:
    poster: str | None = None
    backdrop: str | None = None
    blurhash: str | None = None


def _fill(
    session: Session,
    viewer: Viewer,
    one: work_schemas.Series,
    far: Seen,
    seasons: Mapping[int | None, int],
) -> None:
    # Specials come last but for those without a season, as people watch them.
    order = sorted(seasons, key=lambda n: (n is None, n == 0, n or 0))
    one.seasons = [
        work_schemas.SeasonCount(number=n, episodes=seasons[n], watched=far.by_season.get(n, 0))
        for n in order
    ]
    one.people = [wire_part(part) for part in people.series_credits(session, one.id)]
    one.other_ids = people.series_ids(session, one.id)
    one.genres = labels.genres_of_series(session, one.id)
    row = session.get(SeriesRow, one.id)
    one.locked = row.locked if row else None
    extras = visible_to(viewer).where(
        MediaRow.series_id == one.id, MediaRow.extra_kind.is_not(None)
    )
    one.extras = present(session, viewer, session.scalars(extras.limit(100)).all())
    if far.next_id is not None:
        following = session.scalars(visible_to(viewer).where(MediaRow.id == far.next_id)).all()
        one.next = next(iter(present(session, viewer, following)), None)


def _counts(
    session: Session, viewer: Viewer, series_ids: Sequence[str]
) -> dict[str, dict[int | None, tuple[int, datetime]]]:
    rows = session.execute(
        listed(viewer)
        .where(MediaRow.series_id.in_(series_ids), MediaRow.extra_kind.is_(None))
        .with_only_columns(
            MediaRow.series_id, MediaRow.season_number, func.count(), func.max(MediaRow.added_at)
        )
        .group_by(MediaRow.series_id, MediaRow.season_number)
    )
    found: dict[str, dict[int | None, tuple[int, datetime]]] = defaultdict(dict)
    for series_id, season, count, added in rows:
        found[str(series_id)][season] = (count, added)
    return found


def _pictures(session: Session, viewer: Viewer, series_ids: Sequence[str]) -> dict[str, _Art]:
    """Return the pictures of a series: its own, else those of its first episode that has one."""
    rows = session.execute(
        select(MediaRow.series_id, ArtworkRow.kind, ArtworkRow.id, ArtworkRow.blurhash)
        .join(ArtworkRow, ArtworkRow.media_id == MediaRow.id)
        .where(
            MediaRow.series_id.in_(series_ids),
            MediaRow.trashed_at.is_(None),
            ArtworkRow.kind.in_(_PICTURES),
        )
        .order_by(
            MediaRow.series_id,
            MediaRow.season_number == 0,
            MediaRow.season_number,
            MediaRow.episode_number,
            ArtworkRow.id.desc(),
        )
    )
    found: dict[str, _Art] = {}
    for series_id, kind, artwork_id, blurhash in rows:
        mine = found.setdefault(str(series_id), _Art())
        if getattr(mine, kind) is None:
            setattr(mine, kind, artwork_url(artwork_id))
            mine.blurhash = mine.blurhash or blurhash
    return found
