"""Sending bytes: which of them (RFC 9110), from which file, and without copying them.

`answer` decides from the request's headers and the file's validators alone, `FileBytes` carries
the decision out, and `HttpProtocol` gives the server a way to let the kernel do the copying, or
nginx (`Accel`).
"""

from matinee.kit.serve.accel import Accel, plainly_wanted
from matinee.kit.serve.disk import far_off, mirrored, off_the_loop
from matinee.kit.serve.files import ZERO_COPY, FileBytes, content_type_of
from matinee.kit.serve.names import attachment, safe_file_name
from matinee.kit.serve.opening import Fetching, SendableFile, open_regular
from matinee.kit.serve.protocol import HttpProtocol, protocol_with
from matinee.kit.serve.ranges import Answer, Slice, Validators, answer, http_date, parse_range

ROUTE = "matinee.route"
"""In the scope: the template of the address, where the router was not asked."""

__all__ = [
    "ROUTE",
    "ZERO_COPY",
    "Accel",
    "Answer",
    "Fetching",
    "FileBytes",
    "HttpProtocol",
    "SendableFile",
    "Slice",
    "Validators",
    "answer",
    "attachment",
    "content_type_of",
    "far_off",
    "http_date",
    "mirrored",
    "off_the_loop",
    "open_regular",
    "parse_range",
    "plainly_wanted",
    "protocol_with",
    "safe_file_name",
]
