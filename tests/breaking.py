"""A database that fails at a chosen write, as at a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from matinee.kit.services import Services

_ON_SQLITE = ("CREATE TRIGGER crash BEFORE {when} BEGIN SELECT RAISE(ABORT, 'power cut'); END",)
_ON_POSTGRES = (
    """CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'power cut' USING ERRCODE = '23000'; END $$""",
    "CREATE TRIGGER crash BEFORE {when} FOR EACH ROW EXECUTE FUNCTION crash()",
)


@contextmanager
def breaking(services: Services, when: str) -> Iterator[None]:
    """Let every write of a kind (`INSERT ON media`) fail with IntegrityError."""
    statements = _ON_SQLITE if services.db.is_sqlite else _ON_POSTGRES
    with services.db.write() as session:
        for statement in statements:
            session.execute(text(statement.format(when=when)))
    try:
        yield
    finally:
        table = when.rsplit(maxsplit=1)[-1]
        drop = "DROP TRIGGER crash" + ("" if services.db.is_sqlite else f" ON {table}")
        with services.db.write() as session:
            session.execute(text(drop))
