"""For whom something is done follows it into threads."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.kit import context
from matinee.kit.serve import off_the_loop


def whom() -> tuple[str | None, str | None]:
    return context.request_id.get(), context.job_id.get()


def test_a_job_is_worked_on_within_its_block_alone() -> None:
    with context.working_on("job-1", "request-1"):
        assert whom() == ("request-1", "job-1")
        with context.working_on("job-2", None):
            assert whom() == (None, "job-2")
        assert whom() == ("request-1", "job-1")
    assert whom() == (None, None)


def test_threads_are_told_by_whoever_hands_them_work() -> None:
    with ThreadPoolExecutor(2) as pool:
        with context.working_on("job-1", "request-1"):
            plain, told = pool.submit(whom), pool.submit(context.carried(whom))
            several = [pool.submit(context.carried(whom)) for _ in range(20)]
        assert plain.result() == (None, None)
        assert {told.result(), *(one.result() for one in several)} == {("request-1", "job-1")}


def test_what_a_thread_sets_for_itself_stays_its_own() -> None:
    def work() -> None:
        context.request_id.set("another")

    with context.working_on("job-1", "request-1"):
        thread = threading.Thread(target=context.carried(work))
        thread.start()
        thread.join()
        assert whom() == ("request-1", "job-1")


def test_disk_threads_work_for_the_request_that_waits() -> None:
    async def ask(name: str) -> tuple[str | None, str | None]:
        context.request_id.set(name)
        return await off_the_loop(whom)

    async def several() -> list[tuple[str | None, str | None]]:
        return await asyncio.gather(*(asyncio.create_task(ask(f"r{n}")) for n in range(40)))

    assert asyncio.run(several()) == [(f"r{n}", None) for n in range(40)]


@pytest.mark.parametrize("name", ["a", "0", "8c2b-1", "a.b_C-9", "x" * 64])
def test_a_sane_id_is_taken_as_it_is(name: str) -> None:
    assert context.sane(name) == name


@pytest.mark.security
@pytest.mark.parametrize(
    "name", ["", " ", "-a", "a b", "a\n", "a\nb", "é", "x" * 65, "a/b", "a;b", '"', "<b>", "а"]
)
def test_anything_else_is_not(name: str) -> None:
    assert context.sane(name) is None


@pytest.mark.security
@given(st.text(max_size=100))
def test_nothing_that_could_forge_a_line_is_sane(name: str) -> None:
    found = context.sane(name)
    if found is not None:
        assert found.isascii()
        assert found.isprintable()
        assert not set(found) & set(" \"'{}[],:=\\/<>")
        assert len(found) <= 64


def test_ids_of_our_own_are_sane_and_unlike_each_other() -> None:
    found = [context.fresh() for _ in range(1000)]
    assert len(set(found)) == 1000
    assert all(context.sane(one) for one in found)
