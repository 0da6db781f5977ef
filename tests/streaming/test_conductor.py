"""Who may encode now: shared runs, turns, and what becomes of runs that die or are left."""

import gc
import os
import signal
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matinee import engine
from matinee.kit.errors import MatineeError
from matinee.streaming import conductor as desk
from matinee.streaming.conductor import Conductor
from matinee.streaming.turns import Want

WAIT_S = 60


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, engine.Plan]:
    """A film that has to be encoded, and its plan."""
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x480:rate=25", "-t", "40", "-c:v", "mpeg2video",
         "-g", "25", "-q:v", "3", path]
    )  # fmt: skip
    with engine.Engine(1) as hands:
        return path, engine.planning.make(hands.probe(path), ())


@pytest.fixture
def kept() -> dict[Path, bytes]:
    """What was put into the cache."""
    return {}


@pytest.fixture
def hands() -> Iterator[engine.Engine]:
    with engine.Engine(1) as running:
        yield running


@pytest.fixture
def conductor(hands: engine.Engine, kept: dict[Path, bytes]) -> Iterator[Conductor]:
    one = Conductor(hands, 1, kept.__setitem__)
    yield one
    one.close()


def wish(planned, track_id: str, number: int, viewer: str = "ana") -> Want:
    path, plan = planned
    folder = Path("/cache/plan") / track_id
    return Want(folder, "media", str(path), plan, plan.track(track_id), number, {viewer})


def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_fifty_who_ask_for_one_segment_cost_one_run(conductor, hands, planned, kept):
    futures = [conductor.want(wish(planned, "v0-240", 3, f"viewer {n}")) for n in range(50)]
    made = {future.result(WAIT_S) for future in futures}
    assert made == {hands.segment(*planned, "v0-240", 3)}
    assert len(conductor.turns()) == 1
    assert len(conductor.turns()[0].viewers) == 50


def test_what_comes_next_is_made_before_it_is_asked_for(conductor, planned, kept):
    conductor.want(wish(planned, "v0-240", 0)).result(WAIT_S)
    ahead = Path("/cache/plan/v0-240") / f"{desk.AHEAD}.m4s"
    until(lambda: ahead in kept, "nothing was made ahead")
    until(lambda: conductor.turns()[0].run.idle, "the run went on for ever")
    assert Path("/cache/plan/v0-240") / f"{desk.AHEAD + 1}.m4s" not in kept
    (turn,) = conductor.turns()
    conductor.want(wish(planned, "v0-240", desk.AHEAD + 1, "ben")).result(WAIT_S)
    assert conductor.turns() == [turn]


def test_a_viewer_who_seeks_leaves_no_run_behind(conductor, hands, planned):
    conductor.want(wish(planned, "v0-480", 0)).result(WAIT_S)
    (left,) = conductor.turns()
    conductor.want(wish(planned, "v0-480", 15)).result(WAIT_S)
    (now,) = conductor.turns()
    assert now is not left
    left.run.join(WAIT_S)
    assert left.run.pid not in hands.workers()


def test_a_child_is_ready_for_the_next_seek(conductor, hands, planned):
    conductor.want(wish(planned, "v0-240", 0)).result(WAIT_S)
    (turn,) = conductor.turns()
    until(lambda: len(hands.workers()) > 1, "no child was made ready")
    (spare,) = set(hands.workers()) - {turn.run.pid}
    conductor.want(wish(planned, "v0-240", 15)).result(WAIT_S)
    assert conductor.turns()[0].run.pid == spare


def test_one_place_is_enough_for_two_viewers_who_take_turns(conductor, planned):
    wishes = [wish(planned, "v0-480", n, "ana") for n in (0, 1, 2)]
    wishes += [wish(planned, "v0-360", n, "ben") for n in (9, 10, 11)]
    for future in [conductor.want(one) for one in wishes]:
        assert future.result(WAIT_S)


def test_who_waits_for_a_place_is_served_by_a_run_that_came_near(conductor, planned):
    conductor.want(wish(planned, "v0-240", 0, "ana")).result(WAIT_S)
    (near,) = conductor.turns()
    until(lambda: near.run.idle, "the run went on for ever")
    taken = conductor.want(wish(planned, "v0-480", 0, "cid"))
    waits = conductor.want(wish(planned, "v0-240", near.run.until + desk.AHEAD + 2, "ben"))
    conductor.want(wish(planned, "v0-240", near.run.until, "ana")).result(WAIT_S)
    assert waits.result(WAIT_S)
    assert taken.result(WAIT_S)


def test_preparing_stands_still_while_a_viewer_waits(conductor, hands, planned):
    path, plan = planned
    run = hands.encode(
        path, plan, ["v0-480", "v0-240"], 0, 19, background=True,
        on_segment=lambda *_: None, on_end=lambda _: None,
    )  # fmt: skip
    with conductor.background(run):
        future = conductor.want(wish(planned, "v0-360", 4))
        until(lambda: state_of(run.pid) == "T", "preparing went on")
        assert future.result(WAIT_S)
        until(lambda: run.idle, "preparing was not let go on")
    run.stop()


def test_a_run_that_nobody_needs_ends(conductor, hands, planned, monkeypatch):
    monkeypatch.setattr(desk, "REST_S", 0.2)
    monkeypatch.setattr(desk, "SWEEP_S", 0.1)
    conductor.want(wish(planned, "v0-240", 0)).result(WAIT_S)
    (turn,) = conductor.turns()
    until(lambda: not conductor.turns(), "the run stayed")
    until(lambda: turn.run.pid not in hands.workers(), "its process stayed")


def test_a_run_that_has_ended_holds_nothing(conductor, planned):
    gc.disable()  # it does not take a search for garbage
    try:
        conductor.want(wish(planned, "v0-240", 0)).result(WAIT_S)
        (turn,) = conductor.turns()
        run, left = turn.run, weakref.ref(turn)
        conductor.want(wish(planned, "v0-240", 15)).result(WAIT_S)
        run.join(WAIT_S)
        del turn, run
        until(lambda: left() is None, "the turn of a run that has ended stayed")
    finally:
        gc.enable()


@pytest.mark.fault
def test_a_run_that_is_killed_is_begun_again(conductor, planned):
    future = conductor.want(wish(planned, "v0-480", 5))
    os.kill(conductor.turns()[0].run.pid, signal.SIGKILL)
    assert future.result(WAIT_S)


@pytest.mark.fault
def test_a_run_that_always_dies_is_an_error_in_words(conductor, hands, planned, tmp_path):
    path = tmp_path / "film.mkv"
    path.write_bytes(planned[0].read_bytes())
    one = wish((path, planned[1]), "v0-240", 2)
    path.write_bytes(b"\x1a\x45\xdf\xa3" + b"nothing else" * 100)
    with pytest.raises(MatineeError) as told:
        conductor.want(one).result(WAIT_S)
    assert told.value.detail
    assert conductor.want(wish(planned, "v0-240", 2, "ben")).result(WAIT_S)


def test_a_queue_that_is_too_long_says_so(conductor, planned, monkeypatch):
    monkeypatch.setattr(desk, "MOST_WAITING", 2)
    conductor.want(wish(planned, "v0-480", 0, "a"))
    conductor.want(wish(planned, "v0-480", 9, "b"))
    with pytest.raises(MatineeError) as told:
        conductor.want(wish(planned, "v0-480", 15, "c"))
    assert told.value.code == "busy"
