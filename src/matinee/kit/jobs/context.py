"""What a running job holds in its hands: its payload, its progress, and the way out."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matinee.kit import clock
from matinee.kit.jobs import asked
from matinee.kit.jobs.types import JobCancelled, JobInterrupted, JobPaused, JobStopping

if TYPE_CHECKING:
    from matinee.kit.services import Services

_EVENT_EVERY_S = 0.2
_SAVE_EVERY_S = 1.0
_POLL_S = 0.1
_REASONS: dict[str, type[JobInterrupted]] = {
    "pause": JobPaused,
    "cancel": JobCancelled,
    "stop": JobStopping,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; None where it is not known."""

    progress: float = 0.0
    step: str | None = None
    downloaded_bytes: int | None = None
    total_bytes: int | None = None
    speed_bps: float | None = None
    eta_s: float | None = None


class JobContext:
    """One attempt at one job. Methods may be called from the handler's own threads."""

    def __init__(
        self,
        services: "Services",
        row: Any,
        *,
        save: Callable[["JobContext", dict[str, Any]], None],
        tell: Callable[["JobContext"], None],
    ) -> None:
        self.services = services
        self.job_id: str = row.id
        self.kind: str = row.kind
        self.attempt: int = row.attempts
        self.requested_by: str | None = row.requested_by
        self.parent_id: str | None = row.parent_id
        self.lane: str = row.lane
        self.asked = asked.of(row.payload)
        self.payload: dict[str, Any] = {**row.payload}
        self.payload.pop(asked.KEY, None)
        self.live = Progress(progress=row.progress, step=row.step)
        self._save = save
        self._tell = tell
        self._lock = threading.Lock()
        self._interrupted, self._woken = threading.Event(), threading.Event()
        self._reason = ""
        self._told_at = 0.0
        self._saved_at = 0.0

    def progress(
        self, percent: float | None = None, *, step: str | None = None, **facts: Any
    ) -> None:
        """Say how far it is; cheap enough for every chunk.

        `facts`: downloaded_bytes, total_bytes, speed_bps (bytes a second), eta_s. A new step
        clears the facts of the step before.
        """
        now = clock.monotonic()
        with self._lock:
            changed = step is not None and step != self.live.step
            base = Progress(self.live.progress, step) if changed else self.live
            if percent is not None:
                facts["progress"] = min(100.0, max(0.0, percent))
            self.live = replace(base, **facts)
            tell = changed or now - self._told_at >= _EVENT_EVERY_S
            save = changed or now - self._saved_at >= _SAVE_EVERY_S
            self._told_at = now if tell else self._told_at
            self._saved_at = now if save else self._saved_at
        if save:
            self._save(self, {})
        if tell:
            self._tell(self)

    def describe(self, **facts: Any) -> None:
        """Save facts about the job at once: title, picture_url, media_id, summary."""
        self._save(self, {name: value for name, value in facts.items() if value is not None})
        self._tell(self)

    def remember(self, **patch: Any) -> None:
        """Merge `patch` into the payload and save it: the next attempt will find it."""
        with self._lock:
            self.payload = {**self.payload, **patch}
        self._save(self, {"payload": {**self.payload, **self.asked.kept()}})

    def check(self) -> None:
        """Leave the handler when the job was paused, cancelled or the process is stopping."""
        if self._interrupted.is_set():
            raise _REASONS[self._reason]

    def stop_requested(self) -> bool:
        """Say whether `check` would leave."""
        return self._interrupted.is_set()

    def wait(self, condition: Callable[[], bool] | threading.Event, timeout_s: float) -> bool:
        """Wait for a condition; leaves as `check` does. Returns whether it came true in time."""
        deadline = clock.monotonic() + timeout_s
        ready = condition.is_set if isinstance(condition, threading.Event) else condition
        while True:
            self._woken.clear()
            if ready():
                return True
            self.check()
            left = deadline - clock.monotonic()
            if left <= 0:
                return False
            self._woken.wait(min(_POLL_S, left))

    def wake(self) -> None:
        """Have `wait` look at once: what it waits for may have come true."""
        self._woken.set()

    def interrupt(self, reason: str) -> None:
        """Ask the handler to leave: `pause`, `cancel` or `stop`. The first reason stands,
        but a cancel overrules a pause."""
        with self._lock:
            if not self._reason or (reason == "cancel" and self._reason == "pause"):
                self._reason = reason
            self._interrupted.set()
        self._woken.set()
