"""Running the server: the lock, the port, the web program, and an orderly end.

Where PostgreSQL and Redis hold what is shared, several servers may stand over one library. Each
then has a second listener, by which the others ask it for what it is making already.
"""

import asyncio
import errno
import gc
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import uvicorn

from matinee import admin, streaming
from matinee.accounts import setup_link
from matinee.admin import backups
from matinee.app import seen, wiring
from matinee.app.headers import completed
from matinee.app.lock import ServerLock
from matinee.app.web import create_app
from matinee.kit import descriptors, memory, traces
from matinee.kit import log as logs
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, MatineeError, Unavailable
from matinee.kit.serve import Accel, HttpProtocol, protocol_with
from matinee.kit.services import Services
from matinee.kit.spare import Spare

log = logging.getLogger(__name__)
_GRACE_S = 5
_BACKLOG = 2048
_GARBAGE = (10_000, 20, 100)
"""Python's own (700, 10, 10) look through everything that was kept, 150 ms, at every sixth search:
an answer is thousands of objects that are no garbage, and go without being looked for."""


class Server(uvicorn.Server):
    """uvicorn's server, which ends the open event streams when it is told to stop."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop taking requests; streams that would never end are ended."""
        app: Any = self.config.app
        app.state.hub.close()
        super().handle_exit(sig, frame)

    def end_for(self, again: threading.Event) -> None:
        """Stop as if told to by a signal, to begin anew."""
        again.set()
        self.config.app.state.hub.close()  # pyright: ignore[reportFunctionMemberAccess, reportAttributeAccessIssue]
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, and send what was traced: uvicorn lets the signal end the process right after."""
        await super().shutdown(sockets)
        await asyncio.to_thread(traces.stop)


def serve(
    settings: Settings,
    listener: socket.socket | None = None,
    ready: Callable[[], None] = lambda: None,
    *,
    greets: bool = True,
) -> None:
    """Serve until told to stop, on a `listener` that is open already where there is one.

    `ready` is called before the first request is taken. Raises MatineeError when it cannot start,
    saying why.
    """
    logs.configure(settings.log_level, settings.log_format, names=settings.log_names)
    memory.frugal()
    descriptors.allow()
    Spare(settings.data).give_if_full()
    lock = ServerLock(settings.data)
    url = address(settings)
    _take(lock, settings, url)
    traces.start(settings.traces_url, "server")
    again = threading.Event()
    try:
        if not settings.together:
            backups.carry_out(settings)
        listeners = [listener or listen(settings)]
        if settings.together:
            listeners.append(listen(replace(settings, host=settings.peer_host, port=0)))
        services = wiring.build(settings, _peer_address(listeners[1:]))
        try:
            admin.bucket.greet(services)
            if greets:
                _greet(services, url)
            ready()
            config = uvicorn.Config(
                create_app(services),
                http=_protocol(services),
                loop="uvloop",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=bool(settings.proxies),
                forwarded_allow_ips=list(settings.proxies),
                timeout_graceful_shutdown=_GRACE_S,
                timeout_keep_alive=30,
            )
            gc.freeze()
            gc.set_threshold(*_GARBAGE)
            gc.enable()
            server = Server(config)
            services.bus.subscribe(backups.RestartAsked, lambda _: server.end_for(again))
            server.run(sockets=listeners)
        finally:
            wiring.close(services)
    finally:
        lock.release()
        traces.stop()
    if again.is_set():  # the same program with the same words, in the same process
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ours


def _protocol(services: Services) -> type[HttpProtocol]:
    """Return the protocol that lets nginx send files where the settings say so."""
    where, proxies = services.settings.accel_redirect, services.settings.proxies
    if not where:
        return HttpProtocol

    always = b"".join(
        b"%s: %s\r\n" % one for one in completed("/api/", ((b"cache-control", b""),))[1:]
    )

    def at_once(scope: Any, prefix: str) -> bytes | None:
        if traces.on():  # a trace is of what takes time, and goes with a task
            return None
        began_s = perf_counter()
        lines = streaming.at_once(services, scope, prefix)
        return lines and lines + always + seen.noted(scope, began_s)

    return protocol_with(Accel(where, proxies, at_once))


def address(settings: Settings) -> str:
    """Return the address a person on this machine opens."""
    host = settings.host
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    if ":" in host:
        host = f"[{host}]"
    return settings.public_url or f"http://{host}:{settings.port}"


def _peer_address(listeners: Sequence[socket.socket]) -> str | None:
    """Return where other servers reach this one by its second listener."""
    for one in listeners:
        host, port = one.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return None


def listen(settings: Settings) -> socket.socket:
    """Open the listening socket before anything else is touched.

    Raises Conflict when the port is taken, naming it and how to choose another.
    """
    listener = claim(settings)
    try:
        listener.listen(_BACKLOG)
    except OSError as cause:
        listener.close()
        raise _cannot_listen(settings, cause) from cause
    return listener


def claim(settings: Settings) -> socket.socket:
    """Take the port without listening on it. Raises as `listen` does."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    claimed = socket.socket(family, socket.SOCK_STREAM)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((settings.host, settings.port))
    except OSError as cause:
        claimed.close()
        raise _cannot_listen(settings, cause) from cause
    return claimed


