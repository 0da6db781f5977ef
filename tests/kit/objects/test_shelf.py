"""The shelf: files with holes, filled as they are read, by us and by the engine's workers."""

import os
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.objectstore import s3 as objectstore
from tests.objectstore.s3 import S3, BadLine

from matinee import engine
from matinee.engine import holes
from matinee.kit.errors import MatineeError
from matinee.kit.objects.address import Address
from matinee.kit.objects.bucket import Bucket
from matinee.kit.objects.shelf import PIECE, Shelf

KEY = "media/a/original.mp4"


@pytest.fixture
def content() -> bytes:
    return random.Random(3).randbytes(20 * PIECE + 77)


@pytest.fixture
def line(s3: S3):
    """A good line to the server, which knows what was asked."""
    with BadLine(s3.url, 1, bad=0.0) as one:
        yield one


@pytest.fixture
def kept(line: BadLine, bucket: str, content: bytes, tmp_path: Path) -> Bucket:
    address = Address("s3", bucket, "", None, line.url, objectstore.REGION, *objectstore.WRITER)
    path = tmp_path / "original.mp4"
    path.write_bytes(content)
    one = Bucket(address, read_s=2.0, retry_s=2.0)
    one.put(KEY, path)
    line.asked.clear()
    return one


@pytest.fixture
def shelf(kept: Bucket, tmp_path: Path):
    one = Shelf(tmp_path / "objects", kept, cap_bytes=1 << 40, spare=lambda: 1 << 40)
    one.start()
    yield one
    one.close()


def _gets(line: BadLine) -> list[str]:
    return [one for one in line.asked if one.startswith("GET")]


def test_a_seek_costs_one_range_and_a_second_reading_none(
    shelf: Shelf, line: BadLine, content: bytes
) -> None:
    path = shelf.find(KEY)
    assert path is not None
    assert path.stat().st_size == len(content)
    assert path.stat().st_blocks * 512 < PIECE, "nothing of it is here yet"
    held = shelf.open(path)
    for _ in range(2):
        shelf.fetch(held, 9 * PIECE + 5, 9 * PIECE + 50_000)
        assert (
            os.pread(held.file, 50_000 - 5, 9 * PIECE + 5)
            == (content[9 * PIECE + 5 : 9 * PIECE + 50_000])
        )
    assert len(_gets(line)) == 1, line.asked
    held.close()


def test_reading_on_fetches_ahead_in_ever_larger_ranges(
    shelf: Shelf, line: BadLine, content: bytes
) -> None:
    path = shelf.find(KEY)
    assert path is not None
    descriptor = os.open(path, os.O_RDONLY)
    holes.opened(os.fspath(path), descriptor)
    got = b""
    while piece := holes.pread(descriptor, 300_000, len(got)):
        got += piece
    holes.closing(descriptor)
    os.close(descriptor)
    assert got == content
    assert len(_gets(line)) <= 6, line.asked  # 1, 2, 4, 8 pieces, and what is left


