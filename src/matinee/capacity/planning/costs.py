"""What it costs in three ways: R2, S3 with CloudFront, disks of one's own. US dollars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from matinee.capacity.planning import prices, units
from matinee.capacity.planning.assumptions import OWN, R2, S3, Assumptions
from matinee.capacity.planning.demand import Demand

MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of a bill: `working` is its formula with the numbers put in."""

    name: str
    usd: float
    working: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to store and to send."""

    name: str
    monthly: tuple[Cost, ...]
    once: tuple[Cost, ...]

    @property
    def month_usd(self) -> float:
        """A month."""
        return sum(cost.usd for cost in self.monthly)

    @property
    def once_usd(self) -> float:
        """Before the first."""
        return sum(cost.usd for cost in self.once)

    @property
    def first_year_usd(self) -> float:
        """Twelve months and what comes before them."""
        return self.month_usd * units.MONTHS_A_YEAR + self.once_usd


def ways(given: Assumptions, asked: Demand) -> tuple[Way, ...]:
    """Return the three, with the same lines in the same order."""
    return r2(given, asked), s3(given, asked), own(given, asked)


def r2(given: Assumptions, asked: Demand) -> Way:
    """Cloudflare R2: what is stored and what is asked of it; sending costs nothing.

    Segments that Cloudflare's cache has are not asked of R2. A GB that is begun counts, and so
    does a million requests.
    """
    stored = _units(asked.stored_gb - prices.R2_FREE_GB)
    reads = asked.requests_a_month * (1 - given.cdn_hit)
    paid = _units((reads - prices.R2_FREE_READS) / MILLION)
    written = _units((asked.objects - prices.R2_FREE_WRITES) / MILLION)
    return Way(
        R2,
        (
            Cost("storage", stored * given.price_r2_storage,
                 f"({asked.stored_gb:,.0f} - {prices.R2_FREE_GB:.0f} free) GB x "
                 f"{given.price_r2_storage:g}"),
            Cost("requests", paid * given.price_r2_read,
                 f"({asked.requests_a_month / MILLION:,.2f} x (1 - {given.cdn_hit:g}) - "
                 f"{prices.R2_FREE_READS / MILLION:.0f} free) million x {given.price_r2_read:g}"),
            Cost("sending", 0.0, "no price"),
        ),
        (
            Cost("writing", written * given.price_r2_write,
                 f"({asked.objects / MILLION:,.2f} - {prices.R2_FREE_WRITES / MILLION:.0f} free) "
                 f"million x {given.price_r2_write:g}"),
            _rented_encoding(given, asked),
        ),
    )  # fmt: skip


def s3(given: Assumptions, asked: Demand) -> Way:
    """Amazon S3 Standard behind CloudFront, by their steps; GiB, whatever the bill calls them."""
    stored = asked.stored_gb * units.GB / units.GIB
    reads = asked.requests_a_month * (1 - given.cdn_hit)
    asks = max(0.0, asked.requests_a_month - prices.CLOUDFRONT_FREE_REQUESTS)
    sent = max(0.0, asked.sent_gib_a_month - prices.CLOUDFRONT_FREE_GIB)
    if given.price_cdn_gb is None:
        words = (
            f" ({prices.CLOUDFRONT_FREE_GIB:,.0f} of {asked.sent_gib_a_month:,.0f} GiB are free)"
        )
        sending = _gib("sending", prices.stepped(sent, prices.CLOUDFRONT), words)
    else:
        sending = _gib("sending", [(asked.sent_gib_a_month, given.price_cdn_gb)])
    if given.price_s3_storage is None:
        storage = _gib("storage", prices.stepped(stored, prices.S3_STORAGE))
    else:
        storage = _gib("storage", [(stored, given.price_s3_storage)])
    return Way(
        S3,
        (
            storage,
            Cost("requests",
                 asks / MILLION * given.price_cdn_requests + reads / MILLION * given.price_s3_read,
                 f"({asked.requests_a_month / MILLION:,.2f} - "
                 f"{prices.CLOUDFRONT_FREE_REQUESTS / MILLION:.0f} free) million x "
                 f"{given.price_cdn_requests:g} + {reads / MILLION:,.2f} million x "
                 f"{given.price_s3_read:g}"),
            sending,
        ),
        (
            Cost("writing", asked.objects / MILLION * given.price_s3_write,
                 f"{asked.objects / MILLION:,.2f} million x {given.price_s3_write:g}"),
            _rented_encoding(given, asked),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Machines:
    """Disks and servers of one's own."""

    disks: int
    for_space: int
    for_reading: int
    servers: int
    kw: float


