"""What the engine does, as figures and traces. The engine itself knows of neither."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

from matinee.engine import EngineError, Stopped
from matinee.engine.watch import RunWatch
from matinee.kit import traces
from matinee.kit.errors import ERRORS
from matinee.kit.figures import Counter, Histogram

CALLS = Histogram(
    "matinee_engine_call_duration_seconds",
    "Seconds that a media worker took for a task, waiting for one included.",
    (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 300.0),
    ("task",),
)
SPEED = Histogram(
    "matinee_encode_speed_ratio",
    "Seconds of film encoded in a second of work, segment by segment; below 1 it stalls.",
    (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0),
    ("codec", "purpose"),
)
ENCODED = Counter(
    "matinee_encode_film_seconds_total", "Seconds of film that were encoded.", ("codec", "purpose")
)


class EngineWatch:
    """Told by the engine of calls and runs."""

    def call(self, task: str) -> AbstractContextManager[object]:
        """Time and trace a task."""
        return _call(task)

    def run(
        self, codec: str, seconds: tuple[float, ...], *, first: int, background: bool
    ) -> RunWatch:
        """Begin to follow a run."""
        return _Run(codec, seconds, first, "preparing" if background else "viewer")


@contextmanager
def _call(task: str) -> Generator[None]:
    began_s = perf_counter()
    try:
        with traces.span(f"engine {task}", {"matinee.engine.task": task}):
            yield
    except Stopped:  # as it was asked to
        raise
    except EngineError as error:
        ERRORS.add("engine", error.code)
        raise
    finally:
        CALLS.note(perf_counter() - began_s, task)


class _Run:
    def __init__(self, codec: str, seconds: tuple[float, ...], first: int, purpose: str) -> None:
        self._labels, self._seconds = (codec, purpose), seconds
        self._made, self._film_s, self._worked_s = 0, 0.0, 0.0
        facts: dict[str, traces.Value] = {
            "matinee.encode.codec": codec,
            "matinee.encode.purpose": purpose,
            "matinee.encode.first_segment": first,
        }
        self._span = traces.begin("encode", facts)

    def made(self, number: int, worked_s: float) -> None:
        film_s = self._seconds[number] if number < len(self._seconds) else 0.0
        self._made += 1
        self._film_s += film_s
        self._worked_s += worked_s
        if film_s and worked_s > 0:
            SPEED.note(film_s / worked_s, *self._labels)
            ENCODED.add(*self._labels, by=film_s)

    def ended(self, error: EngineError | None) -> None:
        self._span.set("matinee.encode.segments", self._made)
        if self._worked_s > 0:
            self._span.set("matinee.encode.speed_ratio", round(self._film_s / self._worked_s, 3))
        if error is not None and not isinstance(error, Stopped):
            ERRORS.add("engine", error.code)
            self._span.fail(error.code)
        self._span.end()
