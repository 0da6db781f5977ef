"""What many viewings say together."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.streaming.reports import rules
from matinee.streaming.reports.rules import Viewing


def viewing(**facts: Any) -> Viewing:
    plain: dict[str, Any] = {
        "client": "Chrome on Linux", "way": "direct", "decision": "direct", "start_ms": 200,
        "seeks_near_ms": [], "seeks_far_ms": [], "watched_s": 100.0, "stalls": 0,
        "stalled_s": 0.0, "ups": 0, "downs": 0, "dropped": 0, "decoded": 0, "fallbacks": 0,
        "failures": {},
    }  # fmt: skip
    return Viewing(**{**plain, **facts})


@pytest.mark.parametrize(
    ("way", "decision", "kind"),
    [("direct", "direct", "direct"), ("hls", "direct", "copied"), ("dash", "repackage", "copied"),
     ("hls", "transcode", "encoded"), (None, "unplayable", None)],
)  # fmt: skip
def test_the_kind_is_how_the_bytes_were_made(way, decision, kind) -> None:
    assert rules.kind_of(way, decision) == kind


@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=60))
def test_percentiles_are_values_that_were_measured(values: list[int]) -> None:
    found = rules.spread(values)
    for share, at_s in ((0.5, found.p50_s), (0.95, found.p95_s)):
        assert at_s is not None
        assert round(at_s * 1000) in values
        below = sum(one <= round(at_s * 1000) for one in values)
        assert below >= math.ceil(share * len(values))
    assert found.count == len(values)


def test_of_nothing_nothing_is_said() -> None:
    assert rules.spread([]) == rules.Spread(0, None, None)
    assert rules.summarize([]).whole.stalled_share == 0


def test_kinds_clients_and_failures_are_counted_apart() -> None:
    summary = rules.summarize([
        viewing(start_ms=100, seeks_near_ms=[50]),
        viewing(way="hls", decision="transcode", start_ms=2000, watched_s=90, stalled_s=10,
                stalls=2, failures={"network": 3, "busy": 1}, client="Safari on iOS"),
        viewing(way=None, decision=None, start_ms=None, watched_s=0, failures={"network": 1}),
    ])  # fmt: skip
    assert summary.kinds["direct"].starts_ms == [100]
    assert summary.kinds["direct"].near_ms == [50]
    assert summary.kinds["encoded"].stalled_share == pytest.approx(0.1)
    assert summary.kinds["copied"].viewings == 0
    assert summary.failures == {"network": 4, "busy": 1}
    assert summary.hit == {"network": 2, "busy": 1}
    assert summary.never_began == 1
    assert {name: one.viewings for name, one in summary.clients.items()} == {
        "Chrome on Linux": 2, "Safari on iOS": 1,
    }  # fmt: skip
