"""Folders over HTTP, for administrators: pick, add, scan again, take out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from fastapi import APIRouter
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import AdminDep
from matinee.ingest import add, schemas
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import places
from matinee.ingest.sources.folder.disks import Disks
from matinee.kit.errors import Invalid
from matinee.kit.http import ServicesDep
from matinee.kit.jobs import JobSpec
from matinee.kit.services import Services

router = APIRouter(tags=["folders"])


def _wire(
    services: Services, session: Session, roots: Sequence[library.RootRow]
) -> list[schemas.Folder]:
    counts, running, disks = library.media_counts(session), places.running(session), Disks()
    return [
        schemas.Folder(
            id=root.id,
            path=printable(root.path),
            status=root.status,
            kind=cast("schemas.FolderKind", root.kind),
            watch=root.watch,
            watching=_watching(root, disks),
            problem=root.problem,
            gone=root.gone,
            media_count=counts.get(root.id, 0),
            last_scan_at=root.last_scan_at,
            last_scan=schemas.ScanCounts(**root.last_scan) if root.last_scan else None,
            job_id=running.get(root.id),
        )
        for root in roots
    ]


def _watching(root: library.RootRow, disks: Disks) -> str:
    if not root.watch:
        return "off"
    blind = root.problem == "no_notifications" or disks.is_remote(Path(root.path))
    return "polling" if blind else "notifications"


def _one(services: Services, root_id: str) -> schemas.Folder:
    with services.db.read() as session:
        return _wire(services, session, [library.get_root(session, root_id)])[0]


@router.get("/api/folders")
def list_folders(services: ServicesDep, viewer: AdminDep) -> schemas.Folders:
    """List the folders scanned in place."""
    with services.db.read() as session:
        return schemas.Folders(items=_wire(services, session, library.roots(session)))


@router.post("/api/folders", status_code=201)
def add_folder(
    wanted: schemas.NewFolder, services: ServicesDep, viewer: AdminDep
) -> schemas.Folder:
    """Add a folder and scan it; one that is there already is scanned again."""
    path = places.tidy(services, wanted.path)
    if not path.is_dir():
        raise Invalid(
            "This is a file.",
            fix="Add it on the Add page, or choose its folder.",
            code="not_a_folder",
        )
    target = places.remember(services, path, kind=wanted.kind, watch=wanted.watch)
    add.start(services, places.scan_spec(target, requested_by=viewer.user_id))
    return _one(services, target.root_id)


@router.patch("/api/folders/{folder_id}")
def change_folder(
    folder_id: str, changes: schemas.FolderChanges, services: ServicesDep, viewer: AdminDep
) -> schemas.Folder:
    """Change what a folder holds, or whether it is watched. Of another kind, it is read anew."""
    changed = library.change_root(services, folder_id, kind=changes.kind, watch=changes.watch)
    if changed:
        spec = _spec(services, folder_id, viewer.user_id)
        payload = {**spec.payload, "reread": True}
        add.start(services, replace(spec, payload=payload, dedupe_key=f"reread:{folder_id}"))
    return _one(services, folder_id)


@router.post("/api/folders/{folder_id}/gone")
def answer_gone(
    folder_id: str, answer: schemas.GoneAnswer, services: ServicesDep, viewer: AdminDep
) -> schemas.Folder:
    """Say of files that vanished at once that they were deleted, or have them looked for again."""
    if answer.accept:
        library.believe_gone(services, folder_id)
    else:
        add.start(services, _spec(services, folder_id, viewer.user_id))
    return _one(services, folder_id)


@router.post("/api/folders/{folder_id}/scan", status_code=202)
def scan_folder(
    folder_id: str, services: ServicesDep, viewer: AdminDep, quick: bool = False
) -> schemas.JobStarted:
    """Look through a folder again: at every file, or (`quick`) only where something changed."""
    spec = _spec(services, folder_id, viewer.user_id)
    if quick:
        payload = {**spec.payload, "quick": True}
        spec = replace(spec, payload=payload, dedupe_key=f"quick:{folder_id}")
    return schemas.JobStarted(job=add.start(services, spec))


def _spec(services: Services, root_id: str, requested_by: str | None) -> JobSpec:
    with services.db.read() as session:
        root = library.get_root(session, root_id)
        target = places.Target(root.id, None, printable(root.path).rsplit("/", 1)[-1])
    return places.scan_spec(target, requested_by=requested_by)


@router.delete("/api/folders/{folder_id}", status_code=204)
def remove_folder(folder_id: str, services: ServicesDep, viewer: AdminDep) -> None:
    """Take a folder out of the library. Its files are not touched; within another folder of the
    library they go on as files of that one."""
    outer_id = library.remove_root(services, folder_id)
    if outer_id is not None:
        places.ask_for_a_look(services, outer_id, ())


@router.get("/api/folders/browse")
def browse_folders(viewer: AdminDep, path: str = "") -> schemas.FolderListing:
    """List the folders in a folder of the machine the server runs on, for picking one."""
    here, spots = places.browse(path)
    return schemas.FolderListing(
        path=printable(str(here)),
        parent=printable(str(here.parent)) if here.parent != here else None,
        entries=[_entry(spot) for spot in spots],
        places=[_entry(spot) for spot in places.usual_places()],
    )


def _entry(spot: places.Spot) -> schemas.FolderEntry:
    return schemas.FolderEntry(
        name=printable(spot.name), path=printable(spot.path), media_hint=spot.media_hint
    )
