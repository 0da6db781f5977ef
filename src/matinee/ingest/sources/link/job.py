"""The job that brings in a link: resolve, fetch, merge, then the common flow.

Everything it has lies in its staging folder and its payload. Paused, stopped or killed, it runs
again from the top and finds what is there: partial files, finished parts, a merged file, even a
file that already passed the gate.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from matinee import engine, library
from matinee.ingest import flow, pictures, sniff
from matinee.ingest.identify.verdict import Told
from matinee.ingest.sources.link import choice, cookies, failures, look, merging, process, received
from matinee.ingest.sources.link.facts import Entry, Facts
from matinee.kit.errors import MatineeError
from matinee.kit.ids import is_id
from matinee.kit.jobs import WAIT_FOR_CHILDREN, JobContext, JobSpec, Priority
from matinee.kit.jobs.tables import Job as JobRow
from matinee.kit.services import Services

KIND = "link"
_FETCHED = 90.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the child left in the staging folder."""

    facts: Facts
    parts: tuple[merging.Part, ...]
    audio_only: bool
    subtitles: tuple[dict[str, Any], ...]
    picture: str | None


def run(ctx: JobContext) -> object:
    """Bring in one link, or one job for each video of a list."""
    url = look.tidy(str(ctx.payload["url"]))
    standing = ctx.payload.get("media_id") or _standing(ctx)
    if standing:
        return _already(ctx, standing)
    landed = ctx.payload.get("landed")
    if landed is None:
        fetched = _fetch(ctx, url)
        if isinstance(fetched, Facts):
            return _spread(ctx, fetched)
        if isinstance(fetched, str):
            return _already(ctx, fetched)
        landed = _make_whole(ctx, fetched)
    published = flow.land_for(ctx, _arrival(ctx, landed), lambda step: _say(ctx, step))
    _done(ctx, published.media_id, duplicate=published.duplicate)
    return None


def clean(services: Services, job_id: str, payload: dict[str, Any]) -> None:
    """Throw away what a job has fetched."""
    services.store.drop_staging(job_id)


def _say(ctx: JobContext, step: str) -> None:
    ctx.check()
    ctx.progress({"probing": 93, "identifying": 96, "publishing": 98}.get(step), step=step)


def _standing(ctx: JobContext) -> str | None:
    """Return the media this link became before, as far as it is known without asking the site."""
    with ctx.services.db.read() as session:
        return library.find_by_source(
            session, ctx.payload.get("platform"), ctx.payload.get("source_id")
        )


def _already(ctx: JobContext, media_id: str) -> None:
    _done(ctx, media_id, duplicate=True)


def _done(ctx: JobContext, media_id: str, *, duplicate: bool) -> None:
    ctx.describe(media_id=media_id, summary={"duplicate": duplicate})
    ctx.services.store.drop_staging(ctx.job_id)


# -- fetching


def _fetch(ctx: JobContext, url: str) -> Fetched | Facts | str:
    """Return what was fetched, the facts of a list, or the id of the media already there."""
    item: int | None = ctx.payload.get("item")
    ask = process.Ask(
        url=url,
        staging=ctx.services.store.staging(ctx.job_id),
        fetch=True,
        choice=_choice(ctx.payload.get("format")),
        item=item,
        cookies=cookies.for_link(ctx.services, url),
        subtitles=bool(ctx.payload.get("subtitles", True)),
    )
    ctx.progress(step="resolving")
    facts: Facts | None = None
    messages = process.run(ctx.services, ask, check=ctx.check)
    try:
        for message in messages:
            kind = message.get("type")
            if kind == "facts":
                facts = received.read(message["facts"])
                if facts.kind == "playlist":
                    return facts
                known = _met(ctx, facts)
                if known:
                    return known
            elif kind == "progress":
                _report(ctx, message)
            elif kind == "done" and facts is not None:
                return _fetched(ask.staging, facts, message)
    finally:
        messages.close()
    raise failures.error("crashed")


def _choice(text: str | None) -> choice.Choice:
    try:
        return choice.parse(text)
    except choice.NoSuchFormat:
        raise failures.error("no_format") from None


def _met(ctx: JobContext, facts: Facts) -> str | None:
    """Note what the link turned out to be; returns the media that is already made of it."""
    ctx.describe(
        title=ctx.payload.get("title") or facts.title,
        picture_url=pictures.address(ctx.services, facts.thumbnail),
    )
    ctx.remember(platform=facts.platform, source_id=facts.source_id)
    if not facts.is_live:
        ctx.progress(1, step="downloading")
    return _standing(ctx)


def _report(ctx: JobContext, message: dict[str, Any]) -> None:
    have, total = message.get("downloaded_bytes"), message.get("total_bytes")
    ctx.progress(
        _FETCHED * have / total if have and total else None,
        step="downloading",
        downloaded_bytes=have,
        total_bytes=total,
        speed_bps=message.get("speed_bps"),
        eta_s=message.get("eta_s"),
    )


def _fetched(staging: Path, facts: Facts, message: dict[str, Any]) -> Fetched:
    """Read the child's last message; only names within the staging folder count."""
    parts = tuple(
        merging.Part(path, bool(item.get("segmented")), bool(item.get("picture")))
        for item in message.get("files") or ()
        if (path := _within(staging, item.get("name"))) is not None
    )
    if not parts:
        raise failures.error("crashed")
    subtitles = tuple(
        item for item in message.get("subtitles") or () if _within(staging, item.get("name"))
    )
    picture = message.get("picture")
    return Fetched(
        facts=facts,
        parts=parts,
        audio_only=bool(message.get("audio_only")),
        subtitles=subtitles,
        picture=picture if _within(staging, picture) else None,
    )


