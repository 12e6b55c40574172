"""The circular page of a signed-in resident, compared with a bare page of the same bytes."""

import asyncio
import statistics
import tempfile
import urllib.request
from pathlib import Path

from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from tests.bench.load import Load, wrk
from tests.bench.report import Table
from tests.bench.serving import memory, server, wait_until_idle
from tests.world import build, circular

SECONDS = 5
ROUNDS = 3


def run() -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        token, id = asyncio.run(fill(Path(folder)))
        cookie = f"kairanban={token}"
        with server("tests.bench.serving", folder) as (address, pid):
            page = f"{address}/circulars/{id}"
            size = _size(page, cookie)
            wait_until_idle(pid)
            with server("tests.bench.bare", folder, str(size)) as (bare_address, _):
                # Alternating, so that both run under the same conditions.
                pairs = [
                    (
                        wrk(page, connections=16, seconds=SECONDS, cookie=cookie),
                        wrk(f"{bare_address}/", connections=16, seconds=SECONDS),
                    )
                    for _ in range(ROUNDS)
                ]
            held = memory(pid)
    ours, bare = _middle([pair[0] for pair in pairs]), _middle([pair[1] for pair in pairs])
    table = Table(
        "A circular, read by a signed-in resident",
        f"One process, 16 connections, {ROUNDS} rounds of {SECONDS} s in turns, the middle one; {size} bytes a page. "
        "Wanted: at least half of the bare page, p99 under 60 ms.",
        ("page", "requests a second", "p50", "p99", "ratio"),
        [
            (
                "circular page",
                f"{ours.rate:.0f}",
                f"{ours.p50:.1f} ms",
                f"{ours.p99:.1f} ms",
                f"{ours.rate / bare.rate:.2f}",
            ),
            (
                "bare Starlette + Jinja + one read",
                f"{bare.rate:.0f}",
                f"{bare.p50:.1f} ms",
                f"{bare.p99:.1f} ms",
                "1",
            ),
        ],
    )
    assert ours.wrong == 0
    table.note += f" The web process held {held:.0f} MiB at most."
    return [table]


def _middle(found: list[Load]) -> Load:
    rate = statistics.median_low(load.rate for load in found)
    return next(load for load in found if load.rate == rate)


def _size(page: str, cookie: str) -> int:
    asked = urllib.request.Request(page, headers={"Cookie": cookie})
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read())


async def fill(folder: Path) -> tuple[str, int]:
    url = f"sqlite:///{folder / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    try:
        world = await build(database)
        id = await circular(world, reply_kind="attendance", importance="important")
        return world.tokens["sato"], id
    finally:
        await database.close()
