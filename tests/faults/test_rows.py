"""A sample of `make faults`: lines that are cut, and with `make proof` a disk full to its last byte
(of which tests/flows/test_full_disk.py and tests/kit/test_spare.py try a sample)."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from faults.table import How, Refused, Row

from faults import cuts, disk
from tests import ground

pytestmark = [pytest.mark.fault, ground.alone]
SEED = time.time_ns() % 1_000_000
Run = Callable[[How], Iterable[Row]]


def only(row: Callable[[How], Row]) -> Run:
    return lambda how: [row(how)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("run", "how"),
    [
        pytest.param(
            only(partial(disk._full, place="data")),
            How(Path(), runs=1),
            id="full",
            marks=pytest.mark.slow,
        ),
        pytest.param(cuts.run, How(Path(), runs=3), id="cuts"),
    ],
)
def test_nothing_is_lost(run: Run, how: How, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    try:
        rows = list(run(How(tmp_path, how.set_up, SEED, how.runs, how.seconds)))
    except Refused as why:
        pytest.skip(str(why))
    assert rows
    for row in rows:
        print(row)
        assert row.ok is not False, "\n".join(row.notes)
    if all(row.ok is None for row in rows):
        pytest.skip(rows[0].notes[0])
