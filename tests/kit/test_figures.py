"""Figures: what is counted, and the text that Prometheus reads, read back by its own library."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families as read

from matinee.kit import figures
from matinee.kit.figures import instruments
from matinee.kit.figures.instruments import MOST_SERIES, Counter, Histogram, Level


@pytest.fixture(autouse=True)
def _known_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of a test are declared for that test alone."""
    monkeypatch.setattr(instruments, "_known", {})


def told() -> dict[str, float]:
    """Return what is told now: `name{labels}` -> value."""
    found: dict[str, float] = {}
    for family in read(figures.lines(figures.told()).decode()):
        for one in family.samples:
            labels = ",".join(f"{k}={v}" for k, v in sorted(one.labels.items()))
            found[f"{one.name}{{{labels}}}" if labels else one.name] = one.value
    return found


def test_what_is_counted_is_told_by_its_labels() -> None:
    asked = Counter("asked_total", "Asked.", ("who", "what"))
    asked.add("ana", "page")
    asked.add("ana", "page", by=2)
    asked.cell("ben", "film")[0] += 5
    assert told() == {"asked_total{what=page,who=ana}": 3, "asked_total{what=film,who=ben}": 5}


def test_a_counter_without_labels_or_begun_is_told_as_nought_before_anything() -> None:
    Counter("plain_total", "Plain.")
    Counter("hits_total", "Hits.", ("result",)).begin(("hit",), ("miss",))
    assert told() == {"plain_total": 0, "hits_total{result=hit}": 0, "hits_total{result=miss}": 0}


def test_values_lie_within_their_bounds_and_the_bounds_above() -> None:
    took = Histogram("took_seconds", "Took.", (0.1, 1.0), ("kind",))
    for value in (0.05, 0.1, 0.5, 7.0):
        took.note(value, "a")
    row = took.row("a")
    row[0] += 1
    row[-1] += 0.01
    found = told()
    assert [found[f"took_seconds_bucket{{kind=a,le={le}}}"] for le in ("0.1", "1.0", "+Inf")] == [
        3, 4, 5,
    ]  # fmt: skip
    assert found["took_seconds_count{kind=a}"] == 5
    assert found["took_seconds_sum{kind=a}"] == pytest.approx(7.66)


@given(st.lists(st.floats(0, 100, allow_nan=False), max_size=60))
def test_every_value_is_counted_once_and_buckets_only_rise(values: list[float]) -> None:
    instruments._known.clear()
    took = Histogram("took_seconds", "Took.", (0.5, 5.0, 50.0))
    for value in values:
        took.note(value)
    found = told()
    steps = [found[f"took_seconds_bucket{{le={le}}}"] for le in ("0.5", "5.0", "50.0", "+Inf")]
    assert steps == sorted(steps)
    assert steps == [sum(v <= most for v in values) for most in (0.5, 5.0, 50.0, float("inf"))]
    assert found["took_seconds_count"] == len(values)


@pytest.mark.security
def test_labels_that_are_many_are_counted_together() -> None:
    codes = Counter("codes_total", "Codes.", ("code",))
    took = Histogram("took_seconds", "Took.", (1.0,), ("code",))
    for n in range(3 * MOST_SERIES):
        codes.add(f"code{n}")
        took.note(0.5, f"code{n}")
    found = told()
    assert sum(name.startswith("codes_total") for name in found) == MOST_SERIES + 1
    assert found["codes_total{code=other}"] == 2 * MOST_SERIES
    assert found["took_seconds_count{code=other}"] == 2 * MOST_SERIES
    assert sum(v for name, v in found.items() if name.startswith("codes_total")) == 3 * MOST_SERIES


def test_nothing_is_lost_between_threads() -> None:
    counted, level = Counter("counted_total", "Counted.", ("of",)), Level("level", "Level.")

    def count() -> None:
        for _ in range(20_000):
            counted.add("x")
            level.add(1)
            level.add(-1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told() == {"counted_total{of=x}": 80_000, "level": 0}


def test_a_figure_cannot_be_declared_twice() -> None:
    Counter("twice_total", "Once.")
    with pytest.raises(AssertionError, match="twice_total"):
        Counter("twice_total", "And again.")


def test_whatever_stands_in_a_label_stays_within_it() -> None:
    nasty = 'a"b\\c\nd} 1\nforged_total 7'
    Counter("odd_total", "Odd.", ("code",)).add(nasty)
    [family] = read(figures.lines(figures.told()).decode())
    assert [(one.name, one.labels["code"]) for one in family.samples] == [("odd_total", nasty)]


def test_the_process_itself_is_told_too() -> None:
    text = figures.text([])
    found = {one.name for family in read(text.decode()) for one in family.samples}
    assert {"process_cpu_seconds_total", "process_resident_memory_bytes"} <= found
