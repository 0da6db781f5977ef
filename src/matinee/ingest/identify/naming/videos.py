"""All the rest: what cameras write, what people name themselves, lectures and clips."""

import re

from matinee.ingest.identify.naming import numbering, words
from matinee.ingest.identify.naming.folders import SAVED, SERIES, Around
from matinee.ingest.identify.naming.named import Name, Named

_TIME = r"(?:[01]?\d|2[0-4])[._:h-]?[0-5]\d(?:[._:m-]?[0-5]\d(?:\.?\d{1,6})?)?s?"
_CLOCK = re.compile(
    rf"(?i)^(?:[\s._-]*(?:at|um|à|a\s+las|alle|kl\.?|om|в)\s+|[\s._T-]*)({_TIME}(?:\s?[ap]m)?)(?![^\W_])"
)
_COUNTED = re.compile(r"^(?:\d{1,3}\s*[-.)]\s+|\d{1,3}\s*-\s*)(?=[^\W\d])")
_EXTENSION = re.compile(r"(?i)(?<=[^\W_])\.(?:jpe?g|mp4|m4v|mkv|avi|mov|heic|tmp|part)$")
_JUNK = " -_.,–"


def read(name: Name, around: Around) -> Named:
    """Return a video under the name it has, without the day that it tells of."""
    stem = _EXTENSION.sub("", name.stem)
    that = numbering.day(stem)
    text = stem
    machine = " " not in stem and words.CAMERA.match(stem)
    if that is not None and not machine:
        text = _without_day(text, that.start, that.end)
    if around.hint == SAVED:
        text = _COUNTED.sub("", text)
    lost = around.hint == SERIES and around.title is not None and not around.root
    title = _title(text) or _title(stem) or "Untitled"
    day = that.day if that else None
    if lost:
        return Named("video", title, day=day, confidence=0.5, doubts=("no_number",))
    return Named("video", title, day=day, confidence=0.8)


def _without_day(text: str, start: int, end: int) -> str:
    """Take a day and the time after it out of a name; a name of a camera stays as it is."""
    before, after = text[:start], text[end:]
    if (clock := _CLOCK.match(after)) is not None:
        after = after[clock.end() :]
    rest = f"{before.rstrip(_JUNK)} {after.lstrip(_JUNK)}".strip()
    return rest if sum(char.isalpha() for char in rest) > 3 or " " in rest else text


def _title(text: str) -> str:
    """A bare name keeps its words; only separators are made spaces."""
    if " " not in text.strip():
        text = text.replace("_", " ") if not re.fullmatch(r"[A-Z]{2,4}\w?_\d+", text) else text
        text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    return " ".join(text.split()).strip(_JUNK)[:300]
