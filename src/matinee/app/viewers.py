"""Simulated viewers, from the flags of `matinee load` to what is printed."""

import argparse
import asyncio
import contextlib
import json
import sys
from functools import partial

from matinee.app.load import Who
from matinee.capacity import load as loading
from matinee.kit.errors import SourceError

STOPPED = 130


def load(url: str, who: Who, asked: argparse.Namespace) -> int:
    """Load a server; returns 0 when all was well, 1 when not, 130 when somebody stopped it."""
    to = loading.place(url)
    crowd = loading.Crowd(asked.viewers, asked.seconds, asked.spread_s, asked.timeout_s)
    figures, chosen = loading.run(_watched(asked, to, who, crowd))
    if asked.json:
        print(json.dumps(loading.facts(figures, crowd, chosen, asked.limit_s), indent=2))
    else:
        print(loading.sheet(figures, crowd, asked.mbps, asked.limit_s))
    if figures.stopped:
        return STOPPED
    return 1 if loading.verdict(figures, asked.limit_s) else 0


async def _watched(
    asked: argparse.Namespace, to: loading.Place, who: Who, crowd: loading.Crowd
) -> tuple[loading.Figures, list[loading.Chosen]]:
    """Sign in, choose what is watched, have it watched, sign out."""
    with loading.Line(to, timeout_s=crowd.timeout_s) as line:
        token = who.token or await loading.sign_in(line, who.user, who.password)
        try:
            chosen = await loading.choose(
                line, token, asked.media, titles=asked.titles, mbps=asked.mbps, encode=asked.encode
            )
            _tell(to, crowd, chosen)
            opens = [partial(loading.open_film, token=token, chosen=one) for one in chosen]
            return await loading.watch(to, opens, crowd, _Progress()), chosen
        except loading.Failed as failed:
            raise SourceError(
                f"The server at {to.host} did not answer as it should: {failed}.",
                fix="Look at its log, and whether it is a Matinee of this version.",
            ) from failed
        finally:
            if not who.token:
                with contextlib.suppress(loading.Failed, TimeoutError):  # gone: it lapses
                    async with asyncio.timeout(5):
                        await loading.sign_out(line, token)


def _tell(to: loading.Place, crowd: loading.Crowd, chosen: list[loading.Chosen]) -> None:
    print(f"{crowd.viewers:,} viewers at {to.host}, arriving over {crowd.spread_s:g} s, "
          f"for {crowd.seconds:g} s", file=sys.stderr)  # fmt: skip
    for one in chosen:
        print(f"  {loading.chosen_line(one)}", file=sys.stderr)


class _Progress:
    """Draws how it goes: over itself on a terminal, else a line in ten seconds."""

    def __init__(self) -> None:
        self._ticks = 0

    def __call__(self, tick: loading.Tick) -> None:
        self._ticks += 1
        if sys.stderr.isatty():
            print(f"\r\033[K{loading.tick_line(tick)}", end="", file=sys.stderr, flush=True)
        elif self._ticks % 10 == 1:
            print(loading.tick_line(tick), file=sys.stderr, flush=True)
