"""`matinee load`: simulated viewers in front of a running server, this one or another."""

import argparse
import getpass
import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matinee.kit.config import Settings
from matinee.kit.errors import Invalid

Declare = Callable[[str, str, Callable[[argparse.Namespace, Settings], object]], Any]
USER, PASSWORD, TOKEN = "MATINEE_LOAD_USER", "MATINEE_LOAD_PASSWORD", "MATINEE_LOAD_TOKEN"
ENVIRONMENT = (USER, PASSWORD, TOKEN)


def declare(verb: Declare) -> None:
    """Declare the verb."""
    words = "Have simulated viewers watch a running server, and print what they saw."
    loading = verb("load", words, load)
    loading.usage = "matinee load [URL] [--viewers N] [--seconds N] [--mbps N] …"
    loading.add_argument("url", nargs="?", help="address of the server (default: the one here)")
    add = loading.add_argument
    add("--viewers", type=whole(1, 100_000), default=100, metavar="N", help="how many [100]")
    add("--seconds", type=number(1, 86_400), default=60.0, metavar="N",
        help="how long, once all are there [60]")  # fmt: skip
    add("--spread-s", type=number(0, 86_400), default=10.0, metavar="N",
        help="seconds over which they arrive [10]")  # fmt: skip
    add("--mbps", type=number(0.01, 10_000), default=5.0, metavar="N",
        help="the quality nearest to so many Mb/s is watched [5]")  # fmt: skip
    add("--media", action="append", default=[], metavar="ID",
        help="title to watch (again for several; default: those added last)")  # fmt: skip
    add("--titles", type=whole(1, 200), default=4, metavar="N",
        help="how many titles, without --media [4]")  # fmt: skip
    add("--encode", action="store_true", help="also what has to be encoded while it is watched")
    add("--limit-s", type=number(0.001, 3600), default=1.0, metavar="N",
        help="exit with 1 when the 99th percentile of a segment is above [1]")  # fmt: skip
    add("--timeout-s", type=number(0.1, 3600), default=30.0, metavar="N",
        help="an answer that takes longer is an error [30]")  # fmt: skip
    add("--user", metavar="NAME", help=f"who signs in (or {USER}; the password in {PASSWORD})")
    add("--password-stdin", action="store_true", help="read the password from standard input")
    add("--token-stdin", action="store_true", help=f"read a token from there (or {TOKEN})")
    add("--json", action="store_true", help="print the outcome for programs")


@dataclass(frozen=True, slots=True)
class Who:
    """Who watches: a token, or a name with its password."""

    token: str = ""
    user: str = ""
    password: str = ""


def load(arguments: argparse.Namespace, settings: Settings) -> int:
    """Load a server; returns 0 when all was well, 1 when not, 130 when it was stopped."""
    from matinee.app import viewers
    from matinee.app.serve import address

    return viewers.load(arguments.url or address(settings), _who(arguments), arguments)


def _who(arguments: argparse.Namespace) -> Who:
    if arguments.token_stdin:
        return Who(token=_line("token"))
    user = arguments.user or os.environ.get(USER, "")
    if not user:
        token = os.environ.get(TOKEN, "").strip()
        if token:
            return Who(token=_clean(token))
        raise Invalid(
            "Nobody is named who signs in.",
            fix=f"Add --user NAME and --password-stdin, or set {USER} and {PASSWORD}, or {TOKEN}.",
        )
    if arguments.password_stdin:
        return Who(user=user, password=_line("password"))
    if os.environ.get(PASSWORD):
        return Who(user=user, password=os.environ[PASSWORD])
    if not sys.stdin.isatty():
        raise Invalid("No password was given.", fix="Pipe it in with --password-stdin.")
    return Who(user=user, password=getpass.getpass(f"Password of {user}: "))


def _line(what: str) -> str:
    text = sys.stdin.readline().rstrip("\r\n")
    if not text:
        raise Invalid(f"The {what} is empty.", fix="Give one on standard input.")
    return _clean(text) if what == "token" else text


def _clean(token: str) -> str:
    """Refuse what would end the header it goes into; never say it."""
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Invalid("That is no token.", fix="Give the one that signing in answered.")
    return token


def number(least: float, most: float) -> Callable[[str], float]:
    """Return what reads a number of a flag, between its bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not from {least:g} to {most:,.12g}")
        return value

    return read


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number of a flag."""

    def read(text: str) -> int:
        value = number(least, most)(text)
        if value % 1:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
        return int(value)

    return read
