"""The process in which another program's data is read: it is untrusted from its first byte.

Called with the program's name, the copy, and what was copied with it; writes one JSON record a
line. The last line is `{"record": "end"}`; without it the reading did not come to its end.
"""

import json
import resource
import sys
from pathlib import Path

from matinee.foreign import jellyfin, kodi, matinee, plex, ytdlp
from matinee.foreign.database import Unreadable

PROGRAMS = {
    "jellyfin": jellyfin.read,
    "kodi": kodi.read,
    "plex": plex.read,
    "ytdlp": ytdlp.read,
    "matinee": matinee.read,
}
_MEMORY_BYTES, _CPU_S, _WRITTEN_BYTES = 2 * 1024**3, 300, 64 * 1024**2


def main() -> None:
    """Read one copy."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN_BYTES, _WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    program, path, *beside = sys.argv[1:]
    try:
        for record in PROGRAMS[program](Path(path), [Path(one) for one in beside]):
            _say({"record": "note", "words": record} if isinstance(record, str)
                 else record.as_json())  # fmt: skip
        _say({"record": "end"})
    except Unreadable as error:
        _say({"record": "error", "code": error.code, "words": str(error)})
    except MemoryError:
        _say({"record": "error", "code": "too_large", "words": "The file needs too much memory."})
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        words = f"The file is not as {program} writes it ({type(error).__name__})."
        _say({"record": "error", "code": "unreadable", "words": words})


def _say(values: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(values) + "\n")


if __name__ == "__main__":
    main()
