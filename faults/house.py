"""A whole Matinee that may be broken: alone, or with PostgreSQL, Redis and workers of its own."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests import servers
from tests.flows.conftest import Server, free_port
from tests.ingest import clipmaker

from faults.awake import PATIENCE_S, until
from faults.table import How, Refused

ENDED = ("completed", "failed", "cancelled")


@dataclass
class Begun(Server):
    """A server that another program starts, which stands before it on the command line."""

    before: Sequence[str] = ()

    def start(self) -> Server:
        """Start it, and wait until it answers."""
        command = [*self.before, sys.executable, "-m", "matinee", "serve",
                   "--data", str(self.data), "--port", str(self.port)]  # fmt: skip
        with (self.data.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment())
        until(self._answers, "the server started")
        return self

    def _answers(self) -> bool:
        process = self.process
        assert process is not None
        assert process.poll() is None, (self.data.parent / "server.log").read_text()[-3000:]
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/api/health", timeout=5).status_code == 200
        return False


@dataclass
class House:
    """A server, what it stands on, and the workers it has."""

    server: Begun
    folder: Path
    redis: servers.Valkey | None = None
    postgres: servers.Postgres | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    token: str | None = None

    @property
    def client(self) -> httpx.Client:
        """Return the administrator, signed in once and known again after each start."""
        if self.token is None:
            self.token = self.server.client().headers["Authorization"]
        elif not self.server.clients:
            self.server.clients.append(self.another())
        return self.server.clients[0]

    def sign_in_again(self) -> None:
        """Sign in anew: after a restore nobody is."""
        self.token = None
        self.server.clients.clear()

    def another(self) -> httpx.Client:
        """Return one more client of the administrator's, which its caller closes."""
        headers = {"Authorization": self.token or self.client.headers["Authorization"]}
        return httpx.Client(base_url=self.server.url, timeout=60, headers=headers)

    @property
    def log(self) -> str:
        """Return all that server and workers have logged."""
        return "".join(
            one.read_text(errors="replace")
            for one in (self.server.data.parent / "server.log", self.folder / "worker.log")
            if one.exists()
        )

    def start(self) -> None:
        """Start the server, however long a busy machine takes for it."""
        self.server.start()

    def hire(self) -> subprocess.Popen[bytes]:
        """Start a worker; it is stopped with the house."""
        command = [*self.server.before, sys.executable, "-m", "matinee", "worker",
                   "--data", str(self.server.data)]  # fmt: skip
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.server.environment()
            )
        self.workers.append(process)
        return process

    def ready(self) -> None:
        """Wait until the workers that were hired are heard of."""
        wanted = len([one for one in self.workers if one.poll() is None])
        until(lambda: servers.workers(self.client) >= wanted, "the workers are there")

    def media(self, **asked: str) -> dict[str, dict[str, Any]]:
        """Return every title of the library by its id, or those of a filter."""
        found: dict[str, dict[str, Any]] = {}
        number = pages = 1
        while number <= pages:
            wanted = {"limit": 200, "page": number, **asked}
            page = self.client.get("/api/media", params=wanted).json()
            found |= {one["id"]: one for one in page["items"]}
            number, pages = number + 1, page["pages"]
        return found

    def add(self, url: str) -> str:
        """Ask for a link or a folder; returns the job's id."""
        answer = self.client.post("/api/media/add", json={"url": url})
        assert answer.status_code == 202, answer.text
        return answer.json()["job"]["id"]

    def job(self, job_id: str) -> dict[str, Any]:
        """Return a job as it stands."""
        return self.client.get(f"/api/jobs/{job_id}").json()

    def ended(self, job_id: str, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait until a job has ended, and return it."""
        return until(
            lambda: job if (job := self.job(job_id)).get("status") in ENDED else None,
            f"the job {job_id} ended",
            timeout_s,
        )

    def bring(self, path: Path) -> dict[str, dict[str, Any]]:
        """Bring in a file, or everything in a folder, through whoever runs jobs here."""
        if self.redis is None:
            self.server.bring(path)
        else:
            job = self.ended(self.add(str(path)))
            assert job["status"] == "completed", job
        return self.media()

    def watch(self, media_id: str, position_s: float) -> httpx.Response:
        """Write a progress, and return the answer."""
        body = {"position_s": position_s, "duration_s": 6.0}
        return self.client.put(f"/api/media/{media_id}/progress", json=body)

    def position(self, media_id: str) -> float:
        """Return the progress that is kept."""
        return self.client.get(f"/api/media/{media_id}/progress").json()["position_s"]


@contextmanager
def house(
    how: How,
    name: str,
    settings: Mapping[str, str] | None = None,
    *,
    data: Path | None = None,
    workers: int = 1,
    before: Sequence[str] = (),
) -> Iterator[House]:
    """Run a house with an administrator: on `cluster` with PostgreSQL, Redis and workers."""
    folder = how.folder / name
    folder.mkdir(exist_ok=True)
    chosen = {"MATINEE_LOG_LEVEL": "info", **(settings or {})}
    with ExitStack() as stack:
        redis = postgres = None
        if how.set_up == "cluster":
            redis = stack.enter_context(servers.valkey())
            postgres = stack.enter_context(servers.postgres())
            for one in ("fsync", "synchronous_commit"):  # here it is to outlive what comes
                postgres.run(f"ALTER SYSTEM RESET {one}")
            postgres.run("SELECT pg_reload_conf()")
            postgres.run("CREATE DATABASE house TEMPLATE template0")
            chosen |= {
                "MATINEE_REDIS_URL": redis.url, "MATINEE_DATABASE_URL": postgres.url("house"),
            }  # fmt: skip
        server = Begun(data or folder / "data", free_port(), settings=chosen, before=before)
        one = House(server, folder, redis, postgres)
        stack.callback(_close, one)
        one.start()
        server.add_admin()
        for _ in range(workers if redis is not None else 0):
            one.hire()
        if one.workers:
            one.ready()
        yield one


def _close(one: House) -> None:
    for worker in one.workers:
        worker.terminate()
    for worker in one.workers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(30)
        worker.kill()
        worker.wait()
    one.server.stop()


@contextmanager
def disk(place: Path, size_mb: int) -> Iterator[Path]:
    """Mount a small disk (tmpfs) at a place. Raises Refused where nothing may be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    mount(place, size_mb)
    try:
        yield place
    finally:
        while os.path.ismount(place):
            subprocess.run(["umount", "-l", str(place)], check=True)


def mount(place: Path, size_mb: int) -> None:
    """Mount an empty tmpfs. Raises Refused where nothing may be mounted."""
    _mount("-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(place))


def grow(place: Path, size_mb: int) -> None:
    """Make a small disk larger, with all that lies on it."""
    _mount("-o", f"remount,size={size_mb}m", str(place))


def _mount(*words: str) -> None:
    command = ["mount", *words]
    if os.geteuid() != 0:
        raise Refused("mounting needs root")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"nothing can be mounted here: {done.stderr.strip()}")


def clip(path: Path, seed: int, *, seconds: float = 2, padding_bytes: int = 0) -> Path:
    """Write a film of its own, made larger by a box that players pass over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clipmaker.make(path, seconds=seconds, seed=seed)
    if padding_bytes:
        with path.open("ab") as file:
            file.write((padding_bytes + 8).to_bytes(4, "big") + b"free" + os.urandom(padding_bytes))
    return path
