"""Tags and genres as sets of numbers of media."""

from sqlalchemy import Select, select, union_all

from matinee import library
from matinee.discovery.wanted import Filter
from matinee.library import (
    GenreRow,
    MediaGenreRow,
    MediaRow,
    MediaTagRow,
    SeriesGenreRow,
    TagRow,
)


def words(wanted: Filter) -> list[Select[int]]:
    """Return the numbers of media with each wanted tag, and of any of the wanted genres."""
    found: list[Select[int]] = []
    for tag in wanted.tag or ():
        tagged = select(MediaTagRow.media_number).join(
            TagRow, TagRow.number == MediaTagRow.tag_number
        )
        found.append(tagged.where(TagRow.name_key == library.label_key(tag)))
    if wanted.genre:
        found.append(_of_genres([library.label_key(genre) for genre in wanted.genre]))
    return found


def _of_genres(keys: list[str]) -> Select[int]:
    """Return the numbers of media of a genre: their own, or for want of any their series'."""
    numbers = select(GenreRow.number).where(GenreRow.name_key.in_(keys))
    own = select(MediaGenreRow.media_number).where(MediaGenreRow.genre_number.in_(numbers))
    whole = select(SeriesGenreRow.series_id).where(SeriesGenreRow.genre_number.in_(numbers))
    bare = ~select(MediaGenreRow.media_number).where(
        MediaGenreRow.media_number == MediaRow.number
    ).exists()  # fmt: skip
    episodes = select(MediaRow.number).where(MediaRow.series_id.in_(whole), bare)
    return select(union_all(own, episodes).subquery().c.media_number)
