"""Lists and search over HTTP with many titles, against what a plain LIKE scan would take."""

import http.client
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench import questions
from bench.processes import Server
from bench.questions import Ask
from bench.table import Figure, percentile

REQUESTS = 300
FEWER, FEW_IF_HUGE = 60, 10
WARM_UP = 20  # or all there are, where they are fewer
NAIVE, NAIVE_IF_HUGE = 12, 3
A_MILLION = 1_000_000
HOME_MS, PAGE_MS, PANEL_MS = 100, 50, 200  # with fewer than a million titles


def measure(server: Server, data: Path, titles: int) -> list[Figure]:
    """Measure lists, search and suggestions; each beside the naive statement for the same."""
    rng = random.Random(11)
    asks = questions.Questions(rng, titles)
    many = range(REQUESTS)
    huge = titles >= A_MILLION
    fewer = range(FEW_IF_HUGE if huge else FEWER)  # of what has no promise there, and takes seconds
    database = sqlite3.connect(f"file:{data / 'matinee.db'}?mode=ro", uri=True)
    page_ms, panel_ms = (None, None) if huge else (PAGE_MS, PANEL_MS)
    naive = _Naive(database, NAIVE_IF_HUGE if huge else NAIVE)
    [cues] = database.execute("SELECT count(*) FROM cue").fetchone()
    said = questions.lines(rng, database, REQUESTS)
    commonest, commonest_said = (
        [(f"/api/{route}?{urlencode({'q': 'the'})}", "the")] * FEWER
        for route in ("search", "search/said")
    )
    try:
        return [
            _home(server, titles, None if huge else HOME_MS),
            _figure("List, p95", server, [asks.listed() for _ in many],
                    naive(questions.naive_list), page_ms),
            _figure("Filtered list, p95", server, [asks.narrowed() for _ in many],
                    naive(questions.naive_narrowed), page_ms),
            _figure("What a filter leaves (facets), p95", server,
                    [asks.facets() for _ in fewer], None, panel_ms),
            _figure("Letters of a list by title, p95", server,
                    [asks.letters() for _ in fewer], None, panel_ms),
            _figure("Search, p95", server, [asks.search() for _ in many],
                    naive(questions.naive_search), 150 if huge else 50),
            _figure("Suggest, p95", server, [asks.suggest() for _ in many],
                    naive(questions.naive_suggest), 50 if huge else 20),
            _figure("The commonest word, p95", server, commonest,
                    naive(questions.naive_search), 200),
            _figure(f"Said in {cues:,} lines, p95", server, said,
                    naive(questions.naive_said), 100),
            _figure("The commonest word said, p95", server, commonest_said,
                    naive(questions.naive_said), 200),
        ]  # fmt: skip
    finally:
        database.close()


def _home(server: Server, titles: int, limit_ms: float | None) -> Figure:
    """All that Home asks, one after the other; a browser asks several at once."""
    client = _Client(server)
    visits = [sum(client.ms(one) for one in questions.HOME) for _ in range(FEWER)][3:]
    client.close()
    ours = percentile(visits, 0.95)
    return Figure(
        f"Home, all its {len(questions.HOME)} requests together, {titles:,} titles, p95",
        f"{ours:.1f} ms", "—", "—", "—" if limit_ms is None else f"≤ {limit_ms:.0f} ms",
        None if limit_ms is None else ours <= limit_ms,
        f"median {percentile(visits, 0.5):.1f} ms, one after the other over HTTP",
    )  # fmt: skip


_Rival = Callable[[list[str]], float]


@dataclass(frozen=True)
class _Naive:
    """The database as a person with plain SQL sees it."""

    database: sqlite3.Connection
    most: int
    """How many statements are tried; those over a million rows take seconds."""

    def __call__(self, ask: Callable[[sqlite3.Connection, str], object]) -> _Rival:
        return lambda words: percentile([self._ms(ask, word) for word in words[: self.most]], 0.95)

    def _ms(self, ask: Callable[[sqlite3.Connection, str], object], word: str) -> float:
        begun = time.perf_counter()
        ask(self.database, word)
        return (time.perf_counter() - begun) * 1000


def _figure(
    what: str, server: Server, asks: list[Ask], naive: _Rival | None, limit_ms: float | None
) -> Figure:
    client = _Client(server)
    times = [client.ms(address) for address, _ in asks[:WARM_UP] + asks][-len(asks) :]
    client.close()
    ours = percentile(times, 0.95)
    shown, ratio, note = "—", "—", ""
    if naive is not None:
        rival = naive([word for _, word in asks])
        shown, ratio = f"plain SQL scan {rival:.0f} ms", f"{ours / rival:.2f}"
        note = "; the rival is the bare statement"
    return Figure(
        what, f"{ours:.1f} ms", shown, ratio, "—" if limit_ms is None else f"≤ {limit_ms:.0f} ms",
        None if limit_ms is None else ours <= limit_ms,
        f"median {percentile(times, 0.5):.1f} ms over HTTP{note}",
    )  # fmt: skip


class _Client:
    """One connection that is kept."""

    def __init__(self, server: Server) -> None:
        self._token = server.token
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def ms(self, address: str) -> float:
        """Ask, and return how long that took; raises RuntimeError for anything but 200."""
        begun = time.perf_counter()
        self._http.request("GET", address, headers={"Authorization": f"Bearer {self._token}"})
        answer = self._http.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status} {content[:200]!r}")
        return (time.perf_counter() - begun) * 1000

    def close(self) -> None:
        self._http.close()
