"""What happens to uploads: begun, found, finished, ended, forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee.ingest.sources.upload import protocol, receiving
from matinee.ingest.tables import UploadRow
from matinee.kit import clock
from matinee.kit.errors import Gone, NotFound, RateLimited
from matinee.kit.ids import is_id, new_id
from matinee.kit.jobs import JobSpec, Priority
from matinee.kit.services import Services

KIND, SWEEP = "upload", "upload.sweep"
MAX_UNFINISHED = 200


def file_of(services: Services, upload_id: str) -> Path:
    """Return where an upload's bytes go."""
    return services.store.uploads_root / upload_id


def begin(services: Services, user_id: str, size_bytes: int, said: dict[str, str]) -> UploadRow:
    """Begin an upload of `size_bytes` through the server. Raises NoSpace or RateLimited."""
    services.store.require_space(size_bytes)
    row = row_of(services, user_id, size_bytes, said)
    with services.db.write() as session:
        sweep_when_due(services, session)
        require_few(session, user_id)
        receiving.create(file_of(services, row.id))
        session.add(row)
    return row


def row_of(services: Services, user_id: str, size_bytes: int, said: dict[str, str]) -> UploadRow:
    """Return the row of a new upload, not yet written."""
    collection = said.get("collection_id")
    return UploadRow(
        id=new_id(), user_id=user_id, filename=protocol.file_name(said)[:1000],
        size_bytes=size_bytes, title=(said.get("title") or "").strip()[:500] or None,
        collection_id=collection if collection and is_id(collection) else None,
        created_at=clock.now(), expires_at=expiry(services), sent_bytes=0,
    )  # fmt: skip


def require_few(session: Session, user_id: str) -> None:
    """Raise RateLimited where somebody has too many unfinished uploads."""
    mine = select(func.count()).where(
        UploadRow.user_id == user_id, UploadRow.job_id.is_(None),
        UploadRow.expires_at > clock.now(),
    )  # fmt: skip
    if (session.scalar(mine) or 0) >= MAX_UNFINISHED:
        raise RateLimited(
            f"There are {MAX_UNFINISHED} unfinished uploads already.",
            fix="Let some finish, or end those that are no longer wanted.",
            code="too_many_uploads",
        )


def find(services: Services, user_id: str, upload_id: str) -> UploadRow:
    """Return somebody's upload through the server. Raises NotFound, or Gone when it has expired."""
    row = row_by_id(services, user_id, upload_id)
    if row.multipart is not None:
        raise no_such_upload()
    lost = not file_of(services, upload_id).is_file() and row.job_id is None
    if lost or (row.job_id is None and row.expires_at <= clock.now()):
        raise Gone("This upload has expired.", fix="Start it again.", code="expired")
    return row


def row_by_id(services: Services, user_id: str, upload_id: str) -> UploadRow:
    """Return somebody's upload of either kind. Raises NotFound."""
    with services.db.read() as session:
        row = session.get(UploadRow, upload_id) if is_id(upload_id) else None
    if row is None or row.user_id != user_id:
        raise no_such_upload()
    return row


def no_such_upload() -> NotFound:
    """Return what is said of an upload that is not there, or somebody else's."""
    return NotFound("There is no such upload.", fix="Start it again.", code="no_such_upload")


def standing(services: Services, row: UploadRow) -> int:
    """Return the offset of an upload in bytes; a finished one stands at its size, one straight to
    the bucket where its sender said that it is."""
    if row.job_id is not None:
        return row.size_bytes
    if row.multipart is not None:
        return row.sent_bytes
    try:
        return receiving.offset_of(file_of(services, row.id))
    except FileNotFoundError:
        return row.size_bytes  # the job has taken it in this very moment


def settle(services: Services, upload_id: str, offset: int) -> UploadRow:
    """Note that an upload moved; once it is whole, queue its job. Repeatable."""
    with services.db.write() as session:
        row = session.get_one(UploadRow, upload_id)
        row.expires_at = expiry(services)
        if offset == row.size_bytes and row.job_id is None:
            row.job_id = enqueue(services, session, row)
    return row


