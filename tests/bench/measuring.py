"""What it costs to be watched: the circular page with and without measures, and with a line of the log for each request."""

import asyncio
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from timeit import timeit

from kairanban.measures import instruments
from tests.bench.load import wrk
from tests.bench.pages import fill
from tests.bench.report import Table
from tests.bench.serving import processor_seconds, server, wait_until_idle

SECONDS = 4
ROUNDS = 7
TOKEN = "a-word-of-the-measurement"
WANTED = 0.03
WAYS = ("neither", "measures", "measures and a line a request")


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as made, ExitStack() as running:
        first = Path(made) / "0"
        first.mkdir()
        token, id = asyncio.run(fill(first))
        folders = [Path(made) / str(number) for number in range(len(WAYS))]
        for copy in folders[1:]:
            shutil.copytree(first, copy)
        servers = []
        for folder, way in zip(folders, WAYS, strict=True):
            watched = {} if way == "neither" else {"KAIRANBAN_METRICS_TOKEN": TOKEN}
            logged = {"BENCH_LOG": str(Path(made) / "log")} if "line" in way else {}
            servers.append(
                running.enter_context(server("tests.bench.serving", str(folder), **watched, **logged))
            )
        for _, pid in servers:
            wait_until_idle(pid)
        costs = [
            # In turns, so that all run under the same conditions; the order turns too.
            {way: _cost(*servers[way], id, token) for way in _turned(number)}
            for number in range(ROUNDS)
        ]
    bare = _middle(costs, 0)
    rows: list[tuple[str, ...]] = [
        (name, f"{_middle(costs, way) * 1e6:.0f} µs", f"{_ratio(costs, way):.3f}")
        for way, name in enumerate(WAYS)
    ]
    alone = _alone()
    assert alone < WANTED * bare * 1e6
    return [
        Table(
            "What it costs to be watched",
            f"Processor time of the web process for a circular's page, {ROUNDS} rounds of {SECONDS} s in turns, the middle "
            f"one of the ratios of each round. Wanted: measures cost less than {WANTED:.0%}. Alone, counting a request takes {alone:.1f} µs.",
            ("with", "processor time a request", "ratio"),
            rows,
        )
    ]


def _alone() -> float:
    """Return the microseconds it takes to count one request."""
    instruments.start()
    number = 100_000
    try:
        return (
            timeit(
                lambda: instruments.note_request("/circulars/{circular:int}", "GET", 200, 0.004),
                number=number,
            )
            / number
            * 1e6
        )
    finally:
        instruments.stop()


def _turned(number: int) -> list[int]:
    ways = list(range(len(WAYS)))
    turn = number % len(ways)
    return ways[turn:] + ways[:turn]


def _cost(address: str, pid: int, id: int, token: str) -> float:
    before = processor_seconds(pid)
    load = wrk(f"{address}/circulars/{id}", connections=16, seconds=SECONDS, cookie=f"kairanban={token}")
    assert load.wrong == 0
    return (processor_seconds(pid) - before) / (load.rate * SECONDS)


def _middle(costs: list[dict[int, float]], way: int) -> float:
    return statistics.median(one[way] for one in costs)


def _ratio(costs: list[dict[int, float]], way: int) -> float:
    return statistics.median(one[way] / one[0] for one in costs)
