"""Pictures of series that lie in no folder: what a catalogue gave, and what somebody chose.

They are rows beside those of the folders, and which of several is shown is told by their order
(`best_last`): chosen by hand, then in a folder, then from a catalogue. So nothing is lost when a
choice is taken back.
"""

from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.kit.errors import NotFound
from matinee.kit.services import Services
from matinee.library.artwork import kept_address
from matinee.library.queries import visible_to
from matinee.library.series.files import forget, tell
from matinee.library.series.tables import SeriesFileRow
from matinee.library.tables import MediaRow, SeriesRow
from matinee.library.values import CHOSEN, GIVEN, ONLINE, Picture


def episode(session: Session, viewer: Viewer, series_id: str, media_id: str) -> MediaRow:
    """Return an episode of a series, a moment of which is to be its picture. Raises NotFound."""
    mine = visible_to(viewer).where(MediaRow.id == media_id, MediaRow.series_id == series_id)
    row = session.scalars(mine).one_or_none()
    if row is None:
        raise NotFound(
            "There is no such episode, or it is no longer in the library.", code="no_such_episode"
        )
    return row


def wants(
    session: Session, series_id: str, kind: str, *, season: int | None = None, over: bool = False
) -> bool:
    """Say whether a catalogue is to be asked for a picture: none lies in a folder of the series,
    or of this season, made or still to be made, and none was given by a catalogue; with `over`
    one that was is asked for anew."""
    there = and_(SeriesFileRow.origin == GIVEN, SeriesFileRow.problem.is_(None))
    if not over:
        there = or_(SeriesFileRow.origin == ONLINE, there)
    mine = select(SeriesFileRow.id).where(*_of(series_id, kind, season), there)
    return session.scalar(mine.limit(1)) is None


def give(
    services: Services, session: Session, series_id: str, picture: Picture, *,
    kind: str, origin: str, picture_id: str, season: int | None = None,
) -> bool:  # fmt: skip
    """Save a picture that lies in the artwork folder of `picture_id`, ONLINE or CHOSEN; it takes
    the place of the one of the same origin. False when the series is gone."""
    if session.get(SeriesRow, series_id) is None:
        return False
    take_back(services, session, series_id, kind, origin, season=season)
    session.add(
        SeriesFileRow(
            id=picture_id,
            series_id=series_id,
            season_number=season,
            kind=kind,
            origin=origin,
            relative_path=picture.path.name,
            size_bytes=0,
            modified_ns=0,
            address=kept_address(services, session, picture.path),
            width=picture.width,
            height=picture.height,
            blurhash=picture.blurhash,
            smaller={
                str(wide): kept_address(services, session, path) for wide, path in picture.smaller
            },
        )
    )
    session.flush()
    tell(services, session, series_id)
    return True


def take_back(
    services: Services, session: Session, series_id: str, kind: str, origin: str = CHOSEN, *,
    season: int | None = None,
) -> None:  # fmt: skip
    """Forget the picture that was chosen by hand, or that of another origin. Repeatable."""
    of_origin = (*_of(series_id, kind, season), SeriesFileRow.origin == origin)
    rows = session.scalars(select(SeriesFileRow).where(*of_origin)).all()
    for row in rows:
        forget(services, session, row)
    if rows:
        session.flush()
        tell(services, session, series_id)


def folder_of(services: Services, picture_id: str) -> Path:
    """Return the folder that a picture to be given is made in."""
    return services.store.artwork_dir(picture_id) / "picture"


def _of(series_id: str, kind: str, season: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        SeriesFileRow.series_id == series_id,
        SeriesFileRow.season_number.is_not_distinct_from(season),
        SeriesFileRow.kind == kind,
    )
