"""The public door: one word from a person, a link, a file or a folder, becomes one job."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from matinee import library
from matinee.ingest import guard, pictures
from matinee.ingest.sources.folder import places
from matinee.ingest.sources.link import choice, failures, job, look
from matinee.kit.jobs import Job, JobSpec, Priority
from matinee.kit.services import Services


@dataclass(frozen=True, slots=True)
class Wish:
    """How a link is wanted: quality, title, which videos of a list."""

    format: str | None = None
    title: str | None = None
    collection_id: str | None = None
    items: tuple[int, ...] = ()
    subtitles: bool = True


def is_path(source: str) -> bool:
    """Say whether a source names a file or folder of this machine rather than a link."""
    return source.startswith(("/", "~/", "./", "../", "file:///")) or source in {"~", ".", ".."}


def add_source(
    services: Services,
    source: str,
    *,
    requested_by: str | None = None,
    format: str | None = None,  # noqa: A002 - the word people use
    title: str | None = None,
) -> Job:
    """Start bringing in a link, a file or a folder; returns its job.

    A relative path is read from the working directory. Raises a MatineeError with words.
    """
    source = source.strip()
    if is_path(source) or ("://" not in source and Path(source).exists()):
        path = source if source.startswith(("/", "file:///")) else str(Path(source).expanduser())
        return add_path(services, str(path), requested_by=requested_by, title=title)
    return add_link(services, source, Wish(format=format, title=title), requested_by=requested_by)


def add_path(
    services: Services,
    path: str,
    *,
    requested_by: str | None,
    title: str | None = None,
    kind: str | None = None,
) -> Job:
    """Scan a folder or file of this machine in place; the folder is remembered, with its kind."""
    target = places.remember(services, places.tidy(services, path), kind=kind)
    return start(services, places.scan_spec(target, requested_by=requested_by, title=title))


def add_link(services: Services, url: str, wish: Wish, *, requested_by: str | None) -> Job:
    """Bring in what is behind a link. The same link twice is one job.

    When the library has it already, the job's `media_id` says so from the start.
    """
    url = look.tidy(url)
    try:
        choice.parse(wish.format)
    except choice.NoSuchFormat:
        raise failures.error("no_format") from None
    facts = look.recent(services, url)
    title = (wish.title or "").strip() or None
    payload = {
        "url": url,
        "format": wish.format,
        "title": title,
        "collection_id": wish.collection_id,
        "items": sorted(set(wish.items)),
        "subtitles": wish.subtitles,
    }
    standing = None
    if facts is not None and facts.kind == "video":
        payload |= {"platform": facts.platform, "source_id": facts.source_id}
        with services.db.read() as session:
            standing = library.find_by_source(session, facts.platform, facts.source_id)
    spec = JobSpec(
        job.KIND,
        payload,
        title=title or (facts.title if facts else url),
        priority=Priority.PERSON,
        dedupe_key=f"link:{hashlib.sha256(guard.normal_url(url).encode()).hexdigest()}",
        requested_by=requested_by,
        picture_url=pictures.address(services, facts.thumbnail) if facts else None,
        media_id=standing,
    )
    return start(services, spec)


def start(services: Services, spec: JobSpec) -> Job:
    """Queue a job and return it as people see it."""
    with services.db.write() as session:
        row = services.jobs.enqueue(session, spec)
        return services.jobs.view(session, row)
