"""What is counted while a process runs; nothing before `start`.

Labels are routes, lanes and states of the code itself: nothing of a person, and no value that a client chooses.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

REQUEST_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0)
BATCH_BODIES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
BATCH_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0)
ROUND_SECONDS = (0.05, 0.25, 1.0, 5.0, 30.0, 120.0)
CHILD_SECONDS = (0.25, 1.0, 5.0, 20.0, 60.0)
METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER = "other"
_CLASSES = {number: f"{number}xx" for number in range(1, 6)}


class _Instruments:
    """The counters of this process. The library is imported here: a server that nobody watches does not pay for it."""

    def __init__(self) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            ProcessCollector,
            disable_created_metrics,
        )

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"kairanban_{name}", text, labels, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"kairanban_{name}", text, labels, registry=registry)

        def histogram(name: str, text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(f"kairanban_{name}", text, labels, buckets=buckets, registry=registry)

        self.requests = counter(
            "requests_total", "Requests by route and class of status.", "route", "method", "status"
        )
        self.request_seconds = histogram(
            "request_seconds", "Time to answer a request.", REQUEST_SECONDS, "route"
        )
        self.refused = counter(
            "connections_refused_total", "Requests that ended before they were whole.", "status"
        )
        self.batch_bodies = histogram(
            "write_batch_bodies", "Write transactions that shared a commit.", BATCH_BODIES
        )
        self.batch_seconds = histogram(
            "write_batch_seconds", "From the first statement to the end of the commit.", BATCH_SECONDS
        )
        self.batches_failed = counter("write_batches_failed_total", "Commits that failed.")
        self.round_seconds = histogram("round_seconds", "Time of one round of the worker.", ROUND_SECONDS)
        self.rounds_failed = counter("rounds_failed_total", "Rounds of the worker that failed.")
        self.round_finished = gauge(
            "round_finished_timestamp_seconds", "When the worker last finished a round."
        )
        self.sends = counter("sends_total", "Messages tried, by what came of them.", "channel", "answer")
        self.expired = counter("sends_expired_total", "Messages given up because their time was over.")
        self.children = gauge("children", "Confined processes that wait or run.", "lane", "state")
        self.children_ended = counter(
            "children_ended_total", "Confined processes by how they ended.", "lane", "result"
        )
        self.child_seconds = histogram(
            "child_seconds", "Time of a confined process, without waiting.", CHILD_SECONDS, "lane"
        )
        self.forgotten = counter(
            "retention_rows_forgotten_total", "Rows deleted because their term was over."
        )
        self.waiting = gauge("retention_waiting_rows", "Rows past their term that are still there.")
        # The pairs of one route, found by a look-up instead of the library's lock.
        self._of_route: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        key = route, method, status // 100
        found = self._of_route.get(key)
        if found is None:
            known = method if method in METHODS else OTHER
            labelled = self.requests.labels(route, known, _CLASSES.get(status // 100, OTHER))
            found = self._of_route[key] = labelled, self.request_seconds.labels(route)
        found[0].inc()
        found[1].observe(seconds)


_on: _Instruments | None = None


def start() -> None:
    """Begin to count in this process."""
    global _on
    _on = _Instruments()


def stop() -> None:
    """Count nothing more, and let go what was counted."""
    global _on
    _on = None


def counting() -> bool:
    """Tell whether this process counts: for figures that cost something to find."""
    return _on is not None


def families() -> list[list[Any]]:
    """Return what was counted, as JSON can carry it: name, type, help and samples of each measure."""
    if _on is None:
        return []
    return [
        [one.name, one.type, one.documentation, [[s.name, dict(s.labels), s.value] for s in one.samples]]
        for one in _on.registry.collect()
    ]


def note_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count a request; `route` is the pattern of a route, or OTHER."""
    if _on is not None:
        _on.request(route, method, status, seconds)


def note_refused(status: int) -> None:
    """Count a request that the connection itself refused."""
    if _on is not None:
        _on.refused.labels(str(status)).inc()


def note_batch(bodies: int, seconds: float, *, failed: bool = False) -> None:
    """Count a commit and the transactions it was for."""
    if _on is not None:
        _on.batch_bodies.observe(bodies)
        _on.batch_seconds.observe(seconds)
        if failed:
            _on.batches_failed.inc()


def note_round(seconds: float, now: float, *, failed: bool = False) -> None:
    """Count a round of the worker that ended at `now`, in seconds since 1970."""
    if _on is None:
        return
    _on.round_seconds.observe(seconds)
    if failed:
        _on.rounds_failed.inc()
    else:
        _on.round_finished.set(now)


def note_sends(tried: Mapping[tuple[str, str], int]) -> None:
    """Count messages by channel and answer."""
    if _on is not None:
        for labels, number in tried.items():
            _on.sends.labels(*labels).inc(number)


def note_expired(messages: int) -> None:
    """Count messages whose time was over before a service took them."""
    if _on is not None:
        _on.expired.inc(messages)


def note_forgotten(rows: int) -> None:
    """Count rows that retention deleted."""
    if _on is not None:
        _on.forgotten.inc(rows)


def note_waiting(rows: int) -> None:
    """Note how many rows are past their term."""
    if _on is not None:
        _on.waiting.set(rows)


def note_child(lane: str, result: str, seconds: float) -> None:
    """Count a confined process that ended."""
    if _on is not None:
        _on.children_ended.labels(lane, result).inc()
        _on.child_seconds.labels(lane).observe(seconds)


@contextmanager
def child(lane: str, state: str) -> Iterator[None]:
    """Count one more confined process in this state during the block."""
    if _on is None:
        yield
        return
    number = _on.children.labels(lane, state)
    number.inc()
    try:
        yield
    finally:
        number.dec()
