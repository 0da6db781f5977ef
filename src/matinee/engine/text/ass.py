"""Advanced SubStation Alpha (ASS) and SSA to cues, as far as WebVTT can say it.

The format is what libass reads (https://github.com/libass/libass/wiki/ASS-File-Format-Guide):
styles give bold, italic, underline and the place; overrides in braces change them within a line.
Drawings, colours, karaoke and effects are left out; the file itself keeps them for players that
can draw them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from matinee.engine.text.cue import MOST_CUES, Cue, placed, tidy
from matinee.engine.text.markup import Runs

LONGEST_LINE: Final = 20_000
MOST_STYLES: Final = 2_000
EVENT: Final = (
    "Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text",
)  # fmt: skip
TIME: Final = re.compile(r"\s*(-?\d{1,5}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,3}))?\s*", re.ASCII)
TOKEN: Final = re.compile(r"\{([^{}]*)\}|\\([Nnh])")
OVERRIDE: Final = re.compile(
    r"\\(?:(an)(\d{1,2})|(a)(\d{1,2})|([biu])(\d{0,3})(?![a-zA-Z(])|(p)(\d{1,3})|(r)([^\\}]{0,100})"
    r"|(pos)\(\s*(-?[\d.]{1,12})\s*,\s*(-?[\d.]{1,12})\s*\)"
    r"|(move)\(\s*(-?[\d.]{1,12})\s*,\s*(-?[\d.]{1,12})[^)]{0,60}\))",
    re.ASCII,
)
PLAIN: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of things that WebVTT knows."""

    faces: frozenset[str] = PLAIN
    alignment: int = 2


@dataclass(slots=True)
class Script:
    """What is known of a script when its lines are read. The plane is in its own pixels."""

    width: float = 384.0
    height: float = 288.0
    styles: dict[str, Style] = field(default_factory=dict[str, Style])


@dataclass(slots=True)
class _Place:
    """Where a line stands, as its overrides say so far."""

    alignment: int
    at: tuple[float, float] | None = None


def read(text: str) -> tuple[Cue, ...]:
    """Return the cues of a whole script; what cannot be understood is left out."""
    script = Script()
    section, shape = "", [name.lower() for name in EVENT]
    style_shape: list[str] = []
    cues: list[Cue] = []
    for raw in text.splitlines():
        line = raw[:LONGEST_LINE].strip("\ufeff \t")
        if line.startswith("["):
            section = line.lower()
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon:
            continue
        if name in {"playresx", "playresy"}:
            _plane(script, name, value)
        elif name == "format" and "style" in section:
            style_shape = [part.strip().lower() for part in value.split(",")]
        elif name == "style" and len(script.styles) < MOST_STYLES:
            _style(script, style_shape, value, legacy="v4+" not in section)
        elif name == "format":
            shape = [part.strip().lower() for part in value.split(",")]
        elif name == "dialogue":
            cues += _dialogue(script, shape, value)
        if len(cues) >= MOST_CUES:
            break
    return tidy(cues)


def write(header: str, lines: Iterable[tuple[float, float, str]]) -> str:
    """Return a whole script of a Matroska track: its header, and (start, end, fields) of packets.

    A packet's fields are `ReadOrder,Layer,Style,Name,MarginL,MarginR,MarginV,Effect,Text`
    (https://matroska.org/technical/subtitles.html#ssaass-subtitles); their order is kept.
    """
    head = header.replace("\0", "").replace("\r\n", "\n")
    at = head.lower().find("[events]")
    # Packets have fixed fields whatever shape the header gives to lines of its own.
    head = (head[:at] if at >= 0 else head).rstrip("\n ")
    head = f"{head}\n\n[Events]\nFormat: {', '.join(EVENT)}"
    numbered: list[tuple[int, str]] = []
    for start, end, fields in lines:
        parts = fields.replace("\r", "").replace("\n", "\\N").split(",", len(EVENT) - 2)
        if len(parts) == len(EVENT) - 1:
            order = int(parts[0][:9]) if parts[0].isascii() and parts[0].isdigit() else 0
            told = [parts[1], _stamp(start), _stamp(end), *parts[2:]]
            numbered.append((order, f"Dialogue: {','.join(told)}"))
    numbered.sort(key=lambda one: one[0])
    return "\n".join([head, *(line for _, line in numbered)]) + "\n"


def _stamp(seconds: float) -> str:
    total = max(0, round(seconds * 100))
    return f"{total // 360_000}:{total // 6000 % 60:02d}:{total // 100 % 60:02d}.{total % 100:02d}"


