"""What every test can ask for: a real library in a temporary folder, and people in it."""

import contextlib
import os
import secrets as secrets_of_python
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx._transports import default as httpx_transports
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from starlette.testclient import TestClient
from xdist.scheduler import LoadFileScheduling

from matinee import accounts
from matinee.accounts import passwords
from matinee.app import wiring
from matinee.app.web import bind, create_app
from matinee.engine import Engine
from matinee.engine.run import Worker
from matinee.kit import db, migrate, secrets
from matinee.kit import postgres as kit_postgres
from matinee.kit.config import PREFIX, Settings
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services
from tests import ground, servers, waiting
from tests.hired import Hired
from tests.objectstore import s3 as objectstore

FLOWS = "tests/flows/"
CLIPS = Path(__file__).resolve().parents[2] / "shared" / "media"
PASSWORD = "a long enough password"


class _Scheduling(LoadFileScheduling):
    """A file of tests stays on one worker, and those that drive a browser in front of a server all
    on the same one: two of them at once take from each other what they wait for."""

    def _split_scope(self, nodeid: str) -> str:
        return FLOWS if nodeid.startswith(FLOWS) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _Scheduling:
    """Say how tests are spread over workers."""
    return _Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what one worker has to do alone: nobody can help with the rest of it."""
    items.sort(key=lambda item: not item.nodeid.startswith(FLOWS))


@pytest.fixture(scope="session")
def clips() -> Path:
    """The folder of real clips; tests that need it are skipped visibly where it is absent."""
    if not CLIPS.is_dir():
        pytest.skip("the real clips (../shared/media) are not here")
    return CLIPS


@pytest.fixture(scope="session")
def s3() -> Iterator[objectstore.S3]:
    """A real S3 server of this run's own; skipped visibly where it cannot run."""
    with contextlib.ExitStack() as stack:
        try:
            running = stack.enter_context(objectstore.serving())
        except (ImportError, OSError, RuntimeError) as cause:
            pytest.skip(f"no S3 server can run here: {cause}")
        yield running


@pytest.fixture
def bucket(s3: objectstore.S3) -> str:
    """An empty bucket."""
    return s3.make(f"films-{secrets_of_python.token_hex(6)}")


@pytest.fixture
def in_bucket(s3: objectstore.S3, bucket: str) -> dict[str, object]:
    """Settings by which a library is kept in a bucket."""
    key_id, secret = objectstore.WRITER
    return {
        "storage_url": f"s3://{bucket}/house", "storage_endpoint": s3.url,
        "storage_region": objectstore.REGION, "storage_key_id": key_id, "storage_secret": secret,
    }  # fmt: skip


