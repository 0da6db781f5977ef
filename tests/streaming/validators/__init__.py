"""Validators of what players are told: HLS, DASH, and the segments behind both.

They know nothing of the engine: a presentation is an address and a way to fetch. What breaks a
rule comes back in words; none means that it is valid.
"""

from .dash import check as dash
from .hls import check as hls
from .segments import Fetch, Track

__all__ = ["Fetch", "Track", "dash", "hls"]
