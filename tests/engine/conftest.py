"""Clips for the engine: the real ones, and ones made here with the bundled ffmpeg."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matinee import engine

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "media"
needs_clips = pytest.mark.skipif(not CLIPS.is_dir(), reason="../shared/media is not here")

PICTURE = "testsrc2=size=320x180:rate=25"
SOUND = "sine=frequency=440:sample_rate=48000"
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"]
BFRAMES = [*H264, "-preset", "veryfast", "-bf", "3", "-b_strategy", "0"]
AAC = ["-c:a", "aac", "-b:a", "96k"]
RECIPES: dict[str, list[str]] = {
    "plain.mp4": [*BFRAMES, *AAC],
    "faststart.mp4": [*BFRAMES, *AAC, "-movflags", "+faststart"],
    "fragmented.mp4": [*BFRAMES, *AAC, "-movflags", "+frag_keyframe+empty_moov"],
    "bframes.mkv": [*BFRAMES, *AAC],
    "opus.mkv": [*BFRAMES, "-c:a", "libopus"],
    "flac.mkv": [*BFRAMES, "-c:a", "flac"],
    "mp3.mkv": [*BFRAMES, "-c:a", "libmp3lame"],
    "bframes.ts": [*BFRAMES, *AAC],
    "late.ts": [*BFRAMES, *AAC, "-output_ts_offset", "3600", "-ar", "44100"],
    "hevc.ts": ["-c:v", "libx265", "-preset", "ultrafast", "-g", "25", "-x265-params",
                "log-level=none", *AAC],
    "hevc.mkv": ["-c:v", "libx265", "-preset", "ultrafast", "-g", "25", "-x265-params",
                 "log-level=none", *AAC],
    "vp9.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25",
                 "-c:a", "libopus"],
    "av1.webm": ["-c:v", "libsvtav1", "-preset", "12", "-g", "25", "-svtav1-params",
                 "lp=1", "-c:a", "libopus"],
    "plain.flv": [*BFRAMES, *AAC, "-ar", "44100"],
    "plain.avi": [*H264, "-bf", "0", "-c:a", "libmp3lame"],
    "bframes.avi": [*BFRAMES, "-c:a", "libmp3lame"],
    "opengop.mp4": [*BFRAMES, "-x264-params", "open-gop=1:keyint=25:scenecut=0", *AAC],
    "negative.mp4": [*BFRAMES, *AAC, "-ss", "1.3"],
    "rotated.mp4": ["-c", "copy"],
    "dolby.mkv": [*H264, "-c:a", "ac3"],
    "mpeg2.ts": ["-c:v", "mpeg2video", "-c:a", "mp2"],
    "tone.mp3": ["-vn", "-c:a", "libmp3lame"],
    "tone.flac": ["-vn", "-c:a", "flac"],
    "tone.ogg": ["-vn", "-c:a", "libopus"],
    "tone.m4a": ["-vn", *AAC],
    "tone.wav": ["-vn"],
    "tone.aac": ["-vn", *AAC],
}  # fmt: skip


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real clips."""
    if not CLIPS.is_dir():
        pytest.skip("../shared/media is not here")
    return CLIPS


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make a clip of eight seconds by its name in RECIPES, once a session."""
    folder = tmp_path_factory.mktemp("made")

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            source: list[str | Path] = [
                "-f",
                "lavfi",
                "-i",
                PICTURE,
                "-f",
                "lavfi",
                "-i",
                SOUND,
                "-t",
                "8",
            ]
            if name == "rotated.mp4":
                source = ["-display_rotation:v:0", "90", "-i", make("plain.mp4")]
            half = folder / ("half-" + name)
            engine.ffmpeg.run([*source, *RECIPES[name], half], timeout_s=120)
            half.rename(path)
        return path

    return make


@pytest.fixture(scope="session")
def hands() -> Iterator[engine.Engine]:
    """A running engine."""
    with contextlib.closing(engine.Engine(2)) as running:
        yield running


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds that no browser plays: all of it is encoded."""
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    engine.ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=size=640x480:rate=25", "-t", "20", "-c:v", "mpeg2video",
         "-g", "25", "-q:v", "3", path]
    )  # fmt: skip
    return path
