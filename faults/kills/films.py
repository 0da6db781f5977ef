"""Tiny films, each of its own: one is encoded, the others differ in a part that players pass."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from matinee import engine

_CODECS = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac")
_VOID = bytes((0xEC, 0x84))
"""The head of an EBML Void element of four bytes (RFC 8794, section 11.3.2)."""
SECONDS = 2


@dataclass
class Films:
    """Makes films without end."""

    folder: Path
    made: int = 0
    _whole: bytes = b""

    def next(self) -> bytes:
        """Return a film that no other is equal to."""
        if not self._whole:
            path = self.folder / "clip.mkv"
            engine.ffmpeg.run(
                ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25", "-f", "lavfi", "-i",
                 "sine=frequency=440:sample_rate=48000", "-t", str(SECONDS), *_CODECS,
                 "-pix_fmt", "yuv420p", path]
            )  # fmt: skip
            self._whole = path.read_bytes()
        self.made += 1
        return self._whole + _VOID + self.made.to_bytes(4, "big")


def digest(content: bytes) -> str:
    """Return what a film's bytes hash to."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return what a file hashes to."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
