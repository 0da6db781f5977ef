"""One identity from three witnesses: the source, the tags, the name. Pure, but for guessit."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from matinee.ingest.identify import filename, tags
from matinee.ingest.identify.filename import Guess
from matinee.ingest.identify.tags import Tagged
from matinee.library import Identity


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
    name: str, file_tags: dict[str, str], told: Told | None = None, *, title: str | None = None
) -> Identity:
    """Return what a file is. `name` is its name, perhaps with folders; `title` a person's word."""
    tagged = tags.read(file_tags)
    if told is not None and not _is_named_after_file(told, name):
        return _from_source(told, tagged, title)
    return _from_file(filename.read(name), tagged, told, title)


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


def _from_file(guess: Guess, tagged: Tagged, told: Told | None, title: str | None) -> Identity:
    series, season, episode = guess.title, guess.season, guess.episode
    if guess.kind != "episode" and tagged.series and tagged.season is not None:
        series, season, episode = tagged.series, tagged.season, tagged.episode
    episodic = season is not None and episode is not None
    kind = "episode" if episodic else guess.kind
    own = guess.episode_title if episodic else guess.title
    fallback = f"{series} {season}x{episode:02d}" if episodic else guess.title
    return Identity(
        title=title or tagged.title or own or fallback,
        kind=kind,
        year=guess.year or (tagged.year if kind == "movie" else None),
        series_title=series if episodic else None,
        season_number=season if episodic else None,
        episode_number=episode if episodic else None,
        episode_number_end=guess.episode_end if guess.kind == "episode" else None,
        description=tagged.description,
        genres=tagged.genres,
        source_platform=told.platform if told else None,
        source_id=told.source_id if told else None,
        source_url=told.url if told else tagged.url,
        uploader=tagged.uploader,
        upload_date=tagged.day,
    )
