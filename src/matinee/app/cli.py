"""The command line: `matinee serve|add|scan|user|…`.

Flags may stand before or after the verb's own arguments; every setting of the environment is
shown by `matinee serve --help`. Heavy parts are imported by the verb that needs them.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matinee import __version__
from matinee.kit import config
from matinee.kit.errors import MatineeError
from matinee.kit.lanes import Lane

_SUP = argparse.SUPPRESS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 1 failed with words, 130 interrupted."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments, _settings(arguments)) or 0)
    except MatineeError as error:
        fix = f"\n  {error.fix}" if error.fix else ""
        print(f"matinee: {error.detail}{fix}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    top = argparse.ArgumentParser(prog="matinee", description="Your own Netflix, from one command.")
    top.add_argument("--version", action="version", version=f"matinee {__version__}")
    _common(top)
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)
    _serve(verbs)
    _add(verbs)
    _scan(verbs)
    _import(verbs)
    _user(verbs)
    _doctor(verbs)
    _backup(verbs)
    _backups(verbs)
    _restore(verbs)
    _migrate_database(verbs)
    _move_storage(verbs)
    _worker(verbs)
    _plan(verbs)
    _load(verbs)
    _bench(verbs)
    _openapi(verbs)
    return top


def _common(target: argparse.ArgumentParser) -> None:
    target.add_argument("--data", type=Path, default=_SUP, help="data folder (default: ./data)")
    target.add_argument("--port", type=int, default=_SUP, help="port (default: 8420)")
    target.add_argument("--host", default=_SUP, help="address to listen on (default: 127.0.0.1)")
    target.add_argument("--log-level", default=_SUP, help="debug, info, warning or error")


def _settings(arguments: argparse.Namespace) -> config.Settings:
    names = ("data", "port", "host", "log_level", "processes", "metrics_port")
    return config.load({name: getattr(arguments, name, None) for name in names})


def _verb(verbs: Any, name: str, words: str, run: Any, **options: Any) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=words, description=words, **options)
    _common(verb)
    verb.set_defaults(run=run)
    return verb


def _serve(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        gc.disable()  # what is imported now is never garbage: looking for some slows the start
        if settings.processes == 1:
            from matinee.app.serve import serve

            serve(settings)
            return 0
        from matinee.app import processes

        if arguments.of_several is None:
            return processes.run(settings)
        processes.run_one(settings, arguments.of_several, greets=arguments.greets)
        return 0

    rows = [f"  {name:<34} {words}" + (f" [{default}]" if default else "")
            for name, default, words in config.described()]  # fmt: skip
    verb = _verb(
        verbs, "serve", "Run the server.", run,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="settings (environment):\n" + "\n".join(rows),
    )  # fmt: skip
    verb.add_argument("--processes", type=int, default=_SUP, help="server processes (default: 1)")
    verb.add_argument("--of-several", help=_SUP)  # said by one of them to another
    verb.add_argument("--greets", action="store_true", help=_SUP)


def _add(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app import bring

        options = bring.Options(arguments.format, arguments.title, arguments.wait)
        return bring.add(settings, arguments.source, options)

    verb = _verb(verbs, "add", "Bring in a link, a file or a folder.", run)
    verb.add_argument("source", nargs="+", help="link, file or folder")
    verb.add_argument("--wait", action="store_true", help="wait until everything is ready")
    verb.add_argument("--format", help="best, audio, a height such as 720, or a listed format")
    verb.add_argument("--title", help="title to give it")


def _scan(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app import bring

        return bring.scan(settings, arguments.folder, wait=True)

    verb = _verb(verbs, "scan", "Look through the library folders again.", run)
    verb.add_argument("folder", nargs="*", help="folders (default: all of them)")


def _import(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app.carry import carry

        return carry(
            settings, arguments.program, arguments.file, arguments.user, apply=arguments.apply
        )

    words = "Take over what was watched in Jellyfin, Kodi, Plex, yt-dlp or another Matinee."
    verb = _verb(verbs, "import", words, run)
    verb.add_argument("program", choices=("jellyfin", "kodi", "plex", "ytdlp", "matinee"))
    verb.add_argument("file", help="its database, or the folder that holds it")
    verb.add_argument(
        "--user", action="append", default=[], metavar="THEIRS=OURS",
        help="whose account a user there is (default: the same name)",
    )  # fmt: skip
    verb.add_argument("--apply", action="store_true", help="take over, and not only look")


def _user(verbs: Any) -> None:
    from matinee.app import people

    verb = _verb(verbs, "user", "Manage accounts.", people.listed)
    actions = verb.add_subparsers(title="actions", metavar="ACTION", required=True)
    people.declare(lambda name, words, run: _verb(actions, name, words, run))


def _doctor(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app import doctor

        return doctor.examine(settings, fix=arguments.fix)

    verb = _verb(verbs, "doctor", "Look for what a crash has left over.", run)
    verb.add_argument("--fix", action="store_true", help="sweep what is found")


def _backup(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> None:
        if arguments.new_key is not None:
            from matinee.kit import sealing

            print(f"Public key: {sealing.make_key(arguments.new_key)}")
            print(f"Set MATINEE_BACKUP_KEY_FILE={arguments.new_key.absolute()}")
            print("Keep a copy of it elsewhere: without it no encrypted copy can be read.")
            return
        from matinee.admin import backups
        from matinee.app import wiring

        with wiring.opened(settings) as services:
            print(backups.make(services, "manual").path)
            backups.sending.send(services)

    verb = _verb(verbs, "backup", "Copy the database, and check the copy.", run)
    verb.add_argument(
        "--new-key", type=Path, metavar="FILE", help="make a key that copies are encrypted with"
    )


def _backups(verbs: Any) -> None:
    def run(_: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app import restore

        return restore.list_all(settings)

    _verb(verbs, "backups", "List the copies there are, here and in the bucket.", run)


def _restore(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app import restore

        return restore.run(
            settings, arguments.copy, only_look=arguments.rehearse, sure=arguments.yes
        )

    verb = _verb(verbs, "restore", "Put a copy of the database back.", run)
    verb.add_argument("copy", nargs="?", help="its name or file, or latest (default: list them)")
    verb.add_argument("--rehearse", action="store_true", help="only say what it would do")
    verb.add_argument("--yes", action="store_true", help="do not ask")


def _migrate_database(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> None:
        from matinee.app.transfer import transfer

        def say(table: str, done: int, of: int) -> None:
            print(f"\r{table:<20}{done:>12,} of {of:,}", end="\n" if done >= of else "", flush=True)

        copied = transfer(settings, arguments.target, say, again=arguments.again)
        print(f"Copied and compared {copied.rows:,} rows.")
        if copied.cleaned:
            print(f"{copied.cleaned} texts had a NUL, for which another sign stands now.")
        now = "unset it" if arguments.target == "sqlite" else "set it to that address"
        print("Nothing has changed where the library was.")
        print(f"To use the copy: MATINEE_DATABASE_URL, {now}.")

    verb = _verb(verbs, "migrate-database", "Copy the library into another database.", run)
    verb.add_argument("target", help="postgresql://…, or sqlite: the file in the data folder")
    verb.add_argument(
        "--again", action="store_true", help="throw away a copy that was not finished"
    )


def _move_storage(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> int:
        from matinee.app.move_storage import move

        old = (arguments.old, arguments.old_endpoint, arguments.old_region)
        return move(settings, arguments.to, old)

    verb = _verb(
        verbs, "move-storage", "Move films and pictures into the bucket, or out of it.", run
    )
    verb.add_argument("to", choices=("bucket", "folder"), help="where they are to be")
    verb.add_argument(
        "--from", dest="old", metavar="URL",
        help="bucket that they are copied from (its keys: MATINEE_OLD_KEY_ID, MATINEE_OLD_SECRET)",
    )  # fmt: skip
    verb.add_argument("--from-endpoint", dest="old_endpoint", help="address of that store")
    verb.add_argument("--from-region", dest="old_region", help="region of that bucket")


def _worker(verbs: Any) -> None:
    def run(arguments: argparse.Namespace, settings: config.Settings) -> None:
        from matinee.app.worker import work

        work(settings, arguments.lanes)

    verb = _verb(verbs, "worker", "Work for a server, beside it or on another machine.", run)
    verb.add_argument(
        "--lane", dest="lanes", action="append", default=[], choices=[lane.value for lane in Lane],
        help="what to work on (again for several; default: everything)",
    )  # fmt: skip
    verb.add_argument(
        "--metrics-port", type=int, default=_SUP, help="port to tell its figures on (default: none)"
    )


def _plan(verbs: Any) -> None:
    from matinee.app import plan

    plan.declare(lambda name, words, run: _verb(verbs, name, words, run))


def _load(verbs: Any) -> None:
    from matinee.app import load

    load.declare(lambda name, words, run: _verb(verbs, name, words, run))


def _bench(verbs: Any) -> None:
    from matinee.app import bench

    bench.declare(lambda name, words, run: _verb(verbs, name, words, run))


def _openapi(verbs: Any) -> None:
    def run(_arguments: argparse.Namespace, _settings: config.Settings) -> None:
        from matinee.app.openapi import document

        print(document(), end="")

    _verb(verbs, "openapi", "Print the description of the HTTP interface.", run)
