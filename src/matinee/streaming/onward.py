"""Sending players on to the bucket, by links that anybody may follow for some hours
(MATINEE_STORAGE_REDIRECT)."""

from typing import Final
from urllib.parse import parse_qs

from starlette.types import Scope

from matinee.kit.serve import far_off, off_the_loop
from matinee.kit.services import Services
from matinee.streaming import stored
from matinee.streaming.records import Record
from matinee.streaming.stored.actions import address

HERE: Final = "here"
"""In the query: the player could not follow such a link, and wants the bytes from this server."""


def film_goes(scope: Scope, services: Services, record: Record) -> bool:
    """Say whether whoever asks for a whole film is sent on."""
    kept = services.objects
    return kept is not None and kept.redirect and scope["method"] == "GET" and kept.has(record.path)


async def segment_link(
    scope: Scope, services: Services, record: Record, place: tuple[str, str]
) -> str | None:
    """Return where a player is sent for a segment that is prepared in the bucket, None where it is
    sent from here: also where the bucket does not let pages of that origin in."""
    kept = services.objects
    if kept is None or not kept.redirect or scope["method"] != "GET":
        return None
    if HERE in parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        return None
    track, name = place
    there = await off_the_loop(stored.known, services, record.asset_id, record.name)
    if track not in there or name not in stored.names(there[track].segments):
        return None
    key = address(record.asset_id, record.name, track, name)
    origin = _page(scope, services)

    def link() -> str | None:
        signed = kept.link(kept.shelf.folder / key)
        return signed if kept.giving.gives_to(origin, signed) else None

    return await far_off(link)


def _page(scope: Scope, services: Services) -> str:
    """Return the origin of the page that asks: what it says, or our own, of which browsers say
    nothing."""
    said = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if b"origin" in said:
        return said[b"origin"]
    if services.settings.public_url is not None:
        return "/".join(services.settings.public_url.split("/")[:3])
    return f"{scope['scheme']}://{said.get(b'host', '')}"
