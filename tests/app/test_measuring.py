"""`matinee bench`: the machine measured with a server and a film of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matinee.app import cli, measuring
from matinee.app.measuring import Measured, Watching

FOUND = Measured(
    cores=2, started_s=1.0, brought_s=3.0, sign_in_s=0.05, list_p95_s=0.004, search_p95_s=0.003,
    film_s=8.0, prepared_s=10.0, heights=(240, 1080),
    watching=Watching(100, 10.0, 0.025, 5e8, 0, 0), sent_bytes_per_s=1.25e9,
)  # fmt: skip


def test_a_cores_speed_is_film_by_time_and_cores() -> None:
    assert FOUND.encode_speed == 0.4
    assert "--encode-speed 0.4 --encode-cores 2 --server-gbps 10" in measuring.sheet(FOUND)
    assert measuring.facts(FOUND)["encode_speed"] == 0.4


def test_the_flags_it_prints_are_those_of_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    line = next(row for row in measuring.sheet(FOUND).splitlines() if "matinee plan" in row)
    words = line.replace("--users N", "--users 100").replace("--titles N", "--titles 10").split()
    assert cli.main(words[1:]) == 0
    assert "10 Gb/s each" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.timeout(175)
def test_this_machine_is_measured_and_nothing_is_left_behind(tmp_path: Path) -> None:
    here = {**os.environ, "TMPDIR": str(tmp_path), "MATINEE_DATA": str(tmp_path / "mine")}
    ran = subprocess.run(
        [sys.executable, "-m", "matinee", "bench", "--viewers", "3", "--seconds", "1", "--json"],
        capture_output=True, text=True, check=False, timeout=170, env=here, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout)
    assert found["heights"] == [240, 360, 480, 720, 1080]
    assert found["film_s"] == pytest.approx(measuring.FILM_S, abs=0.2)
    assert found["watching"]["errors"] == 0
    assert 0 < found["watching"]["p99_s"] < 60
    for name in ("started_s", "brought_s", "sign_in_s", "list_p95_s", "search_p95_s"):
        assert found[name] > 0
    assert found["sent_bytes_per_s"] > 1e5
    assert found["encode_speed"] > 0
    assert list(tmp_path.iterdir()) == []  # neither its folder nor a library of the settings
