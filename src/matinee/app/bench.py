"""`matinee bench`: what this machine does, measured on a small library that is made for it."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from matinee.app.load import number, whole
from matinee.kit.config import Settings

Declare = Callable[[str, str, Callable[[argparse.Namespace, Settings], object]], Any]


def declare(verb: Declare) -> None:
    """Declare the verb."""
    words = "Measure this machine with a small library that is made for it and thrown away."
    measuring = verb("bench", words, bench)
    add = measuring.add_argument
    add("--viewers", type=whole(1, 100_000), default=100, metavar="N",
        help="simulated viewers [100]")  # fmt: skip
    add("--seconds", type=number(1, 3600), default=10.0, metavar="N",
        help="how long they watch [10]")  # fmt: skip
    add("--json", action="store_true", help="print it for programs")


def bench(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Measure and print; returns 1 when something went wrong for the viewers."""
    from matinee.app import measuring

    found = measuring.measure(arguments.viewers, arguments.seconds)
    if arguments.json:
        print(json.dumps(measuring.facts(found), indent=2))
    else:
        print(measuring.sheet(found))
    return 1 if found.watching.errors else 0
