"""A few kills of each kind that `make faults` kills by the hundred: nothing is lost.

With every test a server dies while it publishes and while it migrates; tests/flows/test_kill.py kills it
while films come in and are watched. The rest is of `make proof`.
"""

from pathlib import Path

import pytest
from faults.kills import KILLS
from faults.kills.trial import RESUMED_WITHIN_S
from faults.table import How

from tests.proof import only

SEED = 20261130
RUNS = {"adding": 1, "publishing": 1, "encoding": 1, "progress": 1, "backing": 2, "migrating": 1}

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900)]


@pytest.mark.parametrize("what", only(KILLS, "publishing", "migrating"))
def test_a_kill_loses_nothing_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    row = KILLS[what](How(tmp_path, "embedded", SEED, RUNS[what]))
    assert row.runs == RUNS[what]
    lost = [note for note in row.notes if "jobs went on only" not in note]
    assert lost == [], f"{row.found} (of {RESUMED_WITHIN_S} s)"
    assert row.losses == 0