def machines(given: Assumptions, asked: Demand) -> Machines:
    """Count disks and servers.

    - disks = the most of: copies; stored x copies / (size x share filled); bytes a second of the
      busiest moment that are not in memory / what a disk reads
    - servers = the most of: disks / disks in one; the busiest moment / what one sends
    """
    for_space = _up(asked.stored_gb * given.replicas * units.GB
                    / (given.disk_tb * given.disk_fill * units.TB))  # fmt: skip
    for_reading = _up(asked.bits_per_s / 8 * (1 - given.memory_hit) / (given.disk_mb_per_s * 1e6))
    disks = max(int(given.replicas), for_space, for_reading)
    servers = max(
        _up(disks / given.server_disks), _up(asked.bits_per_s / (given.server_gbps * 1e9))
    )
    kw = (disks * given.disk_watts + servers * given.server_watts) / 1000
    return Machines(disks, for_space, for_reading, servers, kw)


def own(given: Assumptions, asked: Demand) -> Way:
    """Disks, servers, power and a line of one's own; what is bought is spread over its years."""
    house = machines(given, asked)
    disk_usd = given.disk_tb * given.price_disk_tb
    a_month = 1 / (given.disk_years * units.MONTHS_A_YEAR) + (
        given.disk_failures / units.MONTHS_A_YEAR
    )
    mbps = asked.bits_per_s / 1e6
    kwh = house.kw * units.HOURS_A_MONTH
    encoding_kwh = asked.core_hours * given.core_watts / 1000
    return Way(
        OWN,
        (
            Cost("storage", house.disks * disk_usd * a_month,
                 f"{house.disks:,} disks of {given.disk_tb:g} TB x {disk_usd:,.0f} x (1 / "
                 f"{given.disk_years:g} years + {given.disk_failures:g}) / 12"),
            Cost("servers",
                 house.servers * given.price_server / (given.server_years * units.MONTHS_A_YEAR),
                 f"{house.servers:,} x {given.price_server:,.0f} / {given.server_years:g} years "
                 "/ 12"),
            Cost("power", kwh * given.price_kwh,
                 f"({house.disks:,} x {given.disk_watts:g} + {house.servers:,} x "
                 f"{given.server_watts:g}) W x {units.HOURS_A_MONTH:g} h x {given.price_kwh:g}"),
            Cost("sending", mbps * given.price_line, f"{mbps:,.0f} Mb/s x {given.price_line:g}"),
        ),
        (
            Cost("encoding", encoding_kwh * given.price_kwh,
                 f"{asked.core_hours:,.0f} core hours x {given.core_watts:g} W x "
                 f"{given.price_kwh:g}"),
        ),
    )  # fmt: skip


def _rented_encoding(given: Assumptions, asked: Demand) -> Cost:
    return Cost(
        "encoding", asked.core_hours * given.price_core_hour,
        f"{asked.core_hours:,.0f} core hours x {given.price_core_hour:g}",
    )  # fmt: skip


def _gib(name: str, steps: Sequence[tuple[float, float]], words: str = "") -> Cost:
    """Return the cost of GiB at their prices."""
    working = " + ".join(f"{gib:,.0f} x {price:g}" for gib, price in steps) or "0"
    return Cost(name, sum(gib * price for gib, price in steps), f"{working} a GiB{words}")


def _units(number: float) -> int:
    """Round up to what is billed; what is free is not billed."""
    return max(0, _up(number))


def _up(number: float) -> int:
    """Round up, without the last digits of a float."""
    return ceil(round(number, 9))
