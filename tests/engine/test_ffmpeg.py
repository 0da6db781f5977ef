"""The bundled ffmpeg: found without heavy imports, run within limits."""

from pathlib import Path

import pytest

from matinee.engine import Crashed, Stopped, TimedOut, Unsupported, ffmpeg

SCENE = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30"]


def test_the_bundled_ffmpeg_is_found_and_another_can_be_named(tmp_path: Path) -> None:
    assert ffmpeg.executable().is_file()
    assert ffmpeg.executable(ffmpeg.executable()) == ffmpeg.executable()
    with pytest.raises(Unsupported, match="no ffmpeg at"):
        ffmpeg.executable(tmp_path / "nothing")


def test_progress_is_told_in_seconds(tmp_path: Path) -> None:
    seconds: list[float] = []
    ffmpeg.run([*SCENE, "-t", "2", "-c:v", "libx264", "-preset", "ultrafast", "out.mp4"],
               tmp_path, seconds.append)  # fmt: skip
    assert (tmp_path / "out.mp4").stat().st_size > 0
    assert seconds[-1] == pytest.approx(2, abs=0.1)


def test_a_failure_carries_the_last_words(tmp_path: Path) -> None:
    with pytest.raises(Crashed, match="nowhere"):
        ffmpeg.run(["-i", tmp_path / "nowhere.mp4", "-f", "null", "-"])


def test_a_run_that_is_not_needed_or_too_long_is_ended() -> None:
    with pytest.raises(Stopped):
        ffmpeg.run([*SCENE, "-f", "null", "-"], None, None, lambda: True)
    with pytest.raises(TimedOut):
        ffmpeg.run([*SCENE, "-f", "null", "-"], timeout_s=0.3)
