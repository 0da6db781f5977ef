"""Answering a scrape: part by part, so that one that fails is missed and nothing else is.

Behind one port there may be several processes, and whichever takes the request asks the others for
theirs: figures that come from another process at each scrape would jump up and down.
"""

import logging
import os
import socket
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from matinee.admin.scrape.merging import merged
from matinee.admin.scrape.queries import OWN, SHARED, Part
from matinee.kit import clock, figures
from matinee.kit.errors import Unavailable
from matinee.kit.figures import Buckets, Family, gauge
from matinee.kit.peers import Peer
from matinee.kit.services import Services

log = logging.getLogger(__name__)
PATH: Final = "/metrics"
_PEER_S: Final = 3.0
_WAIT_S: Final = 5.0
_asking = threading.Lock()


def own(services: Services) -> bytes:
    """Return what this process tells of itself alone."""
    return figures.text(_gathered(services, OWN))


def whole(services: Services, shown: Mapping[str, str]) -> bytes:
    """Return all that there is to tell; `shown` are the headers by which other processes behind
    the same port know the one who asks.

    Raises Unavailable while somebody else's question hangs: scrapes do not pile up.
    """
    if not _asking.acquire(timeout=_WAIT_S):
        raise Unavailable(
            "The figures are being gathered for somebody else.",
            fix="Ask again; if it stays, a disk or the database hangs.",
        )
    try:
        beside = _beside(services)
        if not beside:
            return figures.text(_gathered(services, OWN | SHARED))
        answers = {str(os.getpid()): own(services), **_asked(beside, shown)}
        shared = figures.lines(_gathered(services, SHARED))
        return merged([({"process": one}, text) for one, text in answers.items()] + [({}, shared)])
    finally:
        _asking.release()


def _gathered(services: Services, parts: Mapping[str, Part]) -> list[Family | Buckets]:
    found: list[Family | Buckets] = []
    fine: dict[tuple[str, ...], float] = {}
    took: dict[tuple[str, ...], float] = {}
    for name, look in parts.items():
        began_s = clock.monotonic()
        try:
            found += look(services)
            fine[name,] = 1
        except Exception as error:  # the database may be away, and its figures with it
            log.warning("no figures of %s: %s", name, type(error).__name__)
            fine[name,] = 0
        took[name,] = clock.monotonic() - began_s
    about: Iterable[Family] = (
        gauge("matinee_scrape_part_ok", "Whether a part could be told (1).", fine, ("part",)),
        gauge("matinee_scrape_part_seconds", "Seconds it took to tell.", took, ("part",)),
    )
    if parts is SHARED:
        return [*found, *about]
    return [*figures.told(), *found, *about]


def _beside(services: Services) -> list[Peer]:
    """Return the other processes behind our port: of this machine, and of the same parent."""
    if services.peers is None or services.settings.processes == 1:
        return []
    here = f"{socket.gethostname()}-"
    return [
        peer
        for peer in services.peers.others()
        if peer.host.startswith(here) and _parent(peer.host.removeprefix(here)) == os.getppid()
    ]


def _parent(pid: str) -> int | None:
    """Return the number of a process's parent (field 4 of proc(5) stat)."""
    try:
        return int(Path(f"/proc/{int(pid)}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _asked(beside: Iterable[Peer], shown: Mapping[str, str]) -> dict[str, bytes]:
    """Ask the others; one that does not answer is left out, and seen to be missing."""
    import httpx

    found: dict[str, bytes] = {}
    with httpx.Client(timeout=_PEER_S, trust_env=False, headers=dict(shown)) as client:
        for peer in beside:
            try:
                answer = client.get(f"{peer.address}{PATH}", params={"here": "true"})
                found[peer.host.rpartition("-")[2]] = answer.raise_for_status().content
            except httpx.HTTPError:
                continue
    return found
