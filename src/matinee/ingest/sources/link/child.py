"""The link child: understands a link, fetches it into one folder, and tells of it in JSON lines.

Reads one request (a JSON line) from its standard input, which stays open for as long as the
parent wants an answer. Run as `python -m matinee.ingest.sources.link.child`.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from matinee.ingest import guard, loose
from matinee.ingest.sources.link import choice, facts, options, sandbox
from matinee.ingest.sources.link.diagnosis import Stopped, diagnose


class Teller:
    """Writes messages to the parent, one JSON object a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def tell(self, kind: str, **fields: Any) -> None:
        """Send one message."""
        line = json.dumps({"type": kind, **fields}, ensure_ascii=True, default=str)
        with self._lock:
            self._stream.write(line.encode() + b"\n")
            self._stream.flush()


def main() -> None:
    """Serve one request and end."""
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what third parties print must not get between the messages
    teller = Teller(replies)
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    sandbox.die_with_parent(int(request["parent"]))
    sandbox.end_at_eof(sys.stdin.buffer)
    try:
        serve(request, teller)
    except Exception as error:
        teller.tell("error", code=diagnose(error), said=f"{type(error).__name__}: {error}"[:2000])
    replies.flush()
    os._exit(0)  # threads of third parties must not hold the process


def serve(request: dict[str, Any], teller: Teller) -> None:
    """Do what one request asks for, between walls."""
    staging = Path(request["staging"]).resolve()
    staging.mkdir(parents=True, exist_ok=True)
    os.chdir(staging)
    lock = sandbox.hold(staging, attempts=100, wait=lambda: time.sleep(0.1))
    program = _runtime()
    import yt_dlp

    from matinee.ingest.sources.link import fetching, segments, session

    segments.keep_note()

    sandbox.limit(file_bytes=int(request["max_bytes"]) + 1024**2)
    sandbox.close_in(
        sandbox.Walls(
            staging=staging,
            data=Path(request["data"]).resolve(),
            policy=guard.Policy(
                allow_private=bool(request["allow_private"]),
                permitted=frozenset(request.get("permitted") or ()),
            ),
            program=program,
            compiled=(str(Path(yt_dlp.__file__).parent), str(Path(guard.__file__).parent)),
        )
    )
    item = request.get("item")
    patience = options.Patience(**request["patience"])
    told = options.build(
        staging,
        patience,
        program=program,
        cookies=request.get("cookies"),
        item=item,
        max_entries=facts.MAX_ENTRIES,
    )
    with session.Session(told) as running:
        info = look(running, request["url"], item)
        known = facts.of_info(info, url=request["url"], item=item)
        teller.tell("facts", facts=known.to_json())
        if request["do"] == "fetch" and known.kind == "video":
            if known.is_live:
                raise Stopped("live")
            fetching.fetch(running, info, request, patience, teller)
    lock.close()


def look(running: Any, url: str, item: int | None) -> dict[str, Any]:
    """Return yt-dlp's dictionary of a link, or of one video of the list behind it."""
    found = running.extract_info(url, download=False, process=True)
    if not isinstance(found, dict):
        raise Stopped("no_video")
    info: dict[str, Any] = found
    if info.get("_type") in {"playlist", "multi_video"}:
        entries = [one for one in info.get("entries") or () if isinstance(one, dict)]
        if not entries:
            raise Stopped("no_video")
        if item is not None:
            return entries[0]
        return {**info, "entries": entries}
    if info.get("direct") and running.is_not_video(str(info.get("url") or url)):
        raise Stopped("no_video")
    if info.get("direct"):
        for one in loose.dicts(info.get("formats"), 1):
            one.setdefault("filesize", running.size_at(str(one.get("url"))))
    if info.get("live_status") not in {"is_live", "is_upcoming"} and not choice.usable(
        info.get("formats") or ()
    ):
        raise Stopped("drm" if info.get("_has_drm") else "no_video")
    return info


def _runtime() -> str | None:
    """Return the path of the bundled JavaScript runtime, which some sites' puzzles need."""
    path = Path(sys.executable).parent / "deno"
    return str(path) if os.access(path, os.X_OK) else None


if __name__ == "__main__":
    main()
