"""The engine tells of what it does: each call, each segment with the work it took, each end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matinee import engine
from matinee.engine import EngineError, Stopped


class Run:
    """Keeps what is told of one run."""

    def __init__(self, codec: str, seconds: tuple[float, ...], first: int, background: bool):
        self.codec, self.seconds, self.first, self.background = codec, seconds, first, background
        self.made_: list[tuple[int, float]] = []
        self.error: EngineError | None = None
        self.over = threading.Event()

    def made(self, number: int, worked_s: float) -> None:
        self.made_.append((number, worked_s))

    def ended(self, error: EngineError | None) -> None:
        self.error = error
        self.over.set()


class Watch:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.raised: list[str] = []
        self.runs: list[Run] = []

    @contextmanager
    def call(self, task: str) -> Iterator[None]:
        self.calls.append(task)
        try:
            yield
        except EngineError as error:
            self.raised.append(error.code)
            raise

    def run(self, codec, seconds, *, first, background) -> Run:
        self.runs.append(Run(codec, seconds, first, background))
        return self.runs[-1]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def hands(watch: Watch) -> Iterator[engine.Engine]:
    with engine.Engine(1, watch=watch) as running:
        yield running


def encode(hands: engine.Engine, film: Path, until: int) -> tuple[engine.Run, threading.Event]:
    plan = engine.planning.make(hands.probe(film), ())
    track = next(one.id for one in plan.tracks if one.encoded and not one.stills)
    over = threading.Event()
    run = hands.encode(
        film, plan, [track], 0, until, on_segment=lambda *_: None, on_end=lambda _: over.set()
    )
    return run, over


def test_every_call_is_told_and_what_it_raised(hands, watch, film, tmp_path) -> None:
    hands.probe(film)
    (tmp_path / "no.mkv").write_bytes(b"nothing that could be read" * 100)
    with pytest.raises(EngineError):
        hands.probe(tmp_path / "no.mkv")
    assert watch.calls == ["probe", "probe"]
    assert len(watch.raised) == 1


def test_a_run_is_told_segment_by_segment_with_its_work(hands, watch, film) -> None:
    begun = time.monotonic()
    run, over = encode(hands, film, 100)
    assert over.wait(60)
    took_s = time.monotonic() - begun
    [told] = watch.runs
    assert (told.codec, told.first, told.background) == ("h264", 0, False)
    assert [number for number, _ in told.made_] == list(range(len(told.seconds)))
    assert sum(told.seconds) == pytest.approx(20, abs=0.2)
    assert 0 < sum(worked for _, worked in told.made_) <= took_s + 0.1
    assert told.over.wait(10)
    assert told.error is None
    run.join(10)


def test_what_stands_still_or_rests_does_not_count_as_work(hands, watch, film) -> None:
    run, over = encode(hands, film, 1)
    [told] = watch.runs
    deadline = time.monotonic() + 30
    while not told.made_:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(1.5)  # it rests: all that was allowed is there
    run.suspend()
    run.extend(2)
    time.sleep(1.5)  # it is held still
    resumed_s = time.monotonic()
    run.resume()
    while len(told.made_) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert told.made_[1][1] <= time.monotonic() - resumed_s + 0.1
    run.stop()
    assert over.wait(10)
    assert isinstance(told.error, Stopped)


def test_children_are_told_by_what_they_do(hands, film) -> None:
    assert hands.children() == {"reading": 0, "encoding": 0}
    run, over = encode(hands, film, 1)
    assert hands.children() == {"reading": 1, "encoding": 1}
    run.stop()
    assert over.wait(10)
