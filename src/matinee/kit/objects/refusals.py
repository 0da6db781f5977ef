"""What a store answers, in words: which setting is wrong, and what to do. Never a secret.

`obstore` tells a fault as text that holds the server's answer (XML of S3 and Azure, JSON of
Google). Only the status, the code and the message are taken out of it: the rest of such an answer
repeats key ids and what was signed.
"""

import re
from typing import Final

from matinee.kit.config import PREFIX
from matinee.kit.errors import MatineeError, NotFound, Unavailable
from matinee.kit.objects.address import Address

_STATUS: Final = re.compile(r"status code: (\d{3})")
_CODE: Final = re.compile(r"<Code>([A-Za-z0-9]{1,80})</Code>")
_MESSAGE: Final = re.compile(r"<Message>([^<]{1,300})</Message>")
_JSON: Final = re.compile(r'"message":\s*"([^"]{1,300})"')
_CLOCK: Final = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
_KEYS: Final = frozenset({
    "SignatureDoesNotMatch", "InvalidAccessKeyId", "AuthorizationHeaderMalformed", "InvalidToken",
    "AuthenticationFailed", "ExpiredToken",
})  # fmt: skip


class StorageRefused(Unavailable):
    """The store says no, and will again until somebody changes something."""

    code = "storage_refused"


class StorageAway(Unavailable):
    """The store does not answer, or only with errors."""

    code = "storage_away"


class NoObject(NotFound):
    """The store has no such object."""

    code = "object_missing"


def in_words(error: BaseException, address: Address, *, doing: str) -> MatineeError:
    """Return what went wrong while `doing` something ("writing", "reading", "listing")."""
    text = str(error)
    status = next(iter(_STATUS.findall(text)), None)
    code = next(iter(_CODE.findall(text)), "")
    said = next(iter((*_MESSAGE.findall(text), *_JSON.findall(text))), "").strip().rstrip(".")
    answered = _answered(status, code, said)
    if code == "NoSuchBucket" or (status == "404" and doing == "listing"):
        return StorageRefused(
            f"There is no bucket {address.bucket!r} ({address.said_by}).{answered}",
            fix="Make the bucket, or correct its name.",
            code="storage_no_bucket",
        )
    if isinstance(error, FileNotFoundError):
        return NoObject("The store has no such object.")
    if code in _CLOCK or (status == "403" and re.search(r"time|expired|clock", said, re.I)):
        return StorageRefused(
            f"The store says that the clocks are too far apart.{answered}",
            fix="Set this machine's clock (timedatectl set-ntp true), then retry.",
            code="storage_clock",
        )
    if code == "AuthorizationHeaderMalformed" and "region" in said:
        return StorageRefused(
            f"The bucket is in another region than {PREFIX}STORAGE_REGION says.{answered}",
            fix="Set it to the region that the store names.",
            code="storage_region",
        )
    if code in _KEYS or status == "401" or "credential" in text.lower()[:300]:
        return StorageRefused(
            f"The store does not take the credentials ({PREFIX}STORAGE_KEY_ID, "
            f"{PREFIX}STORAGE_SECRET).{answered}",
            fix="Correct them; without them the machine's own role or login is used.",
            code="storage_credentials",
        )
    if status == "403" or "AccessDenied" in text:
        right = "written" if doing == "writing" else "listed" if doing == "listing" else "read"
        return StorageRefused(
            f"The bucket {address.bucket!r} may not be {right} with these credentials.{answered}",
            fix="Give them the rights to read, write, list and delete in it.",
            code="storage_forbidden",
        )
    if status is not None and status.startswith("4") and status not in {"408", "429"}:
        return StorageRefused(
            f"The store refuses {doing}.{answered}", fix=f"Check {address.said_by}."
        )
    where = address.endpoint or f"the store of {address}"
    return StorageAway(
        f"{where} does not answer.{answered}",
        fix=f"Check the network and {PREFIX}STORAGE_ENDPOINT; what failed can be retried.",
    )


def _answered(status: str | None, code: str, said: str) -> str:
    if status is None:
        return ""
    return f" It answered {status}{f' {code}' if code else ''}{f': {said}' if said else ''}."
