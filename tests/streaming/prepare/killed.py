"""A process that prepares what is queued in a library, until all is done or it is killed.

Run as `python -m tests.streaming.prepare.killed DATA`.
"""

import sys
from pathlib import Path

from sqlalchemy import func, select

from matinee.app import wiring
from matinee.kit.config import load
from matinee.kit.jobs import FINISHED, Dispatcher
from matinee.kit.jobs.tables import Job


def main() -> None:
    """Run the preparing jobs until there are none left."""
    settings = load({"data": Path(sys.argv[1]), "free_space_floor_bytes": 0})
    with wiring.opened(settings) as services:
        dispatcher = Dispatcher(services)
        dispatcher.start()
        left = select(func.count()).where(Job.status.not_in(FINISHED), Job.kind == "prepare")
        while True:
            services.jobs.woken.wait(0.05)
            with services.db.read() as session:
                if not session.scalar(left):
                    break
        dispatcher.stop()


if __name__ == "__main__":
    main()
