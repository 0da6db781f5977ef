"""Figures and how they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement. `ok` is None where it could not be made; `note` then says why."""

    what: str
    ours: str
    rival: str
    ratio: str
    target: str
    ok: bool | None
    note: str = ""


def skipped(what: str, target: str, why: str, ours: str = "") -> Figure:
    """Return a figure that could not be compared here."""
    return Figure(what, ours or "—", "—", "—", target, None, why)


def markdown(figures: list[Figure]) -> str:
    """Return the table."""
    head = "| what | ours | rival | ratio | target | ok |\n|---|---|---|---|---|---|"
    words = {True: "yes", False: "**NO**", None: "skipped"}
    rows = [
        f"| {one.what} | {one.ours} | {one.rival} | {one.ratio} | {one.target} | "
        f"{'—' if one.target == '—' else words[one.ok]} |"
        for one in figures
    ]
    notes = [f"- {one.what}: {one.note}" for one in figures if one.note]
    return "\n".join([head, *rows, *(["", *notes] if notes else [])])


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
