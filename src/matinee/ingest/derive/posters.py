"""The poster of a title, and its backdrop and logo where pictures lie beside it.

a poster beside the file -> the frame its source chose -> the cover inside of it -> a good still
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from matinee import engine, library
from matinee.ingest.derive import thumbnail
from matinee.ingest.derive.jobs import asking, file_of, folder_of
from matinee.kit.jobs import JobContext

_BESIDE = (("poster", "poster"), ("thumbnail", "frame"), ("thumb", "frame"))
"""Which pictures beside a file may be its poster, and as what they are taken."""


def run(ctx: JobContext) -> None:
    """Make the poster of a media; what lies beside it is taken before anything of our own."""
    found = file_of(ctx)
    if found is None:
        return
    asset_id, path = found
    ctx.progress(10, step="poster")
    folder = folder_of(ctx)
    picture = next((one for one in _given(ctx, asset_id, path, folder) if one is not None), None)
    origin = library.GIVEN
    if picture is None and not _from_elsewhere(ctx):
        origin = library.STILL
        with suppress(engine.NoSuchTrack):  # sound alone has no picture, and that is no failure
            picture = _still(ctx, path, folder)
    further = dict(_further(ctx, asset_id, folder))
    if picture is None and not further:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with ctx.services.db.write() as session:
        media_id = ctx.payload["media_id"]
        if picture is not None:
            library.set_poster(ctx.services, session, media_id, picture, origin=origin)
        for kind, one in further.items():
            library.set_poster(ctx.services, session, media_id, one, kind=kind)


def _from_elsewhere(ctx: JobContext) -> bool:
    with ctx.services.db.read() as session:
        return library.has_from_elsewhere(session, ctx.payload["media_id"])


def _given(
    ctx: JobContext, asset_id: str, path: Path, folder: Path
) -> Iterator[library.Picture | None]:
    for kind, role in _BESIDE:
        own = _beside(ctx, asset_id, kind)
        if own is not None:
            yield thumbnail.take(own, folder, role).picture
    with suppress(engine.NoSuchTrack):
        cover = asking(ctx, lambda: ctx.services.engine.cover(path, folder))
        if cover is not None:
            yield thumbnail.take(folder / cover.file, folder, "poster").picture


def _further(ctx: JobContext, asset_id: str, folder: Path) -> Iterator[tuple[str, library.Picture]]:
    for kind in ("backdrop", "logo"):
        own = _beside(ctx, asset_id, kind)
        picture = thumbnail.take(own, folder, kind).picture if own is not None else None
        if picture is not None:
            yield kind, picture


def _beside(ctx: JobContext, asset_id: str, kind: str) -> Path | None:
    with ctx.services.db.read() as session:
        row = library.picture_beside(session, asset_id, kind)
        if row is not None:
            with suppress(Exception):  # a picture that is gone is none
                return library.sidecar_file(ctx.services, session, row)
    return None


def _still(ctx: JobContext, path: Path, folder: Path) -> library.Picture | None:
    stills = asking(
        ctx, lambda: ctx.services.engine.stills(path, folder, should_stop=ctx.stop_requested)
    )
    if not stills:
        return None
    first, *smaller = stills
    return library.Picture(
        Path(first.path),
        first.width,
        first.height,
        first.blurhash,
        tuple((still.width, Path(still.path)) for still in smaller),
    )
