"""What lies beside a file, over what its name says: NFO first, then info.json, then the name.

An NFO is written by a person or a program that looked the work up, so it is believed; an info.json
is the word of the source. What neither says is left as the name and the tags have it.
"""

from dataclasses import dataclass, replace
from typing import Any

from matinee.ingest.identify.description import Description, Person, over
from matinee.ingest.identify.naming import folders as naming
from matinee.library import Credit, Identity, SeasonFacts, SeriesFacts

_KINDS = {"movie": "movie", "episode": "episode", "video": "video"}
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Beside:
    """What the files beside a video say: of itself, of its source, of its series."""

    nfo: Description | None = None
    info: Description | None = None
    series: Description | None = None

    @property
    def own(self) -> Description | None:
        """Return what is said of the video itself, the NFO's word first."""
        if self.nfo and self.info:
            return over(self.nfo, self.info)
        return self.nfo or self.info


NOTHING = Beside()


def described(identity: Identity, beside: Beside) -> Identity:
    """Return an identity with what lies beside taken over it."""
    own = beside.own
    if own is not None:
        identity = replace(identity, **_own(identity, own, beside))
    if beside.series is not None and identity.series_title is not None:
        said, before = beside.series, f"{identity.series_title} "
        title, series_title = identity.title, said.title or identity.series_title
        if title.startswith(before) and title.removeprefix(before)[:1].isdigit():
            title = f"{series_title} {title.removeprefix(before)}"  # named by its number alone
        facts = _series(identity, said)
        identity = replace(identity, title=title, series_title=series_title, series=facts)
    return identity


def completed(identity: Identity, tags: Description | None) -> Identity:
    """Return an identity with what only the file's own tags say."""
    if tags is None:
        return identity
    said: dict[str, Any] = {
        "tagline": tags.tagline,
        "content_rating": tags.content_rating,
        "tags": tags.tags,
        "credits": _credits(tags.people),
        "other_ids": dict(tags.ids),
    }
    return replace(identity, **{name: v for name, v in said.items() if not getattr(identity, name)})


def _own(identity: Identity, said: Description, beside: Beside) -> dict[str, Any]:
    kind = _KINDS.get(said.kind or "", identity.kind)
    extra = identity.extra_kind is not None
    if extra and beside.nfo is None:
        kind = identity.kind
    facts: dict[str, Any] = {
        "title": said.title,
        "original_title": said.original_title,
        "description": said.description,
        "tagline": said.tagline,
        "released": said.released,
        "content_rating": said.content_rating,
        "genres": said.genres or None,
        "tags": said.tags or None,
        "credits": _credits(said.people) or None,
        "other_ids": {k: v for k, v in said.ids.items() if not k.startswith("series_")} or None,
        "edition": said.edition,
        "source_platform": said.platform,
        "source_id": said.source_id,
        "source_url": said.source_url,
        "uploader": said.uploader,
        "upload_date": said.upload_date,
    }
    kept = {name: value for name, value in facts.items() if value is not None}
    kept["kind"] = kind
    if kind == "movie":
        kept["year"] = said.first_year or identity.year
    if kind == "episode":
        kept |= _numbers(identity, said)
    else:
        kept |= dict.fromkeys(
            ("series_title", "season_number", "episode_number", "episode_number_end")
        )
        if extra:
            kept.pop("series_title")
            kept.pop("season_number")
    if said.title is not None:
        kept |= {"confidence": max(identity.confidence, _SURE), "doubts": ()}
    return kept


def _numbers(identity: Identity, said: Description) -> dict[str, Any]:
    """An episode's numbers belong together: all are the file's beside it, or all the name's."""
    found: dict[str, Any] = {}
    if said.series_title:
        found["series_title"] = said.series_title
    if said.episode is not None:
        found |= {
            "season_number": said.season if said.season is not None else identity.season_number,
            "episode_number": said.episode,
            "episode_number_end": said.episode_end,
        }
    return found


def _series(identity: Identity, said: Description) -> SeriesFacts:
    before, facts = identity.series or SeriesFacts(), series_facts(said)
    return replace(
        facts,
        year=facts.year or before.year,
        other_ids={**before.other_ids, **facts.other_ids},
    )


def series_facts(said: Description) -> SeriesFacts:
    """Return what the NFO of a series says of it."""
    return SeriesFacts(
        original_title=said.original_title,
        year=said.first_year,
        description=said.description,
        content_rating=said.content_rating,
        genres=said.genres,
        credits=_credits(said.people),
        other_ids=dict(said.ids),
        seasons=tuple(
            SeasonFacts(number, _season_title(name)) for number, name in said.season_names
        ),
    )


def season_facts(number: int, said: Description) -> SeasonFacts:
    """Return what the NFO of a season says of it; the folder it lies in gives the number."""
    return SeasonFacts(number, _season_title(said.title), said.description)


def _season_title(title: str | None) -> str | None:
    """Return what a season is called; `Season 1` in any language is no name."""
    if title is None:
        return None
    found = naming.season_of(title)
    return None if found is not None and found[1] == "" and _is_bare(title) else title


def _is_bare(title: str) -> bool:
    """Say whether a season's title is hardly more than a word and its number."""
    return len(title.split()) <= 2


def _credits(people: tuple[Person, ...]) -> tuple[Credit, ...]:
    return tuple(Credit(one.name, one.job, one.character) for one in people)
