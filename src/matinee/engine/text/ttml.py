"""TTML and DFXP (https://www.w3.org/TR/ttml2/) to cues, read as a stream and not as a tree.

Document types and entities are refused (defusedxml), depth and count are bounded. Times follow
TTML2 12.3: clock times, offsets with a metric, frames and ticks; a part's times are relative to
the part it stands in, and end with it. Styles give bold, italic and underline; a region that
stands high puts its cues on top.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from matinee.engine.errors import LimitExceeded, Unreadable
from matinee.engine.text.cue import LATEST_S, MOST_CUES, Cue, placed, tidy
from matinee.engine.text.markup import Runs

MOST_ELEMENTS: Final = 250_000
DEEPEST: Final = 64
MOST_STYLES: Final = 5_000
CLOCK: Final = re.compile(r"(\d{2,5}):(\d{2}):(\d{2})(?:(\.\d{1,9})|:(\d{1,3})(?:\.\d{1,3})?)?")
OFFSET: Final = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
METRICS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
TIMED: Final = frozenset({"body", "div", "p", "span"})
NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style, or a part with its inherited styles, looks like; None: not said."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    top: bool | None = None

    def over(self, under: "_Look") -> "_Look":
        """Return this look where it says something, else the one under it."""
        return _Look(
            under.bold if self.bold is None else self.bold,
            under.italic if self.italic is None else self.italic,
            under.underline if self.underline is None else self.underline,
            under.top if self.top is None else self.top,
        )

    @property
    def faces(self) -> frozenset[str]:
        """The tags of this look."""
        said = {"b": self.bold, "i": self.italic, "u": self.underline}
        return frozenset(name for name, on in said.items() if on)


@dataclass(slots=True)
class _Part:
    """An element that is open."""

    name: str
    start_s: float
    end_s: float
    look: _Look
    keep_spaces: bool
    runs: Runs | None = None
    own: Runs | None = None  # of a span with times of its own


@dataclass(slots=True)
class _Clock:
    """How a document counts frames and ticks."""

    frames_s: float = 30.0
    ticks_s: float = 1.0


@dataclass(slots=True)
class _Document:
    """The target of the parser: gets elements and text, collects cues."""

    cues: list[Cue] = field(default_factory=list[Cue])
    _open: list[_Part] = field(default_factory=list[_Part])
    _styles: dict[str, _Look] = field(default_factory=dict[str, _Look])
    _clock: _Clock = field(default_factory=_Clock)
    _seen: int = 0
    _region: str | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        self._seen += 1
        if self._seen > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise LimitExceeded("These subtitles are larger than any real ones.")
        name = tag.rpartition("}")[2]
        told = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        above = self._open[-1] if self._open else _Part("", 0.0, LATEST_S, _Look(), False)
        if name == "tt":
            self._clock = _clock(told)
        look = _look(told)
        if name in {"style", "region"} and len(self._styles) < MOST_STYLES:
            self._remember(name, told, look)
        for reference in (told.get("region", ""), *told.get("style", "").split()[:20]):
            look = look.over(self._styles.get(reference, _Look()))
        start, end, own_times = self._times(name, told, above)
        spaces = told.get("space", "preserve" if above.keep_spaces else "") == "preserve"
        part = _Part(name, start, end, look.over(above.look), spaces, above.own or above.runs)
        if name == "p":
            part.runs = Runs()
        elif name == "span" and own_times and part.runs is not None:
            part.own = Runs()
        elif name == "br" and part.runs is not None:
            part.runs.end_line()
        elif name == "metadata":
            part.runs = None
        self._open.append(part)

    def end(self, tag: str) -> None:
        """Close an element; a `p` or a timed `span` becomes a cue."""
        part = self._open.pop()
        if part.name == "region":
            self._region = None
        runs = part.own if part.own is not None else part.runs if part.name == "p" else None
        if runs is None or len(self.cues) >= MOST_CUES:
            return
        if payload := runs.payload():
            settings = placed(8) if part.look.top else ""
            self.cues.append(Cue(part.start_s, part.end_s, payload, settings))

    def data(self, text: str) -> None:
        """Take text; without xml:space its blanks are one, as in HTML."""
        part = self._open[-1] if self._open else None
        runs = part and (part.own or part.runs)
        if part is None or runs is None or part.name not in {"p", "span"}:
            return
        runs.add(text if part.keep_spaces else re.sub(r"\s+", " ", text), part.look.faces)

    def close(self) -> tuple[Cue, ...]:
        """Return what was found."""
        return tidy(self.cues)

    def _remember(self, name: str, told: dict[str, str], look: _Look) -> None:
        if name == "region":
            self._region = told.get("id")
        elif not told.get("id") and self._region:  # a style written inside a region is the region's
            told = {**told, "id": self._region}
            look = look.over(self._styles.get(self._region, _Look()))
        for reference in told.get("style", "").split()[:20]:
            look = look.over(self._styles.get(reference, _Look()))
        if told.get("id"):
            self._styles[told["id"]] = look

    def _times(self, name: str, told: dict[str, str], above: _Part) -> tuple[float, float, bool]:
        if name not in TIMED:
            return above.start_s, above.end_s, False
        begin, end, length = (_seconds(told.get(k), self._clock) for k in ("begin", "end", "dur"))
        start_s = above.start_s + (begin or 0.0)
        ends = [above.end_s]
        if end is not None:
            ends.append(above.start_s + end)
        if length is not None:
            ends.append(start_s + length)
        return start_s, min(ends), begin is not None or len(ends) > 1


def read(text: str) -> tuple[Cue, ...]:
    """Return the cues of a document. Raises Unreadable or LimitExceeded."""
    text = re.sub(r"^\s*(<\?xml[^>]{0,200}\?>)?", "", text.lstrip("\ufeff"), count=1)
    parser: Any = DefusedXMLParser(target=_Document(), forbid_dtd=True)
    try:
        for at in range(0, len(text), 1 << 16):
            parser.feed(text[at : at + (1 << 16)].encode("utf-8", "replace"))
        found: tuple[Cue, ...] = parser.close()
    except DefusedXmlException as error:
        raise Unreadable("These subtitles define entities, which none need.") from error
    except (ParseError, ValueError) as error:
        raise Unreadable("These subtitles are not well-formed TTML.") from error
    return found


def _clock(told: dict[str, str]) -> _Clock:
    frames = _number(told.get("frameRate"), 30.0)
    parts = told.get("frameRateMultiplier", "").replace(":", " ").split()
    if len(parts) == 2:
        frames *= _number(parts[0], 1.0) / _number(parts[1], 1.0)
    ticks = _number(told.get("tickRate"), frames if "frameRate" in told else 1.0)
    return _Clock(frames, ticks)


def _number(text: str | None, otherwise: float) -> float:
    text = (text or "").strip()
    if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text, re.ASCII) or float(text) <= 0:
        return otherwise
    return float(text)


def _seconds(text: str | None, clock: _Clock) -> float | None:
    text = (text or "").strip()
    if found := CLOCK.fullmatch(text):
        hours, minutes, seconds, part, frames = found.groups()
        whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        return whole + float(part or 0) + int(frames or 0) / clock.frames_s
    if found := OFFSET.fullmatch(text):
        value, metric = float(found[1]), found[2]
        if metric == "f":
            return value / clock.frames_s
        return value / clock.ticks_s if metric == "t" else value * METRICS[metric]
    return None


def _look(told: dict[str, str]) -> _Look:
    weight, slant = told.get("fontWeight"), told.get("fontStyle")
    line = told.get("textDecoration")
    return _Look(
        None if weight is None else weight == "bold",
        None if slant is None else slant in {"italic", "oblique"},
        None if line is None else "underline" in line.split(),
        _top(told),
    )


def _top(told: dict[str, str]) -> bool | None:
    """Say whether a region stands in the upper half, where it says so."""
    extent = re.fullmatch(r"\s*[\d.]{1,9}%\s+([\d.]{1,9})%\s*", told.get("extent", ""))
    origin = re.fullmatch(r"\s*-?[\d.]{1,9}%\s+(-?[\d.]{1,9})%\s*", told.get("origin", ""))
    align = told.get("displayAlign")
    try:
        start = float(origin[1]) if origin else None
        height = float(extent[1]) if extent else 0.0
    except ValueError:
        return None
    if start is None:
        return None
    share = {"after": 1.0, "center": 0.5}.get(align or "before", 0.0)
    return start + share * height < 45
