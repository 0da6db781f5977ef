"""What the allocator keeps after many threads gave it back, and what is left of circles at rest."""

import gc
import subprocess
import sys
import time
import weakref

import pytest

from matinee.kit import clock, memory

MANY_THREADS = """
import sys, threading
from matinee.kit import memory
if sys.argv[1] == "frugal" and not memory.frugal():
    sys.exit(3)
meet, turn = threading.Barrier(12), threading.Lock()
def use():
    meet.wait()  # all are there: nobody inherits the arena of one who has left
    with turn:
        held = [bytes(3000) for _ in range(1500)]
        pin = bytes(500)  # stays on top of what is freed
        del held
    meet.wait()
    meet.wait()
crowd = [threading.Thread(target=use) for _ in range(11)]
for one in crowd: one.start()
for _ in range(2): meet.wait()
lines = open("/proc/self/smaps_rollup").read().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("Anonymous:")), flush=True)
meet.wait()
"""


def kept_kib(how: str) -> int:
    """Return the anonymous memory of a process whose threads freed what they had."""
    command = [sys.executable, "-c", MANY_THREADS, how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode == 3:
        pytest.skip("this C library has no mallopt")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_threads_freed_goes_back() -> None:
    assert kept_kib("frugal") < kept_kib("as it is") * 0.7


class Circle:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_a_process_that_comes_to_rest_lets_garbage_go(monkeypatch: pytest.MonkeyPatch) -> None:
    used_s, at_s = 0.0, 0.0
    monkeypatch.setattr(time, "process_time", lambda: used_s)
    monkeypatch.setattr(clock, "monotonic", lambda: at_s)
    gc.disable()
    try:
        tidy = memory.Tidy()
        left = weakref.ref(Circle())
        used_s, at_s = 8.0, 20.0
        tidy.look()
        assert left() is not None, "it was looked for while there was work"
        at_s = 40.0
        tidy.look()
        assert left() is None
        again = weakref.ref(Circle())
        at_s = 60.0
        tidy.look()
        assert again() is not None, "a process at rest looks again and again"
    finally:
        gc.enable()
