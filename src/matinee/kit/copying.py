"""Rows out of one database into another: table by table, in the order of their keys.

Nothing here knows what the tables are about. They are those of the program's models, or those
that a database of any version has (`tables_of`), so that a library can be copied as it is before
it is brought to a newer shape.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from matinee.kit import postgres

BATCH: Final = 2_000
Reader = Session | Connection
_OURS: Final = "alembic_version"
_VIRTUAL: Final = text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")


class _AsJson(FunctionElement[Any]):
    """A text that goes into a column of JSON."""

    inherit_cache = True


@compiles(_AsJson)
def _plainly(element: Any, compiler: Any, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_AsJson, "postgresql")
def _cast(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS JSON)"


class JsonText(TypeDecorator[str]):
    """JSON, copied as the text it is: no reading of it could change it."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: Any) -> Any:
        """Read it as text."""
        return cast(column, Text)

    def bind_expression(self, bindparam: Any) -> Any:
        """Write it as text."""
        return _AsJson(bindparam)


def tables_of(engine: Engine) -> list[Table]:
    """Return the tables that an SQLite database has, those first to which others point, with types
    that every database knows.

    Left out is what full-text search keeps, and the marks of the version and of how often something
    was written (which has no key): they are of a database, and not of its library."""
    found = MetaData()

    def generic(_inspector: Any, _table: Any, column: Any) -> None:
        kind = column["type"].as_generic()
        column["type"] = JsonText() if isinstance(kind, JSON) else kind

    event.listen(found, "column_reflect", generic)
    with engine.connect() as connection:
        virtual = [str(name) for name in connection.scalars(_VIRTUAL)]
    names = [
        name
        for name in inspect(engine).get_table_names()
        if name != _OURS and not any(name == one or name.startswith(f"{one}_") for one in virtual)
    ]
    found.reflect(engine, only=names)
    return [one for one in found.sorted_tables if one.primary_key.columns]


def count(reader: Reader, table: Table) -> int:
    """Return how many rows a table has."""
    return reader.scalar(select(func.count()).select_from(table)) or 0


def last_key(reader: Reader, table: Table) -> tuple[Any, ...]:
    """Return the highest key there is in a table that is not empty."""
    keys = list(table.primary_key.columns)
    row = reader.execute(select(*keys).order_by(*(key.desc() for key in keys)).limit(1)).one()
    return tuple(row)


def batches(
    reader: Reader, table: Table, last: tuple[Any, ...] | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in the order of their keys, from behind `last` on."""
    keys = list(table.primary_key.columns)
    while True:
        wanted = select(table).order_by(*keys).limit(BATCH)
        if last is not None:
            wanted = wanted.where(tuple_(*keys) > tuple_(*last))
        found = [dict(row) for row in reader.execute(wanted).mappings()]
        if not found:
            return
        yield found
        last = tuple(found[-1][key.name] for key in keys)


def clean(row: dict[str, Any], any_text: bool) -> tuple[dict[str, Any], int]:
    """Return a row as the other database takes it, and how many of its texts had a NUL, which only
    SQLite takes (`any_text`)."""
    if any_text:
        return row, 0
    marred = [name for name, value in row.items() if isinstance(value, str) and "\0" in value]
    return row | {name: postgres.without_nul(row[name]) for name in marred}, len(marred)


def put(writer: Reader, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows. What points at rows of the same table is pointed there once all are in it
    (`point_at_own`): a film may have come after what belongs to it."""
    own = _own_pointers(table)
    fresh = [row | dict.fromkeys(own) for row in rows] if own else list(rows)
    writer.execute(insert(table), fresh)


def point_at_own(writer: Reader, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Let rows point at others of their table, as they do where they come from."""
    own = _own_pointers(table)
    keys = list(table.primary_key.columns)
    pointing = [row for row in rows if any(row[name] is not None for name in own)]
    if not pointing:
        return
    wanted = update(table).where(*(key == bindparam(f"of_{key.name}") for key in keys))
    values = {name: bindparam(f"to_{name}") for name in own}
    writer.execute(
        wanted.values(values),
        [
            {f"of_{key.name}": row[key.name] for key in keys}
            | {f"to_{name}": row[name] for name in own}
            for row in pointing
        ],
    )


def _own_pointers(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if column.nullable and any(key.column.table is table for key in column.foreign_keys)
    ]


def go_on_counting(writer: Reader, table: Table) -> None:
    """Let PostgreSQL give numbers from behind the highest there is."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer) and column.autoincrement is not False:
            sequence = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            if writer.scalar(text(f"SELECT {sequence}")) is not None:
                writer.execute(
                    text(f"SELECT setval({sequence}, max({column.name})) FROM {table.name} "
                         f"HAVING max({column.name}) IS NOT NULL")
                )  # fmt: skip


def digest(reader: Reader, table: Table, any_text: bool) -> tuple[int, str]:
    """Return how many rows a table has, and a digest of all that stands in them."""
    found, number = hashlib.sha256(), 0
    for batch in batches(reader, table):
        number += len(batch)
        for row in batch:
            values, _ = clean(row, any_text)
            found.update(repr([_plain(table, *one) for one in values.items()]).encode())
    return number, found.hexdigest()


def _plain(table: Table, name: str, value: Any) -> Any:
    if isinstance(table.c[name].type, JSON):
        return json.dumps(value, sort_keys=True)
    return bytes(value) if isinstance(value, memoryview) else value
