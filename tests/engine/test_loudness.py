"""How loud a film is: against tones whose loudness the standard gives, and against ffmpeg."""

import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from matinee import engine
from matinee.engine import Engine, Loudness
from matinee.engine.mixing import ORDER, matrix

TONE_DBFS = -23.0
AMPLITUDE = 10 ** (TONE_DBFS / 20)
TONE = f"{AMPLITUDE}*sin(2*PI*997*t)"
CLOSE_LU = 0.1


@pytest.fixture
def sounding(tmp_path: Path) -> Callable[..., Path]:
    """Make a file whose channels are the expressions given."""

    def make(*channels: str, layout: str, seconds: float = 6, name: str = "tone.mkv") -> Path:
        path = tmp_path / name
        source = f"aevalsrc={'|'.join(channels)}:s=48000:c={layout}"
        engine.ffmpeg.run(
            ["-f", "lavfi", "-i", source, "-t", str(seconds), "-c:a", "pcm_s24le", path]
        )
        return path

    return make


def measure(hands: Engine, path: Path) -> tuple[Loudness, ...]:
    return hands.loudness(path, [track.index for track in hands.probe(path).audio])


@pytest.mark.parametrize(("layout", "channels"), [("stereo", 2), ("mono", 1)])
def test_a_tone_is_as_loud_as_the_standard_says(
    layout: str, channels: int, hands: Engine, sounding: Callable[..., Path]
) -> None:
    # EBU Tech 3341, case 1: a stereo tone of -23 dBFS measures -23 LUFS. One channel alone is
    # heard from two loudspeakers.
    [found] = measure(hands, sounding(*[TONE] * channels, layout=layout))
    assert (found.index, found.channels) == (0, channels)
    assert found.integrated_lufs == pytest.approx(-23.0, abs=CLOSE_LU)
    assert found.peak_dbfs == pytest.approx(TONE_DBFS, abs=0.05)
    assert found.range_lu == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize(("layout", "names"), [("5.1", ORDER), ("7.1", (*ORDER, "SL", "SR"))])
def test_more_channels_are_measured_as_they_are_and_as_the_stereo_made_of_them(
    layout: str, names: tuple[str, ...], hands: Engine, sounding: Callable[..., Path]
) -> None:
    path = sounding(*[TONE if name == "FC" else "0" for name in names], layout=layout)
    whole, stereo = measure(hands, path)
    assert (whole.channels, stereo.channels) == (len(names), 2)
    assert whole.integrated_lufs == pytest.approx(TONE_DBFS - 3.01, abs=CLOSE_LU)
    gain = float(matrix(names, 2)[0][names.index("FC")])
    assert stereo.integrated_lufs == pytest.approx(TONE_DBFS + 20 * math.log10(gain), abs=CLOSE_LU)


def test_loudness_changes_are_its_range(hands: Engine, sounding: Callable[..., Path]) -> None:
    # EBU Tech 3342, case 1: 20 s at -20 dBFS, then 20 s at -30: a range of 10 LU.
    step = "0.1*sin(2*PI*997*t)*if(lt(t\\,20)\\,1\\,0.316228)"
    [found] = measure(hands, sounding(step, step, layout="stereo", seconds=40))
    assert found.range_lu == pytest.approx(10, abs=1)


def test_silence_is_measured_and_has_no_numbers(
    hands: Engine, sounding: Callable[..., Path]
) -> None:
    [found] = measure(hands, sounding("0", "0", layout="stereo"))
    assert found == Loudness(0, 2, None, None, None)


def test_a_track_that_is_not_there_is_refused(hands: Engine, sounding: Callable[..., Path]) -> None:
    with pytest.raises(engine.NoSuchTrack):
        hands.loudness(sounding(TONE, layout="mono"), [3])


@pytest.mark.fault
def test_a_file_cut_off_is_measured_as_far_as_it_goes(
    hands: Engine, sounding: Callable[..., Path], tmp_path: Path
) -> None:
    whole = sounding(TONE, TONE, layout="stereo").read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) // 2])
    [found] = hands.loudness(cut, [0])
    assert found.integrated_lufs == pytest.approx(-23.0, abs=CLOSE_LU)


def test_sound_that_changes_in_the_middle_is_measured_to_the_end(
    hands: Engine, sounding: Callable[..., Path], tmp_path: Path
) -> None:
    """The first half is silent stereo at 48 kHz, the second a tone at 44.1 kHz in mono."""
    parts = []
    for name, source in (
        ("a", "aevalsrc=0|0:s=48000:c=stereo:d=4"),
        ("b", f"aevalsrc={TONE}:s=44100:c=mono:d=8"),
    ):
        parts.append(tmp_path / f"{name}.aac")
        engine.ffmpeg.run(["-f", "lavfi", "-i", source, "-c:a", "aac", "-b:a", "192k", parts[-1]])
    film = tmp_path / "changing.aac"
    film.write_bytes(b"".join(part.read_bytes() for part in parts))
    [found] = hands.loudness(film, [0])
    assert found.integrated_lufs == pytest.approx(-23.0, abs=0.6)


@pytest.mark.media
def test_it_agrees_with_ffmpeg_on_a_real_film(hands: Engine, clips: Path) -> None:
    path = clips / "bbb-480p-30s.mp4"
    found = measure(hands, path)[0]
    said = subprocess.run(
        [engine.ffmpeg.executable(), "-hide_banner", "-i", path, "-map", "0:a:0", "-af",
         "ebur128=framelog=quiet", "-f", "null", "-"], capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    theirs = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]
    assert found.integrated_lufs == pytest.approx(float(theirs), abs=CLOSE_LU)
