"""A library that has some of what the other programs know."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import library
from matinee.engine import Probe, Track
from matinee.kit.jobs import Dispatcher
from matinee.kit.services import Services

Bring = Callable[..., str]


@pytest.fixture
def root(services: Services, tmp_path: Path) -> library.RootRow:
    """A folder scanned in place."""
    folder = tmp_path / "here"
    folder.mkdir()
    return library.add_root(services, folder)


@pytest.fixture
def bring(services: Services, root: library.RootRow) -> Bring:
    """Put a file at a path of the folder into the library; returns its media."""
    return lambda path, **facts: bring_in(services, root, path, **facts)


def bring_in(services: Services, root: library.RootRow, relative: str, **facts: object) -> str:
    """Write a file and publish it, told by its path, so that equal paths are equal files."""
    path = Path(root.path) / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(relative.encode())
    size = facts.pop("size_bytes", path.stat().st_size)
    probe = Probe(
        "mp4", facts.pop("duration_s", 100.0), 0.0, size, 1000, (Track(0, "video", "h264"),)
    )
    landing = library.Landing(
        path=path, root_id=root.id, relative_path=relative, probe=probe,
        fingerprint=f"print-{relative}",
        identity=library.Identity(**{"title": path.stem, **facts}),
    )  # fmt: skip
    return library.publish(services, landing).media_id


@pytest.fixture
def dune(bring: Bring) -> str:
    """A film."""
    return bring("films/Dune (2021)/Dune.mkv", title="Dune", kind="movie", year=2021)


@pytest.fixture
def lies(bring: Bring) -> str:
    """An episode that lies elsewhere than the other programs knew it."""
    return bring(
        "shows/dark-s01e02.mkv", title="Lies", kind="episode", series_title="Dark",
        season_number=1, episode_number=2,
    )  # fmt: skip


@pytest.fixture
def working(dispatcher: Dispatcher) -> Dispatcher:
    """Jobs run."""
    return dispatcher
