"""Seeking, leaving and coming back for minutes: memory, descriptors, processes and the cache stay
as they were."""

import subprocess
import threading
from collections.abc import Iterator

from bench.processes import memory_mb
from tests.flows import processes
from tests.flows.conftest import NEW, OLD, free_port, paint
from tests.flows.test_storm import CAP_BYTES, STREAM_S, Stormy, Tally, of_media, storm

from faults.awake import until
from faults.table import How, Row

GROWTH = 0.05
IDLE_S = 90  # how long a worker that waits for work stays, and more


def run(how: How) -> Iterator[Row]:
    """Storm to warm up, and then four times as long as was asked for. Alone only: what streams is
    the same program on a cluster."""
    if how.set_up == "cluster":
        return
    seconds = how.seconds * 4
    films = how.folder / "films"
    films.mkdir()
    paint(films / "Old.mkv", OLD, "640x360", STREAM_S)
    paint(films / "New.mkv", NEW, seconds=STREAM_S)
    paint(films / "Song.mkv", ["-c:a", "flac"], "", STREAM_S)
    server = Stormy(how.folder / "data", free_port(), popen=subprocess.Popen)
    server.start()  # a fork would share the memory that is counted
    try:
        server.add_admin()
        server.bring(films, wait=True)
        yield _storm(server, seconds, how.seed)
    finally:
        server.stop()


def _storm(server: Stormy, seconds: float, seed: int) -> Row:
    assert server.process is not None
    pid, tally = server.process.pid, Tally()
    storm(server, max(20.0, seconds / 4), seed, tally)
    before, open_before = _at_rest(pid)
    storm(server, seconds, seed + 1, tally)
    after, open_after = _at_rest(pid)
    strays = [words for words in processes.children(pid).values() if "matinee.engine" not in words]
    cached = sum(f.stat().st_size for f in (server.data / "cache").rglob("*") if f.is_file())
    lost = list(dict.fromkeys(tally.faults))
    lost += [f"a stray process: {words}" for words in strays]
    lost += [f"left open: {name}" for name in of_media(open_after)]
    if len(open_after) > len(open_before) + 8:
        lost.append(f"{len(open_before)} descriptors became {len(open_after)}")
    if after > before * (1 + GROWTH):
        lost.append(f"{before:.1f} MiB became {after:.1f} MiB")
    if cached > CAP_BYTES * 1.05:
        lost.append(f"{cached / 2**20:.1f} MiB in a cache of {CAP_BYTES / 2**20:.0f} MiB")
    return Row(
        f"{seconds / 60:.1f} minutes of seeks, aborts and reconnects",
        sum(tally.answers.values()), len(lost),
        f"memory {before:.1f} → {after:.1f} MiB ({after / before - 1:+.1%}), descriptors "
        f"{len(open_before)} → {len(open_after)}, cache {cached / 2**20:.1f} of "
        f"{CAP_BYTES / 2**20:.0f} MiB", "memory ± 5 %, nothing left over", not lost,
        tuple(lost[:20]),
    )  # fmt: skip


def _at_rest(pid: int) -> tuple[float, list[str]]:
    """Wait until the workers have left for want of work; returns the MiB of all processes that are
    of no file, and what is open."""
    until(lambda: not processes.children(pid), "the media workers leave", IDLE_S * 3)
    threading.Event().wait(2)
    return memory_mb(pid, own=True), processes.descriptors(pid)
