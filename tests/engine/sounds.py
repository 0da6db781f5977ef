"""Sound that is made here: a theme of chords over a beat, people who talk, a hum; and episodes of it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matinee.engine import ffmpeg

RATE = 11025
AAC = ("-c:a", "aac", "-b:a", "96k")
MP3 = ("-c:a", "libmp3lame", "-b:a", "64k", "-ar", "44100")
OPUS = ("-c:a", "libopus", "-b:a", "32k", "-ar", "48000")
VORBIS = ("-c:a", "libvorbis", "-ar", "32000")


def theme(seed: int, seconds: float) -> np.ndarray:
    """Chords that fade, each note with its overtones, over a beat of noise."""
    rng = np.random.default_rng(seed)
    out = np.zeros(int(seconds * RATE))
    at = 0.0
    while at < seconds:
        length = float(rng.choice([0.25, 0.5, 0.75, 1.0]))
        part = out[int(at * RATE) : int((at + length) * RATE)]
        t = np.arange(len(part)) / RATE
        for note in rng.integers(48, 84, size=rng.integers(1, 4)):
            pitch = 440 * 2 ** ((note - 69) / 12)
            for overtone in range(1, 5):
                part += np.exp(-2 * t) * np.sin(2 * np.pi * pitch * overtone * t) / overtone
        at += length
    for beat in np.arange(0, seconds, 0.5):
        part = out[int(beat * RATE) : int((beat + 0.08) * RATE)]
        part += 2 * rng.standard_normal(len(part)) * np.exp(-40 * np.arange(len(part)) / RATE)
    return 0.6 * out / np.abs(out).max()


def talk(seed: int, seconds: float) -> np.ndarray:
    """Syllables of wandering pitch and formants, with pauses, over the noise of a room."""
    rng = np.random.default_rng(seed)
    out = 0.004 * rng.standard_normal(int(seconds * RATE))
    pitch, at = rng.uniform(90, 220), 0.0
    while at < seconds:
        length = rng.uniform(0.08, 0.3)
        part = out[int(at * RATE) : int((at + length) * RATE)]
        t = np.arange(len(part)) / RATE
        voice = pitch * rng.uniform(0.85, 1.2)
        formants = rng.uniform([300, 900, 2200], [800, 2200, 3200])
        spoken = np.zeros(len(part))
        turn = np.exp(1j * (2 * np.pi * voice * t + 1))  # its powers are the overtones
        turned = np.ones(len(part), complex)
        for overtone in range(1, int(3000 / voice)):
            gain = sum(1 / (1 + ((overtone * voice - f) / 120) ** 2) for f in formants)
            turned *= turn
            spoken += gain * turned.imag
        if rng.random() < 0.3:
            spoken = 0.5 * rng.standard_normal(len(part))
        part += np.sin(np.pi * t / length) * spoken * rng.uniform(0.1, 0.3)
        at += length + (rng.uniform(0.3, 2) if rng.random() < 0.15 else rng.uniform(0, 0.05))
    return 0.6 * out / np.abs(out).max()


def hum(seed: int, seconds: float) -> np.ndarray:
    """The engines of a ship: a low chord that breathes."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE)) / RATE
    out = 0.002 * rng.standard_normal(len(t))
    for pitch in (55.0, 82.4, 110.0, 165.0):
        slow = 2 * np.pi * rng.uniform(0.05, 0.3) * t
        out += 0.1 * np.sin(2 * np.pi * pitch * t + rng.uniform(0, 6)) * (1 + 0.3 * np.sin(slow))
    return out


def tone(seconds: float) -> np.ndarray:
    """One note that never ends."""
    return 0.4 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)


def silence(seconds: float) -> np.ndarray:
    """Nothing."""
    return np.zeros(int(seconds * RATE))


def write(
    path: Path, parts: Sequence[np.ndarray], codec: Sequence[str] = AAC, gain: float = 1.0
) -> Path:
    """Write a film of this sound and a grey picture."""
    samples = (np.clip(np.concatenate(parts) * gain, -1, 1) * 32767).astype("<i2").tobytes()
    length = f"{len(samples) / 2 / RATE:.3f}"
    subprocess.run(
        [
            ffmpeg.executable(), "-hide_banner", "-loglevel", "error", "-y",
            "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0",
            "-f", "lavfi", "-i", "color=gray:s=64x36:r=2", "-map", "0:a", "-map", "1:v",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "8",
            *codec, "-t", length, path,
        ],
        input=samples, check=True, timeout=120,
    )  # fmt: skip
    return path


@dataclass(frozen=True, slots=True)
class Made:
    """An episode, and where its intro and its credits lie in seconds (None: it has none)."""

    path: Path
    intro: tuple[float, float] | None
    credits: tuple[float, float] | None


def episodes(folder: Path) -> list[Made]:
    """Write a season of four: other encoders, volumes, lengths and places; the last has no intro,
    the second a scene after the credits."""
    intro, ending = theme(7, 25), theme(9, 30)
    wanted = [
        ("Show S01E01.mp4", [talk(1, 8), intro, talk(2, 140), ending], AAC, 1.0),
        ("Show S01E02.mkv", [talk(3, 31.3), intro, talk(4, 150), ending, talk(5, 10)], MP3, 0.5),
        ("Show S01E03.mkv", [intro, talk(6, 160), ending], OPUS, 0.2),
        ("Show S01E04.mkv", [talk(8, 180), ending], VORBIS, 0.8),
    ]
    found = []
    for name, parts, codec, gain in wanted:
        ends = np.cumsum([len(part) / RATE for part in parts])
        places = [
            next(
                ((float(ends[n]) - len(part) / RATE, float(ends[n]))
                 for n, part in enumerate(parts) if part is sought),
                None,
            )
            for sought in (intro, ending)
        ]  # fmt: skip
        found.append(Made(write(folder / name, parts, codec, gain), places[0], places[1]))
    return found
