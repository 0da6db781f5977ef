"""Stored: what was prepared of titles and lies in the bucket, where one keeps the library.

Each segment is an object under the address it has in the cache (`cache/<asset>/<plan>/<track>/…`).
A row says of which plans and tracks the bucket has everything: it is written when all of it was
compared. What the cache of a machine lacks comes from there, and may go from the cache again.
"""

from matinee.streaming.stored.actions import cancel, checked, drop, forget, names, send
from matinee.streaming.stored.moving import addresses, back_to_folder, sweep
from matinee.streaming.stored.queries import Kept, any_kept, kept, kept_plans, known
from matinee.streaming.stored.reading import fetch

__all__ = [
    "Kept",
    "addresses",
    "any_kept",
    "back_to_folder",
    "cancel",
    "checked",
    "drop",
    "fetch",
    "forget",
    "kept",
    "kept_plans",
    "known",
    "names",
    "send",
    "sweep",
]
