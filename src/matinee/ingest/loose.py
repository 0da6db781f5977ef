"""Reading values of any shape into bounded ones: what sites say is never taken at its word."""

import re
import urllib.parse
from datetime import date
from typing import Any

from matinee.ingest import guard

Loose = dict[str, Any]

_GENERIC = {"generic", "html5", "html5mediaembed"}
_JOINERS = "\u200c\u200d"  # emoji families and Persian need them
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,34}")


def text(value: Any, limit: int, *, lines: bool = False) -> str | None:
    """Return a bounded text without control characters, or None when nothing is left."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e18:
        value = str(value)
    if not isinstance(value, str):
        return None
    raw = value.encode("utf-8", "ignore").decode("utf-8")[: limit * 4]
    keep = _JOINERS + ("\n\t" if lines else "")
    clean = "".join(c if c.isprintable() or c in keep else " " for c in raw)
    if not lines:
        clean = " ".join(clean.split())
    return clean.strip()[:limit].rstrip() or None


def number(raw: Any) -> float | None:
    """Return a finite number from 0 to 1e9, or None."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    return float(raw) if 0 <= raw < 1e9 else None  # NaN compares false


def whole(raw: Any, low: int, high: int) -> int | None:
    """Return a whole number within bounds, or None."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    return int(raw) if low <= raw <= high else None


def words(raw: Any) -> tuple[str, ...]:
    """Return a bounded list of short words without repeats."""
    if not isinstance(raw, (list, tuple)):
        return ()
    found = (text(item, 60) for item in raw[:100])
    return tuple(dict.fromkeys(word for word in found if word))[:50]


def dicts(raw: Any, limit: int) -> list[Loose]:
    """Return the dictionaries in a list, at most `limit`."""
    if not isinstance(raw, (list, tuple)):
        return []
    return [item for item in raw[:limit] if isinstance(item, dict)]


def day(raw: Any) -> str | None:
    """Return a calendar day as YYYY-MM-DD from any writing of its eight digits, or None."""
    digits = re.sub(r"\D", "", raw) if isinstance(raw, str) else ""
    if len(digits) != 8:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def language(raw: Any) -> str | None:
    """Return a language code, or None."""
    return raw if isinstance(raw, str) and _LANGUAGE.fullmatch(raw) else None


def web_url(raw: Any) -> str | None:
    """Return an http(s) address, or None."""
    if not isinstance(raw, str) or "://" not in raw:
        return None
    tidy = guard.tidy_url(raw.strip().replace(" ", "%20"))
    return tidy if tidy and urllib.parse.urlsplit(tidy).hostname else None


def codec(raw: Any) -> str | None:
    """Return a codec name, None for "none", or None."""
    name = text(raw, 40)
    return None if name in {None, "none", "unknown"} else name


def platform(raw: Any) -> str:
    """Return the short name of a site, as kept in the library."""
    name = re.sub(r"[^a-z0-9]+", "", (text(raw, 60) or "generic").lower().split(":")[0])
    return "generic" if name in _GENERIC or not name else name


def printable(raw: str) -> str:
    """Return a path's text without what cannot be shown; undecodable bytes become "?"."""
    return "".join(map(_shown, raw))


def _shown(char: str) -> str:
    if 0xD800 <= ord(char) <= 0xDFFF:
        return "?"
    return char if char.isprintable() or char in _JOINERS else " "
