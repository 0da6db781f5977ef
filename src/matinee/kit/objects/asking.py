"""Requests to S3 that the library `obstore` has no words for, signed in their query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

from matinee.kit import clock
from matinee.kit.objects.address import Address, region_of
from matinee.kit.objects.refusals import StorageAway, in_words
from matinee.kit.objects.sigv4 import Signer

_LINK_S: Final = 300
_ASK_S: Final = 30.0
_AMAZON: Final = "https://s3.{}.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answered: its status (below 300, or 404) and its words."""

    status: int
    text: str

    def page(self) -> Element:
        """Return the XML, its names without the namespace, which stores do not agree on. Raises
        StorageAway."""
        from defusedxml.ElementTree import ParseError, fromstring

        try:
            return fromstring(re.sub(r'\sxmlns="[^"]*"', "", self.text, count=1))
        except ParseError as cause:
            raise StorageAway("The store gave an answer that cannot be read.") from cause


def ask(
    address: Address, method: str, key: str | None, query: Mapping[str, str], *,
    doing: str, content: bytes = b"", within_s: float = _ASK_S, headers: Mapping[str, str] = {},
) -> Answer:  # fmt: skip
    """Ask for something of the object `key` (below our prefix), or of the bucket itself.

    Raises in words, but for 404, which is an answer.
    """
    import httpx

    url = signed(address, method, key, query, _LINK_S)
    try:
        answer = httpx.request(
            method, url, content=content, timeout=within_s, headers=dict(headers)
        )
    except httpx.HTTPError as error:
        raise in_words(error, address, doing=doing) from error
    # What takes long is begun with 200 and may yet end with an error in its text.
    failed = answer.status_code >= 300 or "<Error>" in answer.text[:1000]
    if failed and answer.status_code != 404:
        status = answer.status_code if answer.status_code >= 300 else 500
        said = RuntimeError(f"status code: {status} {answer.text}")
        raise in_words(said, address, doing=doing)
    return Answer(answer.status_code, answer.text)


def signed(
    address: Address, method: str, key: str | None, query: Mapping[str, str], expires_s: int,
    *, length: int | None = None,
) -> str:  # fmt: skip
    """Return the address by which this may be asked for so many seconds; `length`: with a body of
    so many bytes and no other."""
    assert address.key_id is not None
    assert address.secret is not None
    url = f"{address.endpoint or _AMAZON.format(region_of(address))}/{address.bucket}"
    if key is not None:
        url += "/" + quote(f"{address.prefix}/{key}" if address.prefix else key)
    signer = Signer(address.key_id, address.secret, region_of(address))
    return signer.sign(method, url, clock.now(), expires_s, query, length=length)
