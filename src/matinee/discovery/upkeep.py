"""What search and filters read, put aside while very many rows are written, and made anew."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from matinee.discovery import postgres
from matinee.discovery import tables as sqlite

DERIVED = ("media_facet", "facet_word")
"""Tables that are filled from the library."""


def put_aside(session: Session) -> None:
    """Keep nothing right from now on; again is harmless."""
    if session.get_bind().dialect.name == "sqlite":
        for name in sqlite.TRIGGER_NAMES:
            session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        return
    for name in postgres.WATCHED:
        session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))


def make_anew(session: Session) -> None:
    """Fill everything from the library, and keep it right again."""
    if session.get_bind().dialect.name == "sqlite":
        statements = [*sqlite.FILL, *sqlite.TRIGGERS]
    else:
        enabled = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in postgres.WATCHED]
        statements = [*postgres.FILL, *enabled]
    for statement in statements:
        session.execute(text(statement))
