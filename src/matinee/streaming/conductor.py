"""Who may encode now, and how far ahead: one desk for all viewers and for preparing.

A viewer asks for a segment. If a run will reach it soon, the viewer waits for that run, whoever
it was started for; else a run begins there, and one that this viewer leaves behind ends. Runs go
a few segments ahead of what is asked and then rest. At most the machine's worth of runs work at
once: one that only runs ahead stands still for one that somebody waits for, viewers take turns by
how little they already have, and preparing goes on only while no viewer waits.
"""

import contextlib
import functools
import logging
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from matinee.engine import Engine, EngineError, Run, Stopped
from matinee.kit import clock
from matinee.kit.errors import MatineeError, Unavailable, from_engine
from matinee.kit.log import Private
from matinee.kit.services import Services
from matinee.streaming import cache
from matinee.streaming.ability import MEASURED
from matinee.streaming.turns import Key, Turn, Want, next_turn, spare

log = logging.getLogger(__name__)

AHEAD = 6  # segments made beyond the one asked for last: about twelve seconds
REACH = 3  # a run is waited for when it is at most so many segments away
REST_S = 10.0  # a run that nobody asked for so long ends
SWEEP_S = 2.0
MOST_WAITING = 48
RETRY_S = 3.0
TRIES = 2  # of a segment whose run died

Keep = Callable[[Path, bytes], None]


