"""The same for all that is killed: work goes on, the kill comes, it is started again, and looked
at. What a run found is told at once, with its number: `How.chance` makes it again."""

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from faults import awake
from faults.awake import until
from faults.kills.house import House
from faults.kills.moments import Moment
from faults.table import How, Row
from matinee.kit.jobs import FINISHED
from matinee.kit.jobs.tables import Job

RESUMED_WITHIN_S = 30.0
_LOSSES_SHOWN = 20
Standing = dict[str, tuple[str, int]]


@dataclass
class Outcome:
    """What one run came to. `resumed_s` is None where no job was open."""

    killed: str
    at: str
    started_s: float
    resumed_s: float | None = None
    wrong: list[str] = field(default_factory=list[str])


OneRun = Callable[[int, random.Random], Outcome]


def repeat(how: How, fault: str, one_run: OneRun) -> Row:
    """Kill as often as is asked for, and return the row."""
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    notes: list[str] = []
    lost = 0
    for n in range(how.runs):
        chance = how.chance(f"{fault}/{n}")
        try:
            outcome = one_run(n, chance)
        except KeyboardInterrupt:  # what was found until now is told all the same
            notes.append(f"stopped by hand after {n} runs of {how.runs}")
            break
        except (RuntimeError, TimeoutError) as cause:
            outcome = Outcome("?", "?", 0.0, None, [f"{type(cause).__name__}: {cause}"])
        outcomes.append(outcome)
        if outcome.wrong:
            lost += 1
            found = [f"run {n}, seed {how.seed}, {outcome.killed} killed at {outcome.at}: {one}"
                     for one in outcome.wrong[:_LOSSES_SHOWN]]  # fmt: skip
            notes += found
            print("\n".join(found), file=sys.stderr, flush=True)
        _tell(fault, n, how.runs, outcome, time.monotonic() - begun)
    return _row(fault, outcomes, lost, notes)


def _tell(fault: str, n: int, runs: int, outcome: Outcome, took_s: float) -> None:
    resumed = "" if outcome.resumed_s is None else f", jobs after {outcome.resumed_s:.1f} s"
    print(
        f"  {fault} {n + 1}/{runs} ({took_s:.0f} s): {outcome.killed} at {outcome.at}, up after "
        f"{outcome.started_s:.1f} s{resumed}", file=sys.stderr, flush=True,
    )  # fmt: skip


def _row(fault: str, outcomes: list[Outcome], lost: int, notes: list[str]) -> Row:
    resumed = [one.resumed_s for one in outcomes if one.resumed_s is not None]
    longest = max(resumed, default=0.0)
    found = f"up after {max((one.started_s for one in outcomes), default=0.0):.1f} s at most"
    if resumed:
        found += f"; jobs go on {longest:.1f} s after the start at most"
    at = Counter(one.at if one.killed == "server" else f"{one.at} ({one.killed})"
                 for one in outcomes)  # fmt: skip
    found += "; killed at " + ", ".join(f"{name} {n}" for name, n in sorted(at.items()))
    if longest > RESUMED_WITHIN_S:
        notes = [*notes, f"jobs went on only after {longest:.1f} s"]
    return Row(
        f"kill -9 while {fault}", len(outcomes), lost, found,
        f"0 lost or left over; jobs within {RESUMED_WITHIN_S:.0f} s",
        lost == 0 and longest <= RESUMED_WITHIN_S, tuple(notes),
    )  # fmt: skip


class Doing:
    """Work that goes on in threads until the server is gone under it. One that outlives the kill,
    for another part was killed, is told to `stop`."""

    def __init__(
        self, *works: Callable[[], object], stop: Callable[[], object] = lambda: None
    ) -> None:
        self.refused: list[str] = []
        self._stop = stop
        self._threads = [threading.Thread(target=self._do, args=(one,)) for one in works]
        for thread in self._threads:
            thread.start()

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (httpx.TransportError, httpx.StreamError):
            pass  # it was killed: that is what is tried
        except Refused as cause:
            self.refused.append(str(cause))

    def end(self) -> list[str]:
        """Wait until it is gone; returns what was refused for another reason than the kill."""
        self._stop()
        for thread in self._threads:
            thread.join(120)
        return self.refused


class Refused(Exception):
    """The server answered, and said no."""


def checked(answer: httpx.Response) -> httpx.Response:
    """Return an answer that says yes. Raises Refused; a database that is just being killed and a
    server that is ending count as gone, and so does an upload that is still held by a child of the
    dead, which tus clients ask for again."""
    if answer.status_code in {423, 500, 502, 503}:
        raise httpx.ReadError(f"{answer.status_code}")
    if answer.status_code >= 300:
        raise Refused(f"{answer.request.method} {answer.request.url.path}: "
                      f"{answer.status_code} {answer.text[:200]}")  # fmt: skip
    return answer


def kill(one: House, part: str, moment: Moment, doing: Doing) -> Outcome:
    """Wait for the moment, kill, wait for what went on, and start again; measure."""
    came = moment.wait()
    one.kill(part)
    refused = doing.end() if part == "server" else []
    before = one.read(standing)
    began = awake.now_s()
    started_s = one.start()
    outcome = Outcome(part, moment.name if came else f"{moment.name} (never)", started_s)
    outcome.wrong += refused
    if before:
        until(lambda: one.read(standing) != before, "no job goes on")
        outcome.resumed_s = awake.now_s() - began
    if part != "server":
        outcome.wrong += doing.end()
    return outcome


def standing(session: Session) -> Standing:
    """Return which jobs are open, and how often each was tried."""
    rows = session.execute(select(Job.id, Job.status, Job.attempts, Job.step, Job.progress).where(
        Job.status.not_in(FINISHED), Job.waits.is_(False)))  # fmt: skip
    return {row.id: (f"{row.status} {row.step} {row.progress}", row.attempts) for row in rows}


def settled(one: House, *, but: str = "derive.%", timeout_s: float = 180.0) -> None:
    """Wait until every job but those of a kind has ended. Raises TimeoutError naming them."""
    open_ = select(Job.kind, Job.status, Job.step, Job.attempts).where(
        Job.status.not_in(FINISHED), Job.kind.not_like(but)
    )
    left: list[str] = []

    def done() -> bool:
        left[:] = one.read(lambda session: [str(tuple(row)) for row in session.execute(open_)])
        return not left

    try:
        until(done, "", timeout_s)
    except TimeoutError as cause:
        raise TimeoutError(f"jobs do not come to an end: {left}") from cause


def parts_of(one: House, n: int) -> str:
    """Return who is killed in a run: each in turn."""
    return one.parts[n % len(one.parts)]
