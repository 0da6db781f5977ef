"""What others ask for, and where that stands.

Prices change: each source says what it was read from and when. All of them can be given by a flag.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Steps = Sequence[tuple[float, float]]
"""(so many units, dollars for each), one step after the other; the last has no end."""

TIB_IN_GIB: Final = 1024
R2_FREE_GB: Final = 10.0
R2_FREE_READS: Final = 10e6
R2_FREE_WRITES: Final = 1e6
S3_STORAGE: Final = (  # a GiB for a month, S3 Standard, us-east-1
    (50 * TIB_IN_GIB, 0.023), (450 * TIB_IN_GIB, 0.022), (float("inf"), 0.021),
)  # fmt: skip
CLOUDFRONT: Final = (  # a GiB sent in North America and Europe; the first TiB of a month is free
    (10 * TIB_IN_GIB, 0.085), (40 * TIB_IN_GIB, 0.080), (100 * TIB_IN_GIB, 0.060),
    (350 * TIB_IN_GIB, 0.040), (524 * TIB_IN_GIB, 0.030), (4 * 1024 * TIB_IN_GIB, 0.025),
    (float("inf"), 0.020),
)  # fmt: skip
CLOUDFRONT_FREE_GIB: Final = float(TIB_IN_GIB)
CLOUDFRONT_FREE_REQUESTS: Final = 10e6


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from."""

    what: str
    said: str
    url: str
    read: str
    """The day, and how it was read."""


COPY: Final = "2026-11-29, in a stored copy of the page"
SOURCES: Final = (
    Source(
        "R2", "0.015 a GB-month, 4.50 and 0.36 a million writes and reads, no price for sending; "
        "10 GB, 1 and 10 million free", "https://developers.cloudflare.com/r2/pricing/", COPY,
    ),
    Source(
        "S3 Standard", "0.023, 0.022, 0.021 a GB-month (first 50, next 450 TB, more), 0.005 and "
        "0.0004 a thousand writes and reads, us-east-1; what goes to CloudFront is free",
        "https://aws.amazon.com/s3/pricing/",
        "2026-11-29, as others quote it: the stored copies had no figures",
    ),
    Source(
        "CloudFront", "0.085 a GB falling to 0.020, by the step; 0.01 for 10,000 requests by "
        "HTTPS; 1 TB and 10 million requests free; North America and Europe",
        "https://aws.amazon.com/cloudfront/pricing/", f"{COPY}; requests as others quote them",
    ),
    Source(
        "a rented core", "EC2 c6i.large, on demand, us-east-1: 0.085 an hour for two",
        "https://aws.amazon.com/ec2/pricing/on-demand/", "2026-11-29, as others quote it",
    ),
    Source(
        "disks that fail", "1.36 in a hundred in the year 2025, of 344,196",
        "https://www.backblaze.com/cloud-storage/resources/hard-drive-test-data",
        "2026-11-29, as the press quotes it",
    ),
    Source(
        "a TB of disk", "an assumption: Backblaze paid 14 for each of many thousands in 2022; who "
        "buys a few pays more", "https://www.backblaze.com/blog/hard-drive-cost-per-gigabyte/",
        "2026-11-29, as the press quotes it",
    ),
    Source(
        "a kWh", "0.19 EUR for firms and 0.29 EUR for households in the EU, first half of 2025; "
        "taken as 0.20 USD", "https://ec.europa.eu/eurostat/statistics-explained/index.php?"
        "title=Electricity_price_statistics", "2026-11-29, as the press quotes it",
    ),
    Source(
        "hours watched", "94 billion on Netflix in the first half of 2024, some 280 million "
        "accounts: 1.8 a day; taken as 1", "https://about.netflix.com/en/news/what-we-watched-"
        "the-first-half-of-2024", "2026-11-29, as the press quotes it",
    ),
    Source(
        "the busiest hour", "an assumption; over all the internet it had 1.72 of an average hour "
        "in 2010, a share of 0.072 (Cisco VNI)", "https://blogs.cisco.com/sp/prime-time-for-"
        "broadband-part-2-announcing-the-2010-cisco-vni-usage-study", COPY,
    ),
    Source(
        "servers, watts, the line, hits of caches", "assumptions: ask for offers, and measure with "
        "`matinee load`", "docs/planning.md", "",
    ),
)  # fmt: skip


def stepped(units: float, steps: Steps) -> list[tuple[float, float]]:
    """Return what falls on each step: (units, dollars for each)."""
    found: list[tuple[float, float]] = []
    for size, price in steps:
        taken = min(units, size)
        units -= taken
        if taken > 0:
            found.append((taken, price))
    return found
