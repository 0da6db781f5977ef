"""The job of an import: look, apply or undo. Each may be cut off anywhere and run again.

Rows are written two hundred at a time, so that nobody waits for them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matinee import library
from matinee.foreign import values
from matinee.kit import clock
from matinee.kit.errors import MatineeError
from matinee.kit.jobs import JobContext, Lane
from matinee.kit.services import Services
from matinee.moving import applying, filters, queries, reading
from matinee.moving.applying import MATCHED
from matinee.moving.found import Found
from matinee.moving.matching import Matcher
from matinee.moving.tables import ImportRow, ItemRow

KIND = "moving.import"
_CHUNK = 200
_LISTS_MAX = 10_000


def wire(services: Services) -> None:
    """Register the job."""
    services.jobs.register(KIND, run, lane=Lane.ERRAND, on_cancel=clean)


def run(context: JobContext) -> None:
    """Do one step of an import; a failure is told on the import too."""
    import_id = str(context.payload["import_id"])
    step = {"look": _look, "apply": _apply, "undo": _undo}[str(context.payload["step"])]
    try:
        step(context, import_id)
    except MatineeError as error:
        _note(context.services, import_id, state="failed", error=error.as_wire())
        raise


def clean(services: Services, job_id: str, payload: dict[str, Any]) -> None:
    """Throw away the copy of a job that was cancelled; what was taken over so far stays."""
    services.store.drop_staging(job_id)
    _note(services, str(payload["import_id"]), state="cancelled")


# -- looking


def _look(context: JobContext, import_id: str) -> None:
    services = context.services
    with services.db.write() as session:
        row = queries.get(session, import_id)
        program, path = row.program, Path(_decoded(row.path))
        session.execute(delete(ItemRow).where(ItemRow.import_id == import_id))
    context.progress(0, step="copying")
    folder = services.store.staging(context.job_id)
    try:
        source, beside = reading.copy(services, program, reading.find(program, path), folder)
        context.progress(10, step="reading")
        with services.db.read() as session:
            matcher = Matcher(queries.known(session))
        found = Found()
        records = reading.records(program, source, beside, context.check)
        lists = _keep_titles(context, import_id, records, matcher, found)
        _keep_lists(services, import_id, lists, matcher, found)
    finally:
        services.store.drop_staging(context.job_id)
    _note(services, import_id, state="looked", found=found.as_json())
    context.describe(summary=found.counts())


def _keep_titles(
    context: JobContext,
    import_id: str,
    records: Iterator[dict[str, Any]],
    matcher: Matcher,
    found: Found,
) -> list[values.ForeignList]:
    lists: list[values.ForeignList] = []
    while many := list(islice(records, _CHUNK)):
        context.check()
        rows: list[ItemRow] = []
        for record in many:
            kind = record.get("record")
            if kind == "title":
                rows.append(_item(import_id, found, values.title(record), matcher))
            elif kind == "list" and len(lists) < _LISTS_MAX:
                lists.append(values.playlist(record))
            elif kind == "person":
                rows += _person(import_id, found, record)
            elif kind == "note":
                found.note(values.words(record.get("words"), 300))
        with context.services.db.write() as session:
            session.add_all(rows)
        context.progress(step="reading")
    return lists


def _item(import_id: str, found: Found, title: values.Foreign, matcher: Matcher) -> ItemRow:
    verdict = matcher.match(title)
    found.count(title, verdict)
    return ItemRow(
        import_id=import_id, number=found.next_number(), kind="title", key=title.key,
        record=title.as_json(), media_id=verdict.media_id, code=verdict.code,
        reason=verdict.words[:1000], state=MATCHED if verdict.media_id else "unmatched",
        changes=[],
    )  # fmt: skip


def _person(import_id: str, found: Found, record: dict[str, Any]) -> list[ItemRow]:
    person_id = values.words(record.get("id"), 64)
    found.person(person_id, values.words(record.get("name"), 64))
    if not isinstance(record.get("preferences"), dict):
        return []
    row = ItemRow(
        import_id=import_id, number=found.next_number(), kind="person", key=person_id,
        record=record, media_id=None, code="", reason="", state=MATCHED, changes=[],
    )  # fmt: skip
    return [row]


def _keep_lists(
    services: Services,
    import_id: str,
    lists: list[values.ForeignList],
    matcher: Matcher,
    found: Found,
) -> None:
    with services.db.read() as session:
        here = queries.matched(session, import_id)
        rules = {
            one.key: filters.read(session, one.rule, one.names)
            for one in lists
            if one.rule is not None
        }
    for start in range(0, len(lists), _CHUNK):
        rows: list[ItemRow] = []
        for one in lists[start : start + _CHUNK]:
            if (rule := rules.get(one.key)) is not None:
                inside, words = rule.rule is not None, rule.words
            else:
                inside = len(_entries(one, here, matcher))
                words = f"{inside} of its {len(one.entries)} titles are here."
            state = MATCHED if inside else "unmatched"
            found.lists += 1
            rows.append(
                ItemRow(
                    import_id=import_id, number=found.next_number(), kind="list", key=one.key,
                    record=one.as_json(), media_id=None, changes=[], state=state, reason=words,
                    code="list" if inside else "not_here",
                )
            )  # fmt: skip
        with services.db.write() as session:
            session.add_all(rows)


def _entries(one: values.ForeignList, here: Mapping[str, str], matcher: Matcher) -> list[str]:
    found: list[str] = []
    for entry in one.entries:
        media_id = here.get(entry)
        if media_id is None and entry.startswith("path:"):
            media_id = matcher.at_path(entry.removeprefix("path:"))
        if media_id is not None:
            found.append(media_id)
    return list(dict.fromkeys(found))


# -- applying


def _apply(context: JobContext, import_id: str) -> None:
    services = context.services
    with services.db.read() as session:
        options = dict(queries.get(session, import_id).options)
        matcher = Matcher(queries.known(session), options.get("prefixes"))
    if options.get("prefixes"):
        _match_again(context, import_id, matcher)
    order = applying.Order(options.get("users", {}), bool(options.get("replace_ratings")))
    for item_kind in ("person", "title", "list"):
        context.progress(step=f"taking over: {item_kind}")
        with services.db.read() as session:
            here = queries.matched(session, import_id) if item_kind == "list" else {}
        after = 0
        while True:
            context.check()
            with services.db.write() as session:
                rows = queries.batch(session, import_id, item_kind, after, _CHUNK)
                durations = _durations(session, [row.media_id for row in rows if row.media_id])
                for row in rows:
                    if item_kind == "title":
                        made = applying.title(session, order, row, durations)
                    elif item_kind == "person":
                        made = applying.person(session, order, row)
                    else:
                        ids = _entries(values.playlist(row.record), here, matcher)
                        ids = [one for one in ids if one in _durations(session, ids)]
                        made = applying.playlist(session, row, ids, context.requested_by)
                    if made:
                        row.changes = [*row.changes, *made]
            if not rows:
                break
            after = rows[-1].number
    services.bus.publish(library.CollectionsChanged())
    counts = _changed(services, import_id)
    _note(services, import_id, state="applied", changed=counts)
    context.describe(summary=counts)


def _match_again(context: JobContext, import_id: str, matcher: Matcher) -> None:
    found, after = Found(), 0
    while True:
        context.check()
        with context.services.db.write() as session:
            rows = queries.batch(session, import_id, "title", after, _CHUNK)
            for row in rows:
                title = values.title(row.record)
                verdict = matcher.match(title)
                found.count(title, verdict)
                row.media_id, row.code, row.reason = (
                    verdict.media_id, verdict.code, verdict.words[:1000],
                )  # fmt: skip
                row.state = MATCHED if verdict.media_id else "unmatched"
        if not rows:
            break
        after = rows[-1].number
    with context.services.db.write() as session:
        row = queries.get(session, import_id)
        row.found = found.merged(row.found)


def _durations(session: Session, media_ids: list[str]) -> dict[str, float | None]:
    there = select(library.MediaRow.id, library.MediaRow.duration_s).where(
        library.MediaRow.id.in_(media_ids), library.MediaRow.trashed_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(there).all()}


def _changed(services: Services, import_id: str) -> dict[str, int]:
    """Count what an import changed, by kind."""
    counts: Counter[str] = Counter()
    with services.db.read() as session:
        for changes in session.scalars(
            select(ItemRow.changes).where(ItemRow.import_id == import_id)
        ):
            counts.update(str(change["kind"]) for change in changes)
    return dict(counts)


# -- undoing


def _undo(context: JobContext, import_id: str) -> None:
    services = context.services
    done: Counter[str] = Counter()
    for item_kind in ("list", "title", "person"):
        after = 0
        while True:
            context.check()
            with services.db.write() as session:
                rows = queries.batch(session, import_id, item_kind, after, _CHUNK)
                for row in rows:
                    if row.changes:
                        done += applying.give_back(session, row.changes)
                        row.changes = []
            if not rows:
                break
            after = rows[-1].number
    services.bus.publish(library.CollectionsChanged())
    counts = {"undone": done["undone"], "kept": done["kept"]}
    _note(services, import_id, state="undone", changed=counts)
    context.describe(summary=counts)


def _note(services: Services, import_id: str, *, error: Any = None, **facts: Any) -> None:
    with services.db.write() as session:
        row = session.get(ImportRow, import_id)
        if row is None:
            return
        if error is not None:
            facts["found"] = {**row.found, "error": error}
        session.execute(
            update(ImportRow)
            .where(ImportRow.id == import_id)
            .values(updated_at=clock.now(), **facts)
        )


def _decoded(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
