"""Jobs: work that outlives a request, as rows with one writer each.

The row is the truth (state, progress, lease, attempts, error); a dispatcher only says *run
number 7*. Every handler can be run again with the same payload, which is what makes a
`kill -9` harmless: the lease lapses and the job starts over from what it remembered.
"""

from matinee.kit.jobs import parts
from matinee.kit.jobs.context import JobContext
from matinee.kit.jobs.dispatcher import Dispatcher, Ticker
from matinee.kit.jobs.queue import Jobs
from matinee.kit.jobs.schemas import Job, JobPage
from matinee.kit.jobs.types import (
    FINISHED,
    WAIT_FOR_CHILDREN,
    JobCancelled,
    JobChanged,
    JobDeleted,
    JobInterrupted,
    JobPaused,
    JobSpec,
    JobStatus,
    JobStopping,
    JobTold,
    Lane,
    Priority,
)

__all__ = [
    "FINISHED",
    "WAIT_FOR_CHILDREN",
    "Dispatcher",
    "Job",
    "JobCancelled",
    "JobChanged",
    "JobContext",
    "JobDeleted",
    "JobInterrupted",
    "JobPage",
    "JobPaused",
    "JobSpec",
    "JobStatus",
    "JobStopping",
    "JobTold",
    "Jobs",
    "Lane",
    "Priority",
    "Ticker",
    "parts",
]
