"""The derivations as jobs: each asks the engine, then saves through the library."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from matinee import engine, library
from matinee.ingest.derive import season
from matinee.kit.errors import from_engine
from matinee.kit.jobs import JobContext

T = TypeVar("T")


def keyframes(ctx: JobContext) -> None:
    """Find where a file can be cut."""
    found = file_of(ctx)
    if found is None:
        return
    asset_id, path = found
    ctx.progress(10, step="keyframes")
    times = asking(ctx, lambda: ctx.services.engine.keyframes(path))
    with ctx.services.db.write() as session:
        library.save_keyframes(session, asset_id, times)


def loudness(ctx: JobContext) -> None:
    """Measure how loud each sound track is."""
    found = file_of(ctx)
    if found is None:
        return
    asset_id, path = found
    with ctx.services.db.read() as session:
        tracks = [track.index for track in library.get_probe(session, asset_id).audio]
    ctx.progress(0, step="loudness")
    try:
        measured = asking(
            ctx,
            lambda: ctx.services.engine.loudness(
                path, tracks, on_progress=ctx.progress, should_stop=ctx.stop_requested
            ),
        )
    except engine.NoSuchTrack as error:  # the file is not what it was when it was probed
        raise from_engine(error) from error
    with ctx.services.db.write() as session:
        if session.get(library.AssetRow, asset_id) is not None:
            library.save_loudness(session, asset_id, measured)


def sound_print(ctx: JobContext) -> None:
    """Hear the two ends of an episode, to find what it shares with those beside it."""
    found = file_of(ctx)
    if found is None:
        return
    asset_id, path = found
    with ctx.services.db.read() as session:
        probe = library.get_probe(session, asset_id)
    tracks = sorted(
        (track for track in probe.audio if track.decodable),
        key=lambda track: (not track.default, track.index),
    )
    ctx.progress(0, step="listening")
    heard = engine.SoundPrint(probe.duration_s)
    if tracks:
        try:
            heard = asking(
                ctx,
                lambda: ctx.services.engine.soundprint(
                    path, probe, tracks[0].index,
                    on_progress=ctx.progress, should_stop=ctx.stop_requested,
                ),
            )  # fmt: skip
        except engine.NoSuchTrack as error:  # the file is not what it was when it was probed
            raise from_engine(error) from error
    season.hear(ctx, asset_id, heard)


def full_hash(ctx: JobContext) -> None:
    """Hash the whole content of a file."""
    found = file_of(ctx)
    if found is None:
        return
    asset_id, path = found
    ctx.progress(0, step="hashing")
    digest = asking(
        ctx,
        lambda: ctx.services.engine.full_hash(
            path, on_progress=ctx.progress, should_stop=ctx.stop_requested
        ),
    )
    with ctx.services.db.write() as session:
        library.save_full_hash(session, asset_id, digest)


def sprites(ctx: JobContext) -> None:
    """Make the small pictures for scrubbing."""
    found = file_of(ctx)
    if found is None:
        return
    _asset_id, path = found
    ctx.progress(0, step="sprites")
    folder = folder_of(ctx)
    try:
        made = asking(
            ctx,
            lambda: ctx.services.engine.sprites(
                path, folder, on_progress=ctx.progress, should_stop=ctx.stop_requested
            ),
        )
    except engine.NoSuchTrack:
        shutil.rmtree(folder, ignore_errors=True)
        return
    if not made.files:
        return
    sheets = library.SpriteSheets(
        files=tuple(folder / name for name in made.files),
        vtt=made.vtt,
        tile_width=made.tile_width,
        tile_height=made.tile_height,
        columns=made.columns,
        rows=made.rows,
        interval_s=made.interval_s,
    )
    with ctx.services.db.write() as session:
        library.set_sprites(ctx.services, session, ctx.payload["media_id"], sheets)


def file_of(ctx: JobContext) -> tuple[str, Path] | None:
    """Return the asset meant and a file of it; None when the media is gone meanwhile.

    Raises Unavailable when the file is away at this moment.
    """
    with ctx.services.db.read() as session:
        asset_id = ctx.payload.get("asset_id")
        asset = (
            session.get(library.AssetRow, asset_id)
            if asset_id
            else library.main_asset(session, ctx.payload["media_id"])
        )
        if asset is None:
            return None
        return asset.id, library.asset_file(ctx.services, session, asset)


def folder_of(ctx: JobContext) -> Path:
    """Return an empty folder of this job's own among the media's pictures."""
    folder = ctx.services.store.artwork_dir(ctx.payload["media_id"]) / ctx.job_id
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def asking(ctx: JobContext, question: Callable[[], T]) -> T:
    """Ask the engine; an interruption leaves as one, errors become ours with their words."""
    ctx.check()
    try:
        return question()
    except engine.NoSuchTrack:
        raise
    except engine.EngineError as error:
        ctx.check()
        raise from_engine(error) from error
