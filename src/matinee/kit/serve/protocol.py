"""uvicorn's HTTP protocol with the ASGI extension `http.response.zerocopysend`.

The kernel copies from the page cache to the socket (sendfile), so Python touches a slice of up
to 2 MiB once instead of every byte. Four things make that safe beside a transport that owns the
socket:

- what the transport still buffers (the headers) is flushed first, or bytes would overtake them;
- writability is awaited on a duplicate of the socket, since both asyncio and uvloop refuse to
  watch a descriptor that belongs to a transport;
- a slice that is not in memory is read ahead in a thread, because sendfile waits for the disk
  even on a non-blocking socket, and with it every other connection would;
- a client that goes, stalls, or a file that shrinks ends this connection and nothing else.

With TLS the extension is not offered and the response falls back to pieces. To connections from an
nginx that is to send the bytes itself, `matinee.accel` is offered too (see `accel`).
"""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable
from io import FileIO
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from matinee.kit.serve.accel import ACCEL, Accel
from matinee.kit.serve.disk import off_the_loop
from matinee.kit.serve.files import ZERO_COPY

log = logging.getLogger(__name__)

SLICE_BYTES = 2 * 1024 * 1024  # more would let one fast client hold the loop
STALL_S = 300.0  # a client that takes nothing for so long has gone: it may come back with a range
_PAGE_ASK = bytearray(1)

Message = Any  # uvicorn's own types do not know the extension
Send = Callable[[Message], Any]


