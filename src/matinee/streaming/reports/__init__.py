"""How playing went: what players measured, told to the server and added up for its owner.

A viewing is one row that grows while it is watched. It holds times and counts and no words of a
title; the newest are kept for ninety days.
"""

from matinee.kit.services import Services
from matinee.streaming.reports import actions

_PRUNE_S = 3600.0


def wire(services: Services) -> None:
    """Let old reports go."""
    services.jobs.every(_PRUNE_S, lambda: actions.prune(services))
