"""Scrubbing: films are read again from end to end, a share of them every week, and compared with
the hash that was taken when they came in. So a disk that forgets is found while there is still a
copy elsewhere. Nothing is mended here: what is rotten is told.
"""

from matinee.admin.scrub.actions import Rotten, State, state
from matinee.admin.scrub.jobs import wire

__all__ = ["Rotten", "State", "state", "wire"]
