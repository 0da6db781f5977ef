"""Everything as open JSON, which docs/moving.md describes; `readers/matinee.py` reads it back.

It is written piece by piece into a file without a name and sent from there: the database is read
in one go, however slowly the other side takes it.
"""

import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee import __version__, accounts, library
from matinee.kit import clock
from matinee.kit.services import Services
from matinee.moving import filters, queries
from matinee.watching import ChoicesRow, OpinionRow, ProgressRow

FORMAT, VERSION = "matinee-export", 1
_PIECE_BYTES = 1 << 16
_PROGRESS = (
    "position_s", "duration_s", "percent", "completed", "times_completed", "seen_at",
    "started_at", "updated_at",
)  # fmt: skip
_OPINION = ("rating", "favourite", "liked", "listed_at", "updated_at")
_FACTS = (
    "id", "kind", "title", "original_title", "year", "series", "season", "episode",
    "episode_end", "description", "duration_s", "source_platform", "source_id", "source_url",
    "uploader", "upload_date", "added_at",
)  # fmt: skip


def export(services: Services, *, only: str | None, packed: bool) -> Iterator[bytes]:
    """Return the export in pieces: all, or with `only` what one account may carry away."""
    spool = _spool(services.store.staging_root)
    try:
        target = gzip.GzipFile(fileobj=spool, mode="wb", mtime=0) if packed else spool
        with services.db.read() as session:
            for text in document(session, only):
                target.write(text.encode())
        if target is not spool:
            target.close()
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return _pieces(spool)


def _spool(folder: Path) -> IO[bytes]:
    return tempfile.TemporaryFile(dir=folder)


def _pieces(spool: IO[bytes]) -> Iterator[bytes]:
    with spool:
        while piece := spool.read(_PIECE_BYTES):
            yield piece


def document(session: Session, only: str | None) -> Iterator[str]:
    """Give the text of the export, one record a line."""
    head = {"format": FORMAT, "version": VERSION, "made_at": clock.now(), "matinee": __version__}
    yield _json(head)[:-1]
    yield ',\n"media": ['
    yield from _many(_media(one, with_paths=only is None) for one in library.catalogue(session))
    yield '\n],\n"collections": ['
    yield from _many(
        {
            "id": row.id,
            "name": row.name,
            "description": row.description,
            "rule": row.rule,
            "names": filters.names_in(session, row.rule),
            "media": list(media),
        }
        for row, media in library.collected(session)
        if only is None or row.added_by == only
    )
    yield '\n],\n"profiles": ['
    people = (one for one in queries.people(session) if only is None or one.id == only)
    yield from _many(_profile(session, one) for one in people)
    yield "\n]}\n"


def _media(one: library.Catalogued, *, with_paths: bool) -> dict[str, Any]:
    files = [
        {
            "fingerprint": file.fingerprint, "size_bytes": file.size_bytes,
            "duration_s": file.duration_s,
            "paths": [_readable(path) for path in file.paths] if with_paths else [],
        }
        for file in one.files
    ]  # fmt: skip
    facts = {name: getattr(one, name) for name in _FACTS}
    return {
        **facts, "tags": list(one.tags), "genres": list(one.genres),
        "providers": dict(one.other_ids), "files": files,
    }  # fmt: skip


def _profile(session: Session, person: accounts.User) -> dict[str, Any]:
    mine = person.id
    progress = session.scalars(
        select(ProgressRow).where(ProgressRow.profile_id == mine).order_by(ProgressRow.media_id)
    )
    opinions = session.scalars(
        select(OpinionRow).where(OpinionRow.profile_id == mine).order_by(OpinionRow.media_id)
    )
    choices = session.scalars(
        select(ChoicesRow).where(ChoicesRow.profile_id == mine).order_by(ChoicesRow.media_id)
    )
    return {
        "name": person.name,
        "preferences": accounts.kept_preferences(session, mine),
        "progress": [_row(row, _PROGRESS) for row in progress],
        "opinions": [_row(row, _OPINION) for row in opinions],
        "choices": [_row(row, ("audio", "text", "text_delay_s")) for row in choices],
    }


def _row(row: ProgressRow | OpinionRow | ChoicesRow, names: Iterable[str]) -> dict[str, Any]:
    return {"media": row.media_id, **{name: getattr(row, name) for name in names}}


def _many(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    between = "\n"
    for record in records:
        yield between + _json(record)
        between = ",\n"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_told)


def _told(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not exported")


def _readable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
