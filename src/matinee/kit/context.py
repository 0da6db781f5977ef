"""For whom something is done: the request and the job that a thread or a task works for.

Context variables, as in PEP 567. Threads do not inherit them: who hands work to a thread of his
own hands them on with `carried`.
"""

import itertools
import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

request_id: ContextVar[str | None] = ContextVar("matinee_request", default=None)
job_id: ContextVar[str | None] = ContextVar("matinee_job", default=None)
known: ContextVar[dict[int, Any] | None] = ContextVar("matinee_known", default=None)
"""What a request has learnt and its other threads may use, by the id of who learnt it."""

_SANE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_PROCESS: Final = os.urandom(6).hex() + "-"
_numbers = itertools.count(1)


def sane(asked: str) -> str | None:
    """Return an id that somebody gave a request, None where it is none that we would write down:
    at most 64 letters, digits, points, lines and dashes."""
    return asked if _SANE.fullmatch(asked) else None


def fresh() -> str:
    """Return an id for a request. It is no secret, only unlike any other."""
    return _PROCESS + str(next(_numbers))


@contextmanager
def working_on(job: str, request: str | None) -> Generator[None]:
    """Do something for a job, and for the request that asked for it, where one did."""
    before = job_id.set(job), request_id.set(request)
    try:
        yield
    finally:
        job_id.reset(before[0])
        request_id.reset(before[1])


def carried(call: Callable[P, T]) -> Callable[P, T]:
    """Return a call that is made for whom this one is made, in whatever thread."""
    context = copy_context()

    def run(*args: P.args, **options: P.kwargs) -> T:
        return context.run(call, *args, **options)

    return run
