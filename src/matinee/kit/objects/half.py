"""Uploads to a bucket that nobody completed: they take room in it that no list of objects shows.

S3 alone tells of them, to who has a key (a machine's role is not read here: give the bucket a rule
that aborts incomplete uploads).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

from matinee.kit import clock
from matinee.kit.objects.address import Address
from matinee.kit.objects.refusals import StorageAway, in_words
from matinee.kit.objects.sigv4 import Signer

_LINK_S: Final = 300
_ASK_S: Final = 30.0
_MOST_PAGES: Final = 100


@dataclass(frozen=True, slots=True)
class Half:
    """An upload that was begun: its key below our prefix, its id, and when that was."""

    key: str
    upload_id: str
    begun: datetime


def can_list(address: Address) -> bool:
    """Say whether this store can be asked."""
    return address.kind == "s3" and address.key_id is not None


def half_done(address: Address) -> Iterator[Half]:
    """Yield the uploads under our prefix that are not completed. Raises in words."""
    asked = {"uploads": "", "prefix": f"{address.prefix}/" if address.prefix else ""}
    for _ in range(_MOST_PAGES):
        page = _page(_ask(address, "GET", "", asked))
        for one in page.iter("Upload"):
            key, upload_id, begun = (
                one.findtext(n) or "" for n in ("Key", "UploadId", "Initiated")
            )
            if key.startswith(asked["prefix"]):
                short = key.removeprefix(asked["prefix"])
                yield Half(short, upload_id, datetime.fromisoformat(begun))
        if page.findtext("IsTruncated") != "true":
            return
        asked["key-marker"] = page.findtext("NextKeyMarker") or ""
        asked["upload-id-marker"] = page.findtext("NextUploadIdMarker") or ""


def sweep(address: Address, older_than: timedelta) -> int:
    """Abort the uploads that were begun longer ago; returns how many. Raises in words."""
    count, limit = 0, clock.now() - older_than
    for half in list(half_done(address)):
        if half.begun < limit:
            key = f"{address.prefix}/{half.key}" if address.prefix else half.key
            _ask(address, "DELETE", key, {"uploadId": half.upload_id})
            count += 1
    return count


def _ask(address: Address, method: str, key: str, query: dict[str, str]) -> str:
    import httpx

    assert address.key_id is not None
    assert address.secret is not None
    region = address.region or ("auto" if address.endpoint else "us-east-1")
    signer = Signer(address.key_id, address.secret, region)
    base = address.endpoint or f"https://s3.{region}.amazonaws.com"
    url = f"{base}/{address.bucket}" + (f"/{quote(key)}" if key else "")
    try:
        answer = httpx.request(
            method, signer.sign(method, url, clock.now(), _LINK_S, query), timeout=_ASK_S
        )
    except httpx.HTTPError as error:
        raise in_words(error, address, doing="listing") from error
    if answer.status_code >= 300 and answer.status_code != 404:
        said = RuntimeError(f"status code: {answer.status_code} {answer.text}")
        raise in_words(said, address, doing="listing")
    return answer.text


def _page(text: str) -> Element:
    """Read an answer; its names without the namespace, which stores do not agree on."""
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(re.sub(r'\sxmlns="[^"]*"', "", text, count=1))
    except ParseError as cause:
        raise StorageAway("The store gave a list that cannot be read.") from cause
