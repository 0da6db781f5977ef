"""Events: what rooms tell each other after the fact. Down is a call, up is an event.

Handlers run in the publisher's thread after its commit; one that fails is logged and does not
disturb the others, because the fact it hears of has already happened.

Where several processes are one Matinee, an event that is `shared` goes to the others as well.
There it is given to those alone who subscribed `everywhere`: what is to be done about it once has
been done where it happened.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from matinee.kit import db
from matinee.kit.ids import new_id

log = logging.getLogger(__name__)
E_ = TypeVar("E_")
_shared: dict[str, type[Any]] = {}


def shared(kind: type[E_]) -> type[E_]:
    """Let events of a dataclass go to other processes; its fields must be what JSON knows."""
    _shared[kind.__name__] = kind
    return kind


@dataclass(frozen=True, slots=True)
class Missed:
    """What other processes told may have been missed: who shows it looks at it all anew."""


class Line(Protocol):
    """What carries words between processes."""

    def send(self, words: str) -> None:
        """Send to every other process; what cannot be sent now is lost."""
        ...


class Bus:
    """Delivers events to the handlers subscribed to their type."""

    def __init__(self) -> None:
        self._handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
        self._everywhere: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
        self._lock = threading.Lock()
        self._name = new_id()
        self.line: Line | None = None
        self.written: Callable[[], int] = lambda: 0
        self.note_written: Callable[[int], None] = lambda _: None

    def subscribe(
        self, kind: type[E_], handler: Callable[[E_], None], *, everywhere: bool = False
    ) -> Callable[[], None]:
        """Call `handler` with each event of `kind`, and where it is told `everywhere` with those of
        other processes too; returns a function that ends it."""
        lists = [self._handlers, *([self._everywhere] if everywhere else [])]
        with self._lock:
            for one in lists:
                one[kind].append(handler)

        def unsubscribe() -> None:
            with self._lock:
                for one in lists:
                    if handler in one[kind]:
                        one[kind].remove(handler)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Deliver an event now. Call it after the commit that made it true."""
        self._deliver(self._handlers, event)
        kind = type(event)
        if self.line is not None and _shared.get(kind.__name__) is kind:
            facts = asdict(event)  # type: ignore[call-overload]
            words = {"by": self._name, "event": kind.__name__, "facts": facts}
            self.line.send(json.dumps({**words, "written": self.written()}))

    def hear(self, words: str) -> None:
        """Deliver what another process has sent; what is not understood is left."""
        try:
            told = json.loads(words)
            if told["by"] == self._name:
                return
            event = _shared[told["event"]](**told["facts"])
            self.note_written(int(told.get("written", 0)))
        except (ValueError, KeyError, TypeError):
            log.warning("another process, perhaps of another version, sent what is not understood")
            return
        self._deliver(self._everywhere, event)

    def publish_after_commit(self, session: Session, event: object) -> None:
        """Deliver an event once the surrounding write has been committed."""
        db.after_commit(session, lambda: self.publish(event))

    def _deliver(self, to: dict[type[Any], list[Callable[[Any], None]]], event: object) -> None:
        with self._lock:
            handlers = list(to[type(event)])
        for handler in handlers:
            try:
                handler(event)
            except Exception:
                log.exception("a subscriber failed on %s", type(event).__name__)
