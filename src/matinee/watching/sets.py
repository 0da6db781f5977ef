"""What a viewer has watched, judged or put on their list, as sets of numbers of media."""

from collections.abc import Iterator
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, or_, select

from matinee.accounts import Viewer
from matinee.library import MediaRow
from matinee.watching import rules
from matinee.watching.tables import OpinionRow, ProgressRow

Watched = Literal["unwatched", "begun", "watched", "any"]


def sets(
    viewer: Viewer, *, watched: Watched | None = None, min_rating: int | None = None,
    liked: bool | None = None, favourite: bool | None = None, my_list: bool | None = None,
) -> Iterator[tuple[Select[int], bool]]:  # fmt: skip
    """Give the sets that a wish amounts to, and whether a title must be among them, or must not.

    `watched` any is all that was ever looked into. `liked` False are titles somebody dislikes;
    `favourite` and `my_list` False are all others.
    """
    if watched is not None:
        begun = or_(
            ProgressRow.position_s > rules.STARTED_AFTER_S,
            ProgressRow.percent >= rules.STARTED_FROM * 100,
        )
        if watched == "begun":
            yield _numbers(viewer, ProgressRow, begun, ProgressRow.completed.is_(False)), True
        elif watched == "watched":
            yield _numbers(viewer, ProgressRow, ProgressRow.completed.is_(True)), True
        elif watched == "any":
            yield _numbers(viewer, ProgressRow), True
        else:
            yield _numbers(viewer, ProgressRow, or_(begun, ProgressRow.completed)), False
    if min_rating is not None:
        yield _numbers(viewer, OpinionRow, OpinionRow.rating >= min_rating), True
    if liked is not None:
        yield _numbers(viewer, OpinionRow, OpinionRow.liked.is_(liked)), True
    if favourite is not None:
        yield _numbers(viewer, OpinionRow, OpinionRow.favourite.is_(True)), favourite
    if my_list is not None:
        yield _numbers(viewer, OpinionRow, OpinionRow.listed_at.is_not(None)), my_list


def _numbers(viewer: Viewer, row: Any, *conditions: ColumnElement[bool]) -> Select[int]:
    mine = select(MediaRow.number).join(row, row.media_id == MediaRow.id)
    return mine.where(row.profile_id == viewer.profile_id, *conditions)
