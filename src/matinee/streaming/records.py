"""Plan records: all that manifest and segment requests need, in one small file each.

data/cache/<asset>/<plan>/plan.json holds the plan and where the original lies, checked against
its root's jail when it was written. So the hot path opens a file and asks no database. A record
is derived: when it is deleted, or the original moved, it is made again from the library, and only
the same plan comes out, because its name is the digest of what it says.
"""

import json
import logging
import os
import shutil
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import engine, library
from matinee.accounts import Viewer
from matinee.engine import EngineError, Plan, Probe, TextTrack
from matinee.kit import clock, store
from matinee.kit.errors import (
    Conflict,
    Gone,
    MatineeError,
    NotFound,
    Unavailable,
    from_engine,
)
from matinee.kit.serve import content_type_of
from matinee.kit.services import Services
from matinee.library import AssetRow, MediaRemoved, TextSource
from matinee.streaming.grants import Grant

FORMAT = 2
FILE_ONLY = "file"  # in place of a digest where the file is only sent as it is
_REMEMBERED = 128
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Record:
    """One plan of one asset. `mtime_ns` and `size_bytes` are the original's when it was planned."""

    folder: Path
    media_id: str
    asset_id: str
    path: str
    size_bytes: int
    mtime_ns: int
    content_type: str
    raw_plan: dict[str, Any] | None
    start_s: float = 0.0  # where the film's zero lies on the container's clock
    text_sources: tuple[TextSource, ...] = ()

    @cached_property
    def plan(self) -> Plan:
        """The plan. Raises NotFound where the file is only sent as it is."""
        if self.raw_plan is None:
            raise NotFound(
                "This file has no manifest: it is only sent as it is.", code="no_manifest"
            )
        return Plan.from_json(self.raw_plan)

    @cached_property
    def folder_text(self) -> str:
        """The folder, as text."""
        return os.fspath(self.folder)

    @cached_property
    def folder_quoted(self) -> str:
        """The folder without a link in its path, as it stands in an address."""
        return quote_from_bytes(os.path.realpath(os.fsencode(self.folder)), safe="/")

    @cached_property
    def written(self) -> dict[tuple[str, int], str]:
        """Manifests that were written before, by name and the tracks offered."""
        return {}

    @property
    def texts(self) -> tuple[TextTrack, ...]:
        """The subtitles that are offered. Ids: `t<index>` in the file, `x<number>` beside it."""
        return tuple(source.track for source in self.text_sources)

    @property
    def name(self) -> str:
        """The plan's digest, or FILE_ONLY."""
        return self.folder.name

    def is_still(self, status: os.stat_result) -> bool:
        """Say whether a file's status is that of the original that was planned.

        What the storage keeps is never written again, and has a date of 0 here: that of the file
        which stands for it changes with every piece of it that comes.
        """
        changed_ns = status.st_mtime_ns if self.mtime_ns else 0
        return (status.st_size, changed_ns) == (self.size_bytes, self.mtime_ns)


_recent: OrderedDict[str, tuple[int, Record]] = OrderedDict()
_lock = threading.Lock()
_UNSAVED_S = 60.0  # after which the library is asked again whether it may still be played
_unsaved: OrderedDict[str, tuple[float, Record]] = OrderedDict()  # while the cache takes nothing


def load(services: Services, grant: Grant) -> Record | None:
    """Return the record a grant names, None when it is not in the cache. Touches no database.

    The file's own time tells whether what is remembered is still so: deleting the cache, by hand
    or because a title went to the trash, is noticed by the next request.
    """
    # Text, because joining paths would be a third of the time of a request.
    key = f"{services.store.cache_root}/{grant.asset_id}/{grant.plan}/plan.json"
    try:
        written_ns = os.stat(key).st_mtime_ns  # noqa: PTH116 - half the time of Path.stat
    except OSError:
        return _not_saved(key)
    with _lock:
        known = _recent.get(key)
        if known is not None and known[0] == written_ns:
            _recent.move_to_end(key)
            return known[1]
    record = _read(Path(key))
    if record is not None:
        _remember(key, written_ns, record)
    return record


def _not_saved(key: str) -> Record | None:
    """Return a record that the disk did not take a moment ago: playing goes on without it."""
    with _lock:
        until_s, record = _unsaved.get(key, (0.0, None))
    return record if clock.monotonic() < until_s else None


def _keep_unsaved(record: Record) -> None:
    with _lock:
        _unsaved[f"{record.folder}/plan.json"] = (clock.monotonic() + _UNSAVED_S, record)
        while len(_unsaved) > _REMEMBERED:
            _unsaved.popitem(last=False)


def read(folder: Path) -> Record | None:
    """Return the record in a plan's folder, None where there is none that can be read."""
    return _read(folder / "plan.json")


