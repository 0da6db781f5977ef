"""Uploads that the browser sends to the bucket itself, part by part, by links that are signed here.

The object has its last address from the start: the upload's id stands for the job's, so the gate
finds what was sent where it would have put it. Nobody sees it before the server has completed it,
and it completes what the store says it has, not what the browser says.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import library
from matinee.ingest.sources.upload import actions
from matinee.ingest.tables import UploadRow
from matinee.kit import clock, objects
from matinee.kit.errors import Conflict, Gone, Invalid, MatineeError, NotFound, TooLarge
from matinee.kit.jobs import FINISHED, JobStatus
from matinee.kit.jobs.tables import Job
from matinee.kit.objects import StorageAway
from matinee.kit.objects.direct import Part
from matinee.kit.services import Services

log = logging.getLogger(__name__)
MOST_LINKS = 32


@dataclass(frozen=True, slots=True)
class Link:
    """Where a part is PUT, and how many bytes it has."""

    number: int
    url: str
    size_bytes: int


def storage(services: Services) -> objects.Direct:
    """Return what takes parts. Raises Conflict where films are sent through the server."""
    kept = services.objects
    if kept is None or kept.direct is None:
        raise _through_server()
    return kept.direct


def begin(
    services: Services, user_id: str, size_bytes: int, said: dict[str, str], origin: str | None
) -> UploadRow:
    """Begin an upload of `size_bytes` from a page of an origin (None: no page).

    Raises TooLarge, RateLimited; and Conflict where it has to go through the server: no bucket that
    takes parts, a page whose origin it does not let in, a file without a plain ending.
    """
    takes = storage(services)
    most = services.settings.max_upload_bytes
    if size_bytes > most:
        raise TooLarge(
            f"The file is larger than the {most / 1024**3:.1f} GiB this server takes.",
            fix="Raise MATINEE_MAX_UPLOAD_BYTES, or add the file from a folder on the server.",
        )
    if origin is not None and not takes.takes_from(origin):
        raise _through_server()
    row = actions.row_of(services, user_id, size_bytes, said)
    if actions.plain_suffix(row.filename) == "":
        raise _through_server()
    row.part_bytes = objects.part_bytes(size_bytes)
    with services.db.read() as session:
        actions.require_few(session, user_id)
    row.multipart = takes.begin(address_of(services, row))
    try:
        with services.db.write() as session:
            actions.sweep_when_due(services, session)
            actions.require_few(session, user_id)
            session.add(row)
    except Exception:
        _abort(services, row)
        raise
    return row


def find(services: Services, user_id: str, upload_id: str) -> UploadRow:
    """Return somebody's upload of this kind. Raises NotFound, or Gone when it has expired."""
    row = actions.row_by_id(services, user_id, upload_id)
    if row.multipart is None:
        raise actions.no_such_upload()
    if row.job_id is None and row.expires_at <= clock.now():
        raise Gone("This upload has expired.", fix="Start it again.", code="expired")
    return row


def there(services: Services, row: UploadRow) -> list[int]:
    """Return the numbers of the parts that the store has whole. Raises Gone where it knows the
    upload no more."""
    assert row.multipart is not None
    if row.job_id is not None:
        return list(range(1, count_of(row) + 1))
    parts = storage(services).parts(address_of(services, row), row.multipart)
    if parts is None:
        raise Gone("This upload has expired.", fix="Start it again.", code="expired")
    return [part.number for part in _whole(row, parts)]


def links(
    services: Services, row: UploadRow, numbers: Sequence[int], sent_bytes: int
) -> list[Link]:
    """Return where parts are PUT; `sent_bytes` is how far the sender says it is, for its lists.

    Raises Invalid for parts that this upload does not have.
    """
    assert row.multipart is not None
    takes, count = storage(services), count_of(row)
    if row.job_id is not None:
        raise _finished()
    if not 1 <= len(numbers) <= MOST_LINKS or len(set(numbers)) != len(numbers):
        raise Invalid(f"Ask for 1 to {MOST_LINKS} parts at a time.", code="bad_part")
    if any(not 1 <= number <= count for number in numbers):
        raise Invalid(f"This upload has the parts 1 to {count}.", code="bad_part")
    with services.db.write() as session:
        mine = session.get(UploadRow, row.id)
        if mine is None:
            raise actions.no_such_upload()
        mine.expires_at = actions.expiry(services)
        mine.sent_bytes = min(max(sent_bytes, 0), row.size_bytes)
    address = address_of(services, row)
    sizes = {number: size_of(row, number) for number in numbers}
    return [
        Link(number, takes.link(address, row.multipart, number, size), size)
        for number, size in sizes.items()
    ]


