"""What is known of imports, and of the library as far as matching asks."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matinee import accounts, library
from matinee.kit.errors import NotFound
from matinee.moving.matching import Known
from matinee.moving.tables import ImportRow, ItemRow


def every(session: Session) -> Sequence[ImportRow]:
    """Return all imports, newest first."""
    return session.scalars(select(ImportRow).order_by(ImportRow.id.desc())).all()


def get(session: Session, import_id: str) -> ImportRow:
    """Return one import. Raises NotFound."""
    row = session.get(ImportRow, import_id)
    if row is None:
        raise NotFound("There is no such import.", code="no_such_import")
    return row


def items(
    session: Session,
    import_id: str,
    state: str | None,
    *,
    offset: int,
    limit: int,
    code: str | None = None,
) -> tuple[Sequence[ItemRow], int]:
    """Return a stretch of what an import found, and how many there are."""
    wanted = select(ItemRow).where(ItemRow.import_id == import_id, ItemRow.kind != "person")
    if state is not None:
        wanted = wanted.where(ItemRow.state == state)
    if code is not None:
        wanted = wanted.where(ItemRow.code == code, ItemRow.kind == "title")
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(ItemRow.number).offset(offset).limit(limit)
    return session.scalars(ordered).all(), total


def batch(session: Session, import_id: str, kind: str, after: int, limit: int) -> Sequence[ItemRow]:
    """Return the next items of a kind."""
    wanted = select(ItemRow).where(
        ItemRow.import_id == import_id, ItemRow.kind == kind, ItemRow.number > after
    )
    return session.scalars(wanted.order_by(ItemRow.number).limit(limit)).all()


def matched(session: Session, import_id: str) -> dict[str, str]:
    """Return which media each matched title of an import is, by what lists name it with: `key:`
    and the other program's key, `path:` and a path it had there."""
    rows = session.execute(
        select(ItemRow.key, ItemRow.record, ItemRow.media_id).where(
            ItemRow.import_id == import_id,
            ItemRow.kind == "title",
            ItemRow.media_id.is_not(None),
        )
    )
    found: dict[str, str] = {}
    for key, record, media_id in rows:
        if media_id is not None:
            found[f"key:{key}"] = media_id
            found |= {f"path:{path}": media_id for path in record.get("paths", ())}
    return found


def known(session: Session) -> Iterator[Known]:
    """Give every media as matching asks for it."""
    for one in library.catalogue(session):
        source = (one.source_platform, one.source_id)
        yield Known(
            one.id, one.title, one.kind, one.year, one.original_title, one.series, one.season,
            one.episode, one.episode_end, one.duration_s,
            source=(source[0], source[1]) if source[0] and source[1] else None,
            providers=one.other_ids,
            fingerprints=tuple(file.fingerprint for file in one.files),
            sizes_bytes=tuple(file.size_bytes for file in one.files),
            paths=tuple(path for file in one.files for path in file.paths),
        )  # fmt: skip


def people(session: Session) -> Sequence[accounts.User]:
    """Return the accounts here, the oldest first."""
    return session.scalars(select(accounts.User).order_by(accounts.User.id)).all()
