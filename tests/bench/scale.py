"""What an operation costs in a town of 10,000 and of 100,000 households on PostgreSQL, for docs/scale.md."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import psycopg
from sqlalchemy import bindparam, select

from kairanban.accountability.retention.actions.forgetting import count
from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.core.actor import Actor, Home
from kairanban.core.clock import HOUR, system_clock
from kairanban.core.ids import CircularId, HouseholdId, PlaceId, SessionId
from kairanban.db.backup import read_backup, write_backup
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import engine_for, migrate
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import addressee
from kairanban.worker import one_round
from tests.bench import town
from tests.bench.report import Table
from tests.bench.town_built import (
    EVERY,
    WORKER,
    Association,
    SetClock,
    Size,
    found_town,
    live,
    seen_by_worker,
)
from tests.bench.town_copied import begin_slot, copy
from tests.engines import server as postgresql

T = TypeVar("T")
TOWNS = (30, 300)
ROUNDS = 5
LARGEST = """
SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY 2 DESC LIMIT 4
"""
_ASKED = Statement(
    select(addressee.c.circular, addressee.c.household)
    .where(addressee.c.replied.is_(None))
    .order_by(addressee.c.household)
    .limit(bindparam("most"))
)


def run() -> list[Table]:
    table = Table("What grows", "", (
        "households", "database", "a household", "largest tables", "home", "one answer", "publication to 333", "round with 20 look-ups of furigana",
        "count of what is past its term", "backup", "restore",
    ))  # fmt: skip
    rows = []
    for number in TOWNS:
        with tempfile.TemporaryDirectory() as name, postgresql("jit = off\n") as url:
            rows.append(tuple(_measured(url, number, Path(name))))
    words = (
        f"PostgreSQL with its files in memory, one association made by the application's actions ({town.SIZE.circulars} circulars, "
        f"{town.H} households), the others copies; the middle of {town.ROUNDS} reads, answers and {ROUNDS} rounds, one at a time."
    )
    return [Table(table.title, words, table.columns, rows)]


def _measured(url: str, number: int, folder: Path) -> list[str]:
    migrate(url)
    there = asyncio.run(_town(url, Size(number, 10, town.H, town.SIZE.circulars)))
    households = number * town.H
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("VACUUM ANALYZE")
        size = plain.execute("SELECT pg_database_size(current_database())").fetchone()[0]  # type: ignore[index]
        largest = plain.execute(LARGEST).fetchall()
        plain.execute("CREATE DATABASE restored")
    times = asyncio.run(_times(url, there))
    file = folder / "backup"
    backup, written = _took(lambda: write_backup(url, file))
    restore, _ = _took(lambda: read_backup(file, url.replace("/postgres?", "/restored?")))
    return [
        f"{households:,}",
        f"{size / 1e9:.2f} GB",
        f"{size / households / 1000:.0f} kB",
        ", ".join(f"{name} {each / size:.0%}" for name, each in largest),
        *(f"{one:.1f} ms" for one in times),
        f"{backup:.0f} s, {written.total:,} rows, {file.stat().st_size / 1e6:.0f} MB",
        f"{restore:.0f} s",
    ]


def _took(what: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = what()
    return time.perf_counter() - begun, found


async def _town(url: str, size: Size) -> list[Association]:
    clock = SetClock(system_clock() - size.circulars * (EVERY + 2 * HOUR) - HOUR)
    database = await open_database(url, clock)
    try:
        there = await found_town(database, size)
        with engine_for(url).begin() as connection:
            begin_slot(connection, town.SLOTS, 0)
        await live(database, clock, there[0], size)
    finally:
        await database.close()
    for slot in range(1, size.associations):
        with engine_for(url).begin() as connection:
            copy(connection, town.SLOTS, there[0], there[slot], slot)
    with engine_for(url).begin() as connection:
        begin_slot(connection, town.SLOTS, size.associations)
    database = await open_database(url)
    try:
        await seen_by_worker(database)
        await one_round(database)
    finally:
        await database.close()
    return there


async def _times(url: str, there: list[Association]) -> list[float]:
    """Return milliseconds: home, answer, publication, round, count."""
    database = await open_database(url)
    try:
        async with database.read(WORKER) as tx:
            asked = await tx.rows(_ASKED, most=town.ROUNDS)
        return [
            await town._middle(lambda i: _home(database, len(there), i)),
            await _each([partial(_answer, database, *one) for one in asked]),
            await town._publication(database, there[0]),
            await _each([lambda: one_round(database)] * ROUNDS),
            await _each([lambda: count(database, WORKER)] * ROUNDS),
        ]
    finally:
        await database.close()


async def _home(database: Database, towns: int, i: int) -> None:
    # Every association has the same households in its own range of ids.
    await town._home(database, i % towns + (i // towns) * town.A)


async def _answer(database: Database, circular: int, household: int) -> None:
    home = Home(HouseholdId(household), None, "家", PlaceId(1))
    async with database.write(Actor(SessionId(1), homes=(home,))) as tx:
        await answer(
            tx, CircularId(circular), home.household, Answer("acknowledged", f"bench-{circular}", edition=1)
        )


async def _each(steps: list[Callable[[], Awaitable[object]]]) -> float:
    """Return the median in milliseconds."""
    times = []
    for step in steps:
        begun = time.perf_counter()
        await step()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000
