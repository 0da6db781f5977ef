"""Pictures of links, shown through this server so that the page's policy can stay strict.

Only addresses that this server itself signed are fetched, so the proxy is nobody else's; and
only raster pictures, known by their bytes, are passed on.
"""

from pathlib import Path

from matinee.ingest import fetcher, guard, sniff
from matinee.ingest.sources.link import process
from matinee.kit import clock, tokens
from matinee.kit.errors import NotFound
from matinee.kit.services import Services

_DAY_S = 86_400
_KEEP_DAYS = 31
ROUTE = "/api/media/info/picture"


def address(services: Services, url: str | None) -> str | None:
    """Return the address under which this server shows an outside picture.

    Good for a month, and the same all day, so that browsers can keep the picture.
    """
    if url is None:
        return None
    expires_at = (clock.epoch() // _DAY_S + _KEEP_DAYS) * _DAY_S
    token = tokens.sign(services.secrets.proxy_key, {"u": url}, expires_at=expires_at)
    return f"{ROUTE}?token={token}"


def show(services: Services, token: str) -> tuple[bytes, str]:
    """Return a picture and its media type. Raises Unauthorized or NotFound."""
    payload = tokens.verify(services.secrets.proxy_key, token, now=clock.epoch())
    try:
        body = fetcher.fetch(str(payload.get("u")), process.policy_of(services))
    except (fetcher.FetchFailed, guard.Refused) as cause:
        raise NotFound("The picture could not be fetched.", code="no_such_picture") from cause
    kind = sniff.picture_type(body[:16])
    if kind is None:
        raise NotFound("There is no picture at this address.", code="no_such_picture")
    return body, kind


def settle(path: Path) -> str | None:
    """Give a fetched picture the suffix of what it is; returns its name, None for no picture."""
    if not path.is_file():
        standing = sorted(path.parent.glob(f"{path.name}.*"))
        return standing[0].name if standing else None
    with path.open("rb") as file:
        suffix = sniff.picture_suffix(file.read(16))
    if suffix is None:
        path.unlink()
        return None
    return path.rename(path.with_name(path.name + suffix)).name
