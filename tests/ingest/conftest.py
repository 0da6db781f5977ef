"""A web site to bring things in from, patience fit for tests, and clips made on the spot."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matinee.ingest.sources.link import look, process
from matinee.ingest.sources.link.options import Patience
from matinee.kit.jobs import FINISHED, Dispatcher, Job
from matinee.kit.services import Services
from tests.ingest import clipmaker
from tests.ingest.website import Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    look.forget()
    with serve() as running:
        yield running


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time limits short enough to watch them pass."""
    quick = Patience(read_s=3.0, attempts=3, pause_s=0.05, info_s=40.0, stall_s=15.0)
    monkeypatch.setattr(process, "PATIENCE", quick)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a small clip: `made("a.mp4", seconds=2, picture=True, sound=True)`; same name, same file."""
    folder = tmp_path_factory.mktemp("clips")

    def make(name: str, **wishes: object) -> Path:
        path = folder / name
        if not path.exists():
            clipmaker.make(path, **wishes)  # type: ignore[arg-type]
        return path

    return make


@pytest.fixture
def ended(services: Services, dispatcher: Dispatcher, until: Callable[..., object]):
    """Wait until a job has ended and return it."""

    def wait(job_id: str, timeout_s: float = 120) -> Job:
        until(lambda: services.jobs.get(job_id).status in FINISHED, timeout_s)
        return services.jobs.get(job_id)

    return wait
