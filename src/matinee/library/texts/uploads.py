"""Subtitles that people give for a title: kept beside the asset they are for."""

import shutil
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matinee.accounts import Viewer
from matinee.engine import text
from matinee.kit import ids, objects, store
from matinee.kit.db import after_commit
from matinee.kit.errors import Conflict, Forbidden, NotFound, Unavailable
from matinee.kit.services import Services
from matinee.library import rules
from matinee.library.queries import get_editable, text_tracks
from matinee.library.summary import main_asset
from matinee.library.tables import SidecarRow
from matinee.library.texts.cues import forget_cues
from matinee.library.texts.texts import numbered, text_folder
from matinee.library.values import MediaAdded, MediaChanged

MOST = 60  # text files of one title


@dataclass(frozen=True, slots=True)
class GivenText:
    """A subtitle file somebody gave, in a file of its own. `form` was told from its bytes."""

    path: Path
    form: str
    language: str | None = None
    name: str | None = None
    forced: bool = False
    described: bool = False


@dataclass(frozen=True, slots=True)
class KeptText:
    """A subtitle file that is kept; `existed` when the very same was given before."""

    text_id: str
    row: SidecarRow
    existed: bool


def check_may_add_text(services: Services, viewer: Viewer, media_id: str) -> None:
    """Raise NotFound or Forbidden where this viewer may not change a title."""
    with services.db.read() as session:
        get_editable(session, viewer, media_id)


def add_text(services: Services, viewer: Viewer, media_id: str, given: GivenText) -> KeptText:
    """Keep a subtitle file for a title; giving the same again changes nothing.

    The file is moved. Raises NotFound, Forbidden, Unavailable, Conflict when there are too many.
    """
    digest = blake2b(given.path.read_bytes(), digest_size=16).hexdigest()
    with services.db.write() as session:
        get_editable(session, viewer, media_id)
        asset = session.scalar(main_asset(media_id))
        if asset is None:
            raise Unavailable("There is no file of this title now.", code="unavailable")
        rows = text_tracks(session, asset.id)
        same = next((row for row in rows if row.digest == digest), None)
        if same is None and len(rows) >= MOST:
            raise Conflict(
                "This title has as many subtitle files as it can have.",
                fix="Delete some of those that were added.",
                code="too_many_subtitles",
            )
        row = same or _new(services, session, given, asset.id, viewer, digest)
        if same is None:
            row.position = 1 + (session.scalar(_last_position(asset.id)) or 0)
            session.add(row)
            session.flush()
            services.bus.publish_after_commit(session, MediaAdded(media_id))
        found = numbered(text_tracks(session, asset.id))
        text_id = next(one for one, known in found.items() if known.id == row.id)
        return KeptText(text_id, row, existed=same is not None)


def _last_position(asset_id: str) -> Select[Any]:
    return select(func.max(SidecarRow.position)).where(SidecarRow.asset_id == asset_id)


def _new(
    services: Services,
    session: Session,
    given: GivenText,
    asset_id: str,
    viewer: Viewer,
    digest: str,
) -> SidecarRow:
    row_id = ids.new_id()
    address = services.store.media_dir(asset_id) / f"text-{row_id}.{given.form}"
    store.replace(given.path, address)
    status = address.stat()
    key = address.relative_to(services.store.data).as_posix()
    objects.keep_soon(services, session, key)
    return SidecarRow(
        id=row_id,
        asset_id=asset_id,
        kind="subtitle",
        key=key,
        language=text.language_of(given.language) or rules.clean_line(given.language, 35) or None,
        name=rules.clean_line(given.name, 300) or None,
        format=given.form,
        forced=given.forced,
        described=given.described,
        size_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        uploaded_by=viewer.user_id,
        digest=digest,
    )


def remove_text(services: Services, viewer: Viewer, media_id: str, text_id: str) -> None:
    """Delete a subtitle file that somebody gave. Raises NotFound, Forbidden for any other."""
    with services.db.write() as session:
        get_editable(session, viewer, media_id)
        asset = session.scalar(main_asset(media_id))
        row = numbered(text_tracks(session, asset.id)).get(text_id) if asset else None
        if row is None:
            raise NotFound("There are no such subtitles.", code="no_such_subtitles")
        if row.uploaded_by is None or row.key is None:
            raise Forbidden(
                "These subtitles came with the file, so they cannot be deleted here.",
                fix="Delete the file in its folder, then scan the folder again.",
                code="subtitles_of_file",
            )
        key = f"{text_id}-{row.size_bytes}-{row.modified_ns}"
        forget_cues(session, row.asset_id, key)
        folder = text_folder(services, row.asset_id, key)
        session.delete(row)
        objects.forget_soon(services, session, row.key)
        after_commit(session, lambda: shutil.rmtree(folder, ignore_errors=True))
        services.bus.publish_after_commit(session, MediaChanged(media_id))
