"""Titles to be found: written by the gate, as everything in the library is."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Probe, Track
from matinee.kit.ids import new_id
from matinee.kit.services import Services

ADMIN = Viewer("admin", "admin", "Ana", is_admin=True, session_id="s")
Add = Callable[..., str]


@pytest.fixture
def add(services: Services) -> Add:
    """Bring in a media with a title and any other facts; returns its id."""

    def make(title: str, *, duration_s: float = 100.0, size_bytes: int = 9, **facts: object) -> str:
        path = services.store.staging(new_id()) / "film.mp4"
        path.write_bytes(b"film")
        track = Track(0, "video", "h264", width=1280, height=720, frame_rate=25.0)
        landing = library.Landing(
            path=path,
            probe=Probe("mp4", duration_s, 0.0, size_bytes, 1000, (track,)),
            fingerprint=new_id(),
            identity=library.Identity(title=title, **facts),
            added_by=ADMIN.user_id,
        )
        return library.publish(services, landing).media_id

    return make


@pytest.fixture(scope="module")
def seeding() -> ModuleType:
    """The seeding of `make bench`, which lives outside the package."""
    path = Path(__file__).resolve().parents[2] / "bench" / "seed.py"
    spec = importlib.util.spec_from_file_location("bench_seed", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
