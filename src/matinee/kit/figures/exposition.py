"""Figures in Prometheus' text format (version 0.0.4), written by its own library.

The process itself (memory, processor, descriptors) is told by that library too, from /proc.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from matinee.kit.figures.instruments import Buckets, Family

if TYPE_CHECKING:
    from prometheus_client.core import Metric

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class _Found:
    """What is told, as the library wants to ask for it."""

    def __init__(self, found: "Iterable[Metric]") -> None:
        self._found = found

    def collect(self) -> "Iterator[Metric]":
        yield from self._found


def text(found: Iterable[Family | Buckets]) -> bytes:
    """Return the figures, and those of the process, as Prometheus reads them."""
    from prometheus_client import ProcessCollector

    return lines(found) + lines_of(ProcessCollector(registry=None).collect())


def lines(found: Iterable[Family | Buckets]) -> bytes:
    """Return the figures alone."""
    return lines_of(_buckets(one) if isinstance(one, Buckets) else _family(one) for one in found)


def lines_of(found: "Iterable[Metric]") -> bytes:
    """Return what the library holds already."""
    from prometheus_client import generate_latest

    return generate_latest(_Found(found))


def _family(one: Family) -> "Metric":
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    kind = CounterMetricFamily if one.kind == "counter" else GaugeMetricFamily
    family = kind(one.name, one.words, labels=one.labels)
    for labels, value in sorted(one.values.items()):
        family.add_metric(labels, value)
    return family


def _buckets(one: Buckets) -> "Metric":
    from prometheus_client.core import HistogramMetricFamily
    from prometheus_client.utils import floatToGoString

    names = [floatToGoString(bound) for bound in one.bounds] + ["+Inf"]
    family = HistogramMetricFamily(one.name, one.words, labels=one.labels)
    for labels, row in sorted(one.rows.items()):
        total, within = 0.0, list[tuple[str, float]]()
        for name, count in zip(names, row[:-1], strict=True):
            total += count
            within.append((name, total))
        family.add_metric(labels, within, row[-1])  # pyright: ignore[reportArgumentType]
    return family
