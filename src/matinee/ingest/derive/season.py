"""What the episodes of a season share, found by their sound: intro and credits.

    an episode comes in -> its two ends are heard -> it and its neighbours are compared

The library marks what is to be compared (see `library.compare_again`), and a job compares all that
is marked in a season: however many episodes come in at once, it is done once.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.kit.errors import from_engine
from matinee.kit.ids import new_id
from matinee.kit.jobs import JobContext, JobSpec, JobStatus, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services

PRINT, MARKERS = "derive.print", "derive.markers"
_BATCH = 30  # episodes compared at a time: their prints are held in memory


def enqueue(services: Services, session: Session, season: library.Season, title: str) -> None:
    """Queue the comparing of a season inside the caller's write, which marked what is to be done.

    One that waits will see it. One that runs may have looked already: another one follows it.
    """
    key = f"{MARKERS}:{season.series_id}:{season.number}:"
    waiting = select(JobRow.id).where(
        JobRow.dedupe_key.startswith(key), JobRow.status == JobStatus.QUEUED
    )
    if session.scalar(waiting.limit(1)) is not None:
        return
    payload = {"series_id": season.series_id, "season_number": season.number}
    spec = JobSpec(
        MARKERS, payload, title=title, priority=Priority.BACKGROUND, dedupe_key=key + new_id()
    )
    services.jobs.enqueue(session, spec)


def on_media_removed(services: Services, event: library.MediaRemoved) -> None:
    """Let the neighbours of an episode that went be compared with who is beside them now."""
    _again(services, event.media_id)


def on_media_changed(services: Services, event: library.MediaChanged) -> None:
    """Compare an episode that came back out of the trash."""
    with services.db.read() as session:
        waits = library.is_to_compare(session, event.media_id)
    if waits:
        _again(services, event.media_id)


def catch_up(services: Services) -> None:
    """Queue what was marked and whose job is gone."""
    with services.db.read() as session:
        left = library.to_compare(session)
    if left:
        with services.db.write() as session:
            for season in left:
                enqueue(services, session, season, "")


def hear(ctx: JobContext, asset_id: str, heard: engine.SoundPrint) -> None:
    """Keep what an episode sounds like, and queue its season."""
    with ctx.services.db.write() as session:
        asset = session.get(library.AssetRow, asset_id)
        media = session.get(library.MediaRow, asset.media_id) if asset is not None else None
        if media is None:
            return
        library.save_print(session, asset_id, heard)
        season = library.season_of(media)
        if season is not None:
            enqueue(ctx.services, session, season, media.title)


def compare(ctx: JobContext) -> None:
    """Compare the episodes of a season that are marked for it, each with those beside it."""
    services = ctx.services
    season = library.Season(ctx.payload["series_id"], ctx.payload["season_number"])
    ctx.progress(0, step="comparing")
    with services.db.read() as session:
        episodes = library.heard_episodes(session, season)
    wanted = [n for n, one in enumerate(episodes) if not one.compared]
    for first in range(0, len(wanted), _BATCH):
        ctx.check()
        _compare(ctx, episodes, wanted[first : first + _BATCH])
        ctx.progress(100 * (first + _BATCH) / len(wanted))


def _compare(ctx: JobContext, episodes: list[library.HeardEpisode], wanted: list[int]) -> None:
    services = ctx.services
    order = list(dict.fromkeys(one.media_id for one in episodes))
    places = {media_id: n for n, media_id in enumerate(order)}
    among = {places[episodes[n].media_id] for n in wanted}
    near = {at + step for at in among for step in range(-engine.REACH, engine.REACH + 1)}
    beside = [one for one in episodes if places[one.media_id] in near]
    with services.db.read() as session:
        prints = library.prints(session, [one.asset_id for one in beside])
    beside = [one for one in beside if one.asset_id in prints]
    try:
        found = services.engine.season(
            [engine.Episode(one.media_id, prints[one.asset_id]) for one in beside],
            should_stop=ctx.stop_requested,
        )
    except engine.EngineError as error:
        ctx.check()
        raise from_engine(error) from error
    done = {episodes[n].asset_id for n in wanted}
    with services.db.write() as session:
        for one, markers in zip(beside, found, strict=True):
            if one.asset_id in done:
                library.save_markers(session, one, markers)


def _again(services: Services, media_id: str) -> None:
    with services.db.write() as session:
        media = session.get(library.MediaRow, media_id)
        season = library.season_of(media) if media is not None else None
        if media is None or season is None:
            return
        library.compare_again(session, media)
        enqueue(services, session, season, media.title)
