"""One tree of errors, raised where the cause is known and turned into HTTP in one place.

Each carries a code for programs, a detail in plain words, and a fix: what a person can do.
"""

import errno
from typing import ClassVar, Final

from matinee.kit.figures import Counter

ERRORS: Final = Counter(
    "matinee_errors_total",
    "What went wrong, by its code: in answers (http), in jobs (job), in media workers (engine).",
    ("where", "code"),
)


class MatineeError(Exception):
    """What went wrong, in words a person understands."""

    code: str = "internal"
    status: ClassVar[int] = 500
    fix: str = ""

    def __init__(self, detail: str, *, fix: str = "", code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fix = fix or type(self).fix
        self.code = code or type(self).code

    def as_wire(self) -> dict[str, str]:
        """Return the body every error answer has."""
        return {"error": self.code, "detail": self.detail, "fix": self.fix}


class Invalid(MatineeError):
    """The request cannot be understood or is out of bounds."""

    code, status = "invalid", 400


class Unauthorized(MatineeError):
    """Nobody is signed in, or what was shown has expired."""

    code, status, fix = "unauthorized", 401, "Sign in and try again."


class Forbidden(MatineeError):
    """Signed in, but this is not theirs to do."""

    code, status = "forbidden", 403


class NotFound(MatineeError):
    """There is no such thing, or none that this viewer may see."""

    code, status = "not_found", 404


class Conflict(MatineeError):
    """The thing is not in a state in which this can be done."""

    code, status = "conflict", 409


class Gone(MatineeError):
    """It was here once and has expired."""

    code, status = "gone", 410


class PreconditionFailed(MatineeError):
    """A header the protocol requires is missing or wrong."""

    code, status = "precondition_failed", 412


class TooLarge(MatineeError):
    """More than the settings allow."""

    code, status = "too_large", 413


class Unsupported(MatineeError):
    """Understood, but of a kind that is not supported."""

    code, status = "unsupported", 415


class RangeNotSatisfiable(MatineeError):
    """The bytes asked for are not in the file."""

    code, status = "range_not_satisfiable", 416


class Unprocessable(MatineeError):
    """Well formed, but cannot be acted on: an unreadable file, for example."""

    code, status = "unprocessable", 422


class Locked(MatineeError):
    """Somebody else is writing to it at this moment."""

    code, status = "locked", 423


class RateLimited(MatineeError):
    """Too often: wait a little."""

    code, status = "rate_limited", 429

    def __init__(
        self, detail: str, *, retry_after_s: float = 60, fix: str = "", code: str | None = None
    ) -> None:
        wait = f"Wait {round(retry_after_s)} s and try again."
        super().__init__(detail, fix=fix or wait, code=code)
        self.retry_after_s = retry_after_s


class SourceError(MatineeError):
    """A site outside did not give what was asked of it."""

    code, status = "source_error", 502


class Unavailable(MatineeError):
    """Not now: a disk is away, a queue is full, the server is starting."""

    code, status = "unavailable", 503


class DatabaseAway(Unavailable):
    """The database does not answer: whoever can wait for it goes on once it does."""

    code = "database_unreachable"


class NoSpace(MatineeError):
    """The disk is full, or would be below its floor."""

    code, status = "no_space", 507


def from_system(cause: OSError) -> MatineeError | None:
    """Say in words what a disk did not do: it is full, can only be read, or fails. None: it was
    something else."""
    if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return NoSpace(
            "The disk is full.",
            fix="Free some space on the disk that holds the data folder, then retry.",
        )
    if cause.errno == errno.EROFS:
        return Unavailable(
            "The disk can only be read.",
            fix="See in the system's log why it was mounted read-only, make it writable, then "
            "retry.",
            code="disk_read_only",
        )
    if cause.errno == errno.EIO:
        return Unavailable(
            "The disk does not take or give what it should.",
            fix="See the system's log (dmesg) and the health of the disk; retry once it is mended.",
            code="disk_failing",
        )
    return None


_PASSING: Final = frozenset({"busy", "crashed", "timed_out", "storage_away"})


def from_engine(error: Exception) -> MatineeError:
    """Turn an engine error (which knows no rooms) into one of the tree, keeping its words."""
    code = str(getattr(error, "code", "unreadable"))
    detail = str(getattr(error, "detail", error))
    fix = str(getattr(error, "fix", ""))
    kind = Unavailable if code in _PASSING else Unprocessable
    return kind(detail, fix=fix, code=code)
