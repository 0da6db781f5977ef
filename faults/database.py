"""PostgreSQL restarted under load, and what the server stands on away when it starts."""

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
from tests import servers
from tests.flows.conftest import small_clip, write_film

from faults.awake import until
from faults.house import House, house
from faults.table import How, Row

WRITERS, TITLES, RESTARTS = 4, 8, 5


def run(how: How) -> Iterator[Row]:
    """Restart it while people write; and start without what is needed."""
    if how.set_up == "cluster":
        yield _restarts(how)
    yield _away_at_start(how)


@dataclass
class Told:
    """What the writers were told."""

    kept: dict[str, float] = field(default_factory=dict[str, float])
    answers: Counter[int] = field(default_factory=Counter[int])
    wrong: list[str] = field(default_factory=list[str])
    stop: threading.Event = field(default_factory=threading.Event)


def _restarts(how: How) -> Row:
    lost: list[str] = []
    with house(how, "database") as one:
        films = one.folder / "films"
        clip = small_clip(one.folder)
        for n in range(TITLES):
            write_film(clip, films / f"Film {n} (2001).mkv", n)
        media = list(one.bring(films))
        told = Told()
        threads = [
            threading.Thread(target=_write, args=(one, media[n::WRITERS], told))
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        longest = 0.0
        restarts = max(1, min(RESTARTS, how.runs))
        for n in range(restarts):
            time.sleep(2)  # they write for a while
            longest = max(longest, _restart(one, "fast" if n % 2 else "immediate"))
        time.sleep(1)
        told.stop.set()
        for thread in threads:
            thread.join()
        lost += told.wrong
        for name, position in told.kept.items():
            if one.position(name) != position:
                lost.append(f"{name}: {one.position(name)} instead of {position}")
        if set(one.media()) != set(media):
            lost.append("titles are gone")
    told_503 = told.answers[503]
    return Row(
        f"PostgreSQL restarted {restarts} times under load", sum(told.answers.values()), len(lost),
        f"{told.answers[200]} kept, {told_503} told to wait; answers again after {longest:.1f} s",
        "0 acknowledged writes lost, 503 with Retry-After", not lost, tuple(lost[:20]),
    )  # fmt: skip


def _restart(one: House, how_it_ends: str) -> float:
    """Restart PostgreSQL; returns the seconds until the server answers well again."""
    assert one.postgres is not None
    folder = str(one.postgres.folder)
    servers._as_postgres("pg_ctl", "-D", folder, "-m", how_it_ends, "-w", "stop")
    began = time.monotonic()
    options = f"-k {folder} -c listen_addresses="
    servers._as_postgres(
        "pg_ctl", "-D", folder, "-w", "-o", options, "-l", f"{folder}/log", "start"
    )
    with one.another() as client:
        until(lambda: client.get("/api/home").status_code == 200, "it answers again")
    return time.monotonic() - began


def _write(one: House, mine: list[str], told: Told) -> None:
    with one.another() as client:
        n = 0
        while not told.stop.is_set():
            name, position = mine[n % len(mine)], (n % 1000) / 1000 + 0.5
            body = {"position_s": position, "duration_s": 6.0}
            try:
                answer = client.put(f"/api/media/{name}/progress", json=body)
            except httpx.TransportError as cause:
                told.wrong.append(f"no answer: {type(cause).__name__}")
                continue
            told.answers[answer.status_code] += 1
            if answer.status_code == 200:
                told.kept[name] = position
            elif answer.status_code != 503 or "retry-after" not in answer.headers:
                told.wrong.append(f"{answer.status_code} {answer.text[:200]}")
            elif told.kept.get(name) is not None:
                # A write whose answer was lost may be kept or not: it is written again.
                continue
            n += 1
            time.sleep(0.01)


def _away_at_start(how: How) -> Row:
    """Start without the database, without Redis, without the disk: it says so, and begins nothing
    anew over what is there."""
    lost: list[str] = []
    said: list[str] = []
    with house(how, "away") as one:
        clip = small_clip(one.folder)
        film = one.folder / "Film (2001).mkv"
        write_film(clip, film, 1)
        before = set(one.bring(film))
        one.server.stop()
        if one.postgres is not None and one.redis is not None:
            folder = str(one.postgres.folder)
            servers._as_postgres("pg_ctl", "-D", folder, "-m", "fast", "-w", "stop")
            said.append(_refused(one, "MATINEE_DATABASE_URL", lost))
            options = f"-k {folder} -c listen_addresses="
            servers._as_postgres(
                "pg_ctl", "-D", folder, "-w", "-o", options, "-l", f"{folder}/log", "start"
            )
            one.redis.stop()
            one.start()
            if set(one.media()) != before:
                lost.append("without Redis the library is another")
            one.redis.start()
            said.append("Redis away: it serves")
            one.server.stop()
        else:
            path = one.server.data / "matinee.db"
            aside = path.with_name("matinee.db.aside")
            path.rename(aside)
            said.append(_refused(one, "matinee.db", lost))
            if path.exists():
                lost.append("it began anew over what was there")
            aside.rename(path)
        one.start()
        if set(one.media()) != before:
            lost.append("the library is another afterwards")
    return Row(
        "away at the start", len(said), len(lost), "; ".join(said), "says so, never starts empty",
        not lost, tuple(lost),
    )  # fmt: skip


def _refused(one: House, names: str, lost: list[str]) -> str:
    """Start a server that should say what it lacks; returns what it said."""
    try:
        ran = one.server.run("serve")
    except subprocess.TimeoutExpired:
        lost.append(f"it started without {names}")
        return "it started"
    words = (ran.stderr + ran.stdout).strip()
    if ran.returncode == 0 or names not in words or "Traceback" in words:
        lost.append(f"it did not say what is away: {words[-500:]}")
    return f"{names} away: it says so"
