"""Remembering how folders were found, but for those that must be opened next time anyway."""

from collections.abc import Collection

from matinee import library
from matinee.ingest.sources.folder import patience
from matinee.ingest.sources.folder.memory import Memory
from matinee.ingest.sources.folder.walk import Walk
from matinee.kit.services import Services


def remember(
    services: Services, root_id: str, memory: Memory, found: Walk, waiting: Collection[str]
) -> None:
    """Keep when the folders of a walk changed and were looked into; `waiting` are files that are
    to be tried again."""
    doubted = patience.unsettled(found, [*waiting, *found.held])
    before = memory.looked
    changed: dict[str, tuple[int, int]] = {}
    for folder, (modified_ns, looked_ns) in found.looked.items():
        now = (modified_ns, 0 if folder in doubted else looked_ns)
        # Looking into an unchanged folder again writes nothing, or each look would cost a row.
        known = before.get(folder) == now or memory.is_as_it_was(folder, *now)
        if not known:
            changed[folder] = now
    forgotten = [one for one in before if one not in found.met and not found.hides(one)]
    if changed or forgotten:
        library.remember_folders(services, root_id, changed, forgotten)
