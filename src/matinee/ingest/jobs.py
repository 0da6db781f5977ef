"""What this room does in the background, and when it hears of new media."""

from matinee import library
from matinee.ingest.derive import jobs as derive
from matinee.ingest.derive import lacks, looks, posters, queue, season, series, texts
from matinee.ingest.lookup import job as lookup
from matinee.ingest.sources.folder import places, scan
from matinee.ingest.sources.link import job as link
from matinee.ingest.sources.sample import job as sample
from matinee.ingest.sources.upload import actions as uploads
from matinee.ingest.sources.upload import job as upload
from matinee.kit.jobs import Lane
from matinee.kit.services import Services

_LOOK_EVERY_S = 3600.0


def wire(services: Services) -> None:
    """Register the jobs and subscriptions; pick up what a crash left open."""
    jobs = services.jobs
    jobs.register(link.KIND, link.run, lane=Lane.FETCH, on_cancel=link.clean)
    jobs.register(uploads.KIND, upload.run, lane=Lane.PROBE, on_cancel=upload.clean)
    jobs.register(uploads.SWEEP, upload.sweep, lane=Lane.ERRAND)
    jobs.register(places.KIND, scan.run, lane=Lane.PROBE)
    jobs.register(sample.KIND, sample.run, lane=Lane.PROBE, on_cancel=sample.clean)
    jobs.register(queue.KIND, queue.run, lane=Lane.LIGHT)
    jobs.register(lacks.KEYFRAMES, derive.keyframes, lane=Lane.LIGHT)
    jobs.register(lacks.POSTER, posters.run, lane=Lane.LIGHT)
    jobs.register(lacks.SPRITES, derive.sprites, lane=Lane.LIGHT)
    jobs.register(lacks.TEXTS, texts.run, lane=Lane.LIGHT)
    jobs.register(lacks.LOUDNESS, derive.loudness, lane=Lane.LIGHT)
    jobs.register(season.PRINT, derive.sound_print, lane=Lane.LIGHT)
    jobs.register(season.MARKERS, season.compare, lane=Lane.LIGHT)
    jobs.register(series.KIND, series.run, lane=Lane.LIGHT)
    jobs.register(looks.KIND, looks.run, lane=Lane.LIGHT)
    jobs.register(lacks.HASH, derive.full_hash, lane=Lane.LIGHT)
    services.bus.subscribe(library.MediaAdded, lambda event: queue.on_media_added(services, event))
    services.bus.subscribe(
        library.MediaPlayed, lambda event: queue.on_media_played(services, event)
    )
    services.bus.subscribe(
        library.MediaRemoved, lambda event: season.on_media_removed(services, event)
    )
    services.bus.subscribe(
        library.MediaChanged, lambda event: season.on_media_changed(services, event)
    )
    jobs.every(_LOOK_EVERY_S, lambda: _sweep_uploads(services))
    uploads.sweep_after_start(services)
    lookup.wire(services)
    queue.catch_up(services)
    season.catch_up(services)
    series.enqueue_lacking(services)


def _sweep_uploads(services: Services) -> None:
    with services.db.write() as session:
        uploads.sweep_when_due(services, session)
