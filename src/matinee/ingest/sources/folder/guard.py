"""One guard: watches one library folder, or looks after single files now and then."""

import logging
import math
import os
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from matinee import library
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import places, remembering, scan
from matinee.ingest.sources.folder.disks import Disks
from matinee.ingest.sources.folder.memory import Memory
from matinee.ingest.sources.folder.notify import NoNotifications, Notifier, Told
from matinee.ingest.sources.folder.walk import Ways, is_passed_by
from matinee.kit import clock
from matinee.kit.errors import NotFound, Unavailable
from matinee.kit.log import Private
from matinee.kit.services import Services

log = logging.getLogger(__name__)

QUIET_S = 1.0  # nothing more was told for so long: now it is looked into
PATIENCE_S = 10.0  # and at the latest so long after the first word
PRESENCE_S = 30.0
_AGAIN_S, _AGAIN_AT_MOST_S = 4.0, 60.0
_BUSY_S = 0.5
_GATHER_S = 0.05
_MOST_FOLDERS = 200
_FOREVER_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Post:
    """Where a guard stands: one folder (its path, and the roots within it), or single files."""

    root_ids: tuple[str, ...]
    path: str | None
    watch: bool
    inner: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Gathered:
    """Folders that wait to be looked into; none of them by name stands for the whole root."""

    folders: set[str] = field(default_factory=set[str])
    whole: bool = False
    first_s: float = 0.0
    last_s: float = 0.0

    def add(self, folders: Collection[str], now_s: float, *, whole: bool = False) -> None:
        if not folders and not whole:
            return
        self.first_s = now_s if self.is_empty else self.first_s
        self.last_s = now_s
        self.folders.update(folders)
        self.whole |= whole or len(self.folders) > _MOST_FOLDERS

    @property
    def is_empty(self) -> bool:
        return not self.folders and not self.whole

    def due_s(self) -> float:
        return min(self.last_s + QUIET_S, self.first_s + PATIENCE_S)


