"""How far a viewer is in series, and which episode comes next for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import Viewer
from matinee.library import MediaRow
from matinee.watching.tables import ProgressRow


def seen(
    session: Session, viewer: Viewer, series_ids: Sequence[str]
) -> Mapping[str, library.SeriesSeen]:
    """Return episodes seen by season, and the next one, of many series at once."""
    rows = session.execute(
        library.visible_to(viewer)
        .outerjoin(
            ProgressRow,
            (ProgressRow.media_id == MediaRow.id) & (ProgressRow.profile_id == viewer.profile_id),
        )
        .where(MediaRow.series_id.in_(series_ids), MediaRow.extra_kind.is_(None))
        .with_only_columns(
            MediaRow.series_id, MediaRow.id, MediaRow.season_number, MediaRow.episode_number,
            MediaRow.status, ProgressRow.times_completed, ProgressRow.completed,
            ProgressRow.updated_at,
        )
        .order_by(
            MediaRow.season_number.is_(None), MediaRow.season_number,
            MediaRow.episode_number.is_(None), MediaRow.episode_number, MediaRow.released,
            MediaRow.number,
        )
    )  # fmt: skip
    episodes: dict[str, list[_Episode]] = defaultdict(list)
    for series_id, media_id, season, number, status, times, completed, at in rows:
        done = bool(times) or bool(completed)
        episodes[str(series_id)].append(
            (str(media_id), season, number, status == "ready", done, bool(completed), at)
        )
    return {series_id: _far(found) for series_id, found in episodes.items()}


_Episode = tuple[str, int | None, int | None, bool, bool, bool, object]


def _far(episodes: Sequence[_Episode]) -> library.SeriesSeen:
    by_season: dict[int | None, int] = defaultdict(int)
    for _, season, _, _, done, _, _ in episodes:
        by_season[season] += done
    return library.SeriesSeen(dict(by_season), _next(episodes))


def _next(episodes: Sequence[_Episode]) -> str | None:
    """Return the one begun last if it was not finished, else what follows it; the first of all
    where nothing was begun. Specials follow nothing by themselves."""
    touched = [n for n, one in enumerate(episodes) if one[6] is not None]
    ordinary = [n for n, one in enumerate(episodes) if one[1] != 0 and one[3]]
    if not touched:
        return episodes[ordinary[0]][0] if ordinary else None
    last = max(touched, key=lambda n: str(episodes[n][6]))
    if not episodes[last][5] and episodes[last][3]:
        return episodes[last][0]
    after = [n for n in ordinary if n > last and not episodes[n][4]]
    return episodes[after[0]][0] if after else None


def rows(session: Session, viewer: Viewer, limit: int) -> Sequence[MediaRow]:
    """Return the next episode of each series the viewer is in, the series watched last first.

    An episode that is half watched is left to "continue watching".
    """
    recent = (
        library.visible_to(viewer)
        .join(ProgressRow, ProgressRow.media_id == MediaRow.id)
        .where(ProgressRow.profile_id == viewer.profile_id, MediaRow.series_id.is_not(None))
        .with_only_columns(MediaRow.series_id)
        .group_by(MediaRow.series_id)
        .order_by(func.max(ProgressRow.updated_at).desc())
        .limit(2 * limit)
    )
    series_ids = [str(one) for one in session.scalars(recent)]
    far = seen(session, viewer, series_ids)
    wanted = [one.next_id for key in series_ids if (one := far.get(key)) and one.next_id]
    open_ones = set(
        session.scalars(
            select(ProgressRow.media_id).where(
                ProgressRow.profile_id == viewer.profile_id,
                ProgressRow.media_id.in_(wanted),
                ProgressRow.completed.is_(False),
            )
        )
    )
    fresh = [one for one in wanted if one not in open_ones][:limit]
    found = {
        media.id: media
        for media in session.scalars(library.visible_to(viewer).where(MediaRow.id.in_(fresh)))
    }
    return [found[one] for one in fresh if one in found]
