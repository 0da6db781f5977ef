"""What was measured, as people read it and as programs do."""

from collections.abc import Sequence
from typing import Any

from matinee.capacity.load.choosing import Chosen
from matinee.capacity.load.crowd import Crowd, Tick
from matinee.capacity.load.figures import KINDS, LAG_S, PICTURE, SOUND, START, Figures, percentile

_NAMES = {START: "until it plays", PICTURE: "segment, picture", SOUND: "segment, sound"}
_SHARES = (("p50", 0.50), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0))
_OFF = 0.25
"""What is received may differ by this share from what was asked for before it is remarked on."""


def verdict(figures: Figures, limit_s: float) -> list[str]:
    """Return what is not as it should be, in words; nothing where all is well."""
    found: list[str] = []
    errors = figures.errors.total()
    if errors:
        found.append(f"{errors:,} errors")
    p99 = figures.p99_s
    if p99 is None:
        found.append("no segment came")
    elif p99 > limit_s:
        found.append(f"p99 of {p99:.3f} s is above {limit_s:g} s")
    return found


def chosen_line(chosen: Chosen) -> str:
    """Say what is watched."""
    quality = chosen.quality
    height = f"{quality.height}p, " if quality.height else ""
    made = "encoded" if chosen.encoded else "as it is in the file"
    return f"{chosen.title[:60]}: {height}{made}, {quality.bits_per_s / 1e6:.2f} Mb/s"


def tick_line(tick: Tick) -> str:
    """Say how it goes, in one line."""
    p99 = "    -" if tick.p99_s is None else f"{tick.p99_s:.3f}"
    return (
        f"{tick.elapsed_s:5.0f} s {tick.watching:>7,} watching {tick.bits_per_s / 1e9:7.3f} Gb/s "
        f"{tick.segments_per_s:7,.0f} segments/s  p99 {p99} s {tick.errors:>6,} errors "
        f"{tick.stalls:>6,} stalls"
    )


def sheet(figures: Figures, crowd: Crowd, mbps: float, limit_s: float) -> str:
    """Return the table and what it comes to."""
    lines = [f"{'seconds':<18}" + "".join(f"{name:>10}" for name, _ in _SHARES) + f"{'number':>12}"]
    for kind in KINDS:
        values = figures.times[kind]
        cells = [percentile(values, share) for _, share in _SHARES]
        shown = "".join(f"{'-' if cell is None else format(cell, '.3f'):>10}" for cell in cells)
        lines.append(f"{_NAMES[kind]:<18}{shown}{len(values):>12,}")
    each = figures.bits_per_s / crowd.viewers / 1e6
    steady = f"{figures.segments_per_s:,.0f} segments a second" + (
        f", {figures.steady_s:.0f} s with all arrived" if figures.steady_s else ""
    )
    lines += [
        "",
        f"{'received':<18}{figures.bits_per_s / 1e9:.3f} Gb/s, {steady}",
        f"{'a viewer':<18}{each:.2f} Mb/s",
        f"{'stalls':<18}{figures.stalls:,}, {figures.stalled_s:.1f} s together",
        f"{'errors':<18}{figures.errors.total():,}",
        *(f"  {count:>8,}  {kind}" for kind, count in figures.errors.most_common()),
        f"{'this client':<18}{_busy(figures):.0f} % of a core, late by {figures.lag_p99_s:.3f} s",
        "",
        *_remarks(figures, crowd, each, mbps),
    ]
    wrong = verdict(figures, limit_s)
    if wrong:
        return "\n".join([*lines, f"Not well: {'; '.join(wrong)}."])
    return "\n".join([*lines, f"All well: p99 {figures.p99_s or 0:.3f} s, at most {limit_s:g} s."])


def facts(
    figures: Figures, crowd: Crowd, chosen: Sequence[Chosen], limit_s: float
) -> dict[str, Any]:
    """Return everything as plain values. Times are seconds."""
    return {
        "viewers": crowd.viewers,
        "seconds": crowd.seconds,
        "spread_s": crowd.spread_s,
        "titles": [
            {"media_id": one.media_id, "title": one.title, "encoded": one.encoded,
             "height": one.quality.height, "bits_per_s": one.quality.bits_per_s}
            for one in chosen
        ],
        "times_s": {
            kind: {"number": len(figures.times[kind])}
            | {name: percentile(figures.times[kind], share) for name, share in _SHARES}
            for kind in KINDS
        },
        "bits_per_s": figures.bits_per_s,
        "segments_per_s": figures.segments_per_s,
        "received_bytes": figures.received_bytes,
        "stalls": figures.stalls,
        "stalled_s": figures.stalled_s,
        "errors": dict(figures.errors),
        "elapsed_s": figures.elapsed_s,
        "client": {"cpu_s": figures.cpu_s, "lag_p99_s": figures.lag_p99_s},
        "stopped": figures.stopped,
        "not_well": verdict(figures, limit_s),
    }  # fmt: skip


def _busy(figures: Figures) -> float:
    return 100 * figures.cpu_s / figures.elapsed_s if figures.elapsed_s else 0.0


def _remarks(figures: Figures, crowd: Crowd, each: float, mbps: float) -> list[str]:
    found: list[str] = []
    if figures.stopped:
        found.append(
            f"Stopped after {figures.elapsed_s:.0f} of {crowd.spread_s + crowd.seconds:.0f} s."
        )
    elif figures.segments and abs(each / mbps - 1) > _OFF:
        found.append(
            f"A viewer received {each:.2f} Mb/s and not {mbps:g}: the titles have no such quality, "
            "or it did not come in time."
        )
    if figures.lag_p99_s > LAG_S:
        found.append("This machine was too busy to ask in time: load from another one.")
    return found
