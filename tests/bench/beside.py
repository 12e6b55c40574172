"""A circular's page while thousands of devices are told, beside the same page when nobody is."""

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kairanban.db.engine import open_database
from kairanban.db.migrate import migrate
from tests.bench.load import wrk
from tests.bench.report import Table
from tests.bench.serving import server
from tests.bench.sinks import add_devices, sinks
from tests.world import build, circular

DEVICES, SECONDS, CONNECTIONS = 6_000, 4, 16


def run(folder: Path) -> Table:
    """The server finds a published circular when it starts, and tells of it while its pages are read."""
    folder = folder / "beside"
    folder.mkdir()
    table = Table(
        "Pages while people are told",
        f"A circular's page, {CONNECTIONS} connections, {SECONDS} s; the served process tells {DEVICES} devices meanwhile, over TLS, "
        "with sender, services and load on the same two cores. Wanted: p99 less than twice its value without.",
        ("page", "requests a second", "p99", "accepted meanwhile", "ratio of p99"),
    )
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
            before = _accepted(folder)
            beside = wrk(page, connections=CONNECTIONS, seconds=SECONDS, cookie=cookie)
            meanwhile = _accepted(folder) - before
            while _accepted(folder) < DEVICES:
                time.sleep(0.5)
            alone = wrk(page, connections=CONNECTIONS, seconds=SECONDS, cookie=cookie)
    assert alone.wrong == beside.wrong == 0
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
