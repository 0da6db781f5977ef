"""One simulated viewer: opens a title, plays it at its pace, and notices what a person would.

Playing begins when the first segments of picture and sound are there. From then on each segment is
asked for when the one before it begins to play, so there is always one in hand; one that comes
after its time has come is a stall, and everything after it moves.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from matinee.capacity.load.choosing import Film, beside
from matinee.capacity.load.figures import PICTURE, SOUND, START, Figures
from matinee.capacity.load.line import Failed, Line, Place
from matinee.capacity.load.playlist import Track

Opens = Callable[[Line], Awaitable[Film]]
AGAIN_S = 1.0
"""A viewer whose title did not open tries again after this."""


@dataclass
class House:
    """What all viewers share."""

    to: Place
    until: float
    """When nobody asks for more (`time.perf_counter`)."""
    timeout_s: float
    figures: Figures = field(default_factory=Figures)
    lengths: dict[str, int] = field(default_factory=dict[str, int])
    """How long each segment was: its address stands for the same bytes for ever."""


class Viewer:
    """Somebody who watches from `arrives_at` on, beginning at `share` (0 to 1) of the title."""

    def __init__(self, house: House, opens: Opens, arrives_at: float, share: float) -> None:
        self._house, self._opens = house, opens
        self._arrives_at, self._share = arrives_at, share
        self._lines = (
            Line(house.to, timeout_s=house.timeout_s), Line(house.to, timeout_s=house.timeout_s)
        )  # fmt: skip
        self._began = 0.0
        """When the place where it began was on the screen; moves with each stall."""

    async def watch(self) -> None:
        """Watch until it is over."""
        house = self._house
        await asyncio.sleep(max(0.0, self._arrives_at - time.perf_counter()))
        with self._lines[0], self._lines[1]:
            while time.perf_counter() < house.until:
                try:
                    film, first = await self._start()
                except Failed as failed:
                    house.figures.errors[f"start: {failed.kind}"] += 1
                    await asyncio.sleep(AGAIN_S)
                    continue
                house.figures.watching += 1
                await self._play(film, first)
                return

    async def _start(self) -> tuple[Film, tuple[int, int]]:
        """Open the title and fetch what it begins with: (film, first numbers of its tracks)."""
        asked_at = time.perf_counter()
        film = await self._opens(self._lines[0])
        second = self._share * film.picture.duration_s
        first = (film.picture.at(second), film.sound.at(second) if film.sound else 0)
        parts = [self._begin(self._lines[0], film.picture_at, film.picture, first[0], PICTURE)]
        if film.sound is not None:
            parts.append(self._begin(self._lines[1], film.sound_at, film.sound, first[1], SOUND))
        results = await asyncio.gather(*parts, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        self._began = time.perf_counter()
        self._house.figures.times[START].append(self._began - asked_at)
        return film, first

    async def _begin(self, line: Line, at: str, track: Track, number: int, kind: str) -> None:
        if track.header is not None:
            await self._fetch(line, beside(at, track.header), None)
        await self._fetch(line, beside(at, track.pieces[number].address), kind)

    async def _play(self, film: Film, first: tuple[int, int]) -> None:
        tracks = [self._follow(self._lines[0], film.picture_at, film.picture, first[0], PICTURE)]
        if film.sound is not None:
            tracks.append(self._follow(self._lines[1], film.sound_at, film.sound, first[1], SOUND))
        await asyncio.gather(*tracks)

    async def _follow(self, line: Line, at: str, track: Track, number: int, kind: str) -> None:
        """Fetch a track piece by piece until it is over; after the end comes the beginning."""
        house, figures = self._house, self._house.figures
        lead_s = due_s = track.pieces[number].duration_s
        while True:
            number = (number + 1) % len(track.pieces)
            wanted = self._began + due_s - lead_s
            now = time.perf_counter()
            if max(wanted, now) >= house.until:
                return
            if wanted > now:
                await asyncio.sleep(wanted - now)
                figures.lags.append(time.perf_counter() - wanted)
            try:
                await self._fetch(line, beside(at, track.pieces[number].address), kind)
            except Failed as failed:
                figures.errors[f"{kind}: {failed.kind}"] += 1
            late = time.perf_counter() - (self._began + due_s)
            if late > 0:
                figures.stalls += 1
                figures.stalled_s += late
                self._began += late
            lead_s = track.pieces[number].duration_s
            due_s += lead_s

    async def _fetch(self, line: Line, path: str, kind: str | None) -> None:
        """Fetch one thing and weigh the answer; with a `kind` it is a segment. Raises Failed."""
        answer = await line.ask(path)
        if answer.status != 200:
            raise Failed(f"status {answer.status}")
        if answer.length == 0:
            raise Failed("empty")
        if self._house.lengths.setdefault(path, answer.length) != answer.length:
            raise Failed("another length than before")
        figures = self._house.figures
        figures.received_bytes += answer.length
        if kind is not None:
            figures.times[kind].append(answer.seconds)
