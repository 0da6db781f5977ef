"""Segments: made when first asked for, kept on disk, made once however many ask.

A segment's address holds the digest of its plan, so its bytes never change and the cache needs
no invalidation: deleting any of it, at any time, costs the making only.
"""

import asyncio
import contextlib
import os
import re
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from pathlib import Path

from matinee.engine import EngineError, PlanTrack
from matinee.kit import clock
from matinee.kit.context import carried
from matinee.kit.errors import NotFound, Unavailable, from_engine
from matinee.kit.serve import SendableFile, mirrored, off_the_loop, open_regular
from matinee.kit.services import Services
from matinee.streaming import passing, records, stored
from matinee.streaming.cache import keep
from matinee.streaming.conductor import busy, conductor_of
from matinee.streaming.desks import desks_of
from matinee.streaming.figures import HIT_BYTES, HITS, SEGMENT_BYTES, SEGMENTS
from matinee.streaming.grants import Grant
from matinee.streaming.passing import Asked
from matinee.streaming.records import Record
from matinee.streaming.turns import Want

WAIT_S = 25.0  # players give a segment up after 30 s
_MOST_WAITING = 64
_USE_NOTED_EVERY_S = 60.0
_NAME = re.compile(r"init\.mp4|(\d{1,6})\.m4s", re.ASCII)
_TRACK = re.compile(r"[va]\d{1,5}(-[a-z0-9]{1,12}){0,2}", re.ASCII)

_makers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="segment")
_fetchers = ThreadPoolExecutor(max_workers=16, thread_name_prefix="fetch")
_flights: dict[str, Future[bytes]] = {}
_lock = threading.Lock()


async def open_segment(
    services: Services, grant: Grant, record: Record, place: tuple[str, str], asked: Asked
) -> SendableFile:
    """Open a segment (`<n>.m4s`) or the header (`init.mp4`) of a track, making it when needed, or
    having it made by the server that encodes this plan. `place` is the track and the name.

    Raises NotFound where the plan has no such track or segment, Unavailable when the machine has
    more to make than it can or the original is away.
    """
    track_id, name = place
    if not is_named(track_id, name):
        raise NotFound("There is no such segment.", code="no_such_track")
    track = granted_track(record, grant, track_id)
    made_before = _made_before(record, track_id, name)
    if made_before is not None:
        if not asked.passed:  # whoever passed it on has counted it
            count_hit(made_before.size)
        return made_before
    path = record.folder / track_id / name
    if not asked.passed:
        SEGMENTS.add("miss")
    made = await stored_segment(services, (record.asset_id, record.name, track_id), name)
    if made is None:
        made = await _made(services, grant, record, (track, path), asked)
    if not asked.passed:
        SEGMENT_BYTES.add("miss", by=len(made))
    try:
        return used(open_regular(path))
    except NotFound:
        return _in_memory(made)  # the disk did not take it: playing goes on all the same


async def open_prepared(services: Services, place: tuple[str, str, str], name: str) -> SendableFile:
    """Open a segment or header that is there already, here or in the bucket; nothing is made.
    `place` is the asset, the plan and the track. Raises NotFound."""
    asset_id, plan, track_id = place
    if not is_named(track_id, name):
        raise NotFound("There is no such segment.", code="no_such_track")
    path = services.store.cache_dir(asset_id, plan) / track_id / name
    try:
        source = used(open_regular(path))
        count_hit(source.size)
        return source
    except NotFound:
        made = await stored_segment(services, place, name)
        if made is None:
            raise NotFound("This is not prepared any more.", code="no_such_track") from None
    SEGMENTS.add("miss")
    SEGMENT_BYTES.add("miss", by=len(made))
    try:
        return used(open_regular(path))
    except NotFound:
        return _in_memory(made)


async def stored_segment(
    services: Services, place: tuple[str, str, str], name: str
) -> bytes | None:
    """Return a segment that is prepared in the bucket, which is in the cache then; None where it is
    not, or cannot be had. `place` is the asset, the plan and the track."""
    asset_id, plan, track_id = place
    if services.objects is None:
        return None
    if track_id not in await off_the_loop(stored.known, services, asset_id, plan):
        return None
    path = services.store.cache_dir(asset_id, plan) / track_id / name
    fetched = await _wait_for(path, lambda: stored.fetch(services, *place, name) or b"", _fetchers)
    return fetched or None


async def _made(
    services: Services,
    grant: Grant,
    record: Record,
    wanted: tuple[PlanTrack, Path],
    asked: Asked,
) -> bytes:
    """Make a segment here, or where its plan is encoded already."""
    track, path = wanted
    desks = desks_of(services, conductor_of(services).is_busy) if track.encoded else None
    until_s = clock.monotonic() + WAIT_S
    while desks is not None:
        elsewhere = await off_the_loop(desks.take, record.folder)
        if elsewhere is None:
            break
        if elsewhere and asked.passed:
            raise busy()  # it went to another in between: the player asks again
        try:
            if elsewhere:
                return await passing.ask(elsewhere, asked.path, until_s - clock.monotonic())
        except passing.Away:
            pass
        await passing.pause(until_s)
    if track.encoded and track.kind == "video" and not track.stills and path.name != "init.mp4":
        return await _encoded(services, grant, record, wanted)
    return await _wait_for(path, lambda: _make(services, grant, record, path))


