"""Calling for jobs through Celery: a message says "run number 7", and the row says what that is.

A message is acknowledged when it is taken, and may be lost or come twice: the lease in the row is
the truth. (Celery's Redis transport gives a message out again after its visibility timeout, an
hour, though a task still runs; so nothing here waits for a task to end.)
"""

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from matinee.kit import clock
from matinee.kit.jobs.queue import Call
from matinee.kit.jobs.types import Lane, Priority
from matinee.kit.redis import Link

log = logging.getLogger(__name__)
TASK: Final = "matinee.run"
_STEPS: Final = tuple(int(one) for one in Priority)
_JOIN_S: Final = 10.0
_SHORT_S: Final = 0.05  # longer than a message that nobody needs any more is thought about


def queue_of(lane: Lane) -> str:
    """Return the name of a lane's queue."""
    return f"matinee.{lane}"


def _app(url: str) -> Any:
    from celery import Celery

    app = Celery("matinee", broker=url, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "priority_steps": list(range(len(_STEPS))),
            "queue_order_strategy": "priority",
            "sep": ":",
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
        },
    )
    return app


class Caller:
    """Calls workers for jobs. While Redis is away nobody is called: workers find jobs themselves,
    a few seconds later."""

    def __init__(self, redis: Link) -> None:
        self._redis = redis
        self._app = _app(redis.url)
        # One attempt and no more: a page that adds something does not wait for Redis.
        self._app.conf.task_publish_retry = False

    def __call__(self, calls: Sequence[Call]) -> None:
        """Call for some jobs."""
        for lane, job_id, priority in calls:
            if not self._redis.try_to(lambda _, c=(lane, job_id, priority): self._send(*c)):
                return

    def _send(self, lane: Lane, job_id: str, priority: int) -> None:
        from kombu.exceptions import OperationalError

        step = max(n for n, one in enumerate(_STEPS) if one <= max(priority, 0))
        try:
            self._app.send_task(
                TASK, (str(lane), job_id), queue=queue_of(lane), priority=step, retry=False
            )
        except OperationalError as cause:
            raise OSError(str(cause)) from cause

    def close(self) -> None:
        """Let its connections go."""
        self._app.close()


class Listeners:
    """The queues of this worker: one consumer a lane, so that each has its own places."""

    def __init__(
        self, url: str, places: Mapping[Lane, int], work: Callable[[Lane, str], None], name: str
    ) -> None:
        def run(lane: str, job_id: str) -> None:
            work(Lane(lane), job_id)

        self._consumers: list[tuple[Any, Any]] = []
        for lane, n in places.items():
            app = _app(url)
            app.task(run, name=TASK, shared=False)
            self._consumers.append((app, _consumer(app, lane, n, name)))
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to listen; a connection that is lost is taken up again."""
        for _, consumer in self._consumers:
            thread = threading.Thread(target=consumer.start, name="celery", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End; what runs is told by whoever runs it."""
        from celery.worker import state

        state.should_stop = 0  # the word for it that consumers look at, with an exit code
        for thread in self._threads:
            thread.join(_JOIN_S)
        for app, _ in self._consumers:
            app.close()


@cache
def _pool() -> type[Any]:
    """Return Celery's pool of threads, which accepts a task in the thread that took its message
    where it begins at once.

    Celery acknowledges a message when the loop that takes them comes round. Accepted by the thread
    that runs it, a moment later, it is still unacknowledged then, so the loop may not take another
    and rests for its two seconds: of messages that came together, one was taken every two seconds.
    """
    from celery.concurrency.thread import TaskPool

    class Pool(TaskPool):
        """One that knows whether a thread is free, or will be in a moment."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self._there = threading.Semaphore(self.limit)

        def on_apply(
            self, target: Any, args: Any = None, kwargs: Any = None, callback: Any = None,
            accept_callback: Any = None, **more: Any,
        ) -> Any:  # fmt: skip
            """Run a task when a thread is free."""
            if self._there.acquire(timeout=_SHORT_S):
                accept_callback(os.getpid(), clock.monotonic())
                accept_callback = None
                free = self._there.release
            else:
                free = _nothing
            # Else the task is looked up in whichever app this process made first.
            of_ours = {**(kwargs or {}), "app": self.app}
            result = super().on_apply(target, args, of_ours, callback, accept_callback, **more)

            def ended(_: object) -> None:
                free()

            result.f.add_done_callback(ended)
            return result

    return Pool


def _nothing() -> None:
    """Nothing was taken, so nothing is given back."""


def _consumer(app: Any, lane: Lane, places: int, name: str) -> Any:
    return app.WorkController(
        hostname=f"{lane}@{name}",
        pool_cls=_pool(),
        concurrency=places,
        queues=[queue_of(lane)],
        use_eventloop=False,  # there is one a process, and these are several
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
        loglevel="WARNING",
    )
