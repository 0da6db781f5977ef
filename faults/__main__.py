"""Break everything on purpose and print what was lost. Exits with 1 when something was.

`python -m faults [--only kills,disk] [--set-up embedded,cluster] [--runs 200] [--seconds 300]
    [--seed N]`; of the kills also one alone, such as `kills.adding`
"""

import argparse
import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import cast

from faults.table import How, Row, SetUp, markdown

PARTS: tuple[str, ...] = (
    "kills", "disk", "mounts", "contention", "redis", "database", "storage", "cuts", "soak",
    "errors", "corrupt",
)  # fmt: skip
SET_UPS: tuple[SetUp, ...] = ("embedded", "cluster")


def main() -> int:
    """Run the rows that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--set-up", default=",".join(SET_UPS))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    begun = time.monotonic()
    rows: list[tuple[SetUp, Row]] = []
    try:
        for set_up in options.set_up.split(","):
            for part in options.only.split(","):
                rows += _rows(part, cast("SetUp", set_up), options)
    finally:  # what was found before something broke is told all the same
        took_s = time.monotonic() - begun
        print(f"\nSeed {options.seed}, {took_s:.0f} s in all.\n")
        print(markdown(rows))
    return 1 if any(one.ok is False for _, one in rows) else 0


def _rows(part: str, set_up: SetUp, options: argparse.Namespace) -> list[tuple[SetUp, Row]]:
    print(f"… {part}, {set_up}", file=sys.stderr, flush=True)
    name, _, alone = part.partition(".")
    module = importlib.import_module(f"faults.{name}")
    with tempfile.TemporaryDirectory(prefix="matinee-faults-") as folder:
        how = How(Path(folder), set_up, options.seed, options.runs, options.seconds)
        found: list[tuple[SetUp, Row]] = []
        try:
            for row in [module.KILLS[alone](how)] if alone else module.run(how):
                print(f"  {row.fault}: {row.found}", file=sys.stderr, flush=True)
                found.append((set_up, row))
        except Exception as cause:  # the other rows are run all the same
            note = "".join(traceback.format_exception(cause))[-3000:]
            print(note, file=sys.stderr, flush=True)
            found.append((set_up, Row(part, 0, 1, "it broke", "—", False, (note,))))
        return found


if __name__ == "__main__":
    sys.exit(main())
