"""What a running Matinee is made of, handed to every room as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.engine import Engine
    from matinee.kit.config import Settings
    from matinee.kit.db import Database
    from matinee.kit.events import Bus
    from matinee.kit.jobs import Jobs
    from matinee.kit.objects import Objects
    from matinee.kit.peers import Peers
    from matinee.kit.redis import Link
    from matinee.kit.secrets import Secrets
    from matinee.kit.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """One per process; built in app, closed by app."""

    settings: Settings
    db: Database
    bus: Bus
    jobs: Jobs
    store: Store
    secrets: Secrets
    engine: Engine
    redis: Link | None = None
    peers: Peers | None = None
    objects: Objects | None = None
