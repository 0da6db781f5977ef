"""How many prepared segments are sent at most: by nginx alone, by Matinee, and behind nginx.

All have the very same files and the same client, in turns. Both nginx have one worker; the one in
front has the shipped configuration, with its limits, its log and its headers, and asks Matinee for
each segment whether it may be had.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests import nginx

from bench import processes, viewers
from bench.starting import add
from bench.table import Figure, skipped
from matinee.capacity import load

CONNECTIONS, ROUNDS, ROUND_S, SOUND_ROUNDS = 64, 5, 2.0, 2
BEHIND = f"Segments of 5 Mb/s behind nginx, {CONNECTIONS} connections, as fast as they come"
ALONE = "The same from Matinee itself"
SOUND = "Sound behind nginx, segments of 80 KB"
TARGET = "≥ 0.8 of nginx alone"


@dataclass(frozen=True)
class Round:
    """What was received, and the CPU seconds a GB it took those who sent it."""

    got: load.Flood
    cpu_s: float

    @property
    def a_second(self) -> float:
        """Requests a second."""
        return self.got.requests / self.got.seconds


@dataclass(frozen=True)
class Sender:
    """Who is asked, at which port, for which addresses; and the processes that send them."""

    port: int
    paths: list[str]
    pids: list[int]


def measure(folder: Path) -> list[Figure]:
    """Measure on a server of its own with a film of which all segments are made."""
    if nginx.BINARY is None:
        return [skipped(BEHIND, TARGET, "nginx is not installed here (apt install nginx-light)")]
    film = viewers.film(folder)
    data, log = folder / "behind", folder / "behind.log"
    data.mkdir()
    processes.add_user(data)
    settings = {"MATINEE_TRUSTED_PROXIES": "127.0.0.1", "MATINEE_ACCEL_REDIRECT": "/_files"}
    with processes.server(data, log, settings) as server:
        server.sign_in()
        add(data, server, film)
        server.quiet()
        opened, _ = load.run(viewers.segments_made(server))
        ours = server.process.pid
        with (
            nginx.shipped(folder / "front", [server.port]) as front,
            _alone(folder, data / "cache") as alone,
        ):

            def senders(paths: list[str]) -> list[Sender]:
                return [
                    Sender(alone.port, _on_disk(data / "cache", paths), [alone.process_id]),
                    Sender(front.port, paths, [front.process_id, ours]),
                    Sender(server.port, paths, [ours]),
                ]

            picture = _turns(senders(opened.pictures), ROUNDS)
            sound = _turns(senders(opened.sounds), SOUND_ROUNDS)
    return [
        _compared(BEHIND, picture[1], picture[0], TARGET),
        _compared(ALONE, picture[2], picture[0]),
        _compared(SOUND, sound[1], sound[0]),
    ]


def _compared(what: str, ours: Round, rival: Round, target: str = "—") -> Figure:
    ratio = ours.got.mb_per_s / rival.got.mb_per_s
    return Figure(
        what, f"{ours.got.mb_per_s:.0f} MB/s", f"nginx alone {rival.got.mb_per_s:.0f} MB/s",
        f"{ratio:.2f}", target, None if target == "—" else ratio >= 0.8,
        f"{ours.a_second:.0f} segments a second, each asked for, against {rival.a_second:.0f}; CPU "
        f"of all who send {ours.cpu_s:.2f} s/GB against {rival.cpu_s:.2f}; best of rounds in turns",
    )  # fmt: skip


def _turns(senders: list[Sender], rounds: int) -> list[Round]:
    """Return the best round of each."""
    found: list[list[Round]] = [[] for _ in senders]
    for _ in range(rounds):
        for sender, rows in zip(senders, found, strict=True):
            rows.append(_round(sender))
    best: Callable[[Round], float] = lambda one: one.got.mb_per_s  # noqa: E731
    return [max(rows, key=best) for rows in found]


def _round(sender: Sender) -> Round:
    place, wishes = load.place(f"http://127.0.0.1:{sender.port}"), load.any_of(sender.paths)
    before = sum(map(processes.cpu_s, sender.pids))
    got = load.run(load.flood(place, wishes, connections=CONNECTIONS, seconds=ROUND_S))
    used = sum(map(processes.cpu_s, sender.pids)) - before
    return Round(got, used / (got.received_bytes / 1e9))


def _on_disk(cache: Path, paths: list[str]) -> list[str]:
    """Return where those segments lie, under the cache."""
    plan, track = paths[0].split("/")[-3:-1]
    [made] = cache.rglob(f"{plan}/{track}")
    return [f"/{made.relative_to(cache)}/{path.rpartition('/')[2]}" for path in paths]


def _alone(folder: Path, root: Path):
    port = nginx.free_port()
    inner = (
        "access_log off; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }}"
    )
    return nginx.run(folder / "alone", inner, port)
