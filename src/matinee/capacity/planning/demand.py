"""What is asked for, whoever delivers it: hours, lines, bytes, requests, encoding."""

from dataclasses import dataclass
from math import ceil

from matinee.capacity.planning import units
from matinee.capacity.planning.assumptions import Assumptions, heights
from matinee.kit.errors import Invalid

TRACKS = 2  # a viewer asks for picture and sound apart, as the segments are
MBPS_UNLESS_SAID = 5.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What so many people and titles ask for. GB and TB are decimal, GiB and TiB binary."""

    gb_per_hour: float
    hours_a_day: float
    viewers: int
    """At the busiest moment."""
    bits_per_s: float
    """What they receive together."""
    sent_gb_a_day: float
    sent_gib_a_day: float
    sent_tb_a_year: float
    sent_tib_a_year: float
    sent_gib_a_month: float
    requests_a_month: float
    title_hours: float
    """Of all titles together."""
    originals_gb: float
    renditions_gb: float
    rendition_mbps: tuple[tuple[int, float], ...]
    """(height, Mb/s with its share of the sound) of each."""
    objects: float
    """Segments that are written once."""
    core_hours: float
    encode_days: float

    @property
    def stored_gb(self) -> float:
        """One copy of everything, decimal."""
        return self.originals_gb + self.renditions_gb


def demand(given: Assumptions) -> Demand:
    """Work out what is asked for. Raises Invalid for a rendition the ladder does not know.

    - hours a day = people x hours each; in the busiest hour, its share of them: so many watch then
      (hours watched in an hour are viewers: Little's law, with the hour as the unit)
    - line = viewers x GB an hour x 8 / 3600 (`units.bits_per_s`)
    - storage = hours of all titles x (original + renditions), one copy
    - requests = hours watched x 3600 / segment, twice: picture and sound
    - encoding = hours of all titles / hours that a core encodes in an hour
    """
    each_gb = given.gb_per_hour or units.gb_per_hour(given.bitrate or MBPS_UNLESS_SAID)
    hours = given.users * given.hours_per_user_day
    viewers = ceil(round(given.concurrent or max(1.0, hours * given.peak_share), 6))
    a_day = hours * each_gb
    a_year = a_day * units.DAYS_A_YEAR
    of_titles = given.titles * given.title_hours
    renditions = _renditions(given)
    spent = sum(mbps for _, mbps in renditions)
    pieces = (len(renditions) + 1 if renditions else 0) * units.HOUR_S / given.segment_s
    core_hours = of_titles / given.encode_speed if renditions else 0.0
    in_gib = units.GB / units.GIB
    return Demand(
        gb_per_hour=each_gb,
        hours_a_day=hours,
        viewers=viewers,
        bits_per_s=units.bits_per_s(viewers, each_gb),
        sent_gb_a_day=a_day,
        sent_gib_a_day=a_day * in_gib,
        sent_tb_a_year=a_year * units.GB / units.TB,
        sent_tib_a_year=units.tib_a_year(a_day * in_gib),
        sent_gib_a_month=a_year * in_gib / units.MONTHS_A_YEAR,
        requests_a_month=hours * units.DAYS_A_YEAR / units.MONTHS_A_YEAR
        * units.HOUR_S / given.segment_s * TRACKS,
        title_hours=of_titles,
        originals_gb=of_titles * units.gb_per_hour(given.original_mbps),
        renditions_gb=of_titles * units.gb_per_hour(spent),
        rendition_mbps=renditions,
        objects=of_titles * pieces,
        core_hours=core_hours,
        encode_days=core_hours / given.encode_cores / 24,
    )  # fmt: skip


def _renditions(given: Assumptions) -> tuple[tuple[int, float], ...]:
    """Return height and Mb/s of each; the sound is made once and counted with the first.

    Caps of the engine's ladder: what is spent lies below them.
    """
    asked = heights(given.renditions)
    if not asked:
        return ()
    from matinee.engine import ladder, recipe

    caps = {side: cap / 1e6 for side, cap in ladder.BOXES}
    sound = recipe.AAC_BPS[2] / 1e6
    found: list[tuple[int, float]] = []
    for height, mbps in asked:
        if mbps is None and height not in caps:
            known = ", ".join(str(side) for side in caps)
            raise Invalid(
                f"--renditions: the ladder has no {height}.",
                fix=f"Take of {known}, or say its Mb/s: {height}:3.5.",
            )
        found.append((height, (caps[height] if mbps is None else mbps) + sound))
        sound = 0.0
    return tuple(found)