class Guard:
    """A thread that sees to it that what lies in a folder is what the library knows."""

    def __init__(self, services: Services, post: Post) -> None:
        self._services, self._post = services, post
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._notifier: Notifier | None = None
        self._lock = threading.Lock()
        self._again: dict[str, tuple[float, set[str]]] = {}
        self._again_after_s, self._put_off_s = _AGAIN_S, 0.0
        name = f"watch-{post.root_ids[0][-6:]}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; a disk that hangs is not waited for."""
        self._stop.set()
        self._rouse()

    def join(self, timeout_s: float) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def look_again(self, root_id: str, folders: Collection[str]) -> None:
        """Look into folders in a moment, later each time while files there are being copied."""
        now_s = clock.monotonic()
        with self._lock:
            if now_s - self._put_off_s > 2 * _AGAIN_AT_MOST_S:
                self._again_after_s = _AGAIN_S
            _, waiting = self._again.get(root_id, (0.0, set[str]()))
            self._again[root_id] = (now_s + self._again_after_s, waiting | {*folders})
            self._put_off_s = now_s
            self._again_after_s = min(2 * self._again_after_s, _AGAIN_AT_MOST_S)
        self._rouse()

    # -- the thread

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._post.path is None:
                    self._look_after_files()
                elif self._post.watch:
                    self._watch(Path(self._post.path))
                else:
                    self._attend(None, _Gathered(), None, _FOREVER_S)
            except NotFound:
                return  # taken out of the library just now
            except Exception:
                log.exception("watching %s stumbled and goes on", Private(self._post.path))
                self._sleep(PRESENCE_S)

    def _look_after_files(self) -> None:
        for root_id in self._post.root_ids:
            if self._stop.is_set():
                return
            if self._look(root_id) == "changed":
                self._ask(root_id, ())
        self._attend(None, _Gathered(), None, float(self._services.settings.scan_every_s))

    def _watch(self, root: Path) -> None:
        """Watch a folder for as long as it is the one that stands there now."""
        root_id = self._post.root_ids[0]
        identity = _identity(root)
        if identity is None:
            self._look(root_id)  # says that it is away
            self._sleep(PRESENCE_S)
            return
        notifier = self._listen(root, root_id)
        try:
            gathered = self._settle(root_id)
            if gathered is None:
                self._sleep(PRESENCE_S)
                return
            period_s = _FOREVER_S if notifier else float(self._services.settings.scan_every_s)
            self._attend(notifier, gathered, identity, period_s)
        finally:
            with self._lock:
                self._notifier = None
            if notifier is not None:
                notifier.close()

    def _listen(self, root: Path, root_id: str) -> Notifier | None:
        if Disks().is_remote(root) or not root.is_dir():
            library.note_watching(self._services, root_id, None)
            return None
        own = str(self._services.store.data)

        def enters(relative: str, name: str) -> bool:
            inside = relative not in self._post.inner and not is_passed_by(name)
            return inside and f"{root}{os.sep}{relative}" != own

        try:
            notifier = Notifier(str(root), enters)
        except NoNotifications:
            self._say_blind(root, root_id)
            return None
        except OSError:
            return None
        with self._lock:
            self._notifier = notifier
        library.note_watching(self._services, root_id, None)
        return notifier

    def _say_blind(self, root: Path, root_id: str) -> None:
        log.warning(
            "%s has more folders than the system lets be watched; it is looked through every %d s"
            " instead. To watch it, raise the limit: sysctl fs.inotify.max_user_watches=1048576",
            Private(printable(str(root))),
            self._services.settings.scan_every_s,
        )
        library.note_watching(self._services, root_id, "no_notifications")

    def _settle(self, root_id: str) -> _Gathered | None:
        """Take the first look; returns what is left to do, None where the folder is away."""
        state, gathered = self._look(root_id), _Gathered()
        if state == "changed" and not self._ask(root_id, ()):
            gathered.add((), clock.monotonic(), whole=True)  # once the scan under way has ended
        return None if state == "away" else gathered

    def _attend(
        self,
        notifier: Notifier | None,
        gathered: _Gathered,
        identity: tuple[int, int, bool] | None,
        period_s: float,
    ) -> None:
        """Gather what is told and have it looked into, until it is time for another look."""
        root_id = self._post.root_ids[0]
        ends_s = clock.monotonic() + period_s
        # Without a folder to watch there is none whose presence is looked at.
        present_s = math.inf if identity is None else clock.monotonic() + PRESENCE_S
        while not self._stop.is_set():
            now_s = clock.monotonic()
            if now_s >= ends_s:
                return
            if identity is not None and now_s >= present_s:
                present_s = now_s + PRESENCE_S
                if self._is_another(identity):
                    return
            self._follow_up(now_s)
            if not gathered.is_empty and now_s >= gathered.due_s():
                if identity is not None and self._is_another(identity):
                    return
                if self._ask_for(root_id, gathered):
                    gathered = _Gathered()
                else:
                    ends_s = max(ends_s, now_s + 2 * _BUSY_S)
            told = self._hear(notifier, self._patience_s(gathered, now_s, min(ends_s, present_s)))
            gathered.add(told.folders, clock.monotonic(), whole=told.lost)
            if told.root_changed:
                return

    def _ask_for(self, root_id: str, gathered: _Gathered) -> bool:
        """Have what was gathered looked into; a look at the whole is for the guard to begin."""
        if not gathered.whole:
            return self._ask(root_id, tuple(gathered.folders))
        if places.is_scanned(self._services, root_id):
            return False
        return self._look(root_id) != "changed" or self._ask(root_id, ())

    def _is_another(self, identity: tuple[int, int, bool]) -> bool:
        return _identity(Path(self._post.path or "")) != identity

    def _patience_s(self, gathered: _Gathered, now_s: float, until_s: float) -> float:
        times = [until_s]
        if not gathered.is_empty:
            times.append(max(gathered.due_s(), now_s + _BUSY_S if now_s >= gathered.due_s() else 0))
        with self._lock:
            times += [max(due_s, now_s + _BUSY_S) for due_s, _ in self._again.values()]
        return max(0.0, min(times) - now_s)

    def _hear(self, notifier: Notifier | None, timeout_s: float) -> Told:
        if notifier is None:
            self._sleep(timeout_s)
            return Told()
        if self._stop.is_set():
            return Told()
        try:
            told = notifier.wait(timeout_s)
            self._stop.wait(_GATHER_S if told.folders else 0)  # what comes in floods is one flood
            return told
        except NoNotifications:
            self._say_blind(Path(self._post.path or ""), self._post.root_ids[0])
            return Told(root_changed=True)

    def _follow_up(self, now_s: float) -> None:
        with self._lock:
            due = {key: one for key, (at_s, one) in self._again.items() if now_s >= at_s}
        for root_id, folders in due.items():
            if self._ask(root_id, tuple(folders)):
                with self._lock:
                    self._again.pop(root_id, None)

    def _look(self, root_id: str) -> str:
        """Look by the times of the folders; returns "same", "changed" or "away"."""
        services = self._services
        with services.db.read() as session:
            root = library.get_root(session, root_id)
            known = library.known_files(session, root_id)
            looked = library.known_folders(session, root_id)
        memory = Memory(known, looked)
        ways = Ways(services.store.data, self._post.inner, memory)
        try:
            found = scan.look(Path(root.path), ways, known, self._check)
        except Unavailable as error:
            why = error.code.removeprefix("folder_")
            if not self._stop.is_set() and (root.status, root.problem) != ("unavailable", why):
                log.warning("%s: %s", error.code, Private(error.detail))
                library.mark_root_unavailable(services, root_id, why)
            return "away"
        changed = scan.concerned(found, known, memory)
        if changed or root.status != "ready" or root.last_scan_at is None:
            return "changed"
        remembering.remember(services, root_id, memory, found, ())
        return "same"

    def _ask(self, root_id: str, folders: Collection[str]) -> bool:
        """Have folders looked into, without any the whole root; not while a scan is under way."""
        return places.ask_for_a_look(self._services, root_id, folders)

    def _check(self) -> None:
        if self._stop.is_set():
            raise Unavailable("The server is stopping.", code="stopping")

    def _sleep(self, timeout_s: float) -> None:
        self._wake.wait(timeout_s)
        if not self._stop.is_set():
            self._wake.clear()

    def _rouse(self) -> None:
        self._wake.set()
        with self._lock:
            if self._notifier is not None:
                self._notifier.wake()


def _identity(root: Path) -> tuple[int, int, bool] | None:
    """Return what stands at a path, and whether there is nothing in it; None where it is away."""
    try:
        facts = root.stat()
        empty = False
        if root.is_dir():
            with os.scandir(root) as entries:
                empty = next(entries, None) is None
    except OSError:
        return None
    return facts.st_dev, facts.st_ino, empty
