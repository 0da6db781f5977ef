"""`matinee plan`: what so many people and titles need, printed for people or programs."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from matinee.capacity import planning
from matinee.kit.config import Settings
from matinee.kit.errors import Invalid

Declare = Callable[[str, str, Callable[[argparse.Namespace, Settings], object]], Any]
WRONG = 2
"""Exit code where what was given cannot be, as argparse has it."""


def declare(verb: Declare) -> None:
    """Declare the verb, with a flag for every assumption."""
    planned = verb("plan", "Print the storage, line, encoding and cost of so many people.", plan)
    planned.usage = "matinee plan --users N --titles N [--flag N …] [--json]"
    groups: dict[str, Any] = {}
    for one in planning.listed():
        if one.group not in groups:
            groups[one.group] = planned.add_argument_group(one.group)
        default = "" if one.default is None else f" [{one.default}]"
        groups[one.group].add_argument(
            one.flag, dest=one.name, metavar="N", help=_escaped(one.words + default)
        )
    planned.add_argument("--json", action="store_true", help="print it for programs")


def plan(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Print a plan; returns 2 and says in one line what cannot be."""
    names = [one.name for one in planning.listed()]
    try:
        given = planning.read({name: getattr(arguments, name) for name in names})
        asked = planning.demand(given)
    except Invalid as error:
        print(f"matinee plan: {error.detail} {error.fix}", file=sys.stderr)
        return WRONG
    ways = planning.ways(given, asked)
    if arguments.json:
        print(json.dumps(planning.facts(given, asked, ways), indent=2))
    else:
        print(planning.sheet(given, asked, ways))
    return 0


def _escaped(words: str) -> str:
    return words.replace("%", "%%")
