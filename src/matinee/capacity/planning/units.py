"""Units, where gigabytes are two things.

GB and TB are decimal here, as on lines and on disks as they are sold (SI; IEC 80000-13): 10^9 and
10^12 bytes. GiB and TiB are binary: 2^30 and 2^40. Amazon's bills say GB and mean GiB: the example
on its page of S3's prices divides by 1,073,741,824, and its steps of 10 TB are 10 x 1024 of them.
The examples of Cloudflare's page of R2's prices count in thousands.
"""

from typing import Final

GB: Final = 10**9
TB: Final = 10**12
GIB: Final = 2**30
TIB: Final = 2**40
DAYS_A_YEAR: Final = 365
MONTHS_A_YEAR: Final = 12
HOURS_A_MONTH: Final = DAYS_A_YEAR * 24 / MONTHS_A_YEAR
HOUR_S: Final = 3600


def bits_per_s(viewers: float, gb_per_hour: float) -> float:
    """Return the bits a second that viewers take together; decimal gigabytes.

    viewers x GB an hour x 10^9 bytes x 8 bits / 3600 s: 15 million at 0.7 GB an hour are
    23.3 Tb/s. (Counted with GiB they would be 25.1.)
    """
    return viewers * gb_per_hour * GB * 8 / HOUR_S


def gb_per_hour(mbps: float) -> float:
    """Return the decimal gigabytes in an hour of so many megabits (10^6) a second."""
    return mbps * 1e6 * HOUR_S / 8 / GB


def tib_a_year(gib_a_day: float) -> float:
    """Return the TiB in a year of so many GiB a day: x 365 / 1024.

    732,422 GiB a day are 261,068 TiB a year. (With 1000 to the step they would be 267,334.)
    """
    return gib_a_day * DAYS_A_YEAR * GIB / TIB
