"""Logs: one line an event on standard error, with signed grants taken out of addresses.

A grant in a log line would let whoever reads the log watch the film.
"""

import logging
import re
import sys

_GRANT = re.compile(r"(/api/play/|[?&](?:grant|token|setup_token)=)[A-Za-z0-9_\-.%]+")


def mask(text: str) -> str:
    """Return the text with the grants and tokens of addresses replaced."""
    return _GRANT.sub(r"\1***", text)


class MaskGrants(logging.Filter):
    """Takes grants and tokens out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message in place; always lets the record through."""
        message = record.getMessage()
        masked = mask(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True


def configure(level: str) -> None:
    """Send logs of `level` and above to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(MaskGrants())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "alembic", "uvicorn.error", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
