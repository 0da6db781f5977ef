"""Making copies, letting the old ones go, and asking for a restore."""

import gzip
import logging
import os
from datetime import timedelta
from typing import Any, Final

from matinee import accounts, moving
from matinee.accounts import Viewer
from matinee.admin.backups import listing, pending, rules
from matinee.admin.backups.listing import Listed
from matinee.admin.backups.pending import RestartAsked
from matinee.kit import clock, copies, sealing, tokens
from matinee.kit.copies import Copy, Say
from matinee.kit.errors import Conflict, MatineeError, NotFound
from matinee.kit.jobs import Job, JobSpec, JobStatus, Priority
from matinee.kit.jobs.tables import Job as Row
from matinee.kit.services import Services

log = logging.getLogger(__name__)
MAKE: Final = "backup.make"
SEND: Final = "backup.send"
ADMIT: Final = "backup.admit"
REHEARSE: Final = "backup.rehearse"
_TICKET_S: Final = 120.0
_REHEARSED_WITHIN: Final = timedelta(hours=2)


def make(services: Services, label: str, say: Say = lambda _: None) -> Copy:
    """Copy the database and, as open JSON, what people did; let old copies go.

    Raises NoSpace, or Unavailable for a damaged database or a folder that is away: then none goes.
    """
    settings = services.settings
    copy = copies.make(settings, label, floor_bytes=services.store.floor_bytes, say=say)
    say("people")
    _add_people(services, copy)
    prune(services)
    return copies.get(settings, copy.name)


def _add_people(services: Services, copy: Copy) -> None:
    """Put what people did beside a copy, in the format of docs/moving.md."""
    stem = copy.name.removesuffix(sealing.SUFFIX).removesuffix(".db")
    path = copy.path.with_name(f"{stem}.people.json.gz")
    key = services.settings.backup_key_file
    if key is not None:
        path = path.with_name(path.name + sealing.SUFFIX)
    with copies.written(path, services.store.floor_bytes) as partial:
        plain = partial if key is None else partial.with_name(partial.name + "-journal")
        with plain.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
            plain.chmod(0o600)
            with services.db.read() as session:
                for text in moving.document(session, None):
                    packed.write(text.encode())
        if key is not None:
            sealing.seal(plain, partial, key)
        partial.chmod(0o600)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.rename(path)
    copies.add_part(copy, "people", path)


def prune(services: Services) -> None:
    """Let go of the copies that are not kept any longer."""
    settings = services.settings
    found = copies.every(settings)
    goes = rules.to_let_go(
        [rules.Made(one.name, one.label, clock.to_local(one.made_at)) for one in found],
        settings.backup_daily, settings.backup_weekly,
    )  # fmt: skip
    for one in found:
        if one.name in goes:
            copies.remove(one)
            log.info("the copy %s went: enough newer ones are kept", one.name)


def is_due(services: Services) -> bool:
    """Say whether the nightly copy is to be made now."""
    if not services.settings.backup_nightly:
        return False
    nightly = (one for one in copies.every(services.settings) if one.label == rules.NIGHTLY)
    last = next(nightly, None)
    return rules.is_due(clock.local(), clock.to_local(last.made_at) if last else None)


def queue(
    services: Services, kind: str, payload: dict[str, Any], requested_by: str | None, title: str
) -> Job:
    """Queue a job; one of a kind about the same thing at a time."""
    background = requested_by is None
    with services.db.write() as session:
        spec = JobSpec(
            kind, payload, title=title, requested_by=requested_by,
            dedupe_key=f"{kind}:{payload.get('name', '')}",
            priority=Priority.BACKGROUND if background else Priority.PERSON,
        )  # fmt: skip
        row = services.jobs.enqueue(session, spec)
        return services.jobs.view(session, row)


def ask_restore(
    services: Services, viewer: Viewer, name: str, rehearsal: str, password: str
) -> None:
    """Have a copy restored: the server ends, restores it before anybody has the database open, and
    begins anew.

    Raises Forbidden for another password, Conflict where it was not rehearsed as it lies there now,
    or where other processes have the database open too.
    """
    if not can_restart(services):
        raise Conflict(
            "Several processes have this library open.",
            fix="Stop them all, and run on the server: matinee restore " + name,
            code="restore_by_hand",
        )
    accounts.confirm(services, viewer, password)
    copy = listing.get(services.settings, name).copy
    found = rehearsed(services, rehearsal)
    if found.get("name") != name or found.get("sha256") != copy.sha256 or copy.sha256 is None:
        raise Conflict(
            "This copy was not rehearsed, or is another one by now.",
            fix="Rehearse it again.", code="not_rehearsed",
        )  # fmt: skip
    pending.ask(services.settings, name, copy.sha256)
    services.bus.publish(RestartAsked())


def can_restart(services: Services) -> bool:
    """Say whether this process is the only one that has the database open, so that it can restore
    by beginning anew."""
    return services.redis is None and services.settings.processes == 1


def rehearsed(services: Services, job_id: str) -> dict[str, Any]:
    """Return what a rehearsal found. Raises NotFound for one that is not done, or is long ago."""
    with services.db.read() as session:
        row = session.get(Row, job_id)
    if (
        row is None
        or row.kind != REHEARSE
        or row.status != JobStatus.COMPLETED
        or row.summary is None
        or row.finished_at is None
        or clock.now() - row.finished_at > _REHEARSED_WITHIN
    ):
        raise NotFound(
            "There is no such rehearsal.", fix="Rehearse the copy again.", code="not_rehearsed"
        )
    return row.summary


def ticket(services: Services, viewer: Viewer, name: str, password: str) -> str:
    """Return what lets this sign-in, and no other, download a copy for the next two minutes.

    Raises Forbidden for another password, NotFound, or what the store says.
    """
    accounts.confirm(services, viewer, password)
    listing.get(services.settings, name)
    payload = {"backup": name, "session": viewer.session_id}
    until = clock.epoch() + _TICKET_S
    return tokens.sign(services.secrets.session_key, payload, expires_at=until)


def of_ticket(services: Services, viewer: Viewer, shown: str) -> Listed:
    """Return the copy that a ticket is for. Raises NotFound for another's, or an old one."""
    try:
        payload = tokens.verify(services.secrets.session_key, shown, now=clock.epoch())
    except MatineeError as cause:
        raise _gone() from cause
    if payload.get("session") != viewer.session_id or "backup" not in payload:
        raise _gone()
    return listing.get(services.settings, str(payload["backup"]))


def _gone() -> NotFound:
    return NotFound("This download is over.", fix="Ask for it again.", code="backup_ticket_over")


def remove(services: Services, name: str) -> None:
    """Delete a copy, here and in the store. Raises NotFound, or what the store says: then nothing
    is deleted."""
    listing.remove(services.settings, name)
