"""A restore that was asked for on a page: a note in the backups folder, and carried out at the next
start, before anybody has the database open. What came of it is noted too.

The note is taken away before anything is done: a restore that fails is not tried at every start.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from matinee.admin.backups import listing, restoring
from matinee.kit import clock
from matinee.kit.config import Settings
from matinee.kit.errors import Conflict, MatineeError
from matinee.kit.log import Private
from matinee.kit.store import write_atomic

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RestartAsked:
    """The server is to end, and begin anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a restore; `code` and what follows say why it failed."""

    name: str
    at: str
    kept: str | None = None
    code: str | None = None
    detail: str | None = None
    fix: str | None = None


def ask(settings: Settings, name: str, sha256: str) -> None:
    """Note that a copy is to be restored at the next start."""
    write_atomic(_wish(settings), json.dumps({"name": name, "sha256": sha256}).encode())


def carry_out(settings: Settings) -> None:
    """Restore what was asked for, if anything was. A failure is noted, and the library is as it
    was."""
    wish = _read(_wish(settings))
    if wish is None:
        return
    _wish(settings).unlink()
    name, at = str(wish.get("name")), f"{clock.now():%FT%TZ}"
    try:
        copy = listing.get(settings, name)
        if not copy.is_here and copy.copy.sha256 != wish.get("sha256"):
            raise Conflict(
                "The copy in the store is another one than was rehearsed.",
                fix="Rehearse it again.", code="not_rehearsed",
            )  # fmt: skip
        log.warning("restoring %s, as was asked for", name)
        with listing.at_hand(settings, copy, lambda _: None) as path:
            done = restoring.restore(settings, path, say=lambda step: log.info("%s", step))
        outcome = Outcome(name, at, kept=done.kept.name if done.kept else None)
    except MatineeError as error:
        log.error(  # noqa: TRY400 - it is told in words
            "nothing was restored: %s, %s", error.code, Private(error.detail)
        )
        outcome = Outcome(name, at, code=error.code, detail=error.detail, fix=error.fix)
    write_atomic(_last(settings), json.dumps(asdict(outcome)).encode())


def last(settings: Settings) -> Outcome | None:
    """Return what came of the last restore that was asked for on a page."""
    found = _read(_last(settings))
    try:
        return Outcome(**found) if found is not None else None
    except TypeError:
        return None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _wish(settings: Settings) -> Path:
    return settings.data.resolve() / "backups" / "restore.json"


def _last(settings: Settings) -> Path:
    return settings.data.resolve() / "backups" / "restored.json"
