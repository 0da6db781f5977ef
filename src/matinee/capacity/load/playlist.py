"""Reading the HLS playlists of a title (RFC 8216) as far as a simulated viewer needs them."""

import functools
import itertools
import re
from dataclasses import dataclass
from typing import Final

_ATTRIBUTE: Final = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality of the picture: the address of its playlist, bits a second with sound, height, and
    the address of the sound that goes with it."""

    picture: str
    bits_per_s: int
    height: int | None
    sound: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment: its address, where it begins and how long it is, in seconds."""

    address: str
    start_s: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """A track as its playlist lists it; addresses are relative to the playlist's own."""

    header: str | None
    pieces: tuple[Piece, ...]

    @property
    def duration_s(self) -> float:
        """All of it."""
        return self.pieces[-1].start_s + self.pieces[-1].duration_s

    def at(self, second: float) -> int:
        """Return the number of the piece that is played at a second; the last beyond the end."""
        for number, piece in enumerate(self.pieces):
            if second < piece.start_s + piece.duration_s:
                return number
        return len(self.pieces) - 1


def qualities(text: str) -> tuple[Quality, ...]:
    """Read a multivariant playlist. Raises ValueError where it is none."""
    lines = _lines(text)
    sounds: dict[str, str] = {}
    for line in lines:
        if line.startswith("#EXT-X-MEDIA:"):
            said = _said(line)
            if said.get("TYPE") == "AUDIO" and "URI" in said:
                group = said.get("GROUP-ID", "")
                if group not in sounds or said.get("DEFAULT") == "YES":
                    sounds[group] = said["URI"]
    found: dict[str, Quality] = {}
    for line, address in itertools.pairwise(lines):
        if line.startswith("#EXT-X-STREAM-INF:"):
            said = _said(line)
            rate = said.get("AVERAGE-BANDWIDTH") or said.get("BANDWIDTH") or "0"
            height = said.get("RESOLUTION", "").partition("x")[2]
            sound = sounds.get(said.get("AUDIO", ""))
            quality = Quality(address, int(rate), int(height) if height else None, sound)
            found.setdefault(address, quality)
    return tuple(found.values())


@functools.lru_cache(maxsize=256)  # a thousand viewers of a title get the same one
def track(text: str) -> Track:
    """Read the playlist of a track. Raises ValueError where it is none, or has no segments."""
    header: str | None = None
    pieces: list[Piece] = []
    start = duration = 0.0
    for line in _lines(text):
        if line.startswith("#EXTINF:"):
            duration = float(line[8:].partition(",")[0])
        elif line.startswith("#EXT-X-MAP:"):
            header = _said(line).get("URI")
        elif line and not line.startswith("#"):
            pieces.append(Piece(line, start, duration))
            start += duration
    if not pieces or start <= 0:
        raise ValueError("no segments")
    return Track(header, tuple(pieces))


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    if not lines or lines[0] != "#EXTM3U":
        raise ValueError("no playlist")
    return lines


def _said(line: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(line.partition(":")[2])}
