"""Signed addresses for S3 (AWS Signature Version 4 in the query), for what the library cannot sign.

`obstore` signs a method and a path; parts of an upload, and the list of those half done, are named
by the query. Written by "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)"
of the Amazon S3 API reference.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlsplit

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and for which region. `token` comes with temporary credentials."""

    key_id: str
    secret: str = field(repr=False)
    region: str
    token: str | None = field(default=None, repr=False)

    def sign(
        self, method: str, url: str, now: datetime, expires_s: int, query: Mapping[str, str],
        *, length: int | None = None,
    ) -> str:  # fmt: skip
        """Return `url` (whose path is percent-encoded) with `query`, good for `expires_s`.

        With `length` it is good for a body of so many bytes alone.
        """
        parts = urlsplit(url)
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        heads = {} if length is None else {"content-length": str(length)}
        heads["host"] = parts.netloc
        said = {
            **query,
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{self.key_id}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(expires_s),
            "X-Amz-SignedHeaders": ";".join(heads),
        }
        if self.token is not None:
            said["X-Amz-Security-Token"] = self.token
        encoded = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in sorted(said.items())
        )
        lines = [f"{name}:{value}" for name, value in heads.items()]
        asked = [method, parts.path or "/", encoded, *lines, "", ";".join(heads)]
        digest = hashlib.sha256("\n".join([*asked, "UNSIGNED-PAYLOAD"]).encode()).hexdigest()
        signed = self._keyed(stamp, scope, digest)
        return (
            f"{parts.scheme}://{parts.netloc}{parts.path or '/'}?{encoded}&X-Amz-Signature={signed}"
        )

    def _keyed(self, stamp: str, scope: str, digest: str) -> str:
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = "\n".join([_ALGORITHM, stamp, scope, digest])
        return hmac.new(key, text.encode(), "sha256").hexdigest()
