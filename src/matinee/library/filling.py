"""Filling in what nobody said yet: facts from a catalogue stand behind files, names and people."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from matinee.kit import clock
from matinee.library import rules
from matinee.library.people import people
from matinee.library.series import series
from matinee.library.tables import ArtworkRow, MediaRow, SeriesRow
from matinee.library.values import ONLINE, STILL, Identity, SeriesFacts
from matinee.library.words import labels

_LINES = {"original_title": rules.TITLE_MAX, "tagline": 500, "content_rating": 40}
_GUESSED = re.compile(r"\b\d{1,4}x\d{2,4}$")


def fill_media(session: Session, media_id: str, said: Identity, *, over: bool = False) -> bool:
    """Write what a media has no word of yet and nobody locked; returns whether anything was.

    An episode's title is written where it has none but its numbers. With `over` what is there
    is written over, unless it is locked: somebody said that it is this.
    """
    media = session.scalar(select(MediaRow).where(MediaRow.id == media_id))
    if media is None or media.trashed_at is not None:
        return False
    locked = media.locked or ()
    told = {
        **{name: rules.clean_line(getattr(said, name), most) or None
           for name, most in _LINES.items()},
        "description": rules.clean_text(said.description),
        "year": said.year,
        "released": said.released,
    }  # fmt: skip
    empty = {
        name: value
        for name, value in told.items()
        if value is not None and (over or getattr(media, name) is None) and name not in locked
    }
    title = rules.clean_line(said.title)
    named = over or _GUESSED.search(media.title)
    if title and media.kind == "episode" and "title" not in locked and named:
        empty |= {"title": title, "sort_title": rules.sort_title(title)}
    for name, value in empty.items():
        setattr(media, name, value)
    changed = bool(empty)
    if said.genres and "genres" not in locked:
        changed |= _fill_genres(session, media, said, over=over)
    if said.credits and (over or not people.credits_of(session, media.number)):
        people.set_credits(session, media, said.credits)
        changed = True
    known = {} if over else people.other_ids(session, [media.id]).get(media.id, {})
    if said.other_ids and {**said.other_ids, **known} != known:
        people.set_other_ids(session, {**said.other_ids, **known}, media_id=media.id)
        changed = True
    if changed:
        media.updated_at = clock.now()
    return changed


def _fill_genres(session: Session, media: MediaRow, said: Identity, *, over: bool) -> bool:
    if not over and labels.genres_of(session, [media.number]).get(media.number):
        return False
    labels.set_genres(session, media, said.genres)
    return True


def fill_series(
    session: Session, series_id: str, facts: SeriesFacts, *, over: bool = False
) -> bool:
    """Write what a series has no word of yet and nobody locked; returns whether anything was.
    With `over` what is there is written over, unless it is locked."""
    row = session.get(SeriesRow, series_id)
    if row is None:
        return False
    locked, changed = row.locked or (), False
    told = {
        "original_title": rules.clean_line(facts.original_title) or None,
        "year": facts.year,
        "description": rules.clean_text(facts.description),
        "content_rating": rules.clean_line(facts.content_rating, 40) or None,
    }
    for name, value in told.items():
        if value is not None and (over or getattr(row, name) is None) and name not in locked:
            setattr(row, name, value)
            changed = True
    if facts.credits and (over or not people.series_credits(session, series_id)):
        people.set_series_credits(session, series_id, facts.credits)
        changed = True
    told_genres = facts.genres and "genres" not in locked
    if told_genres and (over or not labels.own_genres_of_series(session, series_id)):
        labels.set_series_genres(session, series_id, facts.genres)
        changed = True
    for season in facts.seasons:
        changed |= series.fill_season(session, series_id, season, over=over)
    known = {} if over else people.series_ids(session, series_id)
    if facts.other_ids and {**facts.other_ids, **known} != known:
        people.set_other_ids(session, {**facts.other_ids, **known}, series_id=series_id)
        changed = True
    return changed


def wants_picture(session: Session, media_id: str, kind: str, *, over: bool = False) -> bool:
    """Say whether a media has no picture of this kind, or but a still of its own; with `over`
    also where a catalogue gave one."""
    origins = session.scalars(
        select(ArtworkRow.origin).where(ArtworkRow.media_id == media_id, ArtworkRow.kind == kind)
    ).all()
    poor = {STILL, ONLINE} if over else {STILL}
    return all(origin in poor for origin in origins)


def has_from_elsewhere(session: Session, media_id: str, kind: str = "poster") -> bool:
    """Say whether a media has a picture that a catalogue gave."""
    found = (ArtworkRow.media_id == media_id, ArtworkRow.kind == kind, ArtworkRow.origin == ONLINE)
    return session.scalar(select(ArtworkRow.id).where(*found).limit(1)) is not None
