"""A real library that is killed: `matinee serve` and, on the cluster, PostgreSQL, Valkey and a
worker. Whoever is killed is killed with its process group, as the kernel's OOM killer or a power
cut would, and started again as systemd would.

Most starts are forks of a process that has imported Matinee (`tests/launched.py`), for there are
two thousand of them; every tenth is the command itself, which has the imports before it.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from tests import launched, servers

from faults import awake
from faults.awake import until
from faults.table import How, SetUp
from matinee.app import trial
from matinee.kit.config import Settings
from matinee.kit.db import Database
from matinee.kit.errors import MatineeError

START_S = 90.0
PATIENCE_S = 120.0
_BY_COMMAND_EVERY = 10
T = TypeVar("T")


@dataclass
class House:
    """One library and the processes over it. `parts` are those that can be killed."""

    folder: Path
    set_up: SetUp
    settings: Settings
    extra: dict[str, str] = field(default_factory=dict[str, str])
    port: int = field(default_factory=trial.free_port)
    running: dict[str, "subprocess.Popen[bytes]"] = field(
        default_factory=dict[str, "subprocess.Popen[bytes]"]
    )
    token: str = ""
    failed: set[str] = field(default_factory=set[str])
    """The jobs that were seen to fail."""
    _db: Database | None = None
    _starts: int = 0

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.settings.data

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be killed."""
        return ("server",) if self.set_up == "embedded" else ("server", "worker", "database")

    @property
    def db(self) -> Database:
        """Its database, looked into from outside; only once a server has made it."""
        if self._db is None:
            self._db = Database(self.settings.database)
        return self._db

    def environment(self) -> dict[str, str]:
        """The settings its processes are given."""
        mine = trial.environment()
        del mine["PYTHONPATH"]  # Matinee is installed beside these trials
        return mine | {
            "MATINEE_ALLOW_PRIVATE_URLS": "1",
            "MATINEE_FREE_SPACE_FLOOR_BYTES": "0",
            "MATINEE_BACKUP_NIGHTLY": "0",
            "MATINEE_LOG_LEVEL": "info",
            **self.extra,
        }

    def client(self) -> httpx.Client:
        """Return a client with the one sign-in there is: it outlives every kill."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE_S, headers=headers
        )

    def begin(self) -> None:
        """Start what does not run, and wait for nothing."""
        for part in self.parts:
            if part != "database" and part not in self.running:
                self._start_one(part)

    def start(self) -> float:
        """Start what does not run; returns the seconds until the server answers."""
        begun = awake.now_s()
        self.begin()
        until(self._answers, "the server answers", START_S)
        return awake.now_s() - begun

    def _start_one(self, part: str) -> None:
        verb = ["serve", "--port", str(self.port)] if part == "server" else ["worker"]
        command = [sys.executable, "-m", "matinee", *verb, "--data", str(self.data)]
        by_command = self._starts % _BY_COMMAND_EVERY == 0
        self._starts += 1
        start = subprocess.Popen if by_command else launched.Popen
        with (self.folder / f"{part}.log").open("ab") as log:
            self.running[part] = start(
                command, env=self.environment(), stdout=log, stderr=log, cwd=self.folder,
                start_new_session=True,
            )  # fmt: skip

    def _answers(self) -> bool:
        for part, process in self.running.items():
            if process.poll() is not None:
                log = (self.folder / f"{part}.log").read_text(errors="replace")
                raise RuntimeError(f"the {part} ended by itself: {log[-2000:]}")
        with contextlib.suppress(httpx.TransportError), self.client() as client:
            return client.get("/api/health").status_code == 200
        return False

    def kill(self, part: str = "server") -> None:
        """`kill -9` a part with all that is in its process group; of the database one backend, for
        which PostgreSQL ends them all and recovers."""
        if part == "database":
            self._kill_a_backend()
            return
        process = self.running.pop(part)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)

    def _kill_a_backend(self) -> None:
        def pids(session: Session) -> list[int]:
            return list(session.scalars(text(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid() "
                "ORDER BY state = 'active' DESC, state_change DESC NULLS LAST"
            )))  # fmt: skip

        for pid in self.read(pids)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End in good order."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        self.running.clear()
        if self._db is not None:
            self._db.close()
            self._db = None

    def read(self, look: Callable[[Session], T]) -> T:
        """Look into the database; again where it was just killed."""
        deadline = awake.now_s() + PATIENCE_S
        while True:
            try:
                with self.db.read() as session:
                    return look(session)
            except (MatineeError, SQLAlchemyError):
                if awake.now_s() > deadline:
                    raise
                time.sleep(0.05)

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Ask the server as a browser does that goes on trying; returns the JSON answer."""

        def answer() -> httpx.Response | None:
            with contextlib.suppress(httpx.TransportError), self.client() as client:
                got = client.request(method, path, **options)
                return None if got.status_code in {500, 502, 503} else got
            return None

        got = until(answer, f"an answer to {method} {path}", PATIENCE_S)
        if got.status_code >= 300:
            raise RuntimeError(f"{method} {path}: {got.status_code} {got.text[:300]}")
        return got.json() if got.content else None


@contextmanager
def house(how: How, name: str) -> Generator[House]:
    """Run a library for as long as it is needed, with one person in it."""
    folder = how.folder / name
    folder.mkdir()
    with ExitStack() as stack:
        one = House(folder, how.set_up, Settings(data=folder / "data", free_space_floor_bytes=0))
        if how.set_up == "cluster":
            one = _over_cluster(stack, folder)
        stack.callback(one.stop)
        one.start()
        trial_user(one)
        yield one


def _over_cluster(stack: ExitStack, folder: Path) -> House:
    redis = stack.enter_context(servers.valkey())
    postgres = stack.enter_context(servers.postgres())
    # A backend that is killed takes with it what is not yet written to the log.
    postgres.run("ALTER SYSTEM SET synchronous_commit = on")
    postgres.run("SELECT pg_reload_conf()")
    database = stack.enter_context(postgres.empty())
    shared = {"MATINEE_REDIS_URL": redis.url, "MATINEE_DATABASE_URL": database}
    settings = Settings(
        data=folder / "data", free_space_floor_bytes=0, database_url=database, redis_url=redis.url
    )
    return House(folder, "cluster", settings, shared)


def trial_user(one: House) -> None:
    """Make the person, and sign in."""
    command = [sys.executable, "-m", "matinee", "user", "add", trial.NAME, "--admin",
               "--password-stdin", "--data", str(one.data)]  # fmt: skip
    subprocess.run(
        command, input=trial.PASSWORD.encode(), check=True, env=one.environment(), timeout=START_S,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    body = {"username": trial.NAME, "password": trial.PASSWORD}
    one.token = one.ask("POST", "/api/auth/login", json=body)["token"]


def name_of(chance: random.Random, number: int) -> str:
    """Return a title that nothing reads anything into, different for each number."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    n, word = number, ""
    for _ in range(3):
        n, rest = divmod(n, len(syllables))
        word += syllables[rest]
    return f"Zu{word}{chance.choice('lnrs')}"
