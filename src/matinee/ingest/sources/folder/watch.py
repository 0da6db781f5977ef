"""Watching: what comes, goes or moves in a library folder is in the library a moment later.

Each folder has a guard, a thread of its own, so that a disk that hangs holds up no other. A guard
gathers what the kernel tells and has just those folders looked into. Where nothing is told (another
machine writes there, or watches ran out) it looks itself every few minutes, by the times of the
folders, and asks for a scan only when something changed. It notices a folder that goes away or
comes back.
"""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from matinee import library
from matinee.ingest.sources.folder.guard import Guard, Post
from matinee.ingest.sources.folder.scan import PutOff
from matinee.ingest.sources.folder.walk import SAME_FILE
from matinee.kit.services import Services

log = logging.getLogger(__name__)
_STOP_S = 3.0


@dataclass(frozen=True, slots=True)
class _Standing:
    post: Post
    guard: Guard


class Watcher:
    """The guards of all folders; they follow the folders that are added, changed and removed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._guards: dict[str, _Standing] = {}
        self._changed = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._unsubscribe = (
            services.bus.subscribe(
                library.RootsChanged, lambda _: self._changed.set(), everywhere=True
            ),
            services.bus.subscribe(PutOff, self._put_off, everywhere=True),
        )

    def start(self) -> None:
        """Begin; every folder gets a quick look first."""
        self._changed.set()
        self._thread.start()

    def stop(self) -> None:
        """End; a guard that waits for its disk is left behind."""
        self._stopping = True
        self._changed.set()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._thread.join(_STOP_S)
        guards = [standing.guard for standing in self._guards.values()]
        for guard in guards:
            guard.stop()
        for guard in guards:
            guard.join(_STOP_S / max(1, len(guards)))

    def _run(self) -> None:
        while True:
            self._changed.wait()
            self._changed.clear()
            if self._stopping:
                return
            try:
                self._follow()
            except Exception:
                log.exception(
                    "the folders to watch could not be read; tried again at the next change"
                )

    def _follow(self) -> None:
        wanted = {post.root_ids[0]: post for post in self._posts()}
        for key, standing in tuple(self._guards.items()):
            if wanted.get(key) != standing.post:
                standing.guard.stop()
                del self._guards[key]
        for key, post in wanted.items():
            if key not in self._guards:
                guard = Guard(self._services, post)
                self._guards[key] = _Standing(post, guard)
                guard.start()

    def _posts(self) -> Iterable[Post]:
        """Return where guards are to stand. Single files share one: there may be hundreds."""
        with self._services.db.read() as session:
            singles = set(
                session.scalars(
                    select(library.PlaceRow.root_id).where(
                        library.PlaceRow.relative_path == SAME_FILE
                    )
                )
            )
            files: list[str] = []
            for root in library.roots(session):
                if root.id in singles:
                    files += [root.id] if root.watch else []
                else:
                    inner = frozenset(library.inner_paths(session, root))
                    yield Post((root.id,), root.path, root.watch, inner)
            if files:
                yield Post(tuple(files), None, watch=True)

    def _put_off(self, event: PutOff) -> None:
        for standing in tuple(self._guards.values()):
            if event.root_id in standing.post.root_ids:
                standing.guard.look_again(event.root_id, event.folders)


def start(services: Services) -> Watcher:
    """Watch the library folders until `stop`."""
    watcher = Watcher(services)
    watcher.start()
    return watcher
