"""The lanes of jobs. On a page of their own: the command line names them, and must not load a
database to say what its verbs are."""

from enum import StrEnum


class Lane(StrEnum):
    """Jobs of one lane share a bound on how many run at the same time."""

    FETCH = "fetch"
    PROBE = "probe"
    ERRAND = "errand"
    LIGHT = "light"
    PREPARE = "prepare"
