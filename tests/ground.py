"""What a library of the tests stands on: its data folder alone, or with MATINEE_TEST_SETUP=cluster
PostgreSQL, Valkey and a bucket of its own, and a Celery worker."""

import atexit
import os
import secrets as secrets_of_python
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import psycopg
import pytest

from matinee.kit import secrets
from tests import servers
from tests.objectstore import s3 as objectstore

CLUSTER = os.environ.get("MATINEE_TEST_SETUP") == "cluster"
alone = pytest.mark.skipif(CLUSTER, reason="tries a ground of its own, or the folder as one")


class _Ground:
    """The servers of this run, begun when they are first asked for, and what each library has."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        atexit.register(self._end)
        self._postgres = self._stack.enter_context(servers.postgres())
        self._s3 = self._stack.enter_context(objectstore.serving())
        self._known: dict[Path, dict[str, str]] = {}

    def _end(self) -> None:
        with suppress(Exception):  # they may have ended by themselves: nobody is left to be told
            self._stack.close()

    def of(self, data: Path) -> dict[str, str]:
        """Return the settings of the library in a folder: the same for as long as this run."""
        if data not in self._known:
            database = self._stack.enter_context(self._postgres.fresh())
            redis = self._stack.enter_context(servers.valkey())
            bucket = self._s3.make(f"flow-{secrets_of_python.token_hex(6)}")
            secrets.load(data, existing=False)  # the database has its tables: there is a library
            self._known[data] = {
                "MATINEE_DATABASE_URL": database,
                "MATINEE_REDIS_URL": redis.url,
                "MATINEE_STORAGE_URL": f"s3://{bucket}/house",
                **objectstore.environment(self._s3.url),
            }
        return self._known[data]


@cache
def _ground() -> _Ground:
    return _Ground()


def is_known(database: str, pid: int) -> bool:
    """Say whether a worker of this machine has said that it is there."""
    with psycopg.connect(database) as connection:
        asked = "SELECT count(*) FROM worker WHERE owner LIKE %s"
        [found] = connection.execute(asked, (f"%|{pid}|%",)).fetchone() or (0,)
    return bool(found)


def of(data: Path) -> dict[str, str]:
    """Return what a server is told of the ground it stands on, beside its folder."""
    return _ground().of(data) if CLUSTER else {}
