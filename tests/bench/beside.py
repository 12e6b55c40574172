"""A circular's page during notifications to thousands of devices, compared with the same page alone."""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from tests.bench.load import Load, wrk
from tests.bench.report import Table
from tests.bench.serving import server
from tests.bench.sinks import add_devices, sinks
from tests.world import build, circular

DEVICES, SECONDS, CONNECTIONS, ROUNDS = 12_000, 4, 16, 3


def run(folder: Path) -> Table:
    """Return the median round by ratio."""
    table = Table(
        "Pages while people are told",
        f"A circular's page, {CONNECTIONS} connections, {SECONDS} s, after a second of warming; the served process tells {DEVICES} devices "
        f"meanwhile, over TLS, with sender, services and load on the same two cores; the middle of {ROUNDS} rounds. "
        "Wanted: p99 less than twice its value without.",
        ("page", "requests a second", "p99", "accepted meanwhile", "ratio of p99"),
    )
    rounds = []
    for number in range(ROUNDS):
        (folder / f"beside{number}").mkdir()
        rounds.append(_round(folder / f"beside{number}"))
    alone, beside, meanwhile = sorted(rounds, key=lambda one: one[1].p99 / one[0].p99)[ROUNDS // 2]
    table.rows += [
        ("nobody is told", f"{alone.rate:.0f}", f"{alone.p99:.1f} ms", "0", "1"),
        (
            "devices are told",
            f"{beside.rate:.0f}",
            f"{beside.p99:.1f} ms",
            str(meanwhile),
            f"{beside.p99 / alone.p99:.1f}",
        ),
    ]
    return table


def _round(folder: Path) -> tuple[Load, Load, int]:
    """Measure alone, then during the notifications of a circular; return both and the number notified."""
    with sinks(folder.parent, "ok") as (port,):
        token, id = asyncio.run(_fill(folder, port))
        told = {
            "SSL_CERT_FILE": str(folder.parent / "certificate.pem"),
            "KAIRANBAN_PUSH_SERVICES": f"https://localhost:{port}",
        }
        with server("tests.bench.serving", str(folder), **told) as (address, _):
            page, cookie = f"{address}/circulars/{id}", f"kairanban={token}"
            while not _accepted(folder):
                time.sleep(0.05)
            # A server compiles its templates on the first pages.
            wrk(page, connections=CONNECTIONS, seconds=1, cookie=cookie)
            before = _accepted(folder)
            beside = wrk(page, connections=CONNECTIONS, seconds=SECONDS, cookie=cookie)
            meanwhile = _accepted(folder) - before
            while _accepted(folder) < DEVICES:
                time.sleep(0.5)
            alone = wrk(page, connections=CONNECTIONS, seconds=SECONDS, cookie=cookie)
    assert alone.wrong == beside.wrong == 0
    return alone, beside, meanwhile


async def _fill(folder: Path, port: int) -> tuple[str, int]:
    url = f"sqlite:///{folder / 'kairanban.sqlite3'}"
    migrate(url)
    database = await open_database(url)
    try:
        world = await build(database)
        await add_devices(database, world, {"ok": port}, {"ok": DEVICES})
        world.actors["yamada"] = replace(world.yamada, stepped_up_at=database.clock())
        return world.tokens["sato"], await circular(world, importance="urgent")
    finally:
        await database.close()


def _accepted(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "kairanban.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM delivery WHERE state = 'accepted'").fetchone()[0])
