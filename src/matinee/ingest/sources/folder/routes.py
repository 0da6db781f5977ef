"""Folders over HTTP, for administrators: pick, add, scan again, take out."""

from fastapi import APIRouter
from sqlalchemy.orm import Session

from matinee import library
from matinee.accounts import AdminDep
from matinee.ingest import add, schemas
from matinee.ingest.loose import printable
from matinee.ingest.sources.folder import places
from matinee.kit.errors import Invalid
from matinee.kit.http import ServicesDep

router = APIRouter(tags=["folders"])


def _wire(session: Session, root: library.RootRow) -> schemas.Folder:
    return schemas.Folder(
        id=root.id,
        path=printable(root.path),
        status=root.status,
        media_count=library.media_counts(session).get(root.id, 0),
        last_scan_at=root.last_scan_at,
        last_scan=schemas.ScanCounts(**root.last_scan) if root.last_scan else None,
    )


@router.get("/api/folders")
def list_folders(services: ServicesDep, viewer: AdminDep) -> schemas.Folders:
    """List the folders scanned in place."""
    with services.db.read() as session:
        return schemas.Folders(items=[_wire(session, root) for root in library.roots(session)])


@router.post("/api/folders", status_code=201)
def add_folder(
    wanted: schemas.FolderPath, services: ServicesDep, viewer: AdminDep
) -> schemas.Folder:
    """Add a folder and scan it; one that is there already is scanned again."""
    path = places.tidy(services, wanted.path)
    if not path.is_dir():
        raise Invalid("This is a file.", fix="Add it on the Add page, or choose its folder.")
    target = places.remember(services, path)
    add.start(services, places.scan_spec(target, requested_by=viewer.user_id))
    with services.db.read() as session:
        return _wire(session, library.get_root(session, target.root_id))


@router.post("/api/folders/{folder_id}/scan", status_code=202)
def scan_folder(folder_id: str, services: ServicesDep, viewer: AdminDep) -> schemas.JobStarted:
    """Look through a folder again."""
    with services.db.read() as session:
        root = library.get_root(session, folder_id)
        target = places.Target(root.id, None, printable(root.path).rsplit("/", 1)[-1])
    spec = places.scan_spec(target, requested_by=viewer.user_id)
    return schemas.JobStarted(job=add.start(services, spec))


@router.delete("/api/folders/{folder_id}", status_code=204)
def remove_folder(folder_id: str, services: ServicesDep, viewer: AdminDep) -> None:
    """Take a folder out of the library. Its files are not touched."""
    library.remove_root(services, folder_id)


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