def _within(staging: Path, name: Any) -> Path | None:
    if not isinstance(name, str) or "/" in name or name.startswith("."):
        return None
    path = staging / name
    return path if path.is_file() and not path.is_symlink() else None


# -- one whole file


def _make_whole(ctx: JobContext, fetched: Fetched) -> dict[str, Any]:
    """Put the parts together and remember the result, so that no later attempt fetches again."""
    ctx.progress(_FETCHED, step="merging")
    path = fetched.parts[0].path
    if merging.needs_copy(fetched.parts, audio_only=fetched.audio_only):
        path = merging.merge(
            ctx.services, fetched.parts, audio_only=fetched.audio_only, check=ctx.check
        )
    if path.suffix == ".bin":
        with path.open("rb") as file:
            path = path.rename(path.with_suffix(sniff.video_suffix(file.read(512)) or ".bin"))
    facts = replace(fetched.facts, formats=(), qualities=(), entries=())
    landed = {
        "file": path.name,
        "facts": facts.to_json(),
        "subtitles": list(fetched.subtitles),
        "picture": pictures.settle(path.parent / fetched.picture) if fetched.picture else None,
    }
    ctx.remember(landed=landed)
    return landed


def _arrival(ctx: JobContext, landed: dict[str, Any]) -> flow.Arrival:
    staging = ctx.services.store.staging_path(ctx.job_id)
    facts = received.read(landed["facts"])
    path = library.landed_file(ctx.services, staging / landed["file"])
    if path is None:
        ctx.remember(landed=None)
        raise MatineeError(
            "What was downloaded is gone.", fix="Retry: it is downloaded anew.", code="staging_gone"
        )
    return flow.Arrival(
        path=staging / landed["file"],
        at=path,
        name=unquote(urlsplit(facts.url).path.rstrip("/").rsplit("/", 1)[-1]) or facts.title,
        told=told(facts),
        title=ctx.payload.get("title"),
        chapters=tuple(engine.Chapter(*one) for one in facts.chapters),
        sidecars=_sidecars(staging, landed),
        collection_id=_id(ctx.payload.get("collection_id")),
        added_by=ctx.requested_by,
    )


def told(facts: Facts) -> Told:
    """Return what a source says, as identification takes it."""
    return Told(
        title=facts.title,
        platform=facts.platform,
        source_id=facts.source_id,
        url=facts.url,
        description=facts.description,
        uploader=facts.uploader,
        upload_date=date.fromisoformat(facts.upload_date) if facts.upload_date else None,
        year=facts.release_year,
        series=facts.series,
        season=facts.season_number,
        episode=facts.episode_number,
        tags=facts.tags,
        genres=facts.genres,
    )


_FORMS: dict[str, str] = {"ssa": "ass", "dfxp": "ttml"}


def _sidecars(staging: Path, landed: dict[str, Any]) -> tuple[library.Sidecar, ...]:
    found = [
        library.Sidecar(
            "subtitle",
            staging / item["name"],
            item["language"],
            item["label"],
            _FORMS.get(item["format"]) or item["format"],
        )
        for item in landed["subtitles"]
    ]
    if landed["picture"]:
        path = staging / landed["picture"]
        found.append(library.Sidecar("thumbnail", path, format=path.suffix.lstrip(".")))
    return tuple(found)


def _id(raw: Any) -> str | None:
    return raw if isinstance(raw, str) and is_id(raw) else None


# -- lists


def _spread(ctx: JobContext, facts: Facts) -> object:
    """Queue one job for each wanted video of a list; this job ends when they have."""
    wanted: set[int] = set(ctx.payload.get("items") or ())
    entries = [entry for entry in facts.entries if not wanted or entry.index in wanted]
    if not entries:
        raise failures.error("no_video")
    ctx.describe(title=ctx.payload.get("title") or facts.title)
    ctx.progress(step="items")
    with ctx.services.db.write() as session:
        asked = select(JobRow.dedupe_key).where(JobRow.parent_id == ctx.job_id)
        queued = set(session.scalars(asked))  # by an attempt that was cut off right here
        for entry in entries:
            spec = _child(ctx, facts, entry)
            if spec.dedupe_key not in queued:
                ctx.services.jobs.enqueue(session, spec)
    return WAIT_FOR_CHILDREN


def _child(ctx: JobContext, facts: Facts, entry: Entry) -> JobSpec:
    payload = {
        "url": entry.url or facts.url,
        "item": None if entry.url else entry.index,
        "format": ctx.payload.get("format"),
        "subtitles": ctx.payload.get("subtitles", True),
        "collection_id": ctx.payload.get("collection_id"),
        "platform": entry.platform,
        "source_id": entry.id,
    }
    return JobSpec(
        KIND,
        payload,
        title=entry.title,
        priority=Priority.NORMAL,
        parent_id=ctx.job_id,
        dedupe_key=f"link:{ctx.job_id}:{entry.index}",
        requested_by=ctx.requested_by,
        picture_url=pictures.address(ctx.services, entry.thumbnail),
    )
