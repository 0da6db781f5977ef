"""Segments that are in the cache, granted to nginx before any layer of the application.

This is what a thousand viewers ask for, so it waits for nothing: a grant, a record, one look at the
file. Whatever is not as usual is left to `delivery`, which says the same in more words.
"""

import os
import stat

from starlette.types import Scope

from matinee.kit.errors import MatineeError
from matinee.kit.serve import ROUTE, http_date, plainly_wanted
from matinee.kit.services import Services
from matinee.streaming import grants, records, segments
from matinee.streaming.delivery import FOREVER, PART, PLAY
from matinee.streaming.figures import STREAMS

_ALWAYS = f"cache-control: {FOREVER}\r\n"
_KINDS = {"a": "audio/mp4", "v": "video/mp4"}


def at_once(services: Services, scope: Scope, prefix: str) -> bytes | None:
    """Return the header lines by which nginx sends the segment that is asked for.

    `prefix` is nginx's location for `/`. None where anything else is asked, or anything is not as
    usual. The path that nginx is told has no link in it: our own folder's is resolved, and what
    lies in it is looked at without following one.
    """
    path: str = scope["path"]
    if services.objects is not None and services.objects.redirect:
        return None  # it may be sent on to the bucket
    if not path.startswith(PLAY) or scope["method"] != "GET" or services.settings.cors_origins:
        return None
    parts = path[len(PLAY) :].split("/")
    if len(parts) != 4 or not plainly_wanted(scope["headers"]):
        return None
    token, plan, track, name = parts
    if not segments.is_named(track, name):
        return None
    try:
        grant = grants.check_for(services.secrets.grant_key, token, plan=plan)
        record = records.load(services, grant)
        if record is None:
            return None
        segments.granted_track(record, grant, track)
        file = f"{record.folder_text}/{track}/{name}"
        status = os.lstat(file)
    except (MatineeError, OSError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    segments.note_use(file, status)
    segments.count_hit(status.st_size)
    STREAMS.end(STREAMS.begin("segments", grant.session_id, grant.media_id))
    scope[ROUTE] = PART
    return (
        f"{_ALWAYS}content-type: {_KINDS[track[0]]}\r\n"
        f'etag: "{plan}-{track}-{name}"\r\n'
        f"last-modified: {http_date(int(status.st_mtime))}\r\n"
        f"x-accel-redirect: {prefix}{record.folder_quoted}/{track}/{name}\r\n"
    ).encode("ascii")
