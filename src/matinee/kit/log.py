"""Logs: one line an event on standard error, with grants, tokens and sign-ins taken out.

A grant in a log line would let whoever reads the log watch the film. Lines say which request and
which job they were written for: as words at the end, or as JSON objects (MATINEE_LOG_FORMAT=json)
with the fields time, level, logger, message, request_id and job_id (null where there is none),
process, role, host, and trace_id and exception where there is one.

What names a person, a title, a file or an address is only written with MATINEE_LOG_NAMES: whoever
asks for help sends the log as it is. Lines that repeat are written a few times a minute, and then
counted.
"""

import errno
import json
import logging
import os
import re
import socket
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from matinee.kit import clock, context, traces
from matinee.kit.figures import Counter

LOGGED = Counter(
    "matinee_log_messages_total", "Lines written to the log, by how serious they are.", ("level",)
).begin(("warning",), ("error",))
_GRANT = re.compile(r"(/api/play/|/api/cdn/|[?&](?:grant|token|setup_token)=)[A-Za-z0-9_\-.%]+")
_PLAIN = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
_SIGNED_IN = re.compile(r"(\bBearer\s+|\bmatinee_session=)[A-Za-z0-9_\-.~+/=%]{16,}", re.IGNORECASE)


_REPEATS, _WINDOW_S = 20, 60.0
_shown = False


class Private:
    """Something that is not for everybody who reads a log."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        """Return it where names were asked for."""
        return str(self._value) if _shown else "(not shown)"


def mask(text: str) -> str:
    """Return the text with the grants and tokens of addresses and headers replaced."""
    return _SIGNED_IN.sub(r"\1***", _GRANT.sub(r"\1***", text))


class MaskGrants(logging.Filter):
    """Takes grants and tokens out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message in place; always lets the record through."""
        message = record.getMessage()
        masked = mask(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True


class Count(logging.Filter):
    """Counts lines by their level."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Count; always lets the record through."""
        LOGGED.add(record.levelname.lower())
        return True


class Repeats(logging.Filter):
    """Lets a line that comes again and again through a few times a minute, then says how often it
    came: a disk that fails does not fill another with lines."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the line is written."""
        if record.levelno < logging.WARNING:
            return True
        where, now_s = (record.pathname, record.lineno), clock.monotonic()
        began_s, count = self._seen.get(where, (now_s, 0))
        if now_s - began_s >= _WINDOW_S:
            if count > _REPEATS:
                record.msg = f"{record.getMessage()} (and {count - _REPEATS} more like it before)"
                record.args = ()
            began_s, count = now_s, 0
        self._seen[where] = (began_s, count + 1)
        return count < _REPEATS


def _told(ei: Any) -> str:
    """Return a traceback: where it happened, and of what was said only what names nothing."""
    lines: list[str] = []
    error: BaseException | None = ei[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.StackSummary.extract(
            traceback.walk_tb(error.__traceback__), lookup_lines=True
        )
        lines = [*frames.format(), f"{type(error).__name__}{_code(error)}", *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            lines.insert(0, "and then:")
    return "\n".join(line.rstrip("\n") for line in lines)


def _code(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    code = errno.errorcode.get(number) if isinstance(number, int) else None
    for name in ("code", "sqlstate", "sqlite_errorname"):
        code = code or getattr(error, name, None)
    return f" ({code})" if isinstance(code, str) and _PLAIN.fullmatch(code) else ""


class TextLines(logging.Formatter):
    """Lines for people. What an error said of itself is masked like all else."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line, with the request and the job it is written for."""
        told = [
            f"{word} {value}"
            for word, value in (
                ("request", context.request_id.get()),
                ("job", context.job_id.get()),
            )
            if value is not None
        ]
        line = super().formatMessage(record)
        return f"{line} [{', '.join(told)}]" if told else line

    def formatException(self, ei: Any) -> str:  # noqa: N802 - as above
        """Return the traceback, masked."""
        return mask(super().formatException(ei)) if _shown else _told(ei)


class JsonLines(logging.Formatter):
    """Lines for programs: one JSON object each, whatever the message holds."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._where = {"process": os.getpid(), "role": role, "host": socket.gethostname()}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": context.request_id.get(),
            "job_id": context.job_id.get(),
            **self._where,
        }
        if (trace := traces.trace_id()) is not None:
            line["trace_id"] = trace
        if record.exc_info:
            told = self.formatException if _shown else _told
            line["exception"] = mask(told(record.exc_info))
        text = json.dumps(line, ensure_ascii=False, default=str)
        return text.encode("utf-8", "replace").decode()  # names of files need not be UTF-8


def configure(level: str, form: str = "text", role: str = "server", *, names: bool = False) -> None:
    """Send logs of `level` and above to standard error, as `text` or `json`; `role` is what this
    process is. With `names` what is private is written too."""
    global _shown  # noqa: PLW0603 - one log a process
    _shown = names
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(role) if form == "json" else TextLines())
    handler.addFilter(MaskGrants())
    handler.addFilter(Count())
    handler.addFilter(Repeats())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "alembic", "uvicorn.error", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
