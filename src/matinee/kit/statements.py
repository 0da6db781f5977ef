"""Statements that are asked with every page: built once, of one text for however many values, and
kept ready by PostgreSQL.

To plan a statement costs more there than to run it where a few rows are read by their keys. What is
asked of the library's filters is planned anew each time: there the values decide the plan.
"""

import json
from collections.abc import Collection
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Engine,
    Executable,
    Text,
    TypeDecorator,
    bindparam,
    event,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_READY: Final = "matinee_ready"
E = TypeVar("E", bound=Executable)


def ready(statement: E) -> E:
    """Mark a statement whose plan is the same for all values, to be prepared once a connection."""
    return statement.execution_options(**{_READY: True})


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Return the condition that a column is one of the values bound by a name, a list of any
    length. Unlike `IN` its text is the same for all of them."""
    values: BindParameter[Any] = bindparam(name, type_=_Values())
    return _Among(column, values)


def prepare_ready(engine: Engine) -> None:
    """Let PostgreSQL keep what is marked as ready, and nothing else."""
    event.listen(engine, "connect", _by_mark_alone)
    event.listen(engine, "do_execute", _execute)


class _Values(TypeDecorator[Collection[Any]]):
    """A list, as text: what PostgreSQL calls an array, and JSON elsewhere. The driver would go
    through it one by one, and hundreds are asked at a time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> str:
        """Give it as the database takes it."""
        values = value or ()
        if dialect.name != "postgresql":
            return json.dumps(list(values))
        quoted = (
            '"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"'
            if isinstance(one, str)
            else str(one)
            for one in values
        )
        return f"{{{','.join(quoted)}}}"


class _Among(FunctionElement[bool]):
    """A column and the list it is looked for in."""

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "_Among":
        """Stand for itself: it is a comparison, and no value to be compared with 1."""
        return self


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    kind = compiler.dialect.type_compiler_instance.process(ARRAY(column.type))
    # A subquery is read once; a text would be taken apart for each row that is looked at.
    listed = f"(SELECT CAST({compiler.process(values, **how)} AS {kind}))::{kind}"
    return f"{compiler.process(column, **how)} = ANY ({listed})"


@compiles(_Among)
def _each(element: _Among, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    listed = f"SELECT value FROM json_each({compiler.process(values, **how)})"
    return f"{compiler.process(column, **how)} IN ({listed})"


def _by_mark_alone(connection: Any, _record: object) -> None:
    connection.prepare_threshold = 2**31  # None would refuse what is marked, too


def _execute(cursor: Any, statement: str, values: Any, context: Any) -> bool | None:
    if not context.execution_options.get(_READY):
        return None
    cursor.execute(statement, values, prepare=True)
    return True
