"""Measures in the text format of Prometheus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kairanban.measures.processes import Measured

PROCESS_UP = "kairanban_process_up"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of the moment with its labels; figures of one name have the same labels."""

    name: str
    text: str
    value: float
    labels: Mapping[str, str]


def written(processes: Sequence[Measured], figures: Sequence[Figure]) -> tuple[bytes, str]:
    """Return the body of an answer and its media type."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Found(processes, figures))
    return generate_latest(registry), CONTENT_TYPE_LATEST


class _Found:
    def __init__(self, processes: Sequence[Measured], figures: Sequence[Figure]) -> None:
        self._processes, self._figures = processes, figures

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import Metric

        found: dict[str, Metric] = {}

        def add(family: tuple[str, str, str], sample: str, labels: Mapping[str, str], value: float) -> None:
            name, kind, text = family
            metric = found.setdefault(name, Metric(name, text, kind))
            metric.add_sample(sample, dict(labels), value)

        up = (PROCESS_UP, "gauge", "Whether a process told what it has counted.")
        for one in self._processes:
            add(up, PROCESS_UP, {"process": one.process}, float(one.families is not None))
            for name, kind, text, samples in one.families or ():
                for sample, labels, value in samples:
                    add((name, kind, text), sample, {**labels, "process": one.process}, value)
        for figure in self._figures:
            add((figure.name, "gauge", figure.text), figure.name, figure.labels, figure.value)
        return iter(found.values())
