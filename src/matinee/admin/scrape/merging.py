"""Several texts of figures as one: what stands in more than one of them is told apart by labels."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from matinee.kit.figures import lines_of

if TYPE_CHECKING:
    from prometheus_client.core import Metric


def merged(texts: Iterable[tuple[Mapping[str, str], bytes]]) -> bytes:
    """Put texts together, each with the labels that tell it apart: a figure stands there once, as
    the format wants it, with all its values."""
    from prometheus_client.parser import text_string_to_metric_families as read

    found: dict[str, Metric] = {}
    for labels, text in texts:
        for one in read(text.decode()):
            kept = found.setdefault(one.name, one)
            samples = [
                sample._replace(labels={**sample.labels, **labels}) for sample in one.samples
            ]
            kept.samples = samples if kept is one else [*kept.samples, *samples]
    return lines_of(found.values())
