"""3GPP timed text (tx3g, mov_text): one sample of an MP4 text track to one cue.

3GPP TS 26.245: a sample is a 16-bit length, that many bytes of text, then boxes; `styl` gives
styles to ranges of characters. The sample entry holds the default style and the place.
"""

import struct
from typing import Final

from matinee.engine.boxes import walk
from matinee.engine.text.cue import Cue, placed
from matinee.engine.text.markup import Runs

FACES: Final = {1: "b", 2: "i", 4: "u"}
MOST_STYLES: Final = 500


def cue(sample: bytes, start_s: float, end_s: float, entry: bytes = b"") -> Cue | None:
    """Return the cue of a sample; None for one that clears the screen.

    `entry` is the sample entry's own part: display flags, justification, default style.
    """
    if len(sample) < 2:
        return None
    length = struct.unpack_from(">H", sample)[0]
    text = _text(sample[2 : 2 + length])
    styles = [_default(entry)] * len(text)
    for box in walk(sample, 2 + length):
        if box.name == b"styl":
            _apply(sample[box.body : box.end], styles)
    runs = Runs()
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or styles[at] != styles[start]:
            runs.add(text[start:at].replace("\r\n", "\n").replace("\r", "\n"), styles[start])
            start = at
    payload = runs.payload()
    return Cue(start_s, end_s, payload, _place(entry)) if payload else None


def _text(raw: bytes) -> str:
    if raw[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8", "replace")


def _faces(flags: int) -> frozenset[str]:
    return frozenset(name for bit, name in FACES.items() if flags & bit)


def _default(entry: bytes) -> frozenset[str]:
    return _faces(entry[24]) if len(entry) > 24 else frozenset()


def _apply(body: bytes, styles: list[frozenset[str]]) -> None:
    count = struct.unpack_from(">H", body)[0] if len(body) >= 2 else 0
    for n in range(min(count, MOST_STYLES, (len(body) - 2) // 12)):
        start, end, _font, flags = struct.unpack_from(">HHHB", body, 2 + n * 12)
        for at in range(start, min(end, len(styles))):
            styles[at] = _faces(flags)


def _place(entry: bytes) -> str:
    """Return the settings of a justification: -1 is right or low, 0 left or high, 1 centred.

    Centred low is what nearly every file means, so nothing is said of it.
    """
    if len(entry) < 6:
        return ""
    across, down = struct.unpack_from(">bb", entry, 4)
    column = {0: 0, 1: 1, -1: 2}.get(across, 1)
    row = {-1: 0, 1: 1, 0: 2}.get(down, 0)
    # Left and high are also what writers leave where they say nothing.
    return placed(row * 3 + column + 1) if across in {1, -1} else ""
