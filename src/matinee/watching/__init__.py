"""Watching: where each person is in what they watch, with which sound and subtitles, and what
they think of it.

All belong to a profile (today the account's own) and to a media, never to a file, so they
survive renames, new versions and disks that were away.
"""

from matinee import library
from matinee.kit.services import Services
from matinee.watching import actions, carrying, many, next_up, opinions, queries
from matinee.watching.choices import Choices, choices_for
from matinee.watching.next_up import numbers as next_episodes
from matinee.watching.opinions import Opinion
from matinee.watching.opinions import listed as my_list
from matinee.watching.queries import continue_watching, resume_at
from matinee.watching.routes import router
from matinee.watching.rules import COMPLETED_FROM
from matinee.watching.sets import sets
from matinee.watching.tables import ChoicesRow, OpinionRow, ProgressRow

__all__ = [
    "COMPLETED_FROM",
    "Choices",
    "ChoicesRow",
    "Opinion",
    "OpinionRow",
    "ProgressRow",
    "carrying",
    "choices_for",
    "continue_watching",
    "many",
    "my_list",
    "next_episodes",
    "opinions",
    "resume_at",
    "router",
    "sets",
    "wire",
]


def wire(services: Services) -> None:
    """Show progress and opinions on every media the library presents, count what was watched."""
    library.decorate_with(queries.decorate)
    library.decorate_with(opinions.decorate)
    library.count_with("watched", queries.watched)
    library.look_with(next_up.seen, next_up.watched)
    library.follow_with(actions.follow)
    library.follow_with(opinions.follow)