class HttpProtocol(HttpToolsProtocol):
    """One connection; give it to uvicorn as `http=HttpProtocol`, or as `protocol_with` makes it."""

    accel: ClassVar[Accel | None] = None
    _offered: dict[str, Any]
    _watched: int | None = None
    _wake: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Settle what is offered: sendfile where the socket carries plain bytes, and to nginx,
        known by the connection and by nothing that is said on it, that it may send."""
        super().connection_made(transport)
        self._offered = {ZERO_COPY: {}} if self.scheme == "http" else {}
        if self.accel is not None and self.accel.trusts(self.client):
            self._offered[ACCEL] = self.accel.extension

    def on_message_begin(self) -> None:
        """Offer it."""
        super().on_message_begin()
        self.scope["extensions"] = self._offered  # pyright: ignore[reportGeneralTypeIssues]

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self._answer_at_once(cycle):
            return

        async def with_extension(scope: Any, receive: Any, send: Send) -> None:
            async def send_or_copy(message: Message) -> None:
                if message["type"] == ZERO_COPY:
                    # Who counts bytes looks at what went, not at what was asked for.
                    message["sent"] = await self._send_file(cycle, message)
                    message = {"type": "http.response.body", "more_body": message["more_body"]}
                    if message["more_body"]:
                        return
                await send(message)

            try:
                await app(scope, receive, send_or_copy)
            except asyncio.CancelledError:
                if not cycle.response_started:
                    raise
                self._end(cycle)  # the server stops: cut without an error, the client asks again

        super()._start_asgi_task(cycle, with_extension)

    def _answer_at_once(self, cycle: RequestResponseCycle) -> bool:
        """Answer what needs nobody to wait, which nginx completes; False where there is no such.

        A prepared segment costs a third less so: no task, no layers, one write.
        """
        if self.accel is None or ACCEL not in self._offered:
            return False
        if not cycle.keep_alive or cycle.waiting_for_100_continue:
            return False
        lines = self.accel.at_once(cycle.scope)
        if lines is None:
            return False
        usual = b"".join(b"%s: %s\r\n" % one for one in cycle.default_headers)
        self.transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n%s%s\r\n" % (usual, lines))
        cycle.response_started = cycle.response_complete = True
        self.on_response_complete()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the duplicate and of whoever waits on it."""
        super().connection_lost(exc)
        self._stop_watching()
        if self._watched is not None:
            os.close(self._watched)
            self._watched = None
        # uvicorn leaves requests that were queued behind the current one to the collector.
        self.pipeline = deque()

    async def _send_file(self, cycle: RequestResponseCycle, message: Message) -> int:
        """Send `count` bytes of `file` from `offset`; returns how many the kernel took, which are
        fewer only where the client has gone."""
        file: FileIO = message["file"]
        count = left = int(message["count"])
        position = int(message["offset"])
        if self._is_over(cycle):
            return 0  # the client left before the headers: uvicorn noted no length
        if left > cycle.expected_content_length:
            raise RuntimeError("Response content longer than Content-Length")
        await self._flush()
        while left and not self._is_over(cycle):
            piece = min(left, SLICE_BYTES)
            if not _in_memory(file, position, piece):
                await _read_ahead(file, position, piece)
                if self._is_over(cycle):
                    break
            sent = self._copy(file, position, piece)
            if sent == 0:
                log.warning("A file became shorter while it was being sent.")
                self._end(cycle)
            elif sent is None:
                self._end(cycle)
            else:
                position, left = position + max(sent, 0), left - max(sent, 0)
                cycle.expected_content_length -= max(sent, 0)
                if left:
                    await self._take_turns(cycle, blocked=sent < piece)
        return count - left

    def _copy(self, file: FileIO, position: int, count: int) -> int | None:
        """Return the bytes sent, -1 when the socket is full, None when the client has gone."""
        try:
            return os.sendfile(self._socket(), file.fileno(), position, count)
        except BlockingIOError:
            return -1
        except OSError:
            return None

    async def _take_turns(self, cycle: RequestResponseCycle, *, blocked: bool) -> None:
        """Wait until the socket takes more; without need to wait, let the others go first."""
        if not blocked:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(STALL_S):
                await self._writable()
        except TimeoutError:
            self._end(cycle)

    async def _writable(self) -> None:
        self._wake = self.loop.create_future()
        self.loop.add_writer(self._socket(), self._stop_watching)
        try:
            await self._wake
        finally:
            self._stop_watching()

    def _stop_watching(self) -> None:
        if self._wake is None:
            return
        if self._watched is not None:
            self.loop.remove_writer(self._watched)
        if not self._wake.done():
            self._wake.set_result(None)
        self._wake = None

    async def _flush(self) -> None:
        """Wait until the transport has given the kernel all it was asked to write."""
        if self.transport.get_write_buffer_size() == 0:
            return
        self.transport.set_write_buffer_limits(high=0)
        try:
            async with asyncio.timeout(STALL_S):
                await self.flow.drain()
        except TimeoutError:
            self.transport.abort()
        finally:
            self.transport.set_write_buffer_limits()

    def _socket(self) -> int:
        if self._watched is None:
            self._watched = os.dup(self.transport.get_extra_info("socket").fileno())
        return self._watched

    def _is_over(self, cycle: RequestResponseCycle) -> bool:
        if self.transport.is_closing():
            cycle.disconnected = True  # what is still sent for this request goes nowhere
        return cycle.disconnected

    def _end(self, cycle: RequestResponseCycle) -> None:
        """Cut the connection: the length that was promised cannot be kept."""
        cycle.disconnected = True
        self.transport.abort()


def protocol_with(accel: Accel) -> type[HttpProtocol]:
    """Return the protocol of a server whose files nginx may send."""

    class Protocol(HttpProtocol):
        pass

    Protocol.accel = accel
    return Protocol


def _in_memory(file: FileIO, position: int, count: int) -> bool:
    """Ask the page cache about both ends; where the system cannot say, trust it."""
    try:
        os.preadv(file.fileno(), [_PAGE_ASK], position, os.RWF_NOWAIT)
        os.preadv(file.fileno(), [_PAGE_ASK], position + count - 1, os.RWF_NOWAIT)
    except BlockingIOError:
        return False
    except (OSError, AttributeError):
        return True
    return True


async def _read_ahead(file: FileIO, position: int, count: int) -> None:
    # By a duplicate that the thread itself closes; see files.FileBytes for why.
    await off_the_loop(_touch_and_close, os.dup(file.fileno()), position, count)


def _touch_and_close(descriptor: int, position: int, count: int) -> None:
    try:
        os.pread(descriptor, count, position)
    except OSError as cause:
        log.warning("A disk does not give a file that is being sent: %s.", cause.strerror)
    finally:
        os.close(descriptor)
