"""Reading known files anew, after the owner said that a folder holds something else, or after what
describes them changed.

What was changed by hand stays, and so does what came from a source that knows better.
"""

from collections.abc import Collection

from matinee import library
from matinee.ingest import flow
from matinee.ingest.sources.folder.one_scan import Scan
from matinee.ingest.sources.folder.papers import Reader
from matinee.ingest.sources.folder.taking import name_of
from matinee.ingest.sources.folder.walk import Walk


def read_again(scan: Scan, found: Walk, some: Collection[str] | None = None) -> None:
    """Let every file that is there, or only some, say what it is now."""
    services = scan.ctx.services
    with services.db.read() as session:
        media = library.media_by_path(session, scan.root_id)
    papers = Reader(found)
    for seen in found.files:
        scan.ctx.check()
        media_id = media.get(seen.relative_path)
        if media_id is not None and (some is None or seen.relative_path in some):
            arrival = flow.Arrival(
                path=scan.path_of(seen.relative_path),
                name=name_of(scan.root, seen.relative_path),
                hint=scan.kind,
                beside=papers.of(seen.relative_path),
                root_id=scan.root_id,
                relative_path=seen.relative_path,
            )
            flow.tell_again(services, media_id, arrival, found.there())
    library.attach_extras(services, scan.root_id)
