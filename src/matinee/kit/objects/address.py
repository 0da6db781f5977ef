"""Where objects are kept, as the settings say it: `s3://bucket/prefix`, `gs://…`, `az://…`.

Cloudflare R2, and every other store that speaks S3, is S3 with an endpoint of its own.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from matinee.kit.config import PREFIX, Settings
from matinee.kit.errors import Invalid

Kind = Literal["s3", "gs", "az"]
_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,221}", re.ASCII)
_PREFIX: Final = re.compile(r"[A-Za-z0-9._/-]{0,400}", re.ASCII)
_FORMS: Final = "s3://bucket/prefix, gs://bucket/prefix or az://account/container/prefix"


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket and the prefix of our keys in it, and how to reach it. Secrets are not shown."""

    kind: Kind
    bucket: str
    prefix: str
    account: str | None = None  # of Azure
    endpoint: str | None = None
    region: str | None = None
    key_id: str | None = None
    secret: str | None = field(default=None, repr=False)
    said_by: str = field(default=f"{PREFIX}STORAGE_URL", compare=False)  # the setting

    def __str__(self) -> str:
        where = "/".join(part for part in (self.account, self.bucket, self.prefix) if part)
        return f"{self.kind}://{where}"


def address_of(settings: Settings) -> Address | None:
    """Return where objects are kept, None where the data folder keeps all.

    Raises Invalid, naming the setting that is wrong.
    """
    if not settings.storage_url:
        return None
    return _of(settings, settings.storage_url, "STORAGE_URL")


def backups_address_of(settings: Settings) -> Address | None:
    """Return where copies of the database are sent, None where they stay here.

    It is reached as the films' storage is. Raises Invalid, naming the setting that is wrong.
    """
    if not settings.backup_url:
        return None
    return _of(settings, settings.backup_url, "BACKUP_URL")


def _of(settings: Settings, url: str, name: str) -> Address:
    return read(
        url, endpoint=settings.storage_endpoint, region=settings.storage_region,
        key_id=settings.storage_key_id, secret=settings.storage_secret, said_by=PREFIX + name,
    )  # fmt: skip


def read(
    url: str, *, endpoint: str | None = None, region: str | None = None,
    key_id: str | None = None, secret: str | None = None, said_by: str = f"{PREFIX}STORAGE_URL",
) -> Address:  # fmt: skip
    """Read an address; `said_by` is the setting or flag that holds it. Raises Invalid, naming what
    is wrong."""
    try:
        parts = urlsplit(url.strip())
    except ValueError as cause:
        raise _wrong(said_by, "is no address") from cause
    if "@" in parts.netloc:
        # It is not repeated: what stands before the @ is likely a secret.
        raise _wrong(
            said_by,
            "must not hold credentials",
            fix=f"Put them into {PREFIX}STORAGE_KEY_ID and {PREFIX}STORAGE_SECRET.",
        )
    if parts.scheme not in {"s3", "gs", "az"}:
        raise _wrong(
            said_by, f"begins with {parts.scheme or 'nothing'}://, which is no store known here"
        )
    if parts.query or parts.fragment:
        raise _wrong(said_by, "must not have a ? or a # in it")
    account, bucket, prefix = None, parts.netloc, parts.path.strip("/")
    if parts.scheme == "az":
        account = bucket
        bucket, _, prefix = prefix.partition("/")
    if not _BUCKET.fullmatch(bucket or "") or (account is not None and not account):
        raise _wrong(said_by, "names no bucket" if parts.scheme != "az" else "names no container")
    if not _PREFIX.fullmatch(prefix) or {".", "..", ""} & set(prefix.split("/") if prefix else ()):
        raise _wrong(said_by, "has a prefix with other than letters, digits, '.', '_', '-' and '/'")
    if (key_id is None) != (secret is None) and parts.scheme == "s3":
        lacking = "KEY_ID" if key_id is None else "SECRET"
        raise Invalid(
            f"{PREFIX}STORAGE_{lacking} is not set, and its other half is.",
            fix="Set both, or neither where the machine has a role of its own.",
        )
    if endpoint is not None and not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s?#]*)?", endpoint):
        raise Invalid(
            f"{PREFIX}STORAGE_ENDPOINT must be the address of a store, without credentials.",
            fix="Write it as https://s3.example.net or http://127.0.0.1:9000.",
        )
    kind: Kind = "az" if parts.scheme == "az" else "gs" if parts.scheme == "gs" else "s3"
    plain = None if endpoint is None else endpoint.rstrip("/")
    return Address(kind, bucket, prefix, account, plain, region, key_id, secret, said_by)


def speaks_s3(address: Address) -> bool:
    """Say whether requests of our own can be signed for this store: it is S3, and a key is here (a
    machine's role is not read)."""
    return address.kind == "s3" and address.key_id is not None


def region_of(address: Address) -> str:
    """Return the region that requests to S3 are signed for."""
    return address.region or ("auto" if address.endpoint else "us-east-1")


def origin_of(address: Address) -> str:
    """Return scheme and host of the links that are signed for this store."""
    if address.endpoint is not None:
        return "/".join(address.endpoint.split("/")[:3])
    if address.kind == "gs":
        return "https://storage.googleapis.com"
    if address.kind == "az":
        return f"https://{address.account}.blob.core.windows.net"
    return f"https://s3.{address.region or 'us-east-1'}.amazonaws.com"


def _wrong(said_by: str, what: str, fix: str = "") -> Invalid:
    return Invalid(f"{said_by} {what}.", fix=fix or f"Write it as {_FORMS}.")
