"""Titles that play: real files brought in as ingest brings them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import engine, library
from matinee.kit import clock
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.streaming import records

Bring = Callable[..., str]


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> Path:
    """Ten seconds of H.264 and AAC in MP4, a keyframe a second."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i",
         "sine=frequency=440:sample_rate=48000", "-t", "10", "-c:v", "libx264", "-preset",
         "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags",
         "+faststart", path]
    )  # fmt: skip
    return path


@pytest.fixture(scope="session")
def film_mkv(film: Path) -> Path:
    """The same in Matroska."""
    path = film.with_suffix(".mkv")
    engine.ffmpeg.run(["-i", film, "-c", "copy", path])
    return path


@pytest.fixture
def bring(services: Services) -> Bring:
    """Publish a copy of a file, or the file itself in a folder; returns the media's id."""

    def publish(source: Path, *, root: library.RootRow | None = None, sidecars=(), **facts) -> str:
        if root is None:
            path = services.store.staging(new_id()) / source.name
            shutil.copy(source, path)
        else:
            path = source
        landing = library.Landing(
            path=path,
            root_id=root.id if root else None,
            relative_path=path.relative_to(root.path).as_posix() if root else None,
            probe=services.engine.probe(path),
            fingerprint=services.engine.fingerprint(path),
            identity=library.Identity(**{"title": "Film", **facts}),
            sidecars=tuple(sidecars),
        )
        return library.publish(services, landing).media_id

    return publish


@pytest.fixture
def folder(services: Services, tmp_path: Path, film_mkv: Path) -> library.RootRow:
    """A library folder with a film in it (`film.mkv`)."""
    path = tmp_path / "films"
    path.mkdir()
    shutil.copy(film_mkv, path / "film.mkv")
    with services.db.write() as session:
        root = library.RootRow(id=new_id(), path=str(path), added_at=clock.now())
        session.add(root)
    return root


@pytest.fixture(autouse=True)
def forgotten():
    """What one test's process remembers of plans is unknown to the next test's."""
    records._recent.clear()
