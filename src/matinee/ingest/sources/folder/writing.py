"""Writing what a scan took in: in batches, by one thread, while further files are examined."""

import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from matinee import library
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.walk import Seen
from matinee.kit.context import carried
from matinee.kit.errors import MatineeError

log = logging.getLogger(__name__)

_BATCH = 24
_GATHER_S = 0.05


@dataclass(frozen=True, slots=True)
class Ready:
    """An examined file that waits to be published."""

    seen: Seen
    landing: library.Landing


class Writer(threading.Thread):
    """Publishes what is put, until it is closed. Where it cannot go on it keeps why in `error`,
    and what is put after that is let go, so that nobody waits for it.
    """

    def __init__(self, scan: Scan) -> None:
        super().__init__(name="scan-publish")
        self.error: BaseException | None = None
        self._scan = scan
        self._queue: queue.Queue[Ready | None] = queue.Queue(2 * _BATCH)
        self._closed = False
        self._publish_all = carried(self._publish_all)
        self.start()

    def put(self, one: Ready) -> None:
        """Hand over a file; waits where two batches are waiting."""
        self._queue.put(one)

    def close(self) -> None:
        """Wait until all that was put is published."""
        self._queue.put(None)
        self.join()

    def run(self) -> None:
        """Publish to the end."""
        self._publish_all()

    def _publish_all(self) -> None:
        while not self._closed:
            batch = self._gather()
            if not batch or self.error is not None:
                continue
            try:
                _publish(self._scan, batch)
            except BaseException as error:
                self.error = error

    def _gather(self) -> list[Ready]:
        """Wait for a file, and take what comes soon after it."""
        batch: list[Ready] = []
        try:
            while len(batch) < _BATCH:
                one = self._queue.get(timeout=_GATHER_S if batch else None)
                if one is None:
                    self._closed = True
                    break
                batch.append(one)
        except queue.Empty:
            pass
        return batch


def _publish(scan: Scan, batch: Sequence[Ready]) -> None:
    """Publish a batch; where that fails, one after the other, so that one stops no other."""
    services = scan.ctx.services
    try:
        published = library.publish_many(services, [one.landing for one in batch])
    except Exception as error:
        if not isinstance(error, MatineeError | OSError):
            log.exception("a batch of %d files could not be published at once", len(batch))
        for one in batch:
            _publish_one(scan, one)
        return
    for one, came_out in zip(batch, published, strict=True):
        _published(scan, one, came_out)


def _published(scan: Scan, one: Ready, came_out: library.Published) -> None:
    if not came_out.duplicate:
        scan.tally.published.add(one.seen.relative_path)
    scan.tally.came("moved" if came_out.duplicate else "added", came_out.media_id)


def _publish_one(scan: Scan, one: Ready) -> None:
    try:
        came_out = library.publish(scan.ctx.services, one.landing)
    except (MatineeError, OSError) as error:
        scan.failed(one.seen, error)
    else:
        _published(scan, one, came_out)
