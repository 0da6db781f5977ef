"""Links over HTTP: look at one, bring it in, show its picture; and cookies of sites."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from matinee import library
from matinee.accounts import AdminDep, Viewer, ViewerDep
from matinee.ingest import add, pictures, schemas
from matinee.ingest.sources.folder import places
from matinee.ingest.sources.link import cookies, look
from matinee.ingest.sources.link.facts import Entry, Facts
from matinee.kit.errors import Forbidden
from matinee.kit.http import ServicesDep
from matinee.kit.services import Services

router = APIRouter()


def _require_admin(viewer: Viewer) -> None:
    if not viewer.is_admin:
        raise Forbidden(
            "Only an administrator may bring in folders of the server.", code="admins_only"
        )


@router.post("/api/media/info", tags=["bring in"])
def media_info(
    question: schemas.LinkQuestion, services: ServicesDep, viewer: ViewerDep
) -> schemas.LinkInfo:
    """Tell what is behind a link before it is brought in."""
    if add.is_path(question.url.strip()):
        _require_admin(viewer)
        path = places.tidy(services, question.url.strip())
        return schemas.LinkInfo(
            url=str(path), kind="folder", title=path.name, platform="folder", source_id=str(path)
        )
    return _wire(services, look.look(services, question.url))


def _wire(services: Services, facts: Facts) -> schemas.LinkInfo:
    with services.db.read() as session:
        existing = library.find_by_source(session, facts.platform, facts.source_id)
        entries = [
            _entry(services, entry, library.find_by_source(session, entry.platform, entry.id))
            for entry in facts.entries
        ]
    return schemas.LinkInfo(
        url=facts.url,
        kind=facts.kind,
        title=facts.title,
        uploader=facts.uploader,
        upload_date=facts.upload_date,  # type: ignore[arg-type] - pydantic reads ISO dates
        duration_s=facts.duration_s,
        thumbnail_url=pictures.address(services, facts.thumbnail),
        platform=facts.platform,
        source_id=facts.source_id,
        description=facts.description,
        is_live=facts.is_live,
        qualities=[schemas.LinkQuality(**asdict(one)) for one in facts.qualities],
        formats=[schemas.LinkFormat(**asdict(one)) for one in facts.formats],
        subtitles=[
            schemas.LinkSubtitle(language=language, name=name) for language, name in facts.subtitles
        ],
        entries=entries if facts.kind == "playlist" else None,
        existing_media_id=existing,
    )


def _entry(services: Services, entry: Entry, media_id: str | None) -> schemas.LinkEntry:
    return schemas.LinkEntry(
        index=entry.index,
        id=entry.id,
        title=entry.title,
        url=entry.url,
        duration_s=entry.duration_s,
        thumbnail_url=pictures.address(services, entry.thumbnail),
        media_id=media_id,
    )


@router.post("/api/media/add", status_code=202, tags=["bring in"])
def add_media(
    wanted: schemas.AddRequest, services: ServicesDep, viewer: ViewerDep
) -> schemas.AddAnswer:
    """Bring in a link, or (administrators) a folder or file of the server."""
    source = wanted.url.strip()
    if add.is_path(source):
        _require_admin(viewer)
        started = add.add_path(
            services, source, requested_by=viewer.user_id, title=wanted.title or None,
            kind=wanted.kind,
        )  # fmt: skip
        return schemas.AddAnswer(job=started, media_id=None, duplicate=False)
    wish = add.Wish(
        format=wanted.format,
        title=wanted.title,
        collection_id=wanted.collection_id,
        items=tuple(wanted.items or ()),
        subtitles=wanted.subtitles,
    )
    started = add.add_link(services, source, wish, requested_by=viewer.user_id)
    known = started.media_id
    return schemas.AddAnswer(job=started, media_id=known, duplicate=known is not None)


@router.get(pictures.ROUTE, tags=["bring in"], response_class=Response)
def link_picture(
    services: ServicesDep, viewer: ViewerDep, token: Annotated[str, Query(max_length=8192)]
) -> Response:
    """Show the picture of a link, fetched by this server under its guard."""
    body, kind = pictures.show(services, token)
    return Response(
        body,
        media_type=kind,
        headers={
            "Cache-Control": "private, max-age=86400",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@router.get("/api/cookies", tags=["cookies"])
def list_cookies(services: ServicesDep, viewer: AdminDep) -> schemas.CookieSites:
    """List the sites whose cookies were given."""
    sites = [schemas.CookieSite(**asdict(one)) for one in cookies.listed(services)]
    return schemas.CookieSites(items=sites)


@router.get("/api/cookies/{site}", tags=["cookies"])
def get_cookies(site: str, services: ServicesDep, viewer: AdminDep) -> schemas.CookieSite:
    """Tell when a site's cookies were given."""
    return schemas.CookieSite(**asdict(cookies.get(services, site)))


@router.put("/api/cookies/{site}", tags=["cookies"])
def put_cookies(
    site: str,
    services: ServicesDep,
    viewer: AdminDep,
    text: Annotated[bytes, Body(media_type="text/plain", max_length=cookies.MAX_BYTES)],
) -> schemas.CookieSite:
    """Give the cookies of a site: the text of a Netscape cookies file."""
    saved = cookies.save(services, site, text.decode("utf-8", "replace"))
    look.forget()
    return schemas.CookieSite(**asdict(saved))


@router.delete("/api/cookies/{site}", status_code=204, tags=["cookies"])
def delete_cookies(site: str, services: ServicesDep, viewer: AdminDep) -> None:
    """Forget the cookies of a site."""
    cookies.delete(services, site)
    look.forget()
