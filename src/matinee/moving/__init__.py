"""Moving: in from other programs, and out again with everything.

Another program's data is copied, read in a child process and matched against the library; what
people did there is then taken over where it makes nothing here worse, and can be given back. The
export is open JSON, and an import of it is the fifth program.
"""

from matinee.kit.services import Services
from matinee.moving import jobs, nfo_export
from matinee.moving.actions import apply, start, who_is_who
from matinee.moving.exporting import document
from matinee.moving.queries import get as get_import
from matinee.moving.queries import items, people
from matinee.moving.reading import PROGRAMS
from matinee.moving.receiving import receive
from matinee.moving.routes import router


def wire(services: Services) -> None:
    """Register the jobs."""
    jobs.wire(services)
    nfo_export.wire(services)


__all__ = [
    "PROGRAMS",
    "apply",
    "document",
    "get_import",
    "items",
    "people",
    "receive",
    "router",
    "start",
    "who_is_who",
    "wire",
]
