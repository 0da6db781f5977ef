"""Series, people, what is doubtful, and versions, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from matinee.accounts import AdminDep, Viewer, ViewerDep
from matinee.kit.http import PageLimit, PageNumber, ServicesDep, page_of
from matinee.kit.services import Services
from matinee.library import queries, recognition, schemas, versions, work_schemas
from matinee.library.people import people
from matinee.library.presenting import present
from matinee.library.routes import whole_media
from matinee.library.series import series
from matinee.library.series.presenting import present_series

router = APIRouter(tags=["library"])


@router.get("/api/series")
def list_series(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=200)] = "",
    genre: Annotated[str, Query(max_length=60)] = "",
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> work_schemas.SeriesPage:
    """Return the series of which the viewer sees something, by title."""
    with services.db.read_lists() as session:
        rows, total = series.page(
            session, viewer, q, genre=genre, offset=(page - 1) * limit, limit=limit
        )
        shown = present_series(session, viewer, rows)
    return work_schemas.SeriesPage(**page_of(shown, total=total, page=page, limit=limit))


@router.get("/api/series/{series_id}")
def get_series(series_id: str, viewer: ViewerDep, services: ServicesDep) -> work_schemas.Series:
    """Return one series with its seasons and the episode to watch next."""
    return whole_series(services, viewer, series_id)


@router.patch("/api/series/{series_id}")
def edit_series(
    series_id: str, body: work_schemas.SeriesEdit, viewer: ViewerDep, services: ServicesDep
) -> work_schemas.Series:
    """Change a series; for administrators. Given the name of another, the two become one."""
    kept = series.edit(services, viewer, series_id, body.model_dump(exclude_unset=True))
    return whole_series(services, viewer, kept)


@router.get("/api/series/{series_id}/episodes")
def episodes(
    series_id: str,
    viewer: ViewerDep,
    services: ServicesDep,
    season: Annotated[int | None, Query(ge=0, le=99_999)] = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 2000,
) -> schemas.MediaItems:
    """Return the episodes of a series in their order, of all seasons or of one."""
    with services.db.read() as session:
        found = queries.episodes(session, viewer, series_id, limit, season=season)
        return schemas.MediaItems(items=present(session, viewer, found))


@router.get("/api/people")
def list_people(
    viewer: ViewerDep,
    services: ServicesDep,
    q: Annotated[str, Query(max_length=120)] = "",
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> work_schemas.PersonPage:
    """Return people of whom the viewer sees something, those of most titles first."""
    with services.db.read_lists() as session:
        found, total = people.people(
            session, viewer, prefix=q, offset=(page - 1) * limit, limit=limit
        )
    items = [
        work_schemas.PersonCount(id=one.number, name=one.name, count=one.count) for one in found
    ]
    return work_schemas.PersonPage(**page_of(items, total=total, page=page, limit=limit))


@router.get("/api/people/{person_id}")
def person(
    person_id: int,
    viewer: ViewerDep,
    services: ServicesDep,
    page: PageNumber = 1,
    limit: PageLimit = 50,
) -> work_schemas.PersonDetail:
    """Return somebody with the titles and the series they took part in."""
    with services.db.read() as session:
        row = people.get_person(session, viewer, person_id)
        found, total = people.media_with(
            session, viewer, person_id, offset=(page - 1) * limit, limit=limit
        )
        shown = present(session, viewer, found)
        of_series = present_series(session, viewer, people.series_with(session, viewer, person_id))
    paged = page_of(shown, total=total, page=page, limit=limit)
    return work_schemas.PersonDetail(
        id=row.number, name=row.name, count=row.count, series=of_series, **paged
    )


@router.get("/api/doubts")
def doubts(
    viewer: AdminDep, services: ServicesDep, page: PageNumber = 1, limit: PageLimit = 50
) -> schemas.MediaPage:
    """Return titles of which it is not sure what they are, the most doubtful first."""
    with services.db.read() as session:
        rows, total = recognition.doubtful(session, viewer, offset=(page - 1) * limit, limit=limit)
        shown = present(session, viewer, rows, with_assets=True)
    return schemas.MediaPage(**page_of(shown, total=total, page=page, limit=limit))


@router.post("/api/doubts/fix")
def fix(body: work_schemas.Fix, viewer: AdminDep, services: ServicesDep) -> schemas.MediaItems:
    """Say of many titles at once what they are, or that they were taken for the right thing."""
    changes = body.model_dump(exclude_unset=True, exclude={"media_ids", "right"})
    recognition.fix(services, viewer, body.media_ids, changes)
    with services.db.read() as session:
        rows = [queries.get_media(session, viewer, one) for one in body.media_ids]
        return schemas.MediaItems(items=present(session, viewer, rows))


@router.post("/api/media/{media_id}/versions")
def join(
    media_id: str, body: work_schemas.Joined, viewer: AdminDep, services: ServicesDep
) -> schemas.Media:
    """Make another media a further version of this one: its files come here, and so does how far
    people were."""
    versions.join(services, viewer, media_id, body.media_id)
    return whole_media(services, viewer, media_id)


@router.delete("/api/media/{media_id}/versions/{asset_id}")
def part(media_id: str, asset_id: str, viewer: AdminDep, services: ServicesDep) -> schemas.Media:
    """Take a version out of a media: it becomes one of its own, which is returned."""
    return whole_media(services, viewer, versions.part(services, viewer, media_id, asset_id))


def whole_series(services: Services, viewer: Viewer, series_id: str) -> work_schemas.Series:
    """Return all that the page of one series tells."""
    with services.db.read() as session:
        row = series.get(session, viewer, series_id)
        return present_series(session, viewer, [row], whole=True)[0]
