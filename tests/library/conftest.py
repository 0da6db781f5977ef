"""Landings, as ingest brings them: a real file in staging, a probe, an identity."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Chapter, Probe, Track
from matinee.kit.ids import new_id
from matinee.kit.services import Services

ADMIN = Viewer("admin", "admin", "Ana", is_admin=True, session_id="s")
MEMBER = Viewer("member", "member", "Ben", is_admin=False, session_id="t")
Land = Callable[..., library.Landing]


def probe_of(size_bytes: int, *, duration_s: float = 100.0, height: int = 1080) -> Probe:
    return Probe(
        container="mp4",
        duration_s=duration_s,
        start_s=0.0,
        size_bytes=size_bytes,
        bit_rate=8000,
        tracks=(
            Track(0, "video", "h264", width=height * 16 // 9, height=height, frame_rate=25.0),
            Track(1, "audio", "aac", language="en", channels=2, sample_rate=48000),
        ),
        chapters=(Chapter(0.0, 50.0, "One"), Chapter(50.0, 100.0, "Two")),
    )


def fingerprint(content: bytes) -> str:
    return f"{len(content)}-{hashlib.blake2b(content, digest_size=16).hexdigest()}"


@pytest.fixture
def land(services: Services) -> Land:
    """Put a file into staging and return its landing."""

    def make(
        content: bytes = b"film",
        name: str = "film.mp4",
        *,
        job_id: str | None = None,
        **facts: object,
    ) -> library.Landing:
        folder = services.store.staging(job_id or new_id())
        path = folder / name
        path.write_bytes(content)
        outside = {
            key: facts.pop(key) for key in ("sidecars", "collection_id", "added_by") if key in facts
        }
        probe = facts.pop("probe", None) or probe_of(len(content))
        return library.Landing(
            path=path,
            probe=probe,
            fingerprint=fingerprint(content),
            identity=library.Identity(**{"title": "Film", **facts}),
            **outside,
        )

    return make


@pytest.fixture
def land_in_place(services: Services) -> Land:
    """Write a file into a root, unless it is there, and return its landing."""

    def make(root: library.RootRow, relative_path: str, content: bytes = b"film", **facts: object):
        path = Path(root.path) / relative_path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(content)
        content = path.read_bytes()
        return library.Landing(
            path=path,
            root_id=root.id,
            relative_path=relative_path,
            probe=probe_of(len(content)),
            fingerprint=fingerprint(content),
            identity=library.Identity(**{"title": path.stem, **facts}),
        )

    return make


@pytest.fixture
def root(services: Services, tmp_path: Path) -> library.RootRow:
    """A folder scanned in place."""
    folder = tmp_path / "films"
    folder.mkdir()
    return library.add_root(services, folder)
