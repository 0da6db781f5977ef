"""Importing from the command line: look, print what was found, and take it over when asked."""

from collections.abc import Sequence
from pathlib import Path

from matinee import library, moving
from matinee.app import bring, wiring
from matinee.kit import log
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid
from matinee.kit.jobs import JobStatus
from matinee.kit.services import Services

_SHOWN = 20


def carry(settings: Settings, program: str, path: str, users: Sequence[str], *, apply: bool) -> int:
    """Look into another program's data, and take it over with `apply`; returns 0 when it went."""
    log.configure("error")
    with wiring.opened(settings) as services, bring.dispatching(services):
        full = str(Path(path).expanduser().absolute())
        import_id, job = moving.start(services, program, full, bring.first_admin(services))
        ended = bring.watch(services, job)
        if ended.status != JobStatus.COMPLETED:
            return _failed(ended)
        mapping = _mapping(services, import_id, users)
        _summary(services, import_id, mapping)
        if not apply:
            print("\nNothing was taken over. Add --apply to do it.")
            return 0
        job = moving.apply(services, import_id, mapping, {}, replace_ratings=False)
        ended = bring.watch(services, job)
        if ended.status != JobStatus.COMPLETED:
            return _failed(ended)
        changed = ", ".join(f"{count} {name}" for name, count in (ended.summary or {}).items())
        print(f"\nTaken over: {changed or 'nothing was new'}.")
    return 0


def _failed(job: bring.Job) -> int:
    if job.error is not None:
        print(f"{job.title}: {job.error.detail} {job.error.fix}".rstrip())
    return 1


def _mapping(services: Services, import_id: str, users: Sequence[str]) -> dict[str, str | None]:
    """Return who is who: by name, and as said with `--user THEIRS=OURS`."""
    with services.db.read() as session:
        row, people = moving.get_import(session, import_id), moving.people(session)
        mapping: dict[str, str | None] = dict(moving.who_is_who(row, people))
        theirs = {library.fold(one["name"]): one["id"] for one in row.found.get("users", [])}
    ours = {library.fold(person.name): person.id for person in people}
    for pair in users:
        their, mark, our = pair.partition("=")
        their_id, our_id = theirs.get(library.fold(their)), ours.get(library.fold(our))
        if not mark or their_id is None or our_id is None:
            raise Invalid(
                f"--user {pair} names nobody.",
                fix=f"There: {', '.join(theirs) or 'nobody'}. Here: {', '.join(ours) or 'nobody'}.",
            )
        mapping[their_id] = our_id
    return mapping


def _summary(services: Services, import_id: str, mapping: dict[str, str | None]) -> None:
    with services.db.read() as session:
        row = moving.get_import(session, import_id)
        names = {person.id: person.name for person in moving.people(session)}
        left, total = moving.items(session, import_id, "unmatched", offset=0, limit=_SHOWN)
    counts = row.found["counts"]
    print(f"{row.found['version']}: {counts['titles']} titles, {counts['matched']} of them are "
          f"here, {counts['lists']} lists.")  # fmt: skip
    for user in row.found["users"]:
        ours = names.get(mapping.get(user["id"]) or "", "nobody here")
        print(f"  {user['name']} -> {ours}: {user['watched']} watched, {user['in_progress']} in "
              f"progress, {user['rated']} rated, {user['favourites']} favourites")  # fmt: skip
    for note in row.found["notes"]:
        print(f"  note: {note}")
    if total:
        print(f"\nNot matched ({total}):")
    for item in left:
        title = item.record.get("title") or item.record.get("name") or item.key
        print(f"  {title}: {item.reason}")
    if total > len(left):
        print(f"  … and {total - len(left)} more")