def _plane(script: Script, name: str, value: str) -> None:
    if value.strip().isascii() and value.strip().isdigit() and 0 < int(value[:9]) < 100_000:
        if name == "playresx":
            script.width = float(value)
        else:
            script.height = float(value)


def _style(script: Script, shape: list[str], value: str, *, legacy: bool) -> None:
    parts = dict(zip(shape, (part.strip() for part in value.split(",")), strict=False))
    known = {"bold": "b", "italic": "i", "underline": "u"}
    faces = frozenset(short for name, short in known.items() if parts.get(name) in {"-1", "1"})
    number = parts.get("alignment", "2")
    alignment = int(number) if number.isascii() and number.isdigit() else 2
    if legacy:
        alignment = _from_legacy(alignment)
    script.styles[parts.get("name", "").lstrip("*")] = Style(faces, _within(alignment))


def _from_legacy(alignment: int) -> int:
    """Return the number-pad place of SSA's: 1 to 3 low, 5 to 7 high, 9 to 11 in the middle."""
    column = alignment & 3 or 2
    return column + {0: 0, 4: 6, 8: 3}.get(alignment & 12, 0)


def _within(alignment: int) -> int:
    return alignment if 1 <= alignment <= 9 else 2


def _dialogue(script: Script, shape: list[str], value: str) -> list[Cue]:
    parts = value.split(",", len(shape) - 1)
    if len(parts) < len(shape):
        return []
    told = dict(zip(shape, parts, strict=True))
    start, end = _seconds(told.get("start", "")), _seconds(told.get("end", ""))
    if start is None or end is None:
        return []
    style = script.styles.get(told.get("style", "").strip().lstrip("*"), Style())
    payload, settings = _line(script, style, told.get("text", ""))
    return [Cue(start, end, payload, settings)] if payload else []


def _seconds(text: str) -> float | None:
    found = TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    part = int(fraction) / 10 ** len(fraction) if fraction else 0.0
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + part


def _line(script: Script, style: Style, text: str) -> tuple[str, str]:
    """Return payload and settings of a line's text."""
    runs, place = Runs(), _Place(style.alignment)
    faces, drawing, at = style.faces, False, 0
    for token in TOKEN.finditer(text):
        if not drawing:
            runs.add(text[at : token.start()], faces)
        at = token.end()
        if token[2] == "N":
            runs.end_line()
        elif token[2]:
            runs.add(" " if token[2] == "n" else "\u00a0", faces)
        elif "\\" in token[1]:
            faces, drawing = _overrides(script, style, token[1], place, (faces, drawing))
    if not drawing:
        runs.add(text[at:], faces)
    return runs.payload(), _settings(script, place)


def _overrides(
    script: Script, style: Style, block: str, place: _Place, state: tuple[frozenset[str], bool]
) -> tuple[frozenset[str], bool]:
    """Apply a block of overrides; returns (faces, whether what follows is a drawing)."""
    faces, drawing = state
    for found in OVERRIDE.finditer(block[:2000]):
        name, *values = [part for part in found.groups() if part is not None]
        if name == "an":
            place.alignment = _within(int(values[0]))
        elif name == "a":
            place.alignment = _within(_from_legacy(int(values[0])))
        elif name == "p":
            drawing = int(values[0]) > 0
        elif name == "r":
            faces = script.styles.get(values[0].strip(), replace(style)).faces
        elif name in {"pos", "move"}:
            place.at = _point(values)
        else:
            weight = int(values[0]) if values[0] else -1
            on = name in style.faces if weight < 0 else weight == 1 or weight > 500
            faces = faces | {name} if on else faces - {name}
    return faces, drawing


def _point(values: list[str]) -> tuple[float, float] | None:
    try:
        return float(values[0]), float(values[1])
    except ValueError:
        return None


def _settings(script: Script, place: _Place) -> str:
    """Return the settings of a place; a point is mapped roughly, as a share of the plane."""
    if place.at is None:
        return placed(place.alignment)
    across = min(max(place.at[0] / script.width, 0.05), 0.95)
    down = min(max(place.at[1] / script.height, 0.0), 0.95)
    row = (place.alignment - 1) // 3
    line = max(0.0, down - (0.06, 0.03, 0.0)[row])  # WebVTT says where the first line begins
    align = ("left", "center", "right")[(place.alignment - 1) % 3]
    return f"line:{round(line * 100)}% position:{round(across * 100)}% align:{align}"
