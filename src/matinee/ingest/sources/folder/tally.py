"""What a scan has found and done so far, and how it says so."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from matinee.ingest.loose import printable
from matinee.kit.errors import MatineeError

_LISTED_FAILURES = 50


@dataclass
class Tally:
    """Counts of one scan; several threads write to it."""

    found: int = 0
    unchanged: int = 0
    unopened: int = 0
    skipped: Counter[str] = field(default_factory=Counter[str])
    done: Counter[str] = field(default_factory=Counter[str])
    missing: int = 0
    failures: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    passed_by: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    published: set[str] = field(default_factory=set[str])
    """Paths of what is new to the library; what only moved is not among them."""
    last_media_id: str | None = None
    told_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def counts(self) -> dict[str, int]:
        """Return the figures of a scan."""
        return {
            "found": self.found,
            "added": self.done["added"],
            "skipped": sum(self.skipped.values()),
            "failed": self.done["failed"],
            "moved": self.done["moved"],
            "missing": self.missing,
            "copying": self.done["copying"],
        }

    def kept(self) -> dict[str, Any]:
        """Return what a folder shows of its last scan."""
        return {
            **self.counts(),
            "skipped_by_reason": dict(self.skipped),
            "skipped_examples": list(self.passed_by),
            "failures": list(self.failures),
        }

    def passes_by(self, relative_path: str, reason: str) -> None:
        """List a file that is not taken in, and why."""
        if len(self.passed_by) < _LISTED_FAILURES:
            self.passed_by.append({"path": printable(relative_path), "reason": reason})

    def summary(self) -> dict[str, Any]:
        """Return everything for the job."""
        return {
            **self.kept(),
            "unchanged": self.unchanged,
            "unopened": self.unopened,
        }

    def came(self, what: str, media_id: str) -> None:
        """Count a file that was taken in."""
        with self.lock:
            self.done[what] += 1
            self.last_media_id = media_id

    def failed(self, relative_path: str, error: MatineeError) -> None:
        """Count a file that could not be taken in, and list it while the list is short."""
        with self.lock:
            self.done["failed"] += 1
            if len(self.failures) < _LISTED_FAILURES:
                self.failures.append(
                    {
                        "path": printable(relative_path),
                        "code": error.code,
                        "detail": error.detail,
                        "fix": error.fix,
                    }
                )
