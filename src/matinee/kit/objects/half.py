"""Uploads to a bucket that nobody completed: they take room in it that no list of objects shows.

S3 alone tells of them, to who has a key (a machine's role is not read here: give the bucket a rule
that aborts incomplete uploads).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from matinee.kit import clock
from matinee.kit.objects.address import Address
from matinee.kit.objects.asking import ask

_MOST_PAGES: Final = 100


@dataclass(frozen=True, slots=True)
class Half:
    """An upload that was begun: its key below our prefix, its id, and when that was."""

    key: str
    upload_id: str
    begun: datetime


def half_done(address: Address) -> Iterator[Half]:
    """Yield the uploads under our prefix that are not completed. Raises in words."""
    asked = {"uploads": "", "prefix": f"{address.prefix}/" if address.prefix else ""}
    for _ in range(_MOST_PAGES):
        page = ask(address, "GET", None, asked, doing="listing").page()
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


def sweep(
    address: Address, older_than: timedelta, spared: Collection[str] = (), under: str = ""
) -> int:
    """Abort the uploads that were begun longer ago and whose keys begin with `under`, but for those
    with an id of `spared`; returns how many. Raises in words."""
    count, limit = 0, clock.now() - older_than
    for half in list(half_done(address)):
        old = half.begun < limit and half.key.startswith(under)
        if old and half.upload_id not in spared:
            ask(address, "DELETE", half.key, {"uploadId": half.upload_id}, doing="writing")
            count += 1
    return count
