"""The episodes of a season as they are compared by their sound: in order, each beside the next.

Whatever comes, goes or is heard anew changes what its neighbours have to be compared with, so they
are marked for it in the same write. What is marked is what is left to do, also after a crash.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from matinee.engine import REACH, Marker, SoundPrint
from matinee.library.sound.tables import MarkerRow, SoundPrintRow
from matinee.library.tables import READY, AssetRow, MediaRow

_EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class Season:
    """A season of a series; episodes that are only counted through belong to None."""

    series_id: str
    number: int | None


@dataclass(frozen=True, slots=True)
class HeardEpisode:
    """A file of an episode whose sound was heard."""

    media_id: str
    asset_id: str
    asked: int
    answered: int

    @property
    def compared(self) -> bool:
        """Whether it was compared with who is beside it now."""
        return self.answered == self.asked


def season_of(media: MediaRow) -> Season | None:
    """Return the season a media is an episode of."""
    if media.kind != _EPISODE or media.series_id is None:
        return None
    return Season(media.series_id, media.season_number)


def heard_episodes(
    session: Session, season: Season, *, also: str | None = None
) -> list[HeardEpisode]:
    """Return the files of a season that were heard, in order; of the trash only those of `also`."""
    row = SoundPrintRow
    columns = (MediaRow.id, row.asset_id, row.asked, row.answered)
    rows = session.execute(
        _files(season, also)
        .join(SoundPrintRow, SoundPrintRow.asset_id == AssetRow.id)
        .with_only_columns(*columns)
        .order_by(MediaRow.episode_number.nulls_last(), MediaRow.number, AssetRow.id)
    )
    return [HeardEpisode(*row) for row in rows]


def is_unheard(session: Session, media: MediaRow, asset: AssetRow) -> bool:
    """Say whether a file is one of an episode and has sound that was not heard."""
    if season_of(media) is None or not asset.audio_codecs:
        return False
    return session.get(SoundPrintRow, asset.id) is None


def unheard(session: Session, media: MediaRow, most: int) -> Sequence[tuple[MediaRow, str]]:
    """Return the episodes around a media, whose files are there and were not heard, the nearest
    first, with the ids of their files."""
    season = season_of(media)
    if season is None:
        return ()
    distance = func.abs(MediaRow.episode_number - (media.episode_number or 0))
    heard = select(SoundPrintRow.asset_id).where(SoundPrintRow.asset_id == AssetRow.id).exists()
    rows = session.execute(
        _files(season, None)
        .where(~heard, MediaRow.status == READY, func.json_array_length(AssetRow.audio_codecs) > 0)
        .with_only_columns(MediaRow, AssetRow.id)
        .order_by(distance.nulls_last(), AssetRow.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


def compare_again(session: Session, media: MediaRow) -> None:
    """Mark an episode and its neighbours to be compared anew."""
    season = season_of(media)
    if season is None:
        return
    heard = heard_episodes(session, season, also=media.id)
    order = {media_id: n for n, media_id in enumerate(dict.fromkeys(one.media_id for one in heard))}
    at = order.get(media.id)
    if at is None:
        return
    near = [one.asset_id for one in heard if abs(order[one.media_id] - at) <= REACH]
    session.execute(
        update(SoundPrintRow)
        .where(SoundPrintRow.asset_id.in_(near))
        .values(asked=SoundPrintRow.asked + 1)
        .execution_options(synchronize_session=False)
    )


def to_compare(session: Session) -> list[Season]:
    """Return the seasons with something left to compare: from what is left, which is little, and
    not by all episodes there are."""
    left = select(SoundPrintRow.asset_id).where(SoundPrintRow.asked != SoundPrintRow.answered)
    rows = session.execute(
        select(MediaRow.series_id, MediaRow.season_number)
        .join(AssetRow, AssetRow.media_id == MediaRow.id)
        .where(
            AssetRow.id.in_(left),
            MediaRow.kind == _EPISODE,
            MediaRow.series_id.is_not(None),
            MediaRow.trashed_at.is_(None),
        )
        .distinct()
    )
    return [Season(str(series_id), number) for series_id, number in rows]


def is_to_compare(session: Session, media_id: str) -> bool:
    """Say whether a file of a media was heard and not compared since."""
    asked = (
        select(SoundPrintRow.asset_id)
        .join(AssetRow, AssetRow.id == SoundPrintRow.asset_id)
        .where(AssetRow.media_id == media_id, SoundPrintRow.asked != SoundPrintRow.answered)
    )
    return session.scalar(asked.limit(1)) is not None


def save_print(session: Session, asset_id: str, heard: SoundPrint) -> None:
    """Keep what the ends of an asset sound like, to be compared with its neighbours."""
    row = session.get(SoundPrintRow, asset_id) or SoundPrintRow(asset_id=asset_id)
    row.duration_s, row.tail_start_s = heard.duration_s, heard.tail_start_s
    row.head, row.tail = heard.head, heard.tail
    session.add(row)
    session.flush()
    asset = session.get_one(AssetRow, asset_id)
    compare_again(session, session.get_one(MediaRow, asset.media_id))


def prints(session: Session, asset_ids: Collection[str]) -> dict[str, SoundPrint]:
    """Return the prints of assets by their ids."""
    rows = session.scalars(select(SoundPrintRow).where(SoundPrintRow.asset_id.in_(asset_ids)))
    return {
        row.asset_id: SoundPrint(row.duration_s, row.tail_start_s, row.head, row.tail)
        for row in rows
    }


def save_markers(session: Session, episode: HeardEpisode, found: Sequence[Marker]) -> None:
    """Keep what an episode shares with its neighbours, as they were when it was looked up."""
    session.execute(delete(MarkerRow).where(MarkerRow.asset_id == episode.asset_id))
    row = session.get(SoundPrintRow, episode.asset_id)
    if row is None:
        return  # it is gone meanwhile
    row.answered = episode.asked
    session.add_all(
        MarkerRow(asset_id=row.asset_id, kind=one.kind, start_s=one.start_s, end_s=one.end_s)
        for one in found
    )


def _files(season: Season, also: str | None) -> Select[AssetRow]:
    return (
        select(AssetRow)
        .join(MediaRow, MediaRow.id == AssetRow.media_id)
        .where(
            MediaRow.series_id == season.series_id,
            MediaRow.season_number.is_not_distinct_from(season.number),
            MediaRow.kind == _EPISODE,
            or_(MediaRow.trashed_at.is_(None), MediaRow.id == also),
        )
    )
