"""Asking for an import: to look, to take over, to undo, to forget."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from matinee import accounts, library
from matinee.kit import clock, ids
from matinee.kit.errors import Conflict, Invalid
from matinee.kit.jobs import FINISHED, Job, JobSpec
from matinee.kit.services import Services
from matinee.moving import jobs, queries, reading
from matinee.moving.tables import ImportRow

_BUSY = ("looking", "applying", "undoing")
_NAMES = {"jellyfin": "Jellyfin", "kodi": "Kodi", "plex": "Plex", "ytdlp": "yt-dlp",
          "matinee": "Matinee"}  # fmt: skip


def start(services: Services, program: str, path: str, requested_by: str | None) -> tuple[str, Job]:
    """Begin to look into another program's data. Raises Invalid when it is not there."""
    if "\0" in path:
        raise Invalid("The path cannot be read.", code="not_a_path")
    found = reading.find(program, Path(path))
    row = _row(program, found, requested_by)
    with services.db.write() as session:
        session.add(row)
        session.flush()
        return row.id, _enqueue(services, session, row, "look")


def start_with(
    services: Services, program: str, given: Path, requested_by: str | None
) -> tuple[str, Job]:
    """Begin to look into a file that lies alone in a folder of staging. The folder becomes the
    job's own, and goes with it."""
    row = _row(program, given, requested_by)
    try:
        with services.db.write() as session:
            session.add(row)
            session.flush()
            job = _enqueue(services, session, row, "look")
            mine = services.store.staging(job.id) / "given"
            given.parent.rename(mine)
            row.path = os.fsencode(str(mine / given.name))
    except BaseException:
        services.store.drop_staging(given.parent.name)
        raise
    return row.id, job


def _row(program: str, path: Path, requested_by: str | None) -> ImportRow:
    now = clock.now()
    return ImportRow(
        id=ids.new_id(), program=program, path=os.fsencode(str(path)), state="looking",
        requested_by=requested_by, found={}, options={}, changed={}, created_at=now,
        updated_at=now,
    )  # fmt: skip


def shown_path(services: Services, row: ImportRow) -> str:
    """Return where an import was read from: the name alone of a file that was sent."""
    path = Path(os.fsdecode(row.path))
    shown = path.name if path.is_relative_to(services.store.staging_root) else str(path)
    return os.fsencode(shown).decode("utf-8", "replace")


def apply(
    services: Services,
    import_id: str,
    users: Mapping[str, str | None],
    prefixes: Mapping[str, str],
    *,
    replace_ratings: bool,
) -> Job:
    """Take over what was found. Raises NotFound, Conflict while it is busy, or Invalid for an
    account that is not here."""
    with services.db.write() as session:
        row = queries.get(session, import_id)
        if state_of(services, row) in _BUSY or "counts" not in row.found:
            raise Conflict(
                "This import cannot be taken over now.",
                fix="Wait until it has looked.",
                code="import_not_ready",
            )
        people = queries.people(session)
        known = {person.id for person in people}
        if any(mine is not None and mine not in known for mine in users.values()):
            raise Invalid(
                "There is no such account here.",
                fix="See the list of accounts.",
                code="no_such_account",
            )
        mapping = {**who_is_who(row, people), **users}
        row.options = {
            "users": {theirs: mine for theirs, mine in mapping.items() if mine is not None},
            "prefixes": dict(prefixes),
            "replace_ratings": replace_ratings,
        }
        row.found = {name: told for name, told in row.found.items() if name != "error"}
        row.state, row.updated_at = "applying", clock.now()
        return _enqueue(services, session, row, "apply")


def undo(services: Services, import_id: str) -> Job:
    """Give back what an import changed. Raises NotFound, or Conflict while it is busy."""
    with services.db.write() as session:
        row = queries.get(session, import_id)
        if state_of(services, row) in _BUSY:
            raise Conflict(
                "This import is busy.",
                fix="Wait until it is done, or cancel its job.",
                code="import_busy",
            )
        row.state, row.updated_at = "undoing", clock.now()
        return _enqueue(services, session, row, "undo")


def forget(services: Services, import_id: str) -> None:
    """Take an import off the list; what it changed stays, and can no longer be undone."""
    with services.db.write() as session:
        row = queries.get(session, import_id)
        if state_of(services, row) in _BUSY:
            raise Conflict(
                "This import is busy.",
                fix="Wait until it is done, or cancel its job.",
                code="import_busy",
            )
        session.delete(row)


def state_of(services: Services, row: ImportRow) -> str:
    """Return how an import stands: one whose job ended before it could say so has failed."""
    if row.state not in _BUSY or row.job_id is None:
        return row.state
    status = services.jobs.get_status(row.job_id)
    return "failed" if status is None or status in FINISHED else row.state


def who_is_who(row: ImportRow, people: Sequence[accounts.User]) -> dict[str, str]:
    """Return whose account a user there is: the same name, or the one who asks when both are
    alone."""
    theirs = row.found.get("users", [])
    by_name = {library.fold(person.name): person.id for person in people}
    found = {
        one["id"]: by_name[library.fold(one["name"])]
        for one in theirs
        if library.fold(one["name"]) in by_name
    }
    asking = next((one.id for one in people if one.id == row.requested_by), None)
    if not found and len(theirs) == 1 and asking is not None:
        return {theirs[0]["id"]: asking}
    return found


def _enqueue(services: Services, session: Session, row: ImportRow, step: str) -> Job:
    words = {"look": "Look into", "apply": "Take over from", "undo": "Give back to"}[step]
    job = services.jobs.enqueue(
        session,
        JobSpec(
            kind=jobs.KIND,
            payload={"import_id": row.id, "step": step},
            title=f"{words} {_NAMES[row.program]}",
            dedupe_key=f"{jobs.KIND}:{row.id}",
            requested_by=row.requested_by,
        ),
    )
    row.job_id = job.id
    return services.jobs.view(session, job)
