"""Loading: simulated viewers in front of a running server, and what they saw.

They ask like players do, at the pace of playing, from one process; what they receive is counted
and thrown away. Nothing is written on the server: no position, no history.
"""

from matinee.capacity.load.choosing import (
    Chosen,
    Film,
    already,
    choose,
    make_all,
    open_film,
    sign_in,
    sign_out,
)
from matinee.capacity.load.crowd import Crowd, Tick, run, watch
from matinee.capacity.load.figures import Figures, percentile
from matinee.capacity.load.flood import Flood, Wish, any_of, flood
from matinee.capacity.load.line import Answer, Failed, Line, Place, place
from matinee.capacity.load.playlist import Piece, Quality, Track
from matinee.capacity.load.telling import chosen_line, facts, sheet, tick_line, verdict

__all__ = [
    "Answer",
    "Chosen",
    "Crowd",
    "Failed",
    "Figures",
    "Film",
    "Flood",
    "Line",
    "Piece",
    "Place",
    "Quality",
    "Tick",
    "Track",
    "Wish",
    "already",
    "any_of",
    "choose",
    "chosen_line",
    "facts",
    "flood",
    "make_all",
    "open_film",
    "percentile",
    "place",
    "run",
    "sheet",
    "sign_in",
    "sign_out",
    "tick_line",
    "verdict",
    "watch",
]
