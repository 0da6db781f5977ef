"""Whoever wants to know what the engine does: told of each call and of each run. Pure.

What is told is plain: names of tasks, codecs, numbers. Who listens is quick and raises nothing.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from matinee.engine.errors import EngineError


class RunWatch(Protocol):
    """Told of one run."""

    def made(self, number: int, worked_s: float) -> None:
        """Segment `number` is there, of every track; it took so many seconds of work."""
        ...

    def ended(self, error: EngineError | None) -> None:
        """The run is over."""
        ...


class Watch(Protocol):
    """Told of everything."""

    def call(self, task: str) -> AbstractContextManager[object]:
        """Be there while a worker does a task; what the task raises passes through."""
        ...

    def run(
        self, codec: str, seconds: tuple[float, ...], *, first: int, background: bool
    ) -> RunWatch:
        """A run begins at segment `first`; `seconds` is how long each segment of the film is."""
        ...


class _Nobody:
    """Nobody wants to know."""

    def call(self, task: str) -> AbstractContextManager[object]:
        """Do nothing."""
        return nullcontext()

    def run(
        self, codec: str, seconds: tuple[float, ...], *, first: int, background: bool
    ) -> RunWatch:
        """Do nothing."""
        return _NoRun()


class _NoRun:
    def made(self, number: int, worked_s: float) -> None:
        """Do nothing."""

    def ended(self, error: EngineError | None) -> None:
        """Do nothing."""


NOBODY: Watch = _Nobody()
