"""Events: what rooms tell each other after the fact. Down is a call, up is an event.

Handlers run in the publisher's thread after its commit; one that fails is logged and does not
disturb the others, because the fact it hears of has already happened.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from matinee.kit import db

log = logging.getLogger(__name__)
E_ = TypeVar("E_")


class Bus:
    """Delivers events to the handlers subscribed to their type, or to everything."""

    def __init__(self) -> None:
        self._handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)
        self._lock = threading.Lock()

    def subscribe(self, kind: type[E_], handler: Callable[[E_], None]) -> Callable[[], None]:
        """Call `handler` with each event of `kind`; returns a function that ends it."""
        with self._lock:
            self._handlers[kind].append(handler)

        def unsubscribe() -> None:
            with self._lock:
                if handler in self._handlers[kind]:
                    self._handlers[kind].remove(handler)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Deliver an event now. Call it after the commit that made it true."""
        with self._lock:
            handlers = list(self._handlers[type(event)])
        for handler in handlers:
            try:
                handler(event)
            except Exception:
                log.exception("a subscriber failed on %s", type(event).__name__)

    def publish_after_commit(self, session: Session, event: object) -> None:
        """Deliver an event once the surrounding write has been committed."""
        db.after_commit(session, lambda: self.publish(event))
