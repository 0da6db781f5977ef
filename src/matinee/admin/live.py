"""Live events: one SSE stream a page, carrying what its viewer may see.

Server-sent events as in the HTML standard §9.2. A client that reconnects with a Last-Event-ID
we no longer hold is told to fetch everything anew, which is always right and never much.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from matinee import accounts, library
from matinee.accounts import Viewer, ViewerDep
from matinee.kit.errors import RateLimited
from matinee.kit.events import Missed
from matinee.kit.figures import Level
from matinee.kit.jobs import JobChanged, JobDeleted
from matinee.kit.services import Services

router = APIRouter(tags=["events"])
_HEARTBEAT_S = 10.0
_QUEUE_MAX = 500
_MAX_STREAMS_PER_USER = 20
PAGES = Level("matinee_live_pages", "Pages that are open and hear what happens.")


@dataclass(frozen=True, slots=True)
class Message:
    """One event on the wire. `only_for` names the user it is for, "" the administrators."""

    event: str
    data: dict[str, Any]
    only_for: str | None = None
    everyone: bool = False
    private: bool = False  # not even for administrators

    def is_for(self, viewer: Viewer) -> bool:
        """Say whether a viewer may hear it."""
        by_right = viewer.is_admin and not self.private
        return self.everyone or by_right or self.only_for == viewer.user_id


class _Listener:
    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Message | None] = asyncio.Queue(_QUEUE_MAX)

    def offer(self, message: Message | None) -> None:
        """Queue a message from any thread; one that cannot keep up is told to start over."""
        self.loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: Message | None) -> None:
        if message is not None and self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            message = Message("library", {"change": "reset"}, everyone=True)
        if not self.queue.full():
            self.queue.put_nowait(message)


class Hub:
    """Everybody who listens, and what they are told."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False

    def wire(self, services: Services) -> None:
        """Turn the rooms' events into messages."""

        def hear(kind: type[Any], handler: Callable[[Any], None]) -> None:
            services.bus.subscribe(kind, handler, everywhere=True)

        hear(JobChanged, lambda e: self.tell(Message("job", e.job, e.requested_by)))
        hear(JobDeleted, self._job_deleted)
        for kind, word in (
            (library.MediaAdded, "added"),
            (library.MediaChanged, "changed"),
            (library.MediaRemoved, "removed"),
        ):
            hear(kind, lambda e, word=word: self._media(e.media_id, word))
        hear(accounts.PreferencesChanged, self._preferences)
        hear(library.RootsChanged, lambda _: self._library("folders"))
        hear(library.CollectionsChanged, lambda _: self._library("collections"))
        hear(Missed, lambda _: self._library("reset"))

    def tell(self, message: Message) -> None:
        """Queue a message for everybody it is for."""
        for listener in tuple(self._listeners):
            if message.is_for(listener.viewer):
                listener.offer(message)

    def close(self) -> None:
        """End every stream, so that a stopping server does not wait for open pages."""
        self._closed = True
        for listener in tuple(self._listeners):
            listener.offer(None)

    def _job_deleted(self, event: JobDeleted) -> None:
        self.tell(Message("job", {"id": event.job_id, "deleted": True}, event.requested_by))

    def _media(self, media_id: str, change: str) -> None:
        self.tell(Message("media", {"id": media_id, "change": change}, everyone=True))

    def _preferences(self, event: accounts.PreferencesChanged) -> None:
        self.tell(Message("preferences", {}, event.user_id, private=True))

    def _library(self, change: str) -> None:
        self.tell(Message("library", {"change": change}, everyone=True))

    async def stream(self, viewer: Viewer, *, missed: bool) -> AsyncIterator[str]:
        """Yield the events of one page until it leaves, signs out or the server stops."""
        listener = _Listener(viewer)
        self._listeners.add(listener)
        PAGES.add(1)
        numbers = itertools.count(1)
        try:
            yield _frame("hello", {"name": viewer.name}, 0) + "retry: 2000\n\n"
            if missed:
                yield _frame("library", {"change": "reset"}, next(numbers))
            while not self._closed:
                try:
                    message = await asyncio.wait_for(listener.queue.get(), _HEARTBEAT_S)
                except TimeoutError:
                    if not await asyncio.to_thread(accounts.session_is_live, viewer.session_id):
                        return
                    yield ": still here\n\n"
                    continue
                if message is None:
                    return
                yield _frame(message.event, message.data, next(numbers))
        finally:
            self._listeners.discard(listener)
            PAGES.add(-1)

    def streams_of(self, viewer: Viewer) -> int:
        """Count a user's open streams."""
        return sum(one.viewer.user_id == viewer.user_id for one in self._listeners)


def _frame(event: str, data: dict[str, Any], number: int) -> str:
    return f"id: {number}\nevent: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


@router.get("/api/events", response_class=StreamingResponse)
async def events(request: Request, viewer: ViewerDep) -> StreamingResponse:
    """Stream what happens: jobs, titles, folders (server-sent events)."""
    hub: Hub = request.app.state.hub
    if hub.streams_of(viewer) >= _MAX_STREAMS_PER_USER:
        raise RateLimited("Too many pages are open.", retry_after_s=10)
    missed = "last-event-id" in request.headers
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        hub.stream(viewer, missed=missed), media_type="text/event-stream", headers=headers
    )
