"""Threads for disks that may be slow: a hung mount takes some of these and nothing else.

Sockets are never waited for here, so a few threads are many; what waits for a store across a
network has threads of its own.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, TypeVarTuple, Unpack

from matinee.kit.context import carried

_Args = TypeVarTuple("_Args")
_T = TypeVar("_T")
_far = ThreadPoolExecutor(max_workers=32, thread_name_prefix="store")
_threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="disk")


async def off_the_loop(call: Callable[[Unpack[_Args]], _T], *args: *_Args) -> _T:
    """Run a call that may wait for a disk, and wait for it without holding anybody up.

    Shielded: a call whose asker is cancelled still runs to its end, so that what it opened or was
    handed to close is closed.
    """
    return await _run(_threads, call, *args)


async def far_off(call: Callable[[Unpack[_Args]], _T], *args: *_Args) -> _T:
    """As `off_the_loop`, of a call that may wait for a store across a network."""
    return await _run(_far, call, *args)


async def _run(
    threads: ThreadPoolExecutor, call: Callable[[Unpack[_Args]], _T], *args: *_Args
) -> _T:
    future = asyncio.get_running_loop().run_in_executor(threads, carried(call), *args)
    future.add_done_callback(_seen)
    return await asyncio.shield(future)


def _seen(future: "asyncio.Future[Any]") -> None:
    if not future.cancelled():
        future.exception()  # whoever waits hears of it; if nobody does, it is nobody's error
