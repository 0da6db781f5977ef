"""PostgreSQL, brought to keep text and to write as SQLite does, so that rooms need not know which
database they stand on (decision 0029).

Text is compared by its bytes whatever the server's locale is, and is as long as it is: orders,
ranges of letters and unique keys are the same on both. One transaction writes at a time, of all
processes together, and each counts up a number that tells whether anything was written.
"""

from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    String,
    Text,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry

from matinee.kit import clock, statements
from matinee.kit.errors import DatabaseAway, MatineeError, NoSpace

POOL: Final = {"pool_size": 10, "max_overflow": 22, "pool_timeout": 30}
_DRIVER: Final = "postgresql+psycopg"
_WRITING: Final = 0x4D6174696E6565  # "Matinee": the key of the advisory lock
_IDLE_S: Final = 1.0
_USED: Final = "matinee.used"
_DISK_FULL: Final = "53100"
_HASHES: Final = 16  # times work_mem, which is 4 MB where nobody has set it
_LOCK: Final = statements.ready(text("SELECT pg_advisory_xact_lock(:key)"))
CREATE: Final = (
    "CREATE TABLE written (number int8 NOT NULL, library int8 NOT NULL, people int8 NOT NULL)",
    "INSERT INTO written VALUES (0, 0, 0)",
)


@compiles(String, "postgresql")
@compiles(Text, "postgresql")
def _text(_type: Any, _compiler: Any, type_expression: object = None, **_: Any) -> str:
    return 'TEXT COLLATE "C"' if isinstance(type_expression, Column) else "TEXT"


def url_of(url: str) -> str:
    """Return an address as SQLAlchemy wants it: people write postgres:// or postgresql://."""
    scheme, _, rest = url.partition("://")
    return f"{_DRIVER}://{rest}" if scheme in {"postgres", "postgresql"} else url


def unreachable(url: str, cause: Exception) -> MatineeError:
    """Return the answer where the database cannot be used: what it said, without the secret."""
    shown = make_url(url_of(url)).render_as_string(hide_password=True)
    told = str(getattr(cause, "orig", None) or cause).strip().splitlines()
    return DatabaseAway(
        f"The database {shown} cannot be used: {told[0] if told else type(cause).__name__}.",
        fix="Check MATINEE_DATABASE_URL (postgresql://user:password@host:5432/name), that "
        "PostgreSQL runs there, and that this user may use the database.",
    )


def told(url: str, cause: Exception) -> MatineeError:
    """Return what a server said of itself that did not do what it should: it is full, or away."""
    if getattr(getattr(cause, "orig", None), "sqlstate", None) == _DISK_FULL:
        return NoSpace(
            "The disk of the database is full.",
            fix="Free some space on the disk that PostgreSQL's data lie on, then retry.",
        )
    return unreachable(url, cause)


def make_engine(url: str) -> Engine:
    """Return the engine: what one session sees is of one moment, as on SQLite."""
    engine = create_engine(url, pool_use_lifo=True, isolation_level="REPEATABLE READ", **POOL)

    def ask(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        """Ask a connection that was not used for a moment whether it still stands. One that broke
        since is told of by the statement that meets it, and others take its place."""
        if raw.closed:
            raise InvalidatePoolError
        if clock.monotonic() - record.info.get(_USED, -_IDLE_S) < _IDLE_S:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as cause:
            raise InvalidatePoolError from cause

    event.listen(engine, "checkout", ask)
    event.listen(engine, "checkin", _note_used)
    event.listen(engine, "connect", _without_nul)
    event.listen(engine, "connect", _with_room)
    statements.prepare_ready(engine)
    return engine


def _note_used(_raw: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED] = clock.monotonic()


def _with_room(connection: Any, _record: object) -> None:
    """Let what a list is narrowed by be looked up in memory: of a million titles it would not fit
    into what a server has for it by itself, and would be read through for each of them."""
    connection.execute(f"SET hash_mem_multiplier = {_HASHES}")
    connection.commit()


def _without_nul(connection: Any, _record: object) -> None:
    """Let texts with a NUL, which PostgreSQL does not take, have another sign in its place."""
    from psycopg.types.string import StrDumper

    class Dumper(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(without_nul(obj))

    connection.adapters.register_dumper(str, Dumper)


def without_nul(value: str) -> str:
    """Return a text as PostgreSQL keeps it."""
    return value.replace("\0", "\ufffd")


def reading(engine: Engine) -> Engine:
    """Return the engine for reading alone: what is written by mistake is refused."""
    return engine.execution_options(postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """Return the engine for writing: it sees what others have written while it waited."""
    return engine.execution_options(isolation_level="READ COMMITTED", matinee_write=True)


def lock(connection: Connection) -> None:
    """Wait for one's turn to write; the end of the transaction gives it on."""
    connection.execute(_LOCK, {"key": _WRITING})
