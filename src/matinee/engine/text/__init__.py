"""Subtitles as values: read from any of their forms, written as safe WebVTT.

Every reader gives `Cue`s whose payload can carry nothing but words and a few plain tags, so
whatever writes them out needs no care of its own. All of it is arithmetic without files.
"""

from matinee.engine.text import ass, srt, ttml, tx3g, webvtt, wvtt
from matinee.engine.text.charset import decode
from matinee.engine.text.cue import LARGEST_BYTES, MOST_CUES, Cue, from_json, tidy
from matinee.engine.text.forms import CODECS, IMAGES, TEXTS, read, sniff
from matinee.engine.text.languages import language_of, words_of

__all__ = [
    "CODECS",
    "IMAGES",
    "LARGEST_BYTES",
    "MOST_CUES",
    "TEXTS",
    "Cue",
    "ass",
    "decode",
    "from_json",
    "language_of",
    "read",
    "sniff",
    "srt",
    "tidy",
    "ttml",
    "tx3g",
    "webvtt",
    "words_of",
    "wvtt",
]
