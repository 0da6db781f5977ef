"""Running a worker: it is called for jobs, and does what one process does for all.

Any number of them stand beside the server, over the same database and data folder. Each says that
it is there; one of them has the duty: it looks at what is due and watches the library folders.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Sequence
from types import FrameType

from matinee import __version__, admin, ingest, streaming
from matinee.app import wiring, worker_figures
from matinee.kit import log as logs
from matinee.kit import memory, migrate, traces
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid, MatineeError
from matinee.kit.jobs import Dispatcher, Lane
from matinee.kit.jobs.duty import Duty
from matinee.kit.log import Private
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_LOOK_S = 1.0
_WAIT_S = 5.0


def work(settings: Settings, lanes: Sequence[str]) -> None:
    """Work until told to stop. Raises MatineeError when it cannot start, saying why."""
    logs.configure(settings.log_level, settings.log_format, "worker", names=settings.log_names)
    memory.frugal()
    if settings.redis_url is None:
        raise Invalid(
            "A worker is called through Redis, and there is none.",
            fix="Set MATINEE_REDIS_URL for the server and for its workers; without it the server "
            "does the work itself.",
        )
    worker_figures.check(settings)
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    if not _of_one_version(settings, stopped):
        return
    traces.start(settings.traces_url, "worker")
    services = wiring.build(settings)
    admin.bucket.greet(services)
    try:
        with worker_figures.told(services):
            _work(services, [Lane(lane) for lane in lanes] or list(Lane), stopped)
    finally:
        wiring.close(services)
        traces.stop()


def _of_one_version(settings: Settings, stopped: threading.Event) -> bool:
    """Wait until the database is of this version; False when told to stop meanwhile.

    The server brings the database to its own version. A worker never does: an older one would wait
    in vain for its own, a newer one would leave the server behind.
    """
    known = migrate.revisions()[-1]
    told: str | None = None
    while True:
        present = migrate.current_revision(settings)
        if present == known:
            return True
        if told != (told := present or "empty"):
            log.warning(
                "the database is at %s and this worker (%s) knows %s: it waits until server and "
                "worker are of one version", told, __version__, known,
            )  # fmt: skip
        if stopped.wait(_WAIT_S):
            return False


def _work(services: Services, lanes: list[Lane], stopped: threading.Event) -> None:
    from matinee.kit.jobs.messages import Listeners

    dispatcher = Dispatcher(services, lanes=lanes, called=True)
    duty = Duty(services.db, dispatcher.owner, __version__, lanes)
    services.jobs.on_duty = duty.held
    name = f"{socket.gethostname()}-{os.getpid()}"
    listeners = Listeners(
        str(services.settings.redis_url), dispatcher.places, dispatcher.work, name
    )
    dispatcher.start()
    streaming.start(services)
    listeners.start()
    print(f"Worker {name} runs: {', '.join(lanes)}. Stop it with Ctrl+C.", flush=True)
    watcher = None
    try:
        while not stopped.wait(_LOOK_S):
            try:
                held = duty.held()
            except MatineeError as error:
                log.warning("%s: %s", error.code, Private(error.detail))
                held = False
            if held and watcher is None:
                watcher = ingest.watch_folders(services)
            elif not held and watcher is not None:
                watcher.stop()
                watcher = None
    finally:
        if watcher is not None:
            watcher.stop()
        dispatcher.stop()
        listeners.stop()
        duty.leave()
