"""Bringing in: links, uploads, folders and the sample, each through one flow to the one gate.

The names below are loaded when first used: the children that handle untrusted bytes live in this
room too, and must not load a web server to do so.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.ingest.add import add_source
    from matinee.ingest.identify.description import Description, Person
    from matinee.ingest.identify.naming.folders import season_of
    from matinee.ingest.identify.nfo_writing import write as nfo_of
    from matinee.ingest.jobs import wire
    from matinee.ingest.routes import router
    from matinee.ingest.sources.folder.places import folder_paths
    from matinee.ingest.sources.folder.watch import start as watch_folders
    from matinee.ingest.sources.upload.actions import known as known_uploads
    from matinee.ingest.sources.upload.direct import under_way

_WHERE = {
    "Description": "matinee.ingest.identify.description",
    "Person": "matinee.ingest.identify.description",
    "add_source": "matinee.ingest.add",
    "folder_paths": "matinee.ingest.sources.folder.places",
    "known_uploads": "matinee.ingest.sources.upload.actions",
    "nfo_of": "matinee.ingest.identify.nfo_writing",
    "router": "matinee.ingest.routes",
    "season_of": "matinee.ingest.identify.naming.folders",
    "under_way": "matinee.ingest.sources.upload.direct",
    "watch_folders": "matinee.ingest.sources.folder.watch",
    "wire": "matinee.ingest.jobs",
}
_CALLED = {"known_uploads": "known", "nfo_of": "write", "watch_folders": "start"}

__all__ = [
    "Description",
    "Person",
    "add_source",
    "folder_paths",
    "known_uploads",
    "nfo_of",
    "router",
    "season_of",
    "under_way",
    "watch_folders",
    "wire",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), _CALLED.get(name, name))
