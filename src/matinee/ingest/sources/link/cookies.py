"""Cookies the owner gives for a site, so that links which need a sign-in work.

Netscape format, one file a site under data/secrets/cookies, mode 0600. They are never returned,
never logged, handed to the child through its pipe (so no second copy is on the disk and nothing
is written back), and only for links of that very site.
"""

import os
import re
import urllib.parse
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from matinee.kit import clock
from matinee.kit.errors import Invalid, NotFound
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.kit.store import sync_folder

MAX_BYTES = 512 * 1024
_SITE = re.compile(
    r"(?=.{1,100}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
_HEADER = "# Netscape HTTP Cookie File\n"
_ADDED = re.compile(r"# added (\S+)")
_ALIASES = {"youtu.be": "youtube.com", "fb.watch": "facebook.com", "t.co": "x.com"}
_FORMAT = (
    "Export the site's cookies with a browser extension such as “Get cookies.txt LOCALLY” "
    "and give that file as it is."
)


@dataclass(frozen=True, slots=True)
class CookieSite:
    """A site whose cookies were given."""

    site: str
    added_at: datetime
    updated_at: datetime


def tidy_site(site: str) -> str:
    """Return a site's name in its one spelling. Raises Invalid."""
    name = site.strip().lower().strip(".").removeprefix("www.")
    if not _SITE.fullmatch(name):
        raise Invalid(
            "This is not the name of a site.", fix="Give it like this: example.com.",
            code="not_a_site",
        )  # fmt: skip
    return name


def save(services: Services, site: str, text: str) -> CookieSite:
    """Keep the cookies of one site, replacing older ones. Raises Invalid."""
    site = tidy_site(site)
    lines = _lines(text, site)
    path = _path(services, site)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    added = _added(path) or clock.now()
    body = f"{_HEADER}# added {added.isoformat()}\n" + "\n".join(lines) + "\n"
    _write_private(path, body.encode())
    return _described(path)


def delete(services: Services, site: str) -> None:
    """Forget the cookies of a site. Raises NotFound."""
    try:
        _path(services, tidy_site(site)).unlink()
    except FileNotFoundError:
        raise NotFound("There are no cookies of this site.", code="no_such_cookies") from None


def listed(services: Services) -> list[CookieSite]:
    """Return the sites whose cookies were given, by name."""
    folder = _folder(services)
    return [_described(path) for path in sorted(folder.glob("*.txt"))] if folder.is_dir() else []


def get(services: Services, site: str) -> CookieSite:
    """Return when a site's cookies were given, never what they are. Raises NotFound."""
    path = _path(services, tidy_site(site))
    if not path.is_file():
        raise NotFound("There are no cookies of this site.", code="no_such_cookies")
    return _described(path)


def for_link(services: Services, url: str) -> str | None:
    """Return the cookies file text for a link of a site that has one, else None."""
    host = (urllib.parse.urlsplit(url).hostname or "").lower().rstrip(".")
    host = _ALIASES.get(host, host)
    parts = host.split(".")
    for start in range(len(parts) - 1):
        candidate = ".".join(parts[start:])
        if not _SITE.fullmatch(candidate):
            continue
        path = _path(services, candidate)
        if path.is_file():
            return path.read_text("utf-8")
    return None


def _lines(text: str, site: str) -> list[str]:
    """Return the cookie lines of `site`, each checked. Raises Invalid."""
    if len(text.encode()) > MAX_BYTES:
        raise Invalid("The cookies file is too large.", fix=_FORMAT, code="cookies_too_large")
    kept: list[str] = []
    for raw in text.lstrip("\ufeff").splitlines():
        line = raw.rstrip("\r\n")
        bare = line.removeprefix("#HttpOnly_")
        if not bare.strip() or bare.startswith("#"):
            continue
        fields = bare.split("\t")
        if len(fields) != 7 or not _well_formed(fields):
            raise Invalid("This is not a Netscape cookies file.", fix=_FORMAT, code="not_cookies")
        domain = fields[0].lower().lstrip(".")
        if domain == site or domain.endswith(f".{site}"):
            kept.append(line)
    if not kept:
        raise Invalid(
            f"There is no cookie of {site} in this file.",
            fix="Sign in to the site in your browser, then export its cookies again.",
            code="no_cookies",
        )
    return kept


def _well_formed(fields: list[str]) -> bool:
    domain, subdomains, path, secure, expires, name, value = fields
    return (
        bool(domain)
        and subdomains.upper() in {"TRUE", "FALSE"}
        and secure.upper() in {"TRUE", "FALSE"}
        and path.startswith("/")
        and re.fullmatch(r"\d*(?:\.\d+)?", expires) is not None
        and all(char.isprintable() for char in name + value)
    )


def _folder(services: Services) -> Path:
    return services.store.data / "secrets" / "cookies"


def _path(services: Services, site: str) -> Path:
    return _folder(services) / f"{site}.txt"


def _described(path: Path) -> CookieSite:
    updated = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return CookieSite(path.stem, _added(path) or updated, updated)


def _added(path: Path) -> datetime | None:
    try:
        with path.open(encoding="utf-8") as file:
            file.readline()
            found = _ADDED.match(file.readline())
        return datetime.fromisoformat(found[1]) if found else None
    except (OSError, ValueError):
        return None


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that nobody else could read at any moment."""
    partial = path.with_name(f".{new_id()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)
