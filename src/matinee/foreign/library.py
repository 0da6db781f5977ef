"""The process in which a copy of a library that came from elsewhere is read: nothing of it is
trusted, whatever it says of itself.

`look COPY` reads it from end to end and says of which version it is. `fill COPY NEW` takes its rows
into a database that the migrations of that version have made, so no trigger, view, index or rule of
its own comes along. What it says of files is looked at too: an address must stay within its folder.
Says one JSON object, with `error` where it cannot be taken.
"""

import json
import re
import resource
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from matinee.foreign.database import MAGIC, Unreadable

_MEMORY_BYTES, _CPU_S = 2 * 1024**3, 900
_SPARE_BYTES: Final = 256 * 1024**2
_REVISION: Final = re.compile(r"\d{4}", re.ASCII)
_PLAIN: Final = "sqlite_master"
LEFT_OUT: Final = frozenset(
    {"alembic_version", "job", "sign_in", "duty", "worker", "server", "upload", "written"}
)
"""Of another's library neither who is signed in nor what was being done comes along."""


def main() -> None:
    """Do one of the two."""
    what, copy, *new = sys.argv[1:]
    size = Path(copy).stat().st_size
    most = 4 * size + _SPARE_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = look(Path(copy)) if what == "look" else fill(Path(copy), Path(new[0]))
    except Unreadable as error:
        said = {"error": error.code, "words": str(error)}
    except sqlite3.IntegrityError as error:
        said = {"error": "backup_foreign", "words": f"its rows do not fit together ({error})"}
    except (sqlite3.Error, OSError, MemoryError, OverflowError, ValueError) as error:
        said = {"error": "backup_damaged", "words": f"it cannot be read ({error})"}
    print(json.dumps(said))  # noqa: T201 - this is how it speaks


def look(copy: Path) -> dict[str, Any]:
    """Return the revision of a copy that is whole."""
    with copy.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Unreadable("backup_foreign", "it is no database")
    with closing(sqlite3.connect(_uri(copy), uri=True)) as one:
        _limit(one)
        if "alembic_version" not in _tables(one, "main"):
            raise Unreadable("backup_foreign", "it is no library of Matinee")
        row = one.execute("SELECT version_num FROM alembic_version").fetchone()
        revision = str(row[0]) if row else ""
        if not _REVISION.fullmatch(revision):
            raise Unreadable("backup_foreign", "it does not say of which version it is")
        verdict = str(one.execute("PRAGMA integrity_check(1)").fetchone()[0])
        if verdict != "ok":
            raise Unreadable("backup_damaged", f"it is damaged ({verdict[:120]})")
    return {"revision": revision}


def fill(copy: Path, new: Path) -> dict[str, Any]:
    """Take the rows of `copy` into `new`."""
    with closing(sqlite3.connect(new.resolve().as_uri(), uri=True, isolation_level=None)) as one:
        _limit(one)
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF"):
            one.execute(f"PRAGMA {pragma}")
        one.execute("ATTACH ? AS theirs", (_uri(copy),))
        one.execute("BEGIN")
        triggers = one.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            one.execute(f'DROP TRIGGER main."{name}"')
        rows = sum(_take(one, table) for table in sorted(_tables(one, "main") - LEFT_OUT))
        if one.execute("PRAGMA main.foreign_key_check").fetchone() is not None:
            raise Unreadable("backup_foreign", "some of its rows point at rows that are not there")
        _check_addresses(one)
        for _, statement in kept:
            one.execute(statement)
        one.execute("COMMIT")
    return {"rows": rows}


def _take(one: sqlite3.Connection, table: str) -> int:
    """Take the rows of one table, by the columns that this version has."""
    ours = _columns(one, "main", table)
    if table not in _tables(one, "theirs") or _columns(one, "theirs", table) != ours:
        raise Unreadable("backup_foreign", f"its {table} is not what that version has")
    names = ", ".join(f'"{name}"' for name in ours)
    one.execute(f'DELETE FROM main."{table}"')
    done = one.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM theirs."{table}"')
    return done.rowcount


def _tables(one: sqlite3.Connection, schema: str) -> set[str]:
    """Return the tables that hold rows of their own: no views, and nothing of full-text search."""
    found = one.execute(
        f"SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM {schema}.{_PLAIN} WHERE type = 'table'"
    ).fetchall()
    virtual = [str(name) for name, is_virtual in found if is_virtual]
    return {
        str(name)
        for name, _ in found
        if not str(name).startswith("sqlite_")
        and not any(name == of or str(name).startswith(f"{of}_") for of in virtual)
    }


def _columns(one: sqlite3.Connection, schema: str, table: str) -> tuple[str, ...]:
    """Return the columns of a table. One that is worked out by a rule of the file is none."""
    found = one.execute("SELECT name, hidden FROM pragma_table_xinfo(?, ?)", (table, schema))
    return tuple(sorted(str(name) if not hidden else f"?{name}" for name, hidden in found))


def _check_addresses(one: sqlite3.Connection) -> None:
    """Refuse rows that would lead out of the folders that files are looked for in."""
    one.create_function("leads_out", 1, _leads_out, deterministic=True)
    for table in sorted(_tables(one, "main") - LEFT_OUT):
        names = set(_columns(one, "main", table))
        bad = [f"leads_out({name})" for name in ("key", "relative_path") if name in names
               and (name != "key" or table in {"asset", "sidecar"})]  # fmt: skip
        bad += ["id GLOB '*[^0-9A-Za-z_-]*' OR id = ''"] if "id" in names else []
        for condition in bad:
            found = one.execute(f'SELECT 1 FROM main."{table}" WHERE {condition} LIMIT 1')
            if found.fetchone() is not None:
                words = f"its {table} names files outside of the library's folders"
                raise Unreadable("backup_foreign", words)


def _leads_out(value: object) -> int:
    if value is None:
        return 0
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return int(text.startswith("/") or "\0" in text or ".." in text.split("/"))


def _limit(one: sqlite3.Connection) -> None:
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0",
                   "temp_store = MEMORY"):  # fmt: skip
        one.execute(f"PRAGMA {pragma}")


def _uri(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


if __name__ == "__main__":
    main()