def end(services: Services, row: UploadRow) -> None:
    """End an unfinished upload and delete what it has brought. Raises Locked, NotFound."""
    if row.job_id is not None:
        raise NotFound(
            "This upload is finished.", fix="Cancel its job instead.", code="upload_finished"
        )
    receiving.require_free(file_of(services, row.id))
    forget(services, row.id)


def forget(services: Services, upload_id: str) -> None:
    """Delete an upload's row and file. Repeatable."""
    with services.db.write() as session:
        row = session.get(UploadRow, upload_id)
        if row is not None:
            session.delete(row)
    receiving.discard(file_of(services, upload_id))


def unfinished(session: Session, user_id: str) -> Sequence[UploadRow]:
    """Return a person's unfinished uploads, oldest first."""
    return session.scalars(
        select(UploadRow)
        .where(
            UploadRow.user_id == user_id,
            UploadRow.job_id.is_(None),
            UploadRow.expires_at > clock.now(),
        )
        .order_by(UploadRow.id)
    ).all()


def known(session: Session) -> set[str]:
    """Return the ids of all uploads there are."""
    return set(session.scalars(select(UploadRow.id)))


def sweep_when_due(services: Services, session: Session) -> None:
    """Queue the sweep when an upload has expired."""
    due = select(UploadRow.id).where(UploadRow.expires_at <= clock.now())
    if session.scalar(due.limit(1)) is not None:
        enqueue_sweep(services, session)


def sweep_after_start(services: Services) -> None:
    """Queue the sweep when uploads were under way: one may have been whole, but without a job."""
    with services.db.write() as session:
        if session.scalar(select(UploadRow.id).where(UploadRow.job_id.is_(None)).limit(1)):
            enqueue_sweep(services, session)


def enqueue_sweep(services: Services, session: Session) -> None:
    """Queue the sweep, once."""
    spec = JobSpec(SWEEP, {}, priority=Priority.BACKGROUND, dedupe_key=SWEEP)
    services.jobs.enqueue(session, spec)


def sweep(services: Services) -> dict[str, int]:
    """Throw expired uploads away, finish whole ones, delete files that belong to none."""
    with services.db.read() as session:
        here = UploadRow.multipart.is_(None)
        rows = session.scalars(select(UploadRow).where(here)).all()
        ids = known(session)
    counts = {"expired": 0, "finished": 0, "orphans": 0}
    for row in rows:
        path = file_of(services, row.id)
        if row.job_id is not None:
            if row.expires_at <= clock.now() and not path.is_file():
                forget(services, row.id)
        elif not path.is_file() or row.expires_at <= clock.now():
            forget(services, row.id)
            counts["expired"] += 1
        elif standing(services, row) == row.size_bytes:
            settle(services, row.id, row.size_bytes)
            counts["finished"] += 1
    for path in services.store.uploads_root.iterdir():
        if path.name.removesuffix(".unproven") not in ids and _is_old(path):
            path.unlink(missing_ok=True)
            counts["orphans"] += 1
    return counts


def _is_old(path: Path) -> bool:
    try:
        return clock.epoch() - path.stat().st_mtime > 3600
    except OSError:
        return False


def enqueue(services: Services, session: Session, row: UploadRow) -> str:
    """Queue the job of a whole upload, once; returns its id."""
    payload: dict[str, Any] = {
        "upload_id": row.id,
        "filename": row.filename,
        "title": row.title,
        "collection_id": row.collection_id,
        "direct": row.multipart is not None,
    }
    spec = JobSpec(
        KIND,
        payload,
        title=row.title or row.filename.rsplit("/", 1)[-1],
        priority=Priority.PERSON,
        dedupe_key=f"upload:{row.id}",
        requested_by=row.user_id,
    )
    return services.jobs.enqueue(session, spec).id


def expiry(services: Services) -> datetime:
    """Return when an upload expires that is gone on with now."""
    return clock.now() + timedelta(seconds=services.settings.upload_expiry_s)


def plain_suffix(filename: str) -> str:
    """Return the ending of a file's name, with its dot, where it is a plain one, else ""."""
    own = Path(filename).suffix.lower()
    return own if 1 < len(own) <= 6 and own[1:].isalnum() and own.isascii() else ""
