"""Figures: what a process counts of its own work, and how it is told to whoever asks (/metrics).

Rooms declare what they count where they count it, and it rises for as long as the process runs.
The form is Prometheus' text format; names and units follow its conventions. No figure is told
apart by anything that names a person, a title, a file or a secret.
"""

from matinee.kit.figures.exposition import CONTENT_TYPE, lines, lines_of, text
from matinee.kit.figures.instruments import (
    OTHER,
    Buckets,
    Counter,
    Family,
    Histogram,
    Level,
    gauge,
    told,
)

__all__ = [
    "CONTENT_TYPE",
    "OTHER",
    "Buckets",
    "Counter",
    "Family",
    "Histogram",
    "Level",
    "gauge",
    "lines",
    "lines_of",
    "text",
    "told",
]
