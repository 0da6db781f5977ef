"""A plan as people read it, and as programs do."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from matinee.capacity.planning import costs, prices, units
from matinee.capacity.planning.assumptions import Assumptions
from matinee.capacity.planning.costs import Way
from matinee.capacity.planning.demand import Demand

_LABEL, _RESULT, _WIDTH = 24, 20, 96
_NOT_COUNTED = """\
Not counted: people's time, rooms and racks, taxes, copies kept elsewhere, and in the first two
ways the machine that Matinee itself runs on. GB and TB are 10^9 and 10^12 bytes, GiB and TiB are
2^30 and 2^40; Amazon bills GiB and calls them GB."""
_ORDER = ("storage", "servers", "power", "requests", "sending")
_DECIMAL = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")


def facts(given: Assumptions, asked: Demand, ways: Sequence[Way]) -> dict[str, Any]:
    """Return everything as plain values: assumptions, demand, ways with their costs, sources."""
    return {
        "assumptions": asdict(given),
        "demand": {**asdict(asked), "stored_gb": asked.stored_gb},
        "machines": asdict(costs.machines(given, asked)),
        "ways": [
            {**asdict(way), "month_usd": way.month_usd, "once_usd": way.once_usd,
             "first_year_usd": way.first_year_usd}
            for way in ways
        ],
        "sources": [asdict(source) for source in prices.SOURCES],
    }  # fmt: skip


def sheet(given: Assumptions, asked: Demand, ways: Sequence[Way]) -> str:
    """Return the plan as lines of text."""
    return "\n".join(
        [
            f"{given.users:,.0f} people, {given.titles:,.0f} titles",
            "",
            *_watching(given, asked),
            "",
            *_keeping(given, asked),
            "",
            *_table(given, ways),
            "",
            *_workings(ways),
            "",
            *_sources(),
            "",
            _NOT_COUNTED,
        ]
    )


def _row(label: str, result: str, working: str = "") -> str:
    return f"  {label:<{_LABEL}}{result:>{_RESULT}}   {working}".rstrip()


def _watching(given: Assumptions, asked: Demand) -> list[str]:
    hours = f"{asked.hours_a_day:,.6g}" if asked.hours_a_day < 1e6 else f"{asked.hours_a_day:,.0f}"
    if given.concurrent is not None:
        busiest = "as given"
    else:
        busiest = f"{hours} h x {given.peak_share:g} in the busiest hour"
    each = f"{asked.gb_per_hour:g} GB/h"
    return [
        "Watching",
        _row("hours a day", hours,
             f"{given.users:,.0f} people x {given.hours_per_user_day:g} h"),
        _row("busiest moment", f"{asked.viewers:,} viewers", busiest),
        _row("line", bits(asked.bits_per_s),
             f"{asked.viewers:,} x {each} x 8 / 3600 s, decimal"),
        _row("sent a day", f"{asked.sent_gb_a_day:,.0f} GB", f"{hours} h x {each}"),
        _row("", f"{asked.sent_gib_a_day:,.0f} GiB", "x 10^9 / 2^30"),
        _row("sent a year", f"{asked.sent_tb_a_year:,.0f} TB", "GB a day x 365 / 1000"),
        _row("", f"{asked.sent_tib_a_year:,.0f} TiB", "GiB a day x 365 / 1024"),
        _row("requests a month", f"{asked.requests_a_month:,.0f}",
             f"{hours} h x 365 / 12 x 3600 s / {given.segment_s:g} s x 2 (picture and sound)"),
    ]  # fmt: skip


def _keeping(given: Assumptions, asked: Demand) -> list[str]:
    hours = f"{asked.title_hours:,.6g}" if asked.title_hours < 1e6 else f"{asked.title_hours:,.0f}"
    spent = sum(mbps for _, mbps in asked.rendition_mbps)
    made = ", ".join(f"{height}p" for height, _ in asked.rendition_mbps) or "none"
    house = costs.machines(given, asked)
    factor = units.HOUR_S * 1e6 / 8 / units.GB
    return [
        "Keeping",
        _row("hours of film", hours, f"{given.titles:,.0f} titles x {given.title_hours:g} h"),
        _row("originals", decimal(asked.originals_gb),
             f"{hours} h x {given.original_mbps:g} Mb/s x {factor:g} GB/h"),
        _row("renditions", decimal(asked.renditions_gb),
             f"{hours} h x {spent:g} Mb/s x {factor:g} GB/h ({made}; caps, so it is less)"),
        _row("one copy of all", decimal(asked.stored_gb), f"= {binary(asked.stored_gb)}"),
        _row("encoding", f"{asked.core_hours:,.0f} core hours",
             f"{hours} h / {given.encode_speed:g}" if asked.core_hours else "nothing is encoded"),
        _row("", f"{asked.encode_days:,.1f} days",
             f"/ {given.encode_cores:,.0f} cores / 24 h"),
        _row("disks of one's own", f"{house.disks:,}",
             f"the most of {given.replicas:g} copies, {house.for_space:,} for the room, "
             f"{house.for_reading:,} for reading"),
        _row("servers of one's own", f"{house.servers:,}",
             f"{given.server_disks:g} disks and {given.server_gbps:g} Gb/s each; "
             f"{house.kw:,.2f} kW with the disks"),
    ]  # fmt: skip


def _table(given: Assumptions, ways: Sequence[Way]) -> list[str]:
    names = sorted({cost.name for way in ways for cost in way.monthly}, key=_ORDER.index)
    once = list(dict.fromkeys(cost.name for way in ways for cost in way.once))
    head = "".join(f"{way.name:>{_wide(way)}}" for way in ways)
    rule = "  " + "-" * (_LABEL + len(head))
    lines = [f"  {'US dollars':<{_LABEL}}{head}", rule]

    def line(label: str, amounts: Sequence[float | None]) -> str:
        cells = "".join(
            f"{'-' if amount is None else money(amount):>{_wide(way)}}"
            for way, amount in zip(ways, amounts, strict=True)
        )
        return f"  {label:<{_LABEL}}{cells}"

    def named(name: str, way: Way, *, before: bool) -> float | None:
        found = [c.usd for c in (way.once if before else way.monthly) if c.name == name]
        return found[0] if found else None

    lines += [line(f"{name} a month", [named(name, way, before=False) for way in ways])
              for name in names]  # fmt: skip
    lines += [rule, line("a month", [way.month_usd for way in ways])]
    lines.append(line("a person a month", [way.month_usd / given.users for way in ways]))
    lines += [line(f"{name}, once", [named(name, way, before=True) for way in ways])
              for name in once]  # fmt: skip
    return ["Cost", *lines, rule, line("the first year", [way.first_year_usd for way in ways])]


def _wide(way: Way) -> int:
    return max(20, len(way.name) + 3)


def _workings(ways: Sequence[Way]) -> list[str]:
    lines = ["How that is worked out"]
    for way in ways:
        lines.append(f"  {way.name}")
        lines += [
            f"    {cost.name:<10}{money(cost.usd):>18} = {cost.working}"
            for cost in (*way.monthly, *way.once)
        ]
    return lines


def _sources() -> list[str]:
    lines = ["Where prices and assumptions come from (each can be given: matinee plan --help)"]
    for source in prices.SOURCES:
        lines += textwrap.wrap(
            f"{source.what}: {source.said}", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )
        lines.append(f"    {source.url}" + (f" ({source.read})" if source.read else ""))
    return lines


def money(usd: float) -> str:
    """Write dollars: with cents below a million, and what is less than a cent with two digits."""
    if 0 < usd < 0.005:
        return f"{usd:.2g}"
    return f"{usd:,.2f}" if usd < 1e6 else f"{usd:,.0f}"


def bits(bits_per_s: float) -> str:
    """Write a rate: 23.3 Tb/s. Steps of 1000."""
    return _scaled(bits_per_s, 1000, ("b/s", "kb/s", "Mb/s", "Gb/s", "Tb/s", "Pb/s", "Eb/s"))


def decimal(gb: float) -> str:
    """Write decimal gigabytes in the unit that suits them."""
    return _scaled(gb * units.GB, 1000, _DECIMAL)


def binary(gb: float) -> str:
    """Write decimal gigabytes in a binary unit."""
    return _scaled(gb * units.GB, 1024, _BINARY)


def _scaled(value: float, step: int, names: Sequence[str]) -> str:
    for name in names[:-1]:
        if abs(value) < step:
            return f"{value:.3g} {name}" if value < 100 else f"{value:.0f} {name}"
        value /= step
    return f"{value:,.3g} {names[-1]}" if value < 1000 else f"{value:,.0f} {names[-1]}"
