"""Accounts from the command line: `matinee user add|list|password`."""

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Any

from matinee.kit.config import Settings
from matinee.kit.errors import Invalid

Declare = Callable[[str, str, Callable[[argparse.Namespace, Settings], object]], Any]


def declare(verb: Declare) -> None:
    """Declare the actions on accounts."""
    adding = verb("add", "Add an account.", add)
    adding.add_argument("name")
    adding.add_argument("--admin", action="store_true", help="may run this server")
    adding.add_argument(
        "--password-stdin", action="store_true", help="read the password from stdin"
    )
    changing = verb("password", "Give an account a new password.", password)
    changing.add_argument("name")
    changing.add_argument("--password-stdin", action="store_true", help="read it from stdin")
    verb("list", "List the accounts.", listed)


def add(arguments: argparse.Namespace, settings: Settings) -> None:
    """Add an account; also the first."""
    from matinee import accounts
    from matinee.app import wiring

    secret = _secret(arguments)
    with wiring.opened(settings) as services:
        user = accounts.create_user(services, arguments.name, secret, is_admin=arguments.admin)
    print(f"{user.name} can sign in now." + (" (administrator)" if user.is_admin else ""))


def password(arguments: argparse.Namespace, settings: Settings) -> None:
    """Give an account a new password; its devices are signed out."""
    from matinee import accounts
    from matinee.app import wiring

    secret = _secret(arguments)
    with wiring.opened(settings) as services:
        accounts.set_password(services, arguments.name, secret)
    print(f"{arguments.name} has a new password; every device was signed out.")


def listed(_arguments: argparse.Namespace, settings: Settings) -> None:
    """Print the accounts."""
    from sqlalchemy import select

    from matinee import accounts
    from matinee.app import wiring

    with wiring.opened(settings) as services, services.db.read() as session:
        for user in session.scalars(select(accounts.User).order_by(accounts.User.name_key)):
            role = "administrator" if user.is_admin else "member"
            print(f"{user.name}\t{role}\t{user.created_at:%Y-%m-%d}")


def _secret(arguments: argparse.Namespace) -> str:
    if arguments.password_stdin:
        text = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        text = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != text:
            raise Invalid("The two passwords differ.", fix="Try again.")
    else:
        raise Invalid("No password was given.", fix="Pipe it in with --password-stdin.")
    if not text:
        raise Invalid("The password is empty.", fix="Give one on standard input.")
    return text
