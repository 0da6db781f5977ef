"""Runs in the background: a child that has made all it was allowed goes on with the next run."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from matinee import engine
from tests.waiting import until


@pytest.fixture
def hands() -> Iterator[engine.Engine]:
    with engine.Engine(1) as running:
        yield running


class Made:
    """A run of one track, and what it made."""

    def __init__(
        self, hands: engine.Engine, film: Path, first: int, to: int, *, background: bool = True
    ) -> None:
        plan = engine.planning.make(hands.probe(film), ())
        track = next(one.id for one in plan.tracks if one.encoded and not one.stills)
        self.segments: dict[int, bytes] = {}
        self.ended: list[object] = []
        self.over = threading.Event()
        self.run = hands.encode(
            film, plan, [track], first, to, background=background,
            on_segment=lambda _, number, data: self.segments.__setitem__(number, data),
            on_end=self.end,
        )  # fmt: skip

    def end(self, error: object) -> None:
        self.ended.append(error)
        self.over.set()

    def left(self) -> "Made":
        """Wait until all is made, and let the run leave."""
        until(lambda: self.run.idle or self.over.is_set(), 60)
        self.run.leave()
        assert self.over.wait(10)
        assert self.ended == [None]
        return self


def test_its_child_makes_what_the_next_run_asks_for_and_just_the_same(hands, film) -> None:
    one = Made(hands, film, 0, 2).left()
    two = Made(hands, film, 4, 6)
    assert two.run.pid == one.run.pid
    for word in (one.run.stop, one.run.suspend, lambda: one.run.extend(100)):
        word()  # it has no child any more
    two.left()
    with engine.Engine(1) as others:
        anew = Made(others, film, 4, 6).left()
    assert two.segments == anew.segments
    assert sorted(two.segments) == [4, 5]


def test_it_tells_when_it_has_made_all_that_it_was_allowed(hands, film) -> None:
    one, told = Made(hands, film, 0, 1), threading.Event()
    until(lambda: one.run.idle, 60)
    one.run.on_idle = told.set
    one.run.extend(3)
    assert told.wait(60)
    assert (one.run.idle, sorted(one.segments)) == (True, [0, 1, 2])
    one.left()


def test_who_is_held_still_leaves_all_the_same(hands, film) -> None:
    one = Made(hands, film, 0, 2)
    until(lambda: one.run.idle, 60)
    one.run.suspend()
    one.left()
    assert Made(hands, film, 2, 3).left().run.pid == one.run.pid


def test_who_is_stopped_leaves_no_child_behind(hands, film) -> None:
    one = Made(hands, film, 0, 100)
    one.run.stop()
    assert one.over.wait(10)
    two = Made(hands, film, 0, 1).left()
    assert two.run.pid != one.run.pid


def test_a_child_that_died_meanwhile_is_not_asked(hands, film) -> None:
    one = Made(hands, film, 0, 1).left()
    os.kill(one.run.pid, signal.SIGKILL)
    until(lambda: hands.children()["encoding"] == 0, 10)
    two = Made(hands, film, 1, 2).left()
    assert two.run.pid != one.run.pid
    assert sorted(two.segments) == [1]


def test_a_viewer_gets_a_child_of_ordinary_priority(hands, film) -> None:
    one = Made(hands, film, 0, 1).left()
    viewed = Made(hands, film, 0, 1, background=False)
    assert viewed.run.pid != one.run.pid
    until(lambda: viewed.segments, 60)
    assert os.getpriority(os.PRIO_PROCESS, viewed.run.pid) < os.getpriority(
        os.PRIO_PROCESS, one.run.pid
    )
    viewed.run.stop()
    assert viewed.over.wait(10)


HOLDING = """
import sys, time
from pathlib import Path
from matinee import engine
hands = engine.Engine(1)
film = Path(sys.argv[1])
plan = engine.planning.make(hands.probe(film), ())
track = next(one.id for one in plan.tracks if one.encoded and not one.stills)
run = hands.encode(film, plan, [track], 0, 1000, on_segment=lambda *_: None, on_end=print)
run.suspend()
print(run.pid, flush=True)
time.sleep(600)
"""


def state_of(pid: int) -> str:
    """The letter of proc(5): T is held still, Z and nothing are gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def test_a_child_that_is_held_still_does_not_outlive_a_server_that_is_killed(film: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(film)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as server:
        assert server.stdout is not None
        held = int(server.stdout.readline())
        until(lambda: state_of(held) == "T", 30)
        server.kill()
    try:
        until(lambda: state_of(held) in {"", "Z"}, 30)
    except AssertionError:
        os.kill(held, signal.SIGKILL)
        raise


def test_the_table_of_an_hdr_film_is_gone_as_soon_as_it_is_read(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with engine.Engine(1) as hands:
        one = Made(hands, clips / "hdr10-av1.mp4", 0, 1)
        until(lambda: one.segments, 60)
        assert list(tmp_path.iterdir()) == [], "whoever encodes may be killed at any time"
        one.left()
