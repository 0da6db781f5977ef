"""Series turned into what the wire carries: their seasons, pictures, people and next episode."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.library import work_schemas
from matinee.library.cards import artwork_url
from matinee.library.people import people
from matinee.library.presenting import present, readable, wire_part
from matinee.library.queries import listed, visible_to
from matinee.library.series import files as series_files
from matinee.library.series.tables import SeasonRow
from matinee.library.tables import ArtworkRow, MediaRow, SeriesRow
from matinee.library.words import labels

_OF_EPISODES = ("poster", "backdrop")


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a viewer is in a series: episodes seen by season, and the media to watch next."""

    by_season: Mapping[int | None, int]
    next_id: str | None = None


Look = Callable[[Session, Viewer, Sequence[str]], Mapping[str, Seen]]
Count = Callable[[Session, Viewer, Sequence[str]], Mapping[str, int]]
_lookers: list[Look] = []
_counters: list[Count] = []


def look_with(look: Look, count: Count) -> None:
    """Let a room above say how far the viewer is: `look(session, viewer, series_ids)`, and
    `count` with the same of how many episodes they saw to the end."""
    if look not in _lookers:
        _lookers.append(look)
        _counters.append(count)


def present_series(
    session: Session, viewer: Viewer, rows: Sequence[SeriesRow], *, whole: bool = False
) -> list[work_schemas.Series]:
    """Return these series as this viewer is shown them; `whole` for the page of one."""
    if not whole:
        return with_watched(session, viewer, series_cards(session, viewer, rows))
    seen: dict[str, Seen] = {}
    for look in _lookers:
        seen |= look(session, viewer, [row.id for row in rows])
    return _shown(session, viewer, rows, seen)


def series_cards(
    session: Session, viewer: Viewer, rows: Sequence[SeriesRow]
) -> list[work_schemas.Series]:
    """Return these series without what the viewer did with them, which `with_watched` adds."""
    return _shown(session, viewer, rows, None) if rows else []


def with_watched(
    session: Session, viewer: Viewer, cards: Sequence[work_schemas.Series]
) -> list[work_schemas.Series]:
    """Return series with how many of their episodes the viewer saw."""
    watched: dict[str, int] = {}
    for count in _counters if cards else ():
        watched |= count(session, viewer, [card.id for card in cards])
    return [
        card.model_copy(update={"watched": watched[card.id]}) if watched.get(card.id) else card
        for card in cards
    ]


def _shown(
    session: Session, viewer: Viewer, rows: Sequence[SeriesRow], seen: Mapping[str, Seen] | None
) -> list[work_schemas.Series]:
    """`seen` is of the page of one; lists do without."""
    ids = [row.id for row in rows]
    counts = _counts(session, viewer, ids)
    pictures = _pictures(session, viewer, ids)
    shown: list[work_schemas.Series] = []
    for row in rows:
        some = counts.get(row.id, {})
        far, art = (seen or {}).get(row.id, Seen({})), pictures.get(row.id, _Art())
        one = work_schemas.Series(
            id=row.id,
            title=row.title,
            original_title=row.original_title,
            year=row.year,
            description=row.description,
            content_rating=row.content_rating,
            poster_url=art.poster,
            backdrop_url=art.backdrop,
            thumb_url=art.thumb,
            blurhash=art.blurhash,
            episodes=sum(count for count, _ in some.values()),
            watched=sum(far.by_season.values()),
            editable=viewer.is_admin,
            added_at=max(added for _, added in some.values()),
        )
        if seen is not None:
            one.logo_url, one.banner_url = art.logo, art.banner
            one.seasons = _seasons(session, row.id, art, far, some)
            _fill(session, viewer, one, row, far)
        shown.append(one)
    return shown


@dataclass(slots=True)
class _Art:
    poster: str | None = None
    backdrop: str | None = None
    logo: str | None = None
    thumb: str | None = None
    banner: str | None = None
    blurhash: str | None = None
    seasons: dict[int | None, series_files.Shown] = field(
        default_factory=dict[int | None, series_files.Shown]
    )


_Counts = Mapping[int | None, tuple[int, datetime]]


def _seasons(
    session: Session, series_id: str, art: _Art, far: Seen, counts: _Counts
) -> list[work_schemas.SeasonCount]:
    """Return the seasons of which the viewer sees something. Specials come last but for those
    without a season, as people watch them."""
    words = {
        row.number: row
        for row in session.scalars(select(SeasonRow).where(SeasonRow.series_id == series_id))
    }
    shown: list[work_schemas.SeasonCount] = []
    for number in sorted(counts, key=lambda n: (n is None, n == 0, n or 0)):
        said = words.get(number) if number is not None else None
        poster = art.seasons.get(number)
        shown.append(
            work_schemas.SeasonCount(
                number=number,
                episodes=counts[number][0],
                watched=far.by_season.get(number, 0),
                title=said.title if said else None,
                description=said.description if said else None,
                poster_url=poster.url if poster else None,
                blurhash=poster.blurhash if poster else None,
            )
        )
    return shown


def _fill(
    session: Session, viewer: Viewer, one: work_schemas.Series, row: SeriesRow, far: Seen
) -> None:
    one.people = [wire_part(part) for part in people.series_credits(session, one.id)]
    one.other_ids = people.series_ids(session, one.id)
    one.genres = labels.genres_of_series(session, one.id)
    one.locked = row.locked
    if viewer.is_admin:
        one.passed_by = [
            work_schemas.PassedBy(path=readable(path), reason=why)
            for path, why in series_files.problems(session, one.id).items()
        ]
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
    """Return the pictures of series: those in their folders, else those of the first episode that
    has one and that the viewer may see."""
    found: dict[str, _Art] = {}
    for series_id, own in series_files.pictures(session, series_ids).items():
        mine = found.setdefault(series_id, _Art())
        for (season, kind), shown in own.items():
            if season is not None:
                mine.seasons[season] = shown
                continue
            setattr(mine, kind, shown.url)
            if kind == "poster" or (kind == "backdrop" and mine.blurhash is None):
                mine.blurhash = shown.blurhash
    rows = session.execute(
        visible_to(viewer)
        .with_only_columns(MediaRow.series_id, ArtworkRow.kind, ArtworkRow.id, ArtworkRow.blurhash)
        .join(ArtworkRow, ArtworkRow.media_id == MediaRow.id)
        .where(MediaRow.series_id.in_(series_ids), ArtworkRow.kind.in_(_OF_EPISODES))
        .order_by(
            MediaRow.series_id,
            MediaRow.season_number == 0,
            MediaRow.season_number,
            MediaRow.episode_number,
            ArtworkRow.id.desc(),
        )
    )
    for series_id, kind, artwork_id, blurhash in rows:
        mine = found.setdefault(str(series_id), _Art())
        if getattr(mine, kind) is None:
            setattr(mine, kind, artwork_url(artwork_id))
            mine.blurhash = mine.blurhash or blurhash
    return found
