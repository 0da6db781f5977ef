"""A film to watch, and two people."""

import pytest

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Probe, Track
from matinee.kit.ids import new_id
from matinee.kit.services import Services

ANA = Viewer("ana", "ana", "Ana", is_admin=True, session_id="s")
BEN = Viewer("ben", "ben", "Ben", is_admin=False, session_id="t")


def bring_in(services: Services, title: str, duration_s: float = 100.0) -> str:
    path = services.store.staging(new_id()) / "film.mp4"
    path.write_bytes(b"film")
    probe = Probe("mp4", duration_s, 0.0, 4, 1000, (Track(0, "video", "h264"),))
    identity = library.Identity(title=title)
    landing = library.Landing(path=path, probe=probe, fingerprint=new_id(), identity=identity)
    return library.publish(services, landing).media_id


@pytest.fixture
def film(services: Services) -> str:
    """A film of a hundred seconds; returns its id."""
    return bring_in(services, "Film")
