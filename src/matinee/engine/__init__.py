"""The pure media engine: what a file is, where it can be cut, and the bytes of its pieces.

It knows nothing of libraries, people or the web. Half of it is arithmetic without I/O
(types, errors, codecs, plan, hls, dash, boxes, text); the other half are hands that touch
files, and those run in worker processes with limits, because files come from strangers.
Importing this door loads no media library: only workers do.
"""

from matinee.engine import (
    cuts,
    dash,
    dash_text,
    ffmpeg,
    hls,
    hls_text,
    ladder,
    planning,
    text,
)
from matinee.engine.encoding import Run
from matinee.engine.engine import Engine
from matinee.engine.errors import (
    CannotCopy,
    Closed,
    Crashed,
    Encrypted,
    EngineError,
    LimitExceeded,
    Missing,
    NoSuchTrack,
    Stopped,
    TimedOut,
    Unreadable,
    Unsupported,
)
from matinee.engine.plan import Cut, Plan, PlanTrack
from matinee.engine.recipe import AV1_COST
from matinee.engine.run import Limits
from matinee.engine.types import (
    Chapter,
    FontFound,
    Hdr,
    Kind,
    Loudness,
    Probe,
    Sprites,
    Still,
    TextFound,
    TextTrack,
    TextWanted,
    Track,
)

__all__ = [
    "AV1_COST",
    "CannotCopy",
    "Chapter",
    "Closed",
    "Crashed",
    "Cut",
    "Encrypted",
    "Engine",
    "EngineError",
    "FontFound",
    "Hdr",
    "Kind",
    "LimitExceeded",
    "Limits",
    "Loudness",
    "Missing",
    "NoSuchTrack",
    "Plan",
    "PlanTrack",
    "Probe",
    "Run",
    "Sprites",
    "Still",
    "Stopped",
    "TextFound",
    "TextTrack",
    "TextWanted",
    "TimedOut",
    "Track",
    "Unreadable",
    "Unsupported",
    "cuts",
    "dash",
    "dash_text",
    "ffmpeg",
    "hls",
    "hls_text",
    "ladder",
    "planning",
    "text",
]
