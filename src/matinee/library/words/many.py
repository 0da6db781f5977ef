"""Words on many media at once, and words themselves: renamed, made one, taken away.

All of it inside the caller's write, in statements over whole sets: a tag on ten thousand titles
is given in a second.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from matinee.kit.errors import Conflict, Invalid, NotFound
from matinee.library import rules
from matinee.library.tables import MediaRow
from matinee.library.words import labels
from matinee.library.words.tables import GenreRow, MediaGenreRow, MediaTagRow, TagRow

_CHUNK = 500
_TAG = (TagRow, MediaTagRow, MediaTagRow.tag_number)
_GENRE = (GenreRow, MediaGenreRow, MediaGenreRow.genre_number)


def add(session: Session, numbers: Collection[int], names: Sequence[str], *, genre: bool) -> None:
    """Give words to media, behind those they have; who has one keeps it where it is."""
    word, link, column = _GENRE if genre else _TAG
    for number in labels.numbers_of(session, word, names):
        for chunk in _chunks(numbers):
            mine = link.media_number.in_(chunk)
            held = set(session.scalars(select(link.media_number).where(mine, column == number)))
            last = dict(
                session.execute(
                    select(link.media_number, func.max(link.position))
                    .where(mine)
                    .group_by(link.media_number)
                ).all()
            )
            fresh = [
                {column.key: number, "media_number": one, "position": last.get(one, -1) + 1}
                for one in chunk
                if one not in held
            ]
            if fresh:
                session.execute(insert(link), fresh)


def take(session: Session, numbers: Collection[int], names: Sequence[str], *, genre: bool) -> None:
    """Take words off media; those nobody uses any more go."""
    word, link, column = _GENRE if genre else _TAG
    keys = [rules.label_key(name) for name in names]
    found = session.scalars(select(word.number).where(word.name_key.in_(keys))).all()
    for chunk in _chunks(numbers):
        session.execute(delete(link).where(column.in_(found), link.media_number.in_(chunk)))
    labels.drop_unused(session, word, found)


def media_with_tag(session: Session, name: str) -> list[str]:
    """Return the ids of all media with a tag. Raises NotFound when there is no such tag."""
    tag = _tag(session, name)
    found = select(MediaRow.id).join(MediaTagRow, MediaTagRow.media_number == MediaRow.number)
    return list(session.scalars(found.where(MediaTagRow.tag_number == tag.number)))


def rename_tag(session: Session, name: str, new: str, *, merge: bool) -> str:
    """Call a tag otherwise. Where the new name is another tag's, the two become one with `merge`.

    Returns how it was written. Raises NotFound, Invalid for a name that cannot be read, Conflict
    without `merge`.
    """
    tag = _tag(session, name)
    was = tag.name
    cleaned = rules.labels([new])
    if not cleaned:
        raise Invalid(
            "A tag must have something that can be read.",
            fix="Type another name.",
            code="name_empty",
        )
    key = rules.label_key(cleaned[0])
    other = session.scalar(select(TagRow).where(TagRow.name_key == key))
    if other is None or other.number == tag.number:
        tag.name, tag.name_key = cleaned[0], key
        session.flush()
        return was
    if not merge:
        raise Conflict(
            f"There is a tag {other.name} already.",
            fix="Make the two one, or choose another name.",
            code="tag_exists",
        )  # fmt: skip
    numbers = session.scalars(
        select(MediaTagRow.media_number).where(MediaTagRow.tag_number == tag.number)
    ).all()
    add(session, numbers, [other.name], genre=False)
    session.delete(tag)
    session.flush()
    return was


def delete_tag(session: Session, name: str) -> None:
    """Take a tag off all media. Raises NotFound."""
    session.delete(_tag(session, name))
    session.flush()


def _tag(session: Session, name: str) -> TagRow:
    tag = session.scalar(select(TagRow).where(TagRow.name_key == rules.label_key(name)))
    if tag is None:
        raise NotFound("There is no such tag.", code="no_such_tag")
    return tag


def _chunks(numbers: Collection[int]) -> list[list[int]]:
    every = list(numbers)
    return [every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK)]