def test_many_readers_of_a_piece_fetch_it_once(shelf: Shelf, line: BadLine, content: bytes) -> None:
    path = shelf.find(KEY)
    assert path is not None
    found: list[bytes] = []

    def read() -> None:
        held = shelf.open(path)
        shelf.fetch(held, 4 * PIECE, 4 * PIECE + 10)
        found.append(os.pread(held.file, 10, 4 * PIECE))
        held.close()

    threads = [threading.Thread(target=read) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert found == [content[4 * PIECE : 4 * PIECE + 10]] * 12
    assert len(_gets(line)) == 1


def test_the_cap_holds_and_who_reads_a_file_reads_on_when_it_is_let_go(
    kept: Bucket, content: bytes, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "small", kept, cap_bytes=4 * PIECE, spare=lambda: 1 << 40)
    shelf.start()
    try:
        path = shelf.find(KEY)
        assert path is not None
        descriptor = os.open(path, os.O_RDONLY)
        holes.opened(os.fspath(path), descriptor)
        got = b""
        while piece := holes.pread(descriptor, 100_000, len(got)):
            got += piece
        holes.closing(descriptor)
        os.close(descriptor)
        assert got == content, "though it was let go several times on the way"
        shelf.look()
        assert shelf.size_bytes() <= 4 * PIECE
    finally:
        shelf.close()


def test_a_map_of_another_start_of_the_machine_counts_for_nothing(
    shelf: Shelf, kept: Bucket, content: bytes, tmp_path: Path
) -> None:
    path = shelf.whole(KEY)
    assert path is not None
    assert path.read_bytes() == content
    # After a power cut a mark can be on the disk and the piece not.
    with path.open("r+b") as file:
        file.write(bytes(PIECE))
    later = Shelf(shelf.folder, kept, cap_bytes=1 << 40, spare=lambda: 1 << 40)
    later._boot = "another start"
    again = later.whole(KEY)
    assert again is not None
    assert again.read_bytes() == content


def test_an_engine_worker_reads_a_film_of_the_bucket_and_knows_no_secret(
    shelf: Shelf, kept: Bucket, line: BadLine, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-t", "60", "-c:v", "libx264",
         "-preset", "ultrafast", "-g", "25", "-b:v", "4M", "-minrate", "4M", "-bufsize", "4M",
         "-pix_fmt", "yuv420p", film]
    )  # fmt: skip
    size = film.stat().st_size
    assert size > 8 * PIECE
    kept.put("media/b/original.mp4", film)
    path = shelf.find("media/b/original.mp4")
    assert path is not None
    with engine.Engine(workers=1) as hands:
        probe, fingerprint = hands.examine(path)
        assert probe == hands.probe(film)
        assert fingerprint == hands.fingerprint(film) == hands.fingerprint(path)
        plan = engine.planning.make(probe, hands.keyframes(path))
        track = plan.tracks[0]
        line.asked.clear()
        cut = hands.segment(path, plan, track.id, 8)
        assert cut == hands.segment(film, plan, track.id, 8)
        assert len(_gets(line)) <= 3, line.asked
        for pid in hands.workers():
            told = (
                Path(f"/proc/{pid}/environ").read_bytes()
                + Path(f"/proc/{pid}/cmdline").read_bytes()
            )
            assert b"writing" not in told
            assert line.url.encode() not in told
        assert hands.full_hash(path) == hands.full_hash(film)


def test_a_worker_is_told_when_the_storage_is_away(
    shelf: Shelf, line: BadLine, content: bytes
) -> None:
    path = shelf.find(KEY)
    assert path is not None
    line.away = True
    with engine.Engine(workers=1) as hands, pytest.raises(engine.EngineError) as caught:
        hands.probe(path)
    assert caught.value.code == "storage_away"
    assert "does not answer" in caught.value.detail


def test_only_files_of_the_shelf_are_fetched_for_a_worker(shelf: Shelf, tmp_path: Path) -> None:
    for path in (tmp_path / "other.mp4", shelf.folder / ".." / "other.mp4"):
        with pytest.raises(engine.EngineError):
            shelf.fill(os.fspath(path), 0, 10)


def test_a_full_disk_is_said_and_what_can_go_is_let_go(
    kept: Bucket, content: bytes, tmp_path: Path
) -> None:
    spare = [1 << 40]
    shelf = Shelf(tmp_path / "full", kept, cap_bytes=1 << 40, spare=lambda: spare[0])
    shelf.start()
    try:
        path = shelf.find(KEY)
        assert path is not None
        held = shelf.open(path)
        spare[0] = 10
        with pytest.raises(MatineeError) as caught:
            shelf.fetch(held, 0, 10)
        assert caught.value.code == "no_space"
        held.close()
    finally:
        shelf.close()


@pytest.mark.fault
def test_a_bad_line_gives_every_byte_as_it_is(
    kept: Bucket, content: bytes, tmp_path: Path, s3: S3
) -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    with BadLine(s3.url, seed, hang_s=2.5) as line:
        bad = Bucket(replace(kept.address, endpoint=line.url), read_s=1.5, retry_s=60.0)
        shelf = Shelf(tmp_path / "bad", bad, cap_bytes=6 * PIECE, spare=lambda: 1 << 40)
        shelf.start()
        try:
            path = shelf.find(KEY)
            assert path is not None
            for _ in range(60):
                at = chance.randrange(len(content))
                held = shelf.open(path)
                shelf.fetch(held, at, at + 5000)
                assert os.pread(held.file, 5000, at) == content[at : at + 5000]
                held.close()
        finally:
            shelf.close()
        assert line.spoiled(), line.said
