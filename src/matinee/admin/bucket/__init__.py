"""The bucket, looked after: sent what waits, swept of what is half done, moved into and out of."""

from matinee.admin.bucket.carrying import Carried, between, to_bucket, to_folder
from matinee.admin.bucket.sweeping import clear, greet, strays, sweep, wire

__all__ = [
    "Carried",
    "between",
    "clear",
    "greet",
    "strays",
    "sweep",
    "to_bucket",
    "to_folder",
    "wire",
]
