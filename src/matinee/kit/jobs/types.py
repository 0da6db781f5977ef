"""The words of jobs: what they are asked with, how they stand, how they are interrupted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, Final

from matinee.kit.events import shared
from matinee.kit.lanes import Lane

if TYPE_CHECKING:
    from matinee.kit.jobs.context import JobContext
    from matinee.kit.services import Services


class JobStatus(StrEnum):
    """How a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED: Final = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


class Priority(IntEnum):
    """Who waits: lower runs first."""

    PERSON = 0
    NORMAL = 10
    BACKGROUND = 20
    IDLE = 30


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What to do. A `dedupe_key` makes a second unfinished job of the same key impossible."""

    kind: str
    payload: dict[str, Any] = field(default_factory=dict[str, Any])
    title: str = ""
    priority: Priority = Priority.PERSON
    parent_id: str | None = None
    dedupe_key: str | None = None
    requested_by: str | None = None
    picture_url: str | None = None
    media_id: str | None = None


class JobInterrupted(BaseException):
    """Leaves a handler at once; no `except Exception` on the way catches it."""


class JobPaused(JobInterrupted):
    """A person paused it: what was made so far stays."""


class JobCancelled(JobInterrupted):
    """A person cancelled it: what was made so far is thrown away."""


class JobStopping(JobInterrupted):
    """The process is stopping: the job goes back to the queue with what it has."""


class _WaitForChildren:
    """The type of the one value that says: this job ends when its children have."""


WAIT_FOR_CHILDREN: Final = _WaitForChildren()
Handler = Callable[["JobContext"], object]
CancelHandler = Callable[["Services", str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of job."""

    name: str
    handler: Handler
    lane: Lane
    on_cancel: CancelHandler | None
    splits: bool = False


@dataclass(slots=True)
class Periodic:
    """A look at what is due, taken every `period_s` seconds; `next_at` is monotonic time.
    `everywhere`: by every process, and not by one of them for all."""

    period_s: float
    look: Callable[[], None]
    everywhere: bool = False
    next_at: float | None = None


@shared
@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job's row or live progress changed; `job` is its wire form."""

    job: dict[str, Any]
    requested_by: str | None


@shared
@dataclass(frozen=True, slots=True)
class JobTold:
    """A running job is to `pause` or `cancel`; its row says so too."""

    job_id: str
    word: str


@shared
@dataclass(frozen=True, slots=True)
class JobDeleted:
    """A finished job was taken off the list."""

    job_id: str
    requested_by: str | None
