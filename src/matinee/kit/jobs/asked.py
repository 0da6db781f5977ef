"""Which request asked for a job, and in which trace: carried from one to the other in the row.

They stand in the payload under a name of their own, which handlers are not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from matinee.kit import context, traces

KEY: Final = "_asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a job comes from; None where it comes from no request, or nothing is traced."""

    request_id: str | None = None
    traceparent: str | None = None

    def kept(self) -> dict[str, Any]:
        """Return what a payload keeps of it."""
        found = {"request": self.request_id, "trace": self.traceparent}
        told = {name: value for name, value in found.items() if value is not None}
        return {KEY: told} if told else {}


def here() -> Asked:
    """Return what this thread works for: a job asked for by a job is of the same request."""
    return Asked(context.request_id.get(), traces.traceparent())


def of(payload: Mapping[str, Any]) -> Asked:
    """Return what a payload keeps; whatever is not as it was written is nothing."""
    told: Any = payload.get(KEY)
    if not isinstance(told, dict):
        return Asked()
    request, trace = told.get("request"), told.get("trace")
    return Asked(
        context.sane(request) if isinstance(request, str) else None,
        trace if isinstance(trace, str) else None,
    )
