"""Threads for disks that may be slow: a hung mount takes some of these and nothing else.

Sockets are never waited for here, so a few threads are many; what waits for a store across a
network has threads of its own.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple, Unpack

from matinee.kit.context import carried

_Args = TypeVarTuple("_Args")
_T = TypeVar("_T")
_far = ThreadPoolExecutor(max_workers=32, thread_name_prefix="store")
_threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="disk")


async def off_the_loop(call: Callable[[Unpack[_Args]], _T], *args: *_Args) -> _T:
    """Run a call that may wait for a disk, and wait for it without holding anybody up.

    A call whose asker is cancelled still runs to its end, so that what it opened or was
    handed to close is closed.
    """
    return await _run(_threads, call, *args)


async def far_off(call: Callable[[Unpack[_Args]], _T], *args: *_Args) -> _T:
    """As `off_the_loop`, of a call that may wait for a store across a network."""
    return await _run(_far, call, *args)


async def _run(
    threads: ThreadPoolExecutor, call: Callable[[Unpack[_Args]], _T], *args: *_Args
) -> _T:
    return await mirrored(threads.submit(carried(call), *args))


def mirrored(future: "Future[_T]") -> "asyncio.Future[_T]":
    """Return what the loop can wait for until a thread's work is done.

    Whoever stops waiting takes nothing from others who wait for the same, and an error that nobody
    waits for any more is nobody's. The future does not come to hold itself, as by
    `asyncio.wrap_future`: what it brought, a segment of a megabyte, would stay until the next
    search for garbage, which comes rarely here.
    """
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[_T] = loop.create_future()

    def hand_over(ended: "Future[_T]") -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(_hand_over, ended, waiting)

    future.add_done_callback(hand_over)
    return waiting


def _hand_over(ended: "Future[_T]", waiting: "asyncio.Future[_T]") -> None:
    if waiting.cancelled():
        return
    if ended.cancelled():
        waiting.cancel()
        return
    error = ended.exception()
    if error is None:
        waiting.set_result(ended.result())
    else:
        waiting.set_exception(error)
        waiting.exception()  # seen
