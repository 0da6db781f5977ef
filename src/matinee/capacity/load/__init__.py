"""Loading: simulated viewers in front of a running server, and what they saw.

They ask like players do, at the pace of playing, from one process; what they receive is counted
and thrown away. Nothing is written on the server: no position, no history.
"""

from matinee.capacity.load.choosing import Chosen, Film, choose, open_film, sign_in, sign_out
from matinee.capacity.load.crowd import Crowd, Tick, run, watch
from matinee.capacity.load.figures import Figures, percentile
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
    "Line",
    "Piece",
    "Place",
    "Quality",
    "Tick",
    "Track",
    "choose",
    "chosen_line",
    "facts",
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
