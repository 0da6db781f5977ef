"""Titles that show the same pictures: found by what they look like, settled by a person.

    a file comes in -> how it looks -> held against all of about its length -> pairs of files

A pair is told while its files belong to two titles. Joined as versions of one, or one of them in
the trash, it is told no more; it stands again when that is undone.
"""

from matinee.library.duplicates.finding import all_seen, count_unseen, save_look, unseen
from matinee.library.duplicates.routes import router

__all__ = ["all_seen", "count_unseen", "router", "save_look", "unseen"]