def complete(services: Services, row: UploadRow) -> UploadRow:
    """Make the parts one object and queue its job; again is harmless, also at the same time.

    Raises Conflict where parts are missing, Gone where the store knows the upload no more.
    """
    assert row.multipart is not None
    if row.job_id is not None:
        return row
    takes, address = storage(services), address_of(services, row)
    assert services.objects is not None
    parts = takes.parts(address, row.multipart)
    if parts is not None:
        whole = _whole(row, parts)
        if len(whole) != count_of(row):
            raise Conflict(
                f"{count_of(row) - len(whole)} of {count_of(row)} parts have not come.",
                fix="Send those that are missing, then complete it.",
                code="parts_missing",
            )
        takes.complete(address, row.multipart, whole)
    found = services.objects.bucket.find(address)
    if found is None:
        raise Gone("This upload has expired.", fix="Start it again.", code="expired")
    if found.size != row.size_bytes:
        forget_brought(services, row.id, row.filename)
        raise StorageAway(
            "The store did not keep the file as it was sent; it was taken out again.",
            fix="Send it again. If it happens again, look at the store.",
            code="storage_damaged",
        )
    takes.note(None)
    return _settle(services, row, address)


def end(services: Services, row: UploadRow) -> None:
    """End an unfinished upload: nothing of it stays in the bucket. Raises NotFound."""
    with services.db.write() as session:
        mine = session.get(UploadRow, row.id)
        if mine is not None and mine.job_id is not None:
            raise _finished()
        if mine is not None:
            session.delete(mine)
    _abort(services, row)
    forget_brought(services, row.id, row.filename)


def forget_brought(services: Services, upload_id: str, filename: str) -> None:
    """Delete an upload's row and the object it brought, unless a title has it. Repeatable."""
    with services.db.write() as session:
        mine = session.get(UploadRow, upload_id)
        if mine is not None:
            session.delete(mine)
    address = library.landing_address(services, staged(services, upload_id, filename))
    with services.db.read() as session:
        is_kept = session.get(library.AssetRow, address.split("/")[1]) is not None
    if not is_kept:
        objects.forget(services, address)


def sweep(services: Services) -> int:
    """Forget the uploads that have expired, and that no job can still want; returns how many."""
    with services.db.read() as session:
        past = (UploadRow.multipart.is_not(None), UploadRow.expires_at <= clock.now())
        rows = [
            row for row in session.scalars(select(UploadRow).where(*past)) if _is_over(session, row)
        ]
    for row in rows:
        _abort(services, row)
        forget_brought(services, row.id, row.filename)
    return len(rows)


def _is_over(session: Session, row: UploadRow) -> bool:
    job = session.get(Job, row.job_id) if row.job_id is not None else None
    return job is None or (job.status in FINISHED and job.status != JobStatus.FAILED)


def under_way(services: Services) -> Mapping[str, str]:
    """Return the addresses of uploads that somebody goes on with, or whose job may want what they
    brought, and the store's ids of them."""
    with services.db.read() as session:
        rows = session.scalars(select(UploadRow).where(UploadRow.multipart.is_not(None))).all()
    return {address_of(services, row): row.multipart or "" for row in rows}


def staged(services: Services, upload_id: str, filename: str) -> Path:
    """Return the path in staging by which the gate knows what an upload brought. Nothing is there:
    the gate finds it at its address."""
    name = f"original{actions.plain_suffix(filename)}"
    return services.store.staging_root / upload_id / name


def address_of(services: Services, row: UploadRow) -> str:
    """Return the address that an upload's object has."""
    return library.landing_address(services, staged(services, row.id, row.filename))


def count_of(row: UploadRow) -> int:
    """Return how many parts an upload has."""
    assert row.part_bytes is not None
    return -(-row.size_bytes // row.part_bytes)


def size_of(row: UploadRow, number: int) -> int:
    """Return the bytes of a part: all are alike but the last."""
    assert row.part_bytes is not None
    return min(row.part_bytes, row.size_bytes - (number - 1) * row.part_bytes)


def _whole(row: UploadRow, parts: Sequence[Part]) -> list[Part]:
    count = count_of(row)
    known = {part.number: part for part in parts if 1 <= part.number <= count}
    return [known[number] for number in sorted(known) if known[number].size == size_of(row, number)]


def _settle(services: Services, row: UploadRow, address: str) -> UploadRow:
    with services.db.write() as session:
        mine = session.get(UploadRow, row.id)
        if mine is not None and mine.job_id is None:
            mine.expires_at = actions.expiry(services)
            mine.job_id = actions.enqueue(services, session, mine)
    if mine is None:  # it was ended while it was being completed
        objects.forget(services, address)
        raise actions.no_such_upload()
    return mine


def _abort(services: Services, row: UploadRow) -> None:
    kept = services.objects
    if kept is None or kept.direct is None or row.multipart is None:
        return
    try:
        kept.direct.abort(address_of(services, row), row.multipart)
    except MatineeError as error:
        log.warning("An upload stays in the bucket until it is swept: %s", error.detail)


def _through_server() -> Conflict:
    return Conflict(
        "This file is sent through the server.", fix="Send it to /api/uploads.",
        code="uploads_through_server",
    )  # fmt: skip


def _finished() -> NotFound:
    return NotFound(
        "This upload is finished.", fix="Cancel its job instead.", code="upload_finished"
    )
