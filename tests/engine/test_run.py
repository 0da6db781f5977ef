"""The pool: whatever happens to a worker, the server goes on."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import engine
from matinee.engine.run import Limits, Pool, Request

Until = Callable[..., object]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A transport stream of four gigabytes of nothing, which takes long to index."""
    path = tmp_path / "endless.ts"
    packet = b"\x47\x1f\xff\x10" + b"\xff" * 184
    with path.open("wb") as file:
        for _ in range(64):
            file.write(packet * 20_000)
    return path


def test_importing_the_door_loads_no_media_library() -> None:
    code = (
        "import sys, matinee.engine as e; e.Engine(2); "
        "heavy = {'av', 'numpy', 'PIL', 'imageio_ffmpeg'} & set(sys.modules); "
        "e.ffmpeg.executable(); heavy |= {'numpy', 'imageio_ffmpeg'} & set(sys.modules); "
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_messages_of_the_media_library_never_wait_for_python() -> None:
    """A decoder's thread that waited for the interpreter stood still with whoever freed it."""
    for module in ("opening", "encoder"):
        code = f"import av.logging, matinee.engine.{module}; print(av.logging.get_level())"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.strip() == b"None", module


@pytest.mark.fault
def test_a_hundred_crashes_in_a_row_leave_the_server_answering(made: Callable[[str], Path]) -> None:
    path = str(made("plain.mp4"))
    pool = Pool(2)

    def crash() -> bool:
        """Kill the worker while the pool waits for it; never ask it to stop."""
        for pid in pool.workers():
            os.kill(pid, signal.SIGSEGV)
        return False

    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(100):
        with pytest.raises(engine.Crashed):
            pool.run(Request("probe", {"path": path}, 60, should_stop=crash))
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    assert pool.workers() == []
    assert pool.run(Request("probe", {"path": path}, 60)).value["duration_s"] > 0
    pool.close()


@pytest.mark.fault
def test_a_worker_that_died_between_requests_is_replaced_unseen(
    made: Callable[[str], Path],
) -> None:
    with engine.Engine(2) as hands:
        for _ in range(3):
            assert hands.probe(made("plain.mp4")).duration_s > 0
            for pid in hands.workers():
                os.kill(pid, signal.SIGKILL)


@pytest.mark.fault
def test_a_worker_killed_at_work_fails_that_request_alone(
    endless: Path, made: Callable[[str], Path], until: Until
) -> None:
    with engine.Engine(2) as hands:
        errors: list[engine.EngineError] = []

        def work() -> None:
            try:
                hands._ask("keyframes", endless, timeout_s=60)
            except engine.EngineError as error:
                errors.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        (pid,) = until(hands.workers)  # type: ignore[misc]
        until(lambda: Path(f"/proc/{pid}/stat").read_text().split()[13] != "0")
        os.kill(pid, signal.SIGSEGV)
        thread.join(20)
        assert [e.code for e in errors] in (["crashed"], ["unreadable"])
        assert hands.probe(made("plain.mp4")).duration_s > 0


def test_work_that_takes_too_long_is_ended_and_says_so(endless: Path) -> None:
    pool = Pool(1)
    with pytest.raises(engine.TimedOut, match="longer than"):
        pool.run(Request("keyframes", {"path": str(endless)}, 0.02))
    assert pool.workers() == []
    pool.close()


def test_work_stops_when_the_caller_says_so(endless: Path, tmp_path: Path) -> None:
    pool = Pool(1)
    with pytest.raises(engine.Stopped):
        pool.run(Request("keyframes", {"path": str(endless)}, 60, should_stop=lambda: True))
    assert pool.workers() == []
    pool.close()


def test_memory_is_limited(made: Callable[[str], Path], tmp_path: Path) -> None:
    small = Limits(address_space_bytes=200 * 1024**2)
    with engine.Engine(1, limits=small) as hands, pytest.raises(engine.EngineError) as caught:
        hands.stills(made("plain.mp4"), tmp_path)
    assert caught.value.code in {"limit_exceeded", "crashed", "unreadable"}


def test_written_files_are_limited(made: Callable[[str], Path], tmp_path: Path) -> None:
    small = Limits(file_size_bytes=1000)
    with engine.Engine(1, limits=small) as hands, pytest.raises(engine.LimitExceeded):
        hands.stills(made("plain.mp4"), tmp_path)


def test_workers_leave_when_there_is_no_work(made: Callable[[str], Path], until: Until) -> None:
    with engine.Engine(2, idle_s=0.3) as hands:
        hands.probe(made("plain.mp4"))
        pids = hands.workers()
        assert pids
        until(lambda: hands.workers() == [], 10)
        until(lambda: all(gone(pid) for pid in pids), 10)
        assert hands.probe(made("plain.mp4")).duration_s > 0


@pytest.mark.fault
def test_workers_die_with_the_server(made: Callable[[str], Path], until: Until) -> None:
    code = (
        "import sys, time; from matinee.engine import Engine; e = Engine(2); "
        f"e.probe({str(made('plain.mp4'))!r}); print(*e.workers(), flush=True); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    pids = [int(p) for p in server.stdout.readline().split()]
    assert pids
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: all(gone(pid) for pid in pids), 10)


def test_a_closed_engine_refuses_work(made: Callable[[str], Path]) -> None:
    hands = engine.Engine(1)
    hands.probe(made("plain.mp4"))
    pids = hands.workers()
    hands.close()
    assert all(gone(pid) for pid in pids)
    with pytest.raises(engine.Closed):
        hands.probe(made("plain.mp4"))


def test_background_work_leaves_a_worker_for_viewers(
    endless: Path, made: Callable[[str], Path]
) -> None:
    path = made("plain.mp4")
    with engine.Engine(2) as hands:
        plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
        stop = threading.Event()

        def work() -> None:
            request = Request(
                "keyframes", {"path": str(endless)}, 60, slow=True, should_stop=stop.is_set
            )
            while not stop.is_set():
                try:
                    hands._pool.run(request)
                except engine.EngineError:
                    continue

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        for n in range(len(plan.cuts)):
            assert hands.segment(path, plan, "v0", n)
        took = time.monotonic() - began
        stop.set()
        for thread in threads:
            thread.join(20)
    assert took < 5


def test_many_threads_share_the_workers(made: Callable[[str], Path]) -> None:
    path = made("plain.mp4")
    with engine.Engine(2) as hands:
        plan = engine.planning.make(hands.probe(path), hands.keyframes(path))
        expected = hands.segment(path, plan, "v0", 1)
        answers: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: answers.append(hands.segment(path, plan, "v0", 1)))
            for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert answers == [expected] * 16
        assert len(hands.workers()) <= 2


def test_what_nobody_waits_for_is_done_at_low_priority(made: Callable[[str], Path]) -> None:
    arguments = {"path": str(made("plain.mp4"))}
    pool = Pool(2)
    with contextlib.closing(pool):
        pool.run(Request("probe", arguments, 60, slow=True, background=True))
        [low] = pool.workers()
        assert os.getpriority(os.PRIO_PROCESS, low) > os.getpriority(os.PRIO_PROCESS, 0)
        pool.run(Request("probe", arguments, 60))
        [high] = set(pool.workers()) - {low}
        assert os.getpriority(os.PRIO_PROCESS, high) == os.getpriority(os.PRIO_PROCESS, 0)
        pool.run(Request("probe", arguments, 60, slow=True, background=True))
        assert set(pool.workers()) == {low, high}


def test_a_pool_of_one_serves_both_priorities(made: Callable[[str], Path]) -> None:
    arguments = {"path": str(made("plain.mp4"))}
    with contextlib.closing(Pool(1)) as pool:
        for background in (True, False, True):
            pool.run(Request("probe", arguments, 60, background=background))
            assert len(pool.workers()) == 1
