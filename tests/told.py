"""Reading figures as Prometheus would, for tests: by name and labels, and what they rose by."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families

from matinee.kit import figures

Labels = frozenset[tuple[str, str]]


@dataclass
class Told:
    """What a scrape told: each sample by its name and labels, and the type of each family."""

    samples: dict[str, dict[Labels, float]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def value(self, name: str, **labels: str) -> float:
        """Return the sum of all samples of a name that have these labels, among others."""
        wanted = frozenset(labels.items())
        return sum(v for have, v in self.samples.get(name, {}).items() if wanted <= have)

    def labels(self, name: str) -> set[str]:
        """Return the names of the labels that samples of a name have."""
        return {key for have in self.samples.get(name, {}) for key, _ in have}


def read(text: str) -> Told:
    """Read a scrape; a name that is told of twice is no valid text, and fails."""
    found = Told()
    samples: dict[str, dict[Labels, float]] = defaultdict(dict)
    for family in text_string_to_metric_families(text):
        assert family.name not in found.types, f"{family.name} is told of twice"
        found.types[family.name] = family.type
        for one in family.samples:
            labels = frozenset(one.labels.items())
            assert labels not in samples[one.name], f"{one.name} {one.labels} is told twice"
            samples[one.name][labels] = one.value
    found.samples = dict(samples)
    return found


def here() -> Told:
    """Return what this process has counted."""
    return read(figures.lines(figures.told()).decode())


class Rise:
    """What figures rose by within a block."""

    def __init__(self) -> None:
        self.before = here()
        self.after: Told | None = None

    def of(self, name: str, **labels: str) -> float:
        """Return what the samples of these labels rose by together."""
        now = self.after or here()
        return round(now.value(name, **labels) - self.before.value(name, **labels), 6)


@contextmanager
def rising() -> Iterator[Rise]:
    """Compare what is counted after a block with what was before it."""
    rise = Rise()
    yield rise
    rise.after = here()
