"""Changes of many titles over HTTP, and the way back."""

from fastapi import APIRouter

from matinee.accounts import ViewerDep
from matinee.discovery.changes import actions, before, tags
from matinee.discovery.changes.schemas import (
    BulkChange,
    BulkDone,
    TagChange,
    TagChanged,
    Undone,
)
from matinee.kit.http import ServicesDep

router = APIRouter(tags=["discovery"])


@router.post("/api/media/bulk")
def change_many(wish: BulkChange, viewer: ViewerDep, services: ServicesDep) -> BulkDone:
    """Change many titles at once: their words and facts, what the viewer did with them, trash."""
    return actions.change(services, viewer, wish)


@router.post("/api/media/bulk/{undo_id}/undo")
def undo(undo_id: str, viewer: ViewerDep, services: ServicesDep) -> Undone:
    """Make titles again what they were before a change; it is kept for a week."""
    return Undone(restored=before.undo(services, viewer, undo_id))


@router.patch("/api/tags/{name}")
def rename_tag(
    name: str, change: TagChange, viewer: ViewerDep, services: ServicesDep
) -> TagChanged:
    """Rename a tag, or make it one with another; for administrators."""
    return tags.rename(services, viewer, name, change)


@router.delete("/api/tags/{name}")
def delete_tag(name: str, viewer: ViewerDep, services: ServicesDep) -> TagChanged:
    """Take a tag off all titles; for administrators."""
    return tags.delete(services, viewer, name)