def _read(file: Path) -> Record | None:
    try:
        data = json.loads(file.read_bytes())
        if data["format"] != FORMAT:
            return None
        return Record(
            file.parent, data["media_id"], data["asset_id"], data["path"],
            data["size_bytes"], data["mtime_ns"], data["content_type"], data["plan"],
            data["start_s"], tuple(TextSource.from_json(one) for one in data["texts"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None  # away or damaged: made again like any other


def _remember(key: str, written_ns: int, record: Record) -> None:
    with _lock:
        _recent[key] = (written_ns, record)
        while len(_recent) > _REMEMBERED:
            _recent.popitem(last=False)


def make(
    services: Services,
    asset: AssetRow,
    probe: Probe,
    path: Path,
    keyframes: Sequence[float] | None,
) -> Record:
    """Plan what can be offered of an asset and save the record; the same for every client.

    With `keyframes` None they are indexed by the engine, where they matter, and kept in the
    library. Raises MatineeErrors where nothing can be offered, or the file is away or changed.
    """
    status = _status(path)
    if status.st_size != asset.size_bytes:
        raise _changed()
    if keyframes is None and engine.planning.wants_keyframes(probe):
        keyframes = index_keyframes(services, asset.id, path)
    with services.db.read() as session:
        weight = library.get_weight(session, asset.id)
    try:
        plan = engine.planning.make(probe, keyframes or (), weight and weight.quality)
    except EngineError as error:
        raise from_engine(error) from error
    return _save(services, asset, probe, path, (plan, status))


def file_only(services: Services, asset: AssetRow, probe: Probe, path: Path) -> Record:
    """Save the record of an asset that is only sent as it is."""
    status = _status(path)
    if status.st_size != asset.size_bytes:
        raise _changed()
    return _save(services, asset, probe, path, (None, status))


def _save(
    services: Services,
    asset: AssetRow,
    probe: Probe,
    path: Path,
    planned: tuple[Plan | None, os.stat_result],
) -> Record:
    plan, status = planned
    with services.db.read() as session:
        texts = library.text_sources(services, session, asset, probe)
    folder = services.store.cache_dir(asset.id, plan.digest if plan else FILE_ONLY)
    record = Record(
        folder, asset.media_id, asset.id, os.fspath(path), status.st_size,
        _changed_ns(services, path, status),
        content_type_of(probe.container, audio_only=probe.video is None),
        plan.to_json() if plan else None, probe.start_s, texts,
    )  # fmt: skip
    data = {
        "format": FORMAT, "media_id": record.media_id, "asset_id": record.asset_id,
        "path": record.path, "size_bytes": record.size_bytes,
        "mtime_ns": record.mtime_ns, "content_type": record.content_type, "plan": record.raw_plan,
        "start_s": record.start_s, "texts": [one.to_json() for one in record.text_sources],
    }  # fmt: skip
    if _read(folder / "plan.json") == record:
        return record  # nothing to write: what players hold open stays as it is
    try:
        store.write_atomic(folder / "plan.json", json.dumps(data).encode(), durable=False)
    except OSError as cause:
        log.warning("The segment cache cannot be written: %s.", cause.strerror)
        _keep_unsaved(record)
    return record


def _changed_ns(services: Services, path: Path, status: os.stat_result) -> int:
    kept_away = services.objects is not None and services.objects.has(path)
    return 0 if kept_away else status.st_mtime_ns


def index_keyframes(services: Services, asset_id: str, path: Path) -> tuple[float, ...]:
    """Index an asset's keyframes and keep them beside its row. Raises MatineeErrors."""
    try:
        times = services.engine.keyframes(path)
    except EngineError as error:
        raise from_engine(error) from error
    with services.db.write() as session:
        library.save_keyframes(session, asset_id, times)
    return times


def restore(services: Services, grant: Grant) -> Record:
    """Make a record again from the library, for a grant that is held.

    Raises NotFound when the title went, Unavailable while its file is away, Conflict when the file
    is another now, Gone when today's plan is not the one the grant names.
    """
    viewer = Viewer(grant.user_id, grant.user_id, "", is_admin=False, session_id=grant.session_id)
    before = load(services, grant)
    with services.db.read() as session:
        asset = library.get_asset(session, viewer, grant.asset_id)
        probe = library.get_probe(session, asset.id)
        keyframes = library.get_keyframes(session, asset.id)
        path = asset_path(services, session, asset)
    if before is not None:
        _check_same_content(services, asset, path)
    if grant.plan == FILE_ONLY:
        return file_only(services, asset, probe, path)
    record = make(services, asset, probe, path, keyframes)
    if record.name != grant.plan:
        raise _outdated()
    return record


def asset_path(services: Services, session: Session, asset: AssetRow) -> Path:
    """Return where an asset's file lies now. Raises Unavailable in words for a viewer."""
    try:
        return library.asset_file(services, session, asset)
    except Unavailable as error:
        # One code for "there, but not now", by which players wait instead of trying another way.
        raise Unavailable(error.detail, fix=error.fix, code="unavailable") from error


def _check_same_content(services: Services, asset: AssetRow, path: Path) -> None:
    """A file that was touched, or is found elsewhere, is still the same when its content is."""
    try:
        same = services.engine.fingerprint(path) == asset.fingerprint
    except (EngineError, OSError) as error:
        raise Unavailable("The file cannot be read now.", code="unavailable") from error
    if not same:
        raise _changed()


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as cause:
        raise Unavailable(
            "The file is not there now.",
            fix="If it lies on another disk, connect that disk and scan the folder again.",
            code="unavailable",
        ) from cause


def _changed() -> MatineeError:
    return Conflict(
        "The file was changed after it was brought in.",
        fix="Scan its folder again, then open the title again.",
        code="file_changed",
    )


def _outdated() -> MatineeError:
    return Gone(
        "This stream was made by an earlier version.", fix="Open the title again.", code="outdated"
    )


def forget_removed(services: Services, event: MediaRemoved) -> None:
    """Let streams of a title that went to the trash end: its records go, with what was cached."""
    with services.db.read() as session:
        assets = session.scalars(
            select(AssetRow.id).where(AssetRow.media_id == event.media_id)
        ).all()
    for asset_id in assets:
        with _lock:
            for key in [key for key in _unsaved if f"/{asset_id}/" in key]:
                del _unsaved[key]
        shutil.rmtree(services.store.cache_dir(asset_id), ignore_errors=True)
