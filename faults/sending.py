"""Uploads as browsers send them (tus 1.0.0), over HTTP."""

import base64

import httpx

_TUS = {"Tus-Resumable": "1.0.0"}


def begin_upload(client: httpx.Client, name: str, size_bytes: int) -> httpx.Response:
    """Begin an upload; its address is in the answer's Location."""
    told = base64.b64encode(name.encode()).decode()
    headers = {**_TUS, "Upload-Length": str(size_bytes), "Upload-Metadata": f"filename {told}"}
    return client.post("/api/uploads", headers=headers)


def send_upload(
    client: httpx.Client, address: str, content: bytes, offset: int = 0
) -> httpx.Response:
    """Send all that is left of an upload from an offset."""
    headers = {
        **_TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
    }  # fmt: skip
    return client.patch(address, headers=headers, content=content[offset:])


def offset_of(client: httpx.Client, address: str) -> int:
    """Return how many bytes of an upload have arrived for good."""
    answer = client.head(address, headers=_TUS)
    answer.raise_for_status()
    return int(answer.headers["Upload-Offset"])
