"""Uploads that go from a browser to the bucket: begun, listed, completed and aborted by the server,
their parts sent by whoever has a link (S3's multipart upload).

A link is good for one part, of one length, for an hour. The object is seen by nobody until the
server completes it, with the parts that the store itself lists.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from matinee.kit import clock
from matinee.kit.objects.address import Address, origin_of
from matinee.kit.objects.asking import ask, signed
from matinee.kit.objects.bucket import content_type
from matinee.kit.objects.refusals import StorageAway

LINK_S: Final = 3600
_COMPLETE_S: Final = 300.0
_PREFLIGHT_S: Final = 10.0
_TRUE_FOR_S: Final = 600.0
_FALSE_FOR_S: Final = 60.0
_MOST_ORIGINS: Final = 100
_ABORTS: Final = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the store has: its number from 1, its bytes, and the store's digest of it."""

    number: int
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that may not send to the bucket: its origin, and what was found."""

    origin: str
    why: str


class Direct:
    """Multipart uploads under our prefix of an S3 bucket. Safe from any thread; methods raise
    StorageAway and StorageRefused."""

    def __init__(self, address: Address, *, link_s: int = LINK_S) -> None:
        self.address, self.link_s = address, link_s
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, bool]] = {}
        self.sent = False
        self.refused: Refused | None = None

    @property
    def origin(self) -> str:
        """Where parts are sent to: scheme and host."""
        return origin_of(self.address)

    def begin(self, key: str) -> str:
        """Begin an upload and return its id."""
        answer = ask(
            self.address, "POST", key, {"uploads": ""}, doing="writing",
            headers={"content-type": content_type(key)},
        )  # fmt: skip
        upload_id = answer.page().findtext("UploadId") if answer.status < 300 else None
        if not upload_id:
            raise StorageAway("The store began no upload.")
        return upload_id

    def link(self, key: str, upload_id: str, number: int, length: int) -> str:
        """Return the address that a part of so many bytes is PUT to."""
        said = {"partNumber": str(number), "uploadId": upload_id}
        return signed(self.address, "PUT", key, said, self.link_s, length=length)

    def parts(self, key: str, upload_id: str) -> list[Part] | None:
        """Return the parts that the store has, None where it knows no such upload."""
        found: list[Part] = []
        asked = {"uploadId": upload_id}
        while True:
            answer = ask(self.address, "GET", key, asked, doing="listing")
            if answer.status == 404:
                return None
            page = answer.page()
            for one in page.iter("Part"):
                number, size, etag = (one.findtext(n) or "" for n in ("PartNumber", "Size", "ETag"))
                found.append(Part(int(number), int(size), etag.strip('"')))
            after = page.findtext("NextPartNumberMarker") or ""
            if page.findtext("IsTruncated") != "true" or after == asked.get("part-number-marker"):
                return found
            asked["part-number-marker"] = after

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> bool:
        """Make an object of parts; the store compares their digests. False: no such upload."""
        told = "".join(
            f'<Part><PartNumber>{part.number}</PartNumber><ETag>"{escape(part.etag)}"</ETag></Part>'
            for part in parts
        )
        content = f"<CompleteMultipartUpload>{told}</CompleteMultipartUpload>".encode()
        answer = ask(
            self.address, "POST", key, {"uploadId": upload_id}, doing="writing", content=content,
            within_s=_COMPLETE_S,
            headers={"content-type": "application/xml"},
        )  # fmt: skip
        return answer.status < 300

    def abort(self, key: str, upload_id: str) -> None:
        """Throw an upload and its parts away; one that is gone is no matter."""
        for _ in range(_ABORTS):
            ask(self.address, "DELETE", key, {"uploadId": upload_id}, doing="writing")
            # A part that was on its way may have come after it (Amazon S3, AbortMultipartUpload).
            if self.parts(key, upload_id) is None:
                return

    def takes_from(self, origin: str) -> bool:
        """Say whether a browser may send from pages of an origin: the store is asked as browsers
        ask it (CORS preflight), and the answer remembered for some minutes."""
        now_s = clock.monotonic()
        with self._lock:
            until_s, known = self._known.get(origin, (0.0, False))
        if now_s < until_s:
            return known
        why = self._preflight(origin)
        with self._lock:
            if len(self._known) >= _MOST_ORIGINS:
                self._known.clear()
            lasts_s = _FALSE_FOR_S if why else _TRUE_FOR_S
            self._known[origin] = (now_s + lasts_s, not why)
        if why:
            self.note(Refused(origin, why))
        elif self.refused is not None and self.refused.origin == origin:
            self.note(None)
        return not why

    def note(self, refused: Refused | None) -> None:
        """Remember that a page could not send, or that one could."""
        self.refused = refused
        self.sent = self.sent or refused is None

    def _preflight(self, origin: str) -> str:
        """Return why a browser would not send, "" where it would."""
        import httpx

        headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        # A link as browsers get it: Swift answers only those that are signed.
        asked = {"partNumber": "1", "uploadId": "none"}
        url = signed(self.address, "PUT", "media/none", asked, self.link_s)
        try:
            answer = httpx.options(url, headers=headers, timeout=_PREFLIGHT_S)
        except httpx.HTTPError:
            return "it does not answer"
        allowed = answer.headers.get("access-control-allow-origin", "")
        methods = answer.headers.get("access-control-allow-methods", "").upper()
        if answer.status_code >= 300 or allowed not in {"*", origin}:
            return "its CORS rules do not name this origin"
        if not {"PUT", "*"} & {one.strip() for one in methods.split(",")}:
            return "its CORS rules do not allow PUT"
        return ""
