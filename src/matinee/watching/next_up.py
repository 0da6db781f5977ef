"""How far a viewer is in series, and which episode comes next for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Executable, Select, func, or_
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.kit.db import STATEMENTS
from matinee.kit.statements import among, ready
from matinee.library import MediaRow
from matinee.watching.tables import ProgressRow

_READY = "ready"


class _Episode(NamedTuple):
    number: int
    id: str
    season: int | None
    status: str
    times_completed: int | None
    completed: bool | None
    at: datetime | None
    """When the viewer was there last; None where they never were."""

    @property
    def done(self) -> bool:
        """Seen to the end, now or once."""
        return bool(self.times_completed or self.completed)


def seen(
    session: Session, viewer: Viewer, series_ids: Sequence[str]
) -> Mapping[str, library.SeriesSeen]:
    """Return episodes seen by season, and the next one, of many series at once."""
    episodes = _episodes(session, viewer, series_ids)
    return {series_id: _far(found) for series_id, found in episodes.items()}


def watched(session: Session, viewer: Viewer, series_ids: Sequence[str]) -> Mapping[str, int]:
    """Return how many episodes the viewer saw to the end, of those series of which any."""
    rows = session.execute(_watched(viewer), {"series": series_ids})
    return {str(series_id): count for series_id, count in rows}


@lru_cache(maxsize=STATEMENTS)
def _watched(viewer: Viewer) -> Select[str | None, int]:
    return ready(
        library.visible_to(viewer)
        .join(ProgressRow, ProgressRow.media_id == MediaRow.id)
        .where(
            ProgressRow.profile_id == viewer.profile_id,
            or_(ProgressRow.times_completed > 0, ProgressRow.completed.is_(True)),
            among(MediaRow.series_id, "series"),
            MediaRow.extra_kind.is_(None),
        )
        .with_only_columns(MediaRow.series_id, func.count())
        .group_by(MediaRow.series_id)
    )


def _episodes(
    session: Session, viewer: Viewer, series_ids: Sequence[str]
) -> Mapping[str, Sequence[_Episode]]:
    """Return the episodes of series in their order, with what the viewer did with them."""
    episodes: dict[str, list[_Episode]] = defaultdict(list)
    for series_id, *facts in session.execute(_of_series(viewer), {"series": series_ids}):
        episodes[series_id].append(_Episode._make(facts))
    return episodes


@lru_cache(maxsize=STATEMENTS)
def _of_series(viewer: Viewer) -> Executable:
    return ready(
        library.visible_to(viewer)
        .outerjoin(
            ProgressRow,
            (ProgressRow.media_id == MediaRow.id) & (ProgressRow.profile_id == viewer.profile_id),
        )
        .where(
            among(MediaRow.series_id, "series"),
            MediaRow.extra_kind.is_(None),
        )
        .with_only_columns(
            MediaRow.series_id, MediaRow.number, MediaRow.id, MediaRow.season_number,
            MediaRow.status, ProgressRow.times_completed, ProgressRow.completed,
            ProgressRow.updated_at,
        )
        .order_by(
            MediaRow.season_number.is_(None), MediaRow.season_number,
            MediaRow.episode_number.is_(None), MediaRow.episode_number, MediaRow.released,
            MediaRow.number,
        )
    )  # fmt: skip


def _far(episodes: Sequence[_Episode]) -> library.SeriesSeen:
    by_season: dict[int | None, int] = defaultdict(int)
    for one in episodes:
        by_season[one.season] += one.done
    following = _next(episodes)
    return library.SeriesSeen(dict(by_season), following.id if following else None)


def _next(episodes: Sequence[_Episode]) -> _Episode | None:
    """Return the one begun last if it was not finished, else what follows it; the first of all
    where nothing was begun. Specials follow nothing by themselves."""
    touched = [n for n, one in enumerate(episodes) if one.at is not None]
    ordinary = [n for n, one in enumerate(episodes) if one.season != 0 and one.status == _READY]
    if not touched:
        return episodes[ordinary[0]] if ordinary else None
    last = max(touched, key=lambda n: str(episodes[n].at))
    if not episodes[last].completed and episodes[last].status == _READY:
        return episodes[last]
    after = [n for n in ordinary if n > last and not episodes[n].done]
    return episodes[after[0]] if after else None


def numbers(session: Session, viewer: Viewer, limit: int) -> Sequence[int]:
    """Return the number of the next episode of each series the viewer is in, the series watched
    last first.

    An episode that is half watched is left to "continue watching".
    """
    series_ids = [str(one) for one in session.scalars(_recent(viewer, 2 * limit))]
    if not series_ids:
        return []
    episodes = _episodes(session, viewer, series_ids)
    following = (_next(episodes.get(one, ())) for one in series_ids)
    fresh = (one.number for one in following if one and (one.at is None or one.completed))
    return list(islice(fresh, limit))


@lru_cache(maxsize=STATEMENTS)
def _recent(viewer: Viewer, limit: int) -> Select[str | None]:
    """Return the SELECT of the series a viewer is in, the one watched last first."""
    return ready(
        library.visible_to(viewer)
        .join(ProgressRow, ProgressRow.media_id == MediaRow.id)
        .where(ProgressRow.profile_id == viewer.profile_id, MediaRow.series_id.is_not(None))
        .with_only_columns(MediaRow.series_id)
        .group_by(MediaRow.series_id)
        .order_by(func.max(ProgressRow.updated_at).desc())
        .limit(limit)
    )