def beside(claimed: socket.socket) -> socket.socket:
    """Listen on a port that is claimed for several processes, each with a queue of its own.

    Linux deals connections out to such queues by their addresses. Of one queue for all, whoever
    wakes first takes all that waits in it: a browser's connections, or those that a proxy keeps,
    would all be with one process.
    """
    listener = socket.socket(claimed.family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(claimed.getsockname())
    listener.listen(_BACKLOG)
    return listener


def _cannot_listen(settings: Settings, cause: OSError) -> MatineeError:
    if cause.errno == errno.EADDRINUSE:
        other = settings.port + 1 if settings.port < 65535 else settings.port - 1
        return Conflict(
            f"Port {settings.port} on {settings.host} is taken by another program.",
            fix=f"Choose another: matinee serve --port {other} (or `make run PORT={other}`, "
            f"or MATINEE_PORT={other}).",
            code="port_taken",
        )
    if cause.errno == errno.EACCES:
        return Unavailable(
            f"This user may not listen on port {settings.port}.",
            fix="Choose a port above 1023 with --port.",
            code="port_refused",
        )
    return Unavailable(
        f"Cannot listen on {settings.host}: {cause.strerror}.",
        fix="Choose an address of this machine with --host.",
        code="address_refused",
    )


def _take(lock: ServerLock, settings: Settings, url: str) -> None:
    try:
        taken = lock.acquire(url, together=settings.together)
    except OSError as cause:
        raise Unavailable(
            f"The data folder {Path(settings.data).resolve()} cannot be written: {cause.strerror}.",
            fix="Give this user the right to write there, or choose another folder with --data.",
            code="data_not_writable",
        ) from cause
    if not taken:
        holder = lock.holder()
        who = f" (process {holder.pid}, {holder.url})" if holder else ""
        raise Conflict(
            f"Matinee already runs on {settings.data.resolve()}{who}.",
            fix="Use that one, stop it first, or choose another folder with --data. For several "
            "servers over one library set MATINEE_DATABASE_URL (PostgreSQL) and MATINEE_REDIS_URL.",
            code="already_running",
        )


def _greet(services: Any, url: str) -> None:
    lines = ["", f"  Matinee is at {url}"]
    link = setup_link(services, url)
    if link:
        lines += ["", "  Make the first account here:", f"  {link}"]
    lines += ["", f"  Library in {services.store.data} · stop with Ctrl+C", ""]
    print("\n".join(lines), file=sys.stdout, flush=True)
    log.info("serving %s, process %d", url, os.getpid())
