"""One identity from three witnesses: the source, the tags, the name. Pure.

A name that tells clearly of a film or an episode is believed before the tags, which often name who
encoded it; of other files the tags know more.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from matinee.ingest import loose
from matinee.ingest.identify import naming, tags
from matinee.ingest.identify.merging import NOTHING, Beside, completed, described
from matinee.ingest.identify.naming import Named
from matinee.ingest.identify.tags import Tagged
from matinee.kit import clock
from matinee.library import Identity, SeriesFacts, rules


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says of a video. A title a person gave stands above all."""

    title: str
    platform: str | None = None
    source_id: str | None = None
    url: str | None = None
    description: str | None = None
    uploader: str | None = None
    upload_date: date | None = None
    year: int | None = None
    series: str | None = None
    season: int | None = None
    episode: int | None = None
    tags: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()


def identify(
    name: str,
    file_tags: dict[str, str],
    told: Told | None = None,
    *,
    title: str | None = None,
    hint: str = "mixed",
    beside: Beside = NOTHING,
) -> Identity:
    """Return what a file is. `name` is its path from the library folder's own name on, or its bare
    name; `title` a person's word; `hint` what the owner said the library folder holds;
    `beside` what lies beside it."""
    tagged = tags.read(file_tags)
    if told is not None and not _is_named_after_file(told, name):
        return _from_source(told, tagged, title)
    newest_year = clock.now().year + 1
    named = naming.read(loose.printable(name), newest_year=newest_year, hint=hint)
    found = _extra(named) if named.kind == "extra" else _from_file(named, tagged, told)
    found = completed(described(found, beside), tags.describe(file_tags))
    return replace(found, title=title) if title else found


def _is_named_after_file(told: Told, name: str) -> bool:
    """Say whether the source is a bare file, whose name tells more than its "title"."""
    stem = PurePath(name).stem
    return told.platform == "generic" and bool(stem) and told.title in {stem, name}


def _from_source(told: Told, tagged: Tagged, title: str | None) -> Identity:
    episodic = told.series is not None and told.season is not None and told.episode is not None
    return Identity(
        title=title or told.title,
        kind="episode" if episodic else "video",
        year=told.year,
        series_title=told.series if episodic else None,
        season_number=told.season if episodic else None,
        episode_number=told.episode if episodic else None,
        description=told.description or tagged.description,
        tags=told.tags,
        genres=told.genres or tagged.genres,
        source_platform=told.platform,
        source_id=told.source_id,
        source_url=told.url,
        uploader=told.uploader or tagged.uploader,
        upload_date=told.upload_date,
    )


def _extra(named: Named) -> Identity:
    """An extra finds its film by where it lies, or by the name that it bears."""
    of = rules.work_key("movie", named.of_title or "", year=named.of_year)
    return Identity(
        title=named.title or named.of_title or named.series or "",
        kind="clip",
        year=named.of_year,
        series_title=named.series,
        season_number=named.season if named.series else None,
        series=SeriesFacts(),
        extra_kind=named.extra,
        extra_of=of,
        other_ids=named.ids,
    )


def _from_file(named: Named, tagged: Tagged, told: Told | None) -> Identity:
    series, season, episode = named.series, named.season, named.episode
    kind, sure = named.kind, named.kind != "video" and named.confidence >= _SURE
    if kind == "video" and tagged.series and tagged.season is not None:
        series, season, episode, kind = tagged.series, tagged.season, tagged.episode, "episode"
    episodic = kind == "episode"
    own = named.title or (None if episodic else "Untitled")
    said = own or tagged.title if sure else tagged.title or own
    day = named.day or (tagged.day if kind == "video" else None)
    return Identity(
        title=said or _numbered(series, season, episode, named),
        kind=kind,
        year=(named.year or tagged.year) if kind == "movie" else None,
        series_title=series if episodic else None,
        season_number=season if episodic else None,
        episode_number=episode if episodic else None,
        episode_number_end=named.episode_end if episodic else None,
        series=SeriesFacts(year=named.year, other_ids=named.ids) if episodic else None,
        description=tagged.description,
        genres=tagged.genres,
        source_platform=told.platform if told else _YOUTUBE if named.source_id else None,
        source_id=told.source_id if told else named.source_id,
        source_url=told.url if told else tagged.url,
        uploader=tagged.uploader,
        upload_date=day,
        released=named.day if episodic else None,
        part_number=named.part,
        edition=named.edition,
        other_ids={} if episodic else named.ids,
        confidence=named.confidence,
        doubts=named.doubts,
    )


_SURE = 0.7
_YOUTUBE = "youtube"


def _numbered(series: str | None, season: int | None, episode: int | None, named: Named) -> str:
    """Return what an episode without a title is called."""
    if episode is not None:
        return f"{series} {season}x{episode:02d}" if series else f"{season}x{episode:02d}"
    if named.day is not None:
        return f"{series} {named.day.isoformat()}"
    return series or ""
