import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from matinee import library
from matinee.accounts import Viewer
from matinee.admin import Hub, live
from matinee.kit.jobs import JobSpec, Lane
from matinee.kit.services import Services

ADMIN = Viewer("a", "a", "Ana", is_admin=True, session_id="none")
MEMBER = Viewer("b", "b", "Ben", is_admin=False, session_id="none")


@pytest.fixture
def hub(services: Services) -> Hub:
    services.jobs.register("thing", lambda _context: None, lane=Lane.LIGHT)
    hub = Hub()
    hub.wire(services)
    return hub


async def heard(stream: AsyncIterator[str], count: int) -> list[tuple[str, dict[str, object]]]:
    """Return the next events, comments left out."""
    found: list[tuple[str, dict[str, object]]] = []
    async with asyncio.timeout(10):
        while len(found) < count:
            frame = await anext(stream)
            fields = dict(
                line.split(": ", 1) for line in frame.strip().splitlines() if ": " in line
            )
            if "event" in fields:
                found.append((fields["event"], json.loads(fields["data"])))
    return found


async def listening(hub: Hub, viewer: Viewer) -> AsyncIterator[str]:
    stream = hub.stream(viewer, missed=False)
    assert (await heard(stream, 1))[0][0] == "hello"
    return stream


def enqueue(services: Services, user: str | None) -> str:
    with services.db.write() as session:
        return services.jobs.enqueue(session, JobSpec("thing", requested_by=user)).id


def test_jobs_and_titles_are_told_as_they_change(services: Services, hub: Hub) -> None:
    async def run() -> None:
        stream = await listening(hub, ADMIN)
        job_id = await asyncio.to_thread(enqueue, services, "b")
        await asyncio.to_thread(services.bus.publish, library.MediaAdded("m1"))
        (first, job), (second, media) = await heard(stream, 2)
        assert (first, job["id"], job["status"]) == ("job", job_id, "queued")
        assert (second, media) == ("media", {"id": "m1", "change": "added"})
        await stream.aclose()

    asyncio.run(run())


@pytest.mark.security
def test_a_member_hears_of_their_own_jobs_only(services: Services, hub: Hub) -> None:
    async def run() -> None:
        stream = await listening(hub, MEMBER)
        for user in ("a", None, "b"):
            await asyncio.to_thread(enqueue, services, user)
        await asyncio.to_thread(services.bus.publish, library.RootsChanged())
        told = await heard(stream, 2)
        assert [name for name, _ in told] == ["job", "library"]
        await stream.aclose()

    asyncio.run(run())


@pytest.mark.security
def test_a_stream_ends_when_its_session_does(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_HEARTBEAT_S", 0.01)

    async def run() -> None:
        stream = await listening(hub, ADMIN)  # its session was never alive
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(stream), 10)
        assert hub.streams_of(ADMIN) == 0

    asyncio.run(run())


def test_who_cannot_keep_up_is_told_to_start_over(
    services: Services, hub: Hub, monkeypatch
) -> None:
    monkeypatch.setattr(live, "_QUEUE_MAX", 5)

    async def run() -> None:
        stream = await listening(hub, ADMIN)
        for n in range(20):
            services.bus.publish(library.MediaChanged(str(n)))
        await asyncio.sleep(0)
        assert ("library", {"change": "reset"}) in await heard(stream, 2)
        await stream.aclose()

    asyncio.run(run())


def test_a_stopping_server_ends_every_stream(hub: Hub) -> None:
    async def run() -> None:
        stream = await listening(hub, ADMIN)
        hub.close()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(stream), 10)

    asyncio.run(run())


def test_a_client_that_missed_events_fetches_anew(hub: Hub) -> None:
    async def run() -> None:
        stream = hub.stream(ADMIN, missed=True)
        assert [name for name, _ in await heard(stream, 2)] == ["hello", "library"]
        await stream.aclose()

    asyncio.run(run())