class Conductor:
    """Runs of one process, and who waits for them. Safe from any thread."""

    def __init__(self, engine: Engine, slots: int, keep: Keep) -> None:
        self.slots = slots
        self._engine, self._keep = engine, keep
        self._lock = threading.RLock()
        self._turns: list[Turn] = []
        self._waiting: dict[tuple[Key, int], Want] = {}
        self._background: set[Run] = set()
        self._sweeper: threading.Timer | None = None

    def want(self, want: Want) -> "Future[bytes]":
        """Ask for a segment; many who ask for the same get the same future.

        Raises Unavailable with code "busy" when too many wait already.
        """
        with self._lock:
            known = self._waiting.get((want.key, want.number))
            if known is not None:
                known.viewers |= want.viewers
                self._touch(want)
                return known.future
            if len(self._waiting) >= MOST_WAITING:
                raise busy()
            self._waiting[want.key, want.number] = want
            self._touch(want)
            self._leave(want)
            self._pump()
            self._watch()
        return want.future

    def give_up(self, want: Want) -> None:
        """Nobody waits any longer: without a run under way the segment is not made."""
        with self._lock:
            if self._run_for(want) is None:
                self._waiting.pop((want.key, want.number), None)

    @contextmanager
    def background(self, run: Run) -> Generator[None]:
        """Let a run of preparing go on only while no viewer needs the machine."""
        with self._lock:
            self._background.add(run)
            self._pump()
        try:
            yield
        finally:
            with self._lock:
                self._background.discard(run)
            run.resume()

    def turns(self) -> list[Turn]:
        """Return what is encoded now, for the dashboard."""
        with self._lock:
            return list(self._turns)

    def waiting(self) -> int:
        """Return how many segments somebody waits for without a run that works on them."""
        with self._lock:
            return sum(1 for want in self._waiting.values() if self._run_for(want) is None)

    def is_busy(self, folder: Path) -> bool:
        """Say whether something of a plan (its folder in the cache) is made or waited for."""
        with self._lock:
            mine = str(folder)
            return any(turn.key[0] == mine for turn in self._turns) or any(
                key[0] == mine for key, _ in self._waiting
            )

    def preparing(self) -> list[Run]:
        """Return the runs in the background."""
        with self._lock:
            return list(self._background)

    def close(self) -> None:
        """End every run; those who wait are told."""
        with self._lock:
            turns, self._turns = self._turns, []
            wants, self._waiting = list(self._waiting.values()), {}
            if self._sweeper is not None:
                self._sweeper.cancel()
        for turn in turns:
            turn.run.stop()
        for want in wants:
            want.future.cancel()

    # --- under the lock

    def _run_for(self, want: Want) -> Turn | None:
        """Return the run that will make a segment soon."""
        for turn in self._turns:
            if turn.key == want.key and turn.run.next <= want.number < turn.run.until + REACH:
                return turn
        return None

    def _touch(self, want: Want) -> None:
        turn = self._run_for(want)
        if turn is None:
            return
        turn.viewers |= want.viewers
        turn.asked_s = clock.monotonic()
        if turn.run.idle:
            turn.woken()
        turn.run.extend(_ahead(want))

    def _leave(self, want: Want) -> None:
        """End runs of this viewer and title that the new wish has nothing to do with."""
        mine = self._run_for(want)
        for turn in list(self._turns):
            same_title = turn.key[0] == want.key[0]
            if turn is mine or not same_title or turn.viewers - want.viewers:
                continue
            if not self._awaited(turn):
                self._end(turn)

    def _awaited(self, turn: Turn) -> bool:
        return any(self._run_for(want) is turn for want in self._waiting.values())

    def _pump(self) -> None:
        """Let those work whose turn it is, and hold the others still."""
        for want in self._waiting.values():
            near = self._run_for(want)
            if near is not None and near.run.until <= want.number:
                self._touch(want)  # another viewer's run came near while this one had no place
        working = [t for t in self._turns if t.working]
        for want in self._unserved():
            room = self.slots - len(working)
            if room <= 0:
                loser = spare(working, self._awaited)
                if loser is None:
                    break
                loser.hold()
                working.remove(loser)
            turn = self._started(want)
            if turn is not None:
                working.append(turn)
        for turn in [t for t in self._turns if t.held and not t.run.idle]:
            if len(working) < self.slots or self._awaited(turn):
                turn.go_on()
                working.append(turn)
        needed = bool(working) or bool(self._waiting)
        for run in self._background:
            (run.suspend if needed else run.resume)()

    def _unserved(self) -> Iterator[Want]:
        """Yield wishes without a run, the one whose turn it is first."""
        left = [w for w in self._waiting.values() if self._run_for(w) is None]
        while left:
            chosen = next_turn(left, self._turns)
            left.remove(chosen)
            if self._run_for(chosen) is None:
                yield chosen

    def _started(self, want: Want) -> Turn | None:
        turn = Turn(want.key, want.media_id, want.plan, want.track, set(want.viewers))
        until = _ahead(want)
        try:
            turn.run = self._engine.encode(
                want.source, want.plan, [want.track.id], want.number, until,
                on_segment=lambda _, n, data: self._made(turn, want, n, data),
                on_end=lambda error: self._ended(turn, error),
            )  # fmt: skip
        except EngineError as error:
            self._fail(want, error)
            return None
        turn.begin(want.number)
        self._turns.append(turn)
        return turn

    def _end(self, turn: Turn) -> None:
        if turn in self._turns:
            self._turns.remove(turn)
        turn.run.stop()

    def _fail(self, want: Want, error: EngineError) -> None:
        self._waiting.pop((want.key, want.number), None)
        if not want.future.done():
            want.future.set_exception(from_engine(error))

    # --- from a run's thread

    def _made(self, turn: Turn, want: Want, number: int, data: bytes) -> None:
        self._keep(want.folder / f"{number}.m4s", data)
        with self._lock:
            alone = sum(one.working for one in self._turns) <= 1
            pixels, taken_s = turn.made(number)
            # The first also paid for finding its place; AV1 keeps to one core.
            if alone and number > turn.first and turn.track.codec != "av1":
                MEASURED.learn(pixels, taken_s)
            waited = self._waiting.pop((turn.key, number), None)
        if waited is not None and not waited.future.done():
            waited.future.set_result(data)
        with self._lock:
            self._pump()

    def _ended(self, turn: Turn, error: EngineError | None) -> None:
        with self._lock:
            if turn in self._turns:
                self._turns.remove(turn)
            if error is not None and not isinstance(error, Stopped):
                log.warning(
                    "Encoding %s stopped at segment %d: %s",
                    turn.track.id, turn.run.next, Private(error.detail),
                )  # fmt: skip
                for want in list(self._waiting.values()):
                    if want.key == turn.key and turn.first <= want.number:
                        want.tries += 1
                        if want.tries >= TRIES:
                            self._fail(want, error)
            elif error is None:
                self._past_the_end(turn)
            self._pump()

    def _past_the_end(self, turn: Turn) -> None:
        """A run that came to the film's end has made everything: nobody is left waiting for it."""
        for want in list(self._waiting.values()):
            if want.key == turn.key and turn.first <= want.number < turn.run.next:
                self._waiting.pop((want.key, want.number), None)
                want.future.cancel()

    def _watch(self) -> None:
        if self._sweeper is None:
            self._sweeper = threading.Timer(SWEEP_S, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        """End runs that nobody needs any more."""
        with self._lock:
            self._sweeper = None
            now = clock.monotonic()
            for turn in list(self._turns):
                if now - turn.asked_s > REST_S and not self._awaited(turn):
                    self._end(turn)
            self._pump()
            if self._turns or self._waiting:
                self._watch()


def _ahead(want: Want) -> int:
    """Return how far a run goes for a wish: not into what preparing has made already."""
    until = want.number + 1
    while until < min(want.number + 1 + AHEAD, want.last + 1):
        if (want.folder / f"{until}.m4s").exists():
            break
        until += 1
    return until


def busy() -> MatineeError:
    """Return the answer to one whose turn does not come soon."""
    return Unavailable(
        "The server has more to encode than it can at once.",
        fix="Your turn comes in a moment: playing goes on by itself.",
        code="busy",
    )


_conductors: dict[int, Conductor] = {}
_lock = threading.Lock()


def conductor_of(services: Services) -> Conductor:
    """Return the conductor of this process."""
    with _lock:
        key = id(services.engine)
        if key not in _conductors:
            _conductors[key] = Conductor(
                services.engine, services.settings.encodes, functools.partial(cache.keep, services)
            )
        return _conductors[key]


def close(services: Services) -> None:
    """End what the conductor of these services runs."""
    with _lock:
        conductor = _conductors.pop(id(services.engine), None)
    if conductor is not None:
        with contextlib.suppress(Exception):
            conductor.close()
