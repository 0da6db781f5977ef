"""A process that runs the jobs of one library and can be made to die at a named point.

Run as `python -m tests.ingest.killed DATA POINT`; POINT "" means: run until
all jobs have ended but those that derive pictures and the like.
"""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from matinee import library
from matinee.app import wiring
from matinee.kit.config import Settings
from matinee.kit.events import Bus
from matinee.kit.jobs import FINISHED, Dispatcher, JobContext
from matinee.kit.jobs.tables import Job


def die(*_args: object, **_kwargs: object) -> None:
    """End as `kill -9` does: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Arrange to die when a job reaches a point."""
    progress, tell = JobContext.progress, Bus.publish

    def watched(self: JobContext, percent: Any = None, *, step: Any = None, **facts: Any) -> None:
        progress(self, percent, step=step, **facts)
        if step == point and (step != "downloading" or facts.get("downloaded_bytes")):
            die()

    def told(self: Bus, event: object) -> None:
        if point == "committed" and isinstance(event, library.MediaAdded):
            die()
        tell(self, event)

    JobContext.progress = watched  # type: ignore[method-assign]
    Bus.publish = told  # type: ignore[method-assign]
    if point == "renamed":
        gate: Any = importlib.import_module("matinee.library.gate.publish")
        gate._write = die


def main() -> None:
    """Run jobs until death or until there are none left."""
    data, point = Path(sys.argv[1]), sys.argv[2]
    if point:
        arm(point)
    settings = Settings(data=data, free_space_floor_bytes=0, allow_private_urls=True)
    with wiring.opened(settings) as services:
        dispatcher = Dispatcher(services)
        dispatcher.start()
        left = select(func.count()).where(
            Job.status.not_in(FINISHED), Job.kind.not_like("derive.%")
        )
        while True:
            services.jobs.woken.wait(0.05)
            with services.db.read() as session:
                if not session.scalar(left):
                    break
        dispatcher.stop()


if __name__ == "__main__":
    main()
