"""Waiting in the loop for what a thread does."""

import asyncio
import gc
import weakref
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from matinee.kit.serve import mirrored, off_the_loop


class Bytes:
    """Something large."""


def test_what_was_waited_for_does_not_stay(until) -> None:
    async def ask() -> "weakref.ref[Bytes]":
        return weakref.ref(await off_the_loop(Bytes))

    gc.collect()
    gc.disable()
    try:
        left = asyncio.run(ask())
        until(lambda: left() is None)  # its thread lets go a moment later
    finally:
        gc.enable()


def test_who_stops_waiting_takes_nothing_from_others() -> None:
    async def ask() -> int:
        future: Future[int] = Future()
        first, second = mirrored(future), mirrored(future)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first, 0.01)
        assert not future.cancelled()
        future.set_result(7)
        return await second

    assert asyncio.run(ask()) == 7


def test_an_error_comes_to_who_waits_and_a_loop_that_ended_is_told_nothing() -> None:
    async def ask() -> None:
        with pytest.raises(ZeroDivisionError):
            await off_the_loop(lambda: 1 / 0)

    asyncio.run(ask())
    future: Future[int] = Future()

    async def leave() -> None:
        mirrored(future)

    asyncio.run(leave())
    with ThreadPoolExecutor(1) as threads:
        threads.submit(future.set_result, 1).result()


def test_work_that_was_called_off_is_called_off_for_who_waits() -> None:
    async def ask() -> None:
        future: Future[int] = Future()
        waiting = mirrored(future)
        future.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(ask())
