"""What can go wrong with somebody's file, in words for that somebody.

The engine knows no rooms, so these are its own; a room turns them into its tree by
`code`, `detail` and `fix`.
"""


class EngineError(Exception):
    """Something about a file, or the work on it, did not go."""

    code: str = "engine"
    fix: str = ""

    def __init__(self, detail: str, *, fix: str = "", code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fix = fix or type(self).fix
        self.code = code or type(self).code

    def to_wire(self) -> dict[str, str]:
        """Return what crosses the pipe from a worker."""
        return {
            "kind": type(self).__name__,
            "code": self.code,
            "detail": self.detail,
            "fix": self.fix,
        }

    @staticmethod
    def from_wire(wire: dict[str, str]) -> "EngineError":
        """Return the error a worker reported."""
        kind = KINDS.get(wire.get("kind", ""), EngineError)
        return kind(wire.get("detail", ""), fix=wire.get("fix", ""), code=wire.get("code"))


class Unreadable(EngineError):
    """The bytes are not a video or sound file that can be read."""

    code = "unreadable"
    fix = "Check that the file plays on the machine it came from, then bring it in again."


class Missing(EngineError):
    """The file is not there, or is not a plain file."""

    code = "missing"
    fix = "Check that the file is still there and can be read."


class Away(EngineError):
    """The file is kept in another place, which does not give it now."""

    code = "storage_away"
    fix = "Try again in a moment; the health page says what is wrong with the storage."


class Encrypted(EngineError):
    """The tracks are locked."""

    code = "encrypted"
    fix = "Bring in a copy without copy protection."


class Unsupported(EngineError):
    """The file is sound, but its codec or container is not one this engine takes."""

    code = "unsupported"
    fix = "Convert it to MP4 with H.264 and AAC, then bring it in again."


class LimitExceeded(EngineError):
    """Larger, longer or stranger than any real video."""

    code = "limit_exceeded"
    fix = "Bring in a smaller copy."


class TimedOut(EngineError):
    """The work did not end in its time."""

    code = "timed_out"
    fix = "Try again; if it happens again the file is likely damaged."


class Crashed(EngineError):
    """The worker that read the file died; the server did not."""

    code = "crashed"
    fix = "Try again; if it happens again the file is likely damaged."


class Stopped(EngineError):
    """The caller asked for the work to stop."""

    code = "stopped"


class Closed(EngineError):
    """The engine is being shut down."""

    code = "busy"
    fix = "Try again in a moment."


class NoSuchTrack(EngineError):
    """The plan has no such track or segment."""

    code = "no_such_track"


class CannotCopy(EngineError):
    """The packets cannot be carried to a player as they are: they would have to be encoded."""

    code = "cannot_copy"
    fix = "Download the file to play it, or convert it to MP4 with H.264 and AAC."


KINDS: dict[str, type[EngineError]] = {
    kind.__name__: kind
    for kind in (
        EngineError,
        Unreadable,
        Missing,
        Away,
        Encrypted,
        Unsupported,
        LimitExceeded,
        TimedOut,
        Crashed,
        Stopped,
        Closed,
        NoSuchTrack,
        CannotCopy,
    )
}
