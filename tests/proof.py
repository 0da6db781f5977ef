"""What `make test` leaves to `make proof`: more of the same, of which a sample stays."""

from collections.abc import Iterable
from typing import Any

import pytest


def only(values: Iterable[Any], *sample: Any) -> list[Any]:
    """Parametrise with all values, of which only the `sample` is tried with every test."""
    every = list(values)
    assert all(one in every for one in sample), sample
    return [
        one if one in sample else pytest.param(*_spread(one), marks=pytest.mark.slow)
        for one in every
    ]


def _spread(one: Any) -> tuple[Any, ...]:
    return one if isinstance(one, tuple) else (one,)
