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
    weighing,
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
from matinee.engine.likeness import WIDEST_LENGTHS, PicturePrint, alike
from matinee.engine.plan import Cut, Plan, PlanTrack
from matinee.engine.prints import SoundPrint
from matinee.engine.recipe import AV1_COST
from matinee.engine.run import Limits
from matinee.engine.season import REACH, Episode
from matinee.engine.types import (
    MARKER_KINDS,
    Chapter,
    CoverFound,
    FontFound,
    Hdr,
    Kind,
    Loudness,
    Marker,
    Probe,
    Sprites,
    Still,
    TextFound,
    TextTrack,
    TextWanted,
    Track,
)
from matinee.engine.weighing import Weight

__all__ = [
    "AV1_COST",
    "MARKER_KINDS",
    "REACH",
    "WIDEST_LENGTHS",
    "CannotCopy",
    "Chapter",
    "Closed",
    "CoverFound",
    "Crashed",
    "Cut",
    "Encrypted",
    "Engine",
    "EngineError",
    "Episode",
    "FontFound",
    "Hdr",
    "Kind",
    "LimitExceeded",
    "Limits",
    "Loudness",
    "Marker",
    "Missing",
    "NoSuchTrack",
    "PicturePrint",
    "Plan",
    "PlanTrack",
    "Probe",
    "Run",
    "SoundPrint",
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
    "Weight",
    "alike",
    "cuts",
    "dash",
    "dash_text",
    "ffmpeg",
    "hls",
    "hls_text",
    "ladder",
    "planning",
    "text",
    "weighing",
]
