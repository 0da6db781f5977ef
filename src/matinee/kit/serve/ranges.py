"""Which bytes a request asks for: the conditional and range rules of RFC 9110, without I/O.

Section 13.2.2 gives the order in which conditions are weighed, section 14.2 says when a Range
header is obeyed, refused or ignored. A set of ranges is coalesced, so that an answer is never
longer than the file however often a part of it is named, and a set of too many is ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache

MAX_RANGES = 32
_MAX_HEADER = 2048
_RANGE = re.compile(r"(\d{0,20})-(\d{0,20})\Z", re.ASCII)
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_STRONG_DATE_AGE_S = 1


@dataclass(frozen=True, slots=True)
class Slice:
    """Bytes `start` up to but without `stop` of a file."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """Bytes in the slice."""
        return self.stop - self.start

    def content_range(self, size: int) -> str:
        """Return the Content-Range value of this slice of a file of `size` bytes."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one version of a file from another: a quoted strong ETag, seconds since 1970."""

    etag: str
    modified_s: int

    @property
    def last_modified(self) -> str:
        """Return the Last-Modified value."""
        return http_date(self.modified_s)


@lru_cache(maxsize=1024)
def http_date(seconds: int) -> str:
    """Return a second of the epoch as HTTP says it."""
    return formatdate(seconds, usegmt=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the slices to send: one for 200, one or more for 206, none otherwise."""

    status: int
    slices: tuple[Slice, ...] = ()


def parse_range(header: str, size: int) -> tuple[Slice, ...] | None:
    """Return the slices a Range header names in a file of `size` bytes, coalesced, in its order.

    An empty tuple means that none of them lies in the file (416); None that the header is to be
    ignored: another unit, not well formed, too many.
    """
    unit, equals, rest = header.partition("=")
    if not equals or unit.strip().lower() != "bytes" or len(header) > _MAX_HEADER:
        return None
    specs = [spec.strip(" \t") for spec in rest.split(",")]
    specs = [spec for spec in specs if spec]
    if not specs or len(specs) > MAX_RANGES:
        return None
    found: list[Slice] = []
    for spec in specs:
        match = _RANGE.match(spec)
        if match is None or spec == "-":
            return None
        first, last = match.groups()
        if first and last and int(first) > int(last):
            return None
        piece = _locate(first, last, size)
        if piece is not None:
            found.append(piece)
    return _coalesce(found)


def _locate(first: str, last: str, size: int) -> Slice | None:
    if not first:
        length = min(int(last), size)
        return Slice(size - length, size) if length else None
    start = int(first)
    if start >= size:
        return None
    return Slice(start, min(int(last) + 1, size) if last else size)


def _coalesce(slices: list[Slice]) -> tuple[Slice, ...]:
    """Join slices that touch or overlap; the client's order is kept where they do not."""
    ordered = sorted(slices, key=lambda piece: piece.start)
    joined: list[Slice] = []
    for piece in ordered:
        if joined and piece.start <= joined[-1].stop:
            joined[-1] = Slice(joined[-1].start, max(joined[-1].stop, piece.stop))
        else:
            joined.append(piece)
    if len(joined) == len(slices):
        return tuple(slices)
    return tuple(joined)


def answer(
    method: str, headers: Mapping[str, str], is_now: Validators, size: int, now_s: float
) -> Answer:
    """Weigh the conditions and the range of a request for a file of `size` bytes.

    `headers` are looked up by lower-case names; `now_s` is seconds since 1970.
    """
    failed = _precondition(method, headers, is_now)
    if failed is not None:
        return Answer(failed)
    whole = Answer(200, (Slice(0, size),))
    wanted = headers.get("range")
    # Range is defined for GET alone, and an empty file has no byte a range could name except
    # by a suffix, whose answer cannot be written as a Content-Range: it gets the whole.
    if method != "GET" or wanted is None or not _if_range_holds(headers, is_now, now_s):
        return whole
    slices = parse_range(wanted, size)
    if slices is None:
        return whole
    return Answer(206, slices) if slices else Answer(416)


def _precondition(method: str, headers: Mapping[str, str], is_now: Validators) -> int | None:
    """RFC 9110 section 13.2.2, steps 1 to 4: the status that ends the request, if any."""
    if (match := headers.get("if-match")) is not None:
        if not _names_etag(match, is_now.etag, weak_too=False):
            return 412
    else:
        since = _date(headers.get("if-unmodified-since"))
        if since is not None and is_now.modified_s > since:
            return 412
    if (none_match := headers.get("if-none-match")) is not None:
        if _names_etag(none_match, is_now.etag, weak_too=True):
            return 304 if method in {"GET", "HEAD"} else 412
    elif method in {"GET", "HEAD"}:
        since = _date(headers.get("if-modified-since"))
        if since is not None and is_now.modified_s <= since:
            return 304
    return None


def _names_etag(header: str, etag: str, *, weak_too: bool) -> bool:
    if header.strip() == "*":
        return True
    for match in _ETAG.finditer(header[:_MAX_HEADER]):
        weak, tag = match.group(1), match.group(0)
        if tag.removeprefix("W/") == etag and (weak_too or not weak):
            return True
    return False


def _if_range_holds(headers: Mapping[str, str], is_now: Validators, now_s: float) -> bool:
    """Section 13.1.5: a strong ETag, or a date that is exact and old enough to be strong."""
    condition = headers.get("if-range")
    if condition is None:
        return True
    condition = condition.strip()
    if condition.startswith(('"', "W/")):
        return condition == is_now.etag
    return _date(condition) == is_now.modified_s and now_s - is_now.modified_s > _STRONG_DATE_AGE_S


def _date(header: str | None) -> int | None:
    """Return seconds since 1970 of an HTTP date; None where it is none (then it is ignored)."""
    if header is None or len(header) > 64:
        return None
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
