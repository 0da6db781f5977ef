"""Planning: assumptions in, storage, line, encoding and cost out. Arithmetic without I/O."""

from matinee.capacity.planning.assumptions import Assumptions, Known, listed, read
from matinee.capacity.planning.costs import Cost, Way, ways
from matinee.capacity.planning.demand import Demand, demand
from matinee.capacity.planning.sheet import facts, sheet

__all__ = [
    "Assumptions",
    "Cost",
    "Demand",
    "Known",
    "Way",
    "demand",
    "facts",
    "listed",
    "read",
    "sheet",
    "ways",
]
