"""What a plan rests on: numbers with a unit, a default, bounds, and where they come from.

The flags of `matinee plan`, its help and its checks follow this one list, and so does the page
docs/planning.md. All money is US dollars.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, Final

from matinee.kit.errors import Invalid

PEOPLE, TITLES, ENCODING = "people", "titles", "encoding"
R2, S3, OWN = "Cloudflare R2", "Amazon S3 with CloudFront", "own disks"
GROUPS: Final = (PEOPLE, TITLES, ENCODING, R2, S3, OWN)
LADDER: Final = "240,360,480,720,1080"
# 1000, 1_000, 1,000.5 and 1e3; "1,5" might be one and a half or fifteen, so it is neither.
_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}([,_]\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?", re.ASCII)
_RENDITIONS: Final = re.compile(r"\d{2,4}(:[0-9.]+)?(,\d{2,4}(:[0-9.]+)?)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a number before it is given. A `default` of None is worked out."""

    name: str
    words: str
    group: str
    default: float | str | None = None
    least: float = 0.0
    most: float = 1e6
    none_too: bool = False
    """Whether `least` itself will do."""
    whole: bool = False

    @property
    def flag(self) -> str:
        """How it is called on the command line."""
        return "--" + self.name.replace("_", "-")


def _given(words: str, group: str, **bounds: Any) -> Any:
    return field(metadata={"known": Known("", words, group, **bounds)})


