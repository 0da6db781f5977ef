"""A worker in the process of a test: it is called through Celery, as `matinee worker` is."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from matinee import __version__
from matinee.kit.config import Settings
from matinee.kit.errors import MatineeError
from matinee.kit.jobs import Dispatcher, Lane
from matinee.kit.jobs.dispatcher import places_of
from matinee.kit.jobs.duty import Duty
from matinee.kit.services import Services


class Hired:
    """Celery's consumers, which take seconds to end, so that they stay from test to test."""

    def __init__(self, redis_url: str) -> None:
        from matinee.kit.jobs.messages import Listeners

        self._dispatcher: Dispatcher | None = None
        places = {lane: max(4, n) for lane, n in places_of(Settings()).items()}
        self._listeners = Listeners(redis_url, places, self._work, "of-tests")
        self._listeners.start()

    def _work(self, lane: Lane, job_id: str) -> None:
        if self._dispatcher is not None:  # else the test that called has ended
            self._dispatcher.work(lane, job_id)

    @contextmanager
    def by(self, services: Services) -> Iterator[Dispatcher]:
        """Work for a library until the end of the block."""
        running = Dispatcher(services, called=True)
        duty = Duty(services.db, running.owner, __version__, list(Lane))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(services.jobs, "on_duty", duty.held)
            duty.held()  # so that it is known that there is a worker
            running.start()
            self._dispatcher = running
            try:
                yield running
            finally:
                self._dispatcher = None
                running.stop()
                with suppress(MatineeError):  # a test may have taken the database away
                    duty.leave()

    def stop(self) -> None:
        """End."""
        self._listeners.stop()
