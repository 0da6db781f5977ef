"""kill -9 at named points of bringing in: afterwards all is there once, and nothing else."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from matinee import ingest, library
from matinee.app import wiring
from matinee.ingest.sources.link import process
from matinee.ingest.sources.upload import actions
from matinee.kit.config import Settings
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services
from tests import launched
from tests.ingest import clipmaker
from tests.ingest.website import Site
from tests.proof import only

pytestmark = pytest.mark.fault
DERIVED = {"derive.keyframes", "derive.poster", "derive.sprites", "derive.hash",
           "derive.loudness", "derive.looks"}  # fmt: skip
ONCE = {"derive.looks"}  # for all that came in


@contextmanager
def library_at(data: Path) -> Iterator[Services]:
    settings = Settings(data=data, free_space_floor_bytes=0, allow_private_urls=True)
    with wiring.opened(settings) as services:
        yield services


def run(data: Path, point: str) -> int:
    command = [sys.executable, "-m", "tests.ingest.killed", str(data), point]
    root = Path(__file__).resolve().parents[2]
    return launched.run(command, timeout=90, cwd=root).returncode


def check(data: Path, job_id: str, content: bytes | None) -> None:
    """All is there exactly once."""
    with library_at(data) as services, services.db.read() as session:
        job = session.get_one(JobRow, job_id)
        assert (job.status, job.error_code) == ("completed", None)
        [media] = session.scalars(select(library.MediaRow)).all()
        [asset] = session.scalars(select(library.AssetRow)).all()
        path = library.asset_file(services, session, asset)
        if content is not None:
            assert path.read_bytes() == content
        folders = [folder.name for folder in services.store.media_root.iterdir()]
        assert folders in ([asset.id], [])
        assert list(services.store.staging_root.iterdir()) == []
        assert list(services.store.uploads_root.iterdir()) == []
        kinds = session.scalars(select(JobRow.kind).where(JobRow.kind.startswith("derive."))).all()
        assert set(kinds) == DERIVED
        assert job.media_id == media.id


@pytest.mark.parametrize(
    "point", only(["downloading", "merging", "renamed", "committed"], "downloading", "renamed")
)
def test_a_link_survives(tmp_path: Path, site: Site, point: str) -> None:
    folder = clipmaker.make_hls(tmp_path / "hls").parent
    site.files |= {f"/hls/{path.name}": path for path in folder.iterdir()}
    data = tmp_path / "data"
    with library_at(data) as services:
        job_id = ingest.add_source(services, site.url("/hls/index.m3u8")).id
    assert run(data, point) == -signal.SIGKILL
    assert run(data, "") == 0
    check(data, job_id, None)
    if point in {"probing", "publishing", "renamed", "committed"}:
        assert site.count("/hls/s1.ts") == 1  # what was fetched is not fetched again


@pytest.mark.parametrize("segment", only(range(4), 1))
def test_segments_are_neither_lost_nor_doubled(tmp_path: Path, site: Site, segment: int) -> None:
    """Killed right after a segment was appended and before yt-dlp noted it."""
    folder = clipmaker.make_hls(tmp_path / "hls").parent
    site.files |= {f"/hls/{path.name}": path for path in folder.iterdir()}
    data = tmp_path / "data"
    with library_at(data) as services:
        for point in (f"append:{segment}", "", ""):
            code = fetch_child(services, site.url("/hls/index.m3u8"), point)
            assert (code == -signal.SIGKILL) == bool(point)
        [whole] = services.store.staging("job").glob("part0-*.mp4")
        expected = b"".join((folder / f"s{n}.ts").read_bytes() for n in range(4))
        assert whole.read_bytes() == expected


def fetch_child(services: Services, url: str, point: str) -> int:
    """Run the real link child, made to die at a point; returns its exit code."""
    ask = process.Ask(url, services.store.staging("job"), fetch=True)
    request = {**process._request(services, ask), "parent": os.getpid()}
    code = f"""
import os, signal
from yt_dlp.downloader.fragment import FragmentFD
from matinee.ingest.sources.link import child
point, count = {point!r}, [0]
write = FragmentFD._write_ytdl_file
def watched(self, ctx):
    if ctx.get('fragment_filename_sanitized'):
        if point == f'append:{{count[0]}}':
            os.kill(os.getpid(), signal.SIGKILL)
        count[0] += 1
    write(self, ctx)
FragmentFD._write_ytdl_file = watched
child.main()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as running:
        assert running.stdin is not None
        running.stdin.write(json.dumps(request).encode() + b"\n")
        running.stdin.flush()
        return running.wait(60)


@pytest.mark.parametrize("point", only(["receiving", "renamed"], "receiving"))
def test_an_upload_survives(tmp_path: Path, made: Callable[..., Path], point: str) -> None:
    content = made("clip.mp4", seconds=3, size="640x360").read_bytes()
    data = tmp_path / "data"
    with library_at(data) as services:
        name = {"filename": base64.b64decode(b"ZmlsbS5tcDQ=").decode()}
        row = actions.begin(services, "somebody", len(content), name)
        actions.file_of(services, row.id).write_bytes(content)
        job_id = actions.settle(services, row.id, len(content)).job_id
        assert job_id is not None
    assert run(data, point) == -signal.SIGKILL
    assert run(data, "") == 0
    check(data, job_id, content)


@pytest.mark.parametrize("point", ["committed"])
def test_a_scan_survives(tmp_path: Path, made: Callable[..., Path], point: str) -> None:
    root = tmp_path / "films"
    root.mkdir()
    for seed in (1, 2, 3):
        clip = made(f"part{seed}.mp4", seed=seed)
        (root / f"{seed}.mp4").write_bytes(clip.read_bytes())
    data = tmp_path / "data"
    with library_at(data) as services:
        ingest.add_source(services, str(root))
    assert run(data, point) == -signal.SIGKILL
    assert run(data, "") == 0
    with library_at(data) as services, services.db.read() as session:
        assert len(session.scalars(select(library.MediaRow)).all()) == 3
        assert len(session.scalars(select(library.AssetRow)).all()) == 3
        jobs = session.scalars(select(JobRow).where(JobRow.kind.startswith("derive."))).all()
        assert len({job.dedupe_key for job in jobs}) == 3 * len(DERIVED - ONCE) + len(ONCE)
    assert sorted(path.name for path in root.iterdir()) == ["1.mp4", "2.mp4", "3.mp4"]
