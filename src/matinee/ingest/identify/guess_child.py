"""The process in which guessit reads file names: names are untrusted, and guessit is heavy.

Reads one JSON string a line, answers one JSON object a line, and ends by itself after half a
minute without work or when its parent is gone.
"""

import json
import resource
import select
import sys
from typing import Any

IDLE_S = 30.0
_MEMORY_BYTES = 1024**3
_RELEASE_MARKS = ("source", "screen_size", "video_codec", "release_group", "edition")


def main() -> None:
    """Answer names until there are no more."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    incoming = sys.stdin.buffer
    while select.select([incoming], [], [], IDLE_S)[0]:
        line = incoming.readline()
        if not line:
            return
        answer = json.dumps(guess(json.loads(line)))
        sys.stdout.buffer.write(answer.encode() + b"\n")
        sys.stdout.buffer.flush()


def guess(name: str) -> dict[str, Any]:
    """Return what a path of one to three parts says, in plain values."""
    from guessit import guessit

    try:
        found: dict[str, Any] = dict(guessit(name, {"enforce_list": False}))
    except Exception:
        return {}
    kept: dict[str, Any] = {
        key: found[key]
        for key in ("title", "episode_title", "year", "season", "episode", "type")
        if isinstance(found.get(key), (str, int))
    }
    episodes = found.get("episode")
    if isinstance(episodes, list) and episodes and all(isinstance(e, int) for e in episodes):
        kept["episode"], kept["episode_end"] = min(episodes), max(episodes)
    kept["released"] = any(key in found for key in _RELEASE_MARKS)
    return kept


if __name__ == "__main__":
    main()