@pytest.fixture
def beneath(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of Redis and of an empty bucket with MATINEE_TEST_SETUP=cluster; none: a folder."""
    if not ground.CLUSTER:
        return {}
    valkey: servers.Valkey = request.getfixturevalue("valkey")
    valkey.empty()
    told = {"redis_url": valkey.url, **request.getfixturevalue("in_bucket")}
    for name, value in told.items():  # for the command line
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", str(value))
    return told


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None, beneath: dict[str, Any]) -> Settings:
    """Settings of a fresh library."""
    data = tmp_path / "data"
    if database_url is not None:  # it has its tables already, so there is a library
        data.mkdir()
        secrets.load(data, existing=False)
    return Settings(
        data=data,
        free_space_floor_bytes=0,
        allow_private_urls=True,
        database_url=database_url,
        **beneath,
    )


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Real argon2 with the least parameters: its cost is not what is tried here."""
    patch = pytest.MonkeyPatch()
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_hasher", lambda: cheap)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _certificates_read_once() -> Iterator[None]:
    """Every client of httpx reads the certificates of the world, which takes longer than what most
    are made for: a hundred of them are made to look whether a server is there."""
    patch = pytest.MonkeyPatch()
    patch.setattr(httpx_transports, "create_ssl_context", cache(httpx.create_ssl_context))
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Statements that are compiled once for all tests: each has a database of its own, and what
    SQLAlchemy keeps for one is unknown to the next. It took half of the time of most tests."""
    patch = pytest.MonkeyPatch()
    compiled: LRUCache[Any, Any] = LRUCache(5000)
    options = {"compiled_cache": compiled}
    for module in (db, kit_postgres):
        made = partial(create_engine, execution_options=options)
        patch.setattr(module, "create_engine", made)
    # It is kept by dialect: two of a kind, set up alike, are the same.
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    """A PostgreSQL server of this run's own."""
    with servers.postgres() as running:
        yield running


@pytest.fixture(scope="session")
def valkey() -> Iterator[servers.Valkey]:
    """A server that speaks Redis' protocol, of this run's own."""
    with servers.valkey() as running:
        yield running


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the migrations make it, made once and copied for each test."""
    settings = Settings(data=tmp_path_factory.mktemp("template"))
    migrate.upgrade(settings)
    return migrate.database_path(settings)


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str | None]:
    """The address of a fresh PostgreSQL database with MATINEE_TEST_DATABASE=postgres, or on a
    cluster; None: SQLite."""
    if os.environ.get("MATINEE_TEST_DATABASE") != "postgres" and not ground.CLUSTER:
        yield None
        return
    server: servers.Postgres = request.getfixturevalue("postgres")
    with server.fresh() as url:
        monkeypatch.setenv("MATINEE_DATABASE_URL", url)  # for the command line
        yield url


@pytest.fixture(scope="session")
def _spare_workers() -> Iterator[list[Worker]]:
    """Media workers that are idle between two tests: to start one costs more than most tests."""
    spare: list[Worker] = []
    yield spare
    for worker in spare:
        worker.end()


@contextmanager
def _lent(engine: Engine, spare: list[Worker]) -> Iterator[None]:
    """Let an engine go on with the idle workers of the one before, and keep those it leaves."""
    pool = engine._pool  # pyright: ignore[reportPrivateUsage]
    lent = spare[: pool.size]
    del spare[: pool.size]
    for worker in lent:
        worker.idle_since, worker.last_path = time.monotonic(), None
    pool._free.extend(lent)  # pyright: ignore[reportPrivateUsage]
    yield
    with pool._change:  # pyright: ignore[reportPrivateUsage]
        idle = pool._free[:]  # pyright: ignore[reportPrivateUsage]
        pool._free.clear()  # pyright: ignore[reportPrivateUsage]
    spare.extend(idle)


@pytest.fixture
def services(
    settings: Settings, fresh_database: Path, _spare_workers: list[Worker]
) -> Iterator[Services]:
    """A fresh library, wired; no jobs run until `dispatcher` is asked for."""
    settings.data.mkdir(parents=True, exist_ok=True)
    secrets.load(settings.data, existing=False)
    if settings.database_url is None:
        shutil.copyfile(fresh_database, migrate.database_path(settings))
    with wiring.opened(settings) as built:
        if built.objects is not None:  # its workers ask for what is not on the disk
            yield built
            return
        with _lent(built.engine, _spare_workers):
            yield built


@pytest.fixture(scope="session")
def hired(valkey: servers.Valkey) -> Iterator[Hired]:
    """Whom Celery calls for jobs of this process."""
    one = Hired(valkey.url)
    yield one
    one.stop()


@pytest.fixture
def dispatcher(services: Services, request: pytest.FixtureRequest) -> Iterator[Dispatcher]:
    """Who runs jobs in this process: claims them, or is called by Celery as a worker is."""
    if services.redis is not None:
        one: Hired = request.getfixturevalue("hired")
        with one.by(services) as running:
            yield running
        return
    running = Dispatcher(services)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def staffed(services: Services, request: pytest.FixtureRequest) -> None:
    """A worker, where the command line does not do the work itself."""
    if services.redis is not None:
        request.getfixturevalue("dispatcher")


@pytest.fixture(scope="session")
def _apps() -> list[FastAPI]:
    """The one web program: to know all its routes takes it longer than most tests."""
    return []


@pytest.fixture
def app(services: Services, _apps: list[FastAPI]) -> FastAPI:
    """The web program over the library (jobs run only with `dispatcher`)."""
    if not _apps:
        _apps.append(create_app(services, run_jobs=False))
    bind(_apps[0], services)
    return _apps[0]


@pytest.fixture
def anonymous(app: FastAPI) -> Iterator[TestClient]:
    """A stranger."""
    with TestClient(app, base_url="http://matinee.test") as one:
        yield one


def _signed_in(app: FastAPI, services: Services, name: str, *, is_admin: bool) -> TestClient:
    accounts.create_user(services, name, PASSWORD, is_admin=is_admin)
    one = TestClient(app, base_url="http://matinee.test")
    answer = one.post("/api/auth/login", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    one.cookies.clear()
    one.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return one


@pytest.fixture
def client(app: FastAPI, services: Services) -> Iterator[TestClient]:
    """An administrator."""
    with _signed_in(app, services, "Ana", is_admin=True) as one:
        yield one


@pytest.fixture
def member(app: FastAPI, services: Services) -> Iterator[TestClient]:
    """A member who runs nothing."""
    with _signed_in(app, services, "Ben", is_admin=False) as one:
        yield one


@pytest.fixture(scope="session")
def until() -> Callable[..., object]:
    """Wait for a condition with a deadline: `until(lambda: …, 5)` returns its true value."""

    return waiting.until