def _or(default: float | str | None, words: str, group: str, **bounds: Any) -> Any:
    return field(
        default=default, metadata={"known": Known("", words, group, default=default, **bounds)}
    )


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that a plan rests on. Raises Invalid for a number that cannot be."""

    users: float = _given("people who have an account", PEOPLE, most=1e10, whole=True)
    titles: float = _given("films and episodes in the library", TITLES, most=1e9, whole=True)
    hours_per_user_day: float = _or(
        1.0, "hours a person watches a day (an account of Netflix: about 1.8)", PEOPLE, most=24.0
    )
    peak_share: float = _or(
        0.1, "share of a day's hours that falls into the busiest hour (an even day: 0.042)",
        PEOPLE, least=1 / 24, none_too=True, most=1.0,
    )  # fmt: skip
    concurrent: float | None = _or(
        None, "who watches at the busiest moment, instead of --peak-share", PEOPLE,
        most=1e11, whole=True,
    )  # fmt: skip
    bitrate: float | None = _or(
        None, "what a viewer receives, Mb/s (unset: 5, that of 1080p)", PEOPLE, most=10_000.0
    )
    gb_per_hour: float | None = _or(
        None, "the same in GB (10^9 bytes) an hour, instead of --bitrate", PEOPLE, most=5_000.0
    )
    segment_s: float = _or(
        2.0, "length of a segment, seconds (what is encoded is cut at most so long)", PEOPLE,
        least=0.1, most=60.0, none_too=True,
    )  # fmt: skip
    title_hours: float = _or(1.0, "hours in a title, on average", TITLES, most=1_000.0)
    original_mbps: float = _or(
        8.0, "what an original file takes, Mb/s", TITLES, none_too=True, most=10_000.0
    )
    renditions: str = _or(
        LADDER, "heights prepared of each title, or none; 1080:4.5 says Mb/s as well", TITLES
    )
    encode_speed: float = _or(
        0.44, "hours of film a core encodes in an hour, into all renditions together (measured: "
        "README, Figures)", ENCODING, most=10_000.0,
    )  # fmt: skip
    encode_cores: float = _or(8, "cores that encode", ENCODING, most=1e7, whole=True)
    price_core_hour: float = _or(
        0.0425, "a rented core for an hour (EC2 c6i on demand)", ENCODING, none_too=True
    )
    core_watts: float = _or(
        10.0, "what a core of one's own takes while it encodes, W", ENCODING, none_too=True
    )
    cdn_hit: float = _or(
        0.95, "share of segments the CDN has already (R2's and S3's)", R2,
        none_too=True, most=1.0,
    )  # fmt: skip
    price_r2_storage: float = _or(0.015, "a GB for a month", R2, none_too=True)
    price_r2_write: float = _or(4.50, "a million writes (class A)", R2, none_too=True)
    price_r2_read: float = _or(0.36, "a million reads (class B)", R2, none_too=True)
    price_s3_storage: float | None = _or(
        None, "a GiB for a month, flat (unset: Amazon's steps, from 0.023)", S3, none_too=True
    )
    price_s3_write: float = _or(5.00, "a million writes (PUT)", S3, none_too=True)
    price_s3_read: float = _or(0.40, "a million reads (GET)", S3, none_too=True)
    price_cdn_gb: float | None = _or(
        None, "a GiB sent by CloudFront, flat (unset: Amazon's steps, from 0.085)", S3,
        none_too=True,
    )  # fmt: skip
    price_cdn_requests: float = _or(
        1.00, "a million requests to CloudFront by HTTPS", S3, none_too=True
    )
    replicas: float = _or(2, "copies of every byte", OWN, most=100.0, whole=True)
    disk_tb: float = _or(20.0, "size of a disk, TB (10^12 bytes)", OWN, most=10_000.0)
    price_disk_tb: float = _or(20.0, "a TB of disk", OWN, none_too=True)
    disk_fill: float = _or(0.8, "share of a disk that is filled", OWN, least=0.01, most=1.0)
    disk_years: float = _or(5.0, "years a disk serves", OWN, least=0.1, most=100.0)
    disk_failures: float = _or(
        0.0136, "share of the disks that fail in a year (Backblaze, 2025)", OWN,
        none_too=True, most=1.0,
    )  # fmt: skip
    disk_mb_per_s: float = _or(100.0, "what a disk reads for many viewers, MB/s", OWN, most=1e5)
    memory_hit: float = _or(
        0.5, "share of segments that are still in memory", OWN, none_too=True, most=1.0
    )
    disk_watts: float = _or(8.0, "what a disk takes, W", OWN, none_too=True)
    server_disks: float = _or(12, "disks in a server", OWN, most=10_000.0, whole=True)
    server_gbps: float = _or(8.0, "what a server sends, Gb/s", OWN, most=10_000.0)
    price_server: float = _or(2_000.0, "a server without its disks", OWN, none_too=True, most=1e7)
    server_years: float = _or(5.0, "years a server serves", OWN, least=0.1, most=100.0)
    server_watts: float = _or(150.0, "what a server takes without its disks, W", OWN, none_too=True)
    price_kwh: float = _or(0.20, "a kWh", OWN, none_too=True)
    price_line: float = _or(0.10, "a Mb/s of the busiest moment, for a month", OWN, none_too=True)

    def __post_init__(self) -> None:
        for one in listed():
            value = getattr(self, one.name)
            if isinstance(value, float | int):
                _check(one, value)
        if self.bitrate is not None and self.gb_per_hour is not None:
            raise Invalid(
                "--bitrate and --gb-per-hour say the same thing.", fix="Give one of them."
            )
        heights(self.renditions)
        average = self.users * self.hours_per_user_day / 24
        if self.concurrent is not None and self.concurrent < average * 0.999:
            raise Invalid(
                f"--concurrent {self.concurrent:,.0f} is below the average of a whole day, "
                f"{average:,.0f}.", fix="Give more, or lower --hours-per-user-day.",
            )  # fmt: skip


def listed() -> list[Known]:
    """Return what is known of each number, in order."""
    return [replace(item.metadata["known"], name=item.name) for item in fields(Assumptions)]


def read(given: Mapping[str, str | None]) -> Assumptions:
    """Read numbers as they were typed, by name; None was not given.

    Raises Invalid that names the flag and says what to give instead.
    """
    values: dict[str, Any] = {}
    for one in listed():
        text = given.get(one.name)
        if text is None:
            if one.default is None and one.name in _REQUIRED:
                raise Invalid(
                    f"{one.flag} is missing: {one.words}.", fix=f"Add {one.flag} {_example(one)}."
                )
        elif one.name == "renditions":
            values[one.name] = text
        else:
            values[one.name] = number(one, text)
    return Assumptions(**values)


def number(one: Known, text: str) -> float:
    """Read a number: 1000, 1,000, 1_000, 0.5 or 1e6. Raises Invalid."""
    plain = text.strip()
    if not _NUMBER.fullmatch(plain) or not any(sign.isdigit() for sign in plain):
        raise Invalid(
            f"{one.flag} {text[:40]!r} is no number.", fix=f"Give one like {_example(one)}."
        )
    return _check(one, float(plain.replace(",", "").replace("_", "")))


def _check(one: Known, value: float) -> float:
    low = value >= one.least if one.none_too else value > one.least
    if math.isfinite(value) and low and value <= one.most and (not one.whole or value % 1 == 0):
        return value
    whole = "a whole number " if one.whole else ""
    bound = "from" if one.none_too else "above"
    raise Invalid(
        f"{one.flag} cannot be {value:,.6g}.",
        fix=f"Give {whole}{bound} {one.least:.4g} to {one.most:,.12g}, like {_example(one)}.",
    )


def heights(text: str) -> tuple[tuple[int, float | None], ...]:
    """Read renditions: (height, Mb/s or None for the ladder's) of each. Raises Invalid."""
    if text.strip().lower() == "none":
        return ()
    plain = text.replace(" ", "")
    if not _RENDITIONS.fullmatch(plain) or len(plain) > 200:
        raise Invalid(
            f"--renditions {text[:40]!r} cannot be read.",
            fix=f"Give heights like {LADDER}, or 1080:4.5,720:2 with Mb/s, or none.",
        )
    found: list[tuple[int, float | None]] = []
    for part in plain.split(","):
        height, colon, mbps = part.partition(":")
        found.append((int(height), number(_MBPS, mbps) if colon else None))
    return tuple(found)


def _example(one: Known) -> str:
    return f"{one.default:g}" if isinstance(one.default, float | int) else _EXAMPLES[one.name]


_MBPS: Final = Known("renditions", "Mb/s of a rendition", TITLES, default=4.5, most=10_000.0)
_EXAMPLES: Final = {
    "users": "1000", "titles": "2000", "concurrent": "100", "bitrate": "5", "gb_per_hour": "2.25",
    "price_s3_storage": "0.023", "price_cdn_gb": "0.05",
}  # fmt: skip
_REQUIRED: Final = {item.name for item in fields(Assumptions) if item.default is MISSING}