def is_named(track_id: str, name: str) -> bool:
    """Say whether these are names that a track and a segment or header of it can have."""
    return bool(_TRACK.fullmatch(track_id) and _NAME.fullmatch(name))


def count_hit(size: int) -> None:
    """Count a segment of so many bytes that a player was sent from the cache."""
    HITS[0] += 1
    HIT_BYTES[0] += size


def _made_before(record: Record, track_id: str, name: str) -> SendableFile | None:
    try:  # as text: joining paths would be a tenth of the time of a request
        return used(open_regular(f"{record.folder_text}/{track_id}/{name}"))
    except NotFound:
        return None


def granted_track(record: Record, grant: Grant, track_id: str) -> PlanTrack:
    """Return a track of the plan that the grant is for. Raises NotFound."""
    for n, track in enumerate(record.plan.tracks):
        if track.id == track_id and grant.tracks >> n & 1:
            return track
    raise NotFound("There is no such track, or this link is not for it.", code="no_such_track")


async def _encoded(
    services: Services, grant: Grant, record: Record, asked: tuple[PlanTrack, Path]
) -> bytes:
    """Wait for a segment of an encoded picture: a run makes it and those after it."""
    track, path = asked
    number = int(path.name.removesuffix(".m4s"))
    try:
        record.plan.check(track, number)
    except EngineError as error:
        raise NotFound(error.detail, code="no_such_track") from error
    source = await off_the_loop(_source, services, grant, record)
    conductor = conductor_of(services)
    want = Want(
        path.parent, record.media_id, source, record.plan, track, number, {grant.session_id}
    )
    future = await off_the_loop(conductor.want, want)
    try:
        return await asyncio.wait_for(mirrored(future), WAIT_S)
    except TimeoutError as cause:
        conductor.give_up(want)
        raise busy() from cause
    except asyncio.CancelledError as cause:
        if future.cancelled():
            raise busy() from cause
        raise


async def _wait_for(
    path: Path, make: Callable[[], bytes], by: ThreadPoolExecutor = _makers
) -> bytes:
    """Join whoever makes this segment already, else make it; one maker for all who ask."""
    key = os.fspath(path)
    with _lock:
        flight = _flights.get(key)
        if flight is None:
            if len(_flights) >= _MOST_WAITING:
                raise busy()
            flight = _flights[key] = by.submit(carried(_fly), key, make)
    try:
        return await asyncio.wait_for(mirrored(flight), WAIT_S)
    except TimeoutError as cause:
        raise busy() from cause


def _fly(key: str, make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    finally:
        with _lock:
            _flights.pop(key, None)


def _make(services: Services, grant: Grant, record: Record, path: Path) -> bytes:
    track_id, name = path.parent.name, path.name
    plan = record.plan
    source = _source(services, grant, record)
    try:
        if name == "init.mp4":
            made = services.engine.init_segment(source, plan, track_id)
        else:
            made = services.engine.segment(source, plan, track_id, int(name.removesuffix(".m4s")))
    except EngineError as error:
        if error.code == "no_such_track":
            raise NotFound(error.detail, code="no_such_track") from error
        if error.code == "missing":
            raise Unavailable(error.detail, fix=error.fix, code="unavailable") from error
        raise from_engine(error) from error
    keep(services, path, made)
    return made


def _source(services: Services, grant: Grant, record: Record) -> str:
    """Return where the original is, found anew when it is not as it was planned."""
    try:
        status = os.stat(record.path)  # noqa: PTH116 - the path is text that may not be UTF-8
        if record.is_still(status):
            return record.path
    except OSError:
        pass
    return records.restore(services, grant).path


def used(source: SendableFile) -> SendableFile:
    """Note the use of an open file, and return it."""
    descriptor = source.file.fileno()
    note_use(descriptor, os.fstat(descriptor))
    return source


def note_use(file: int | str, status: os.stat_result) -> None:
    """Note the use of an open file or a path for the eviction: access times are not kept on every
    mount."""
    now_s = clock.epoch()
    if status.st_atime < now_s - _USE_NOTED_EVERY_S:
        with contextlib.suppress(OSError):
            os.utime(file, ns=(int(now_s * 1e9), status.st_mtime_ns))


def _in_memory(made: bytes) -> SendableFile:
    descriptor = os.memfd_create("segment", os.MFD_CLOEXEC)
    file = FileIO(descriptor, "rb+")
    file.write(made)
    return SendableFile(file, len(made), 0, 0)
