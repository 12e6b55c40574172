"""A large town on both engines: 300 associations, 100,000 households, 30,000 circulars, 3 million addressed rows.

The town, its chairs and three associations are made by the application's own actions; the others are copies of the first (`town_copied`), which is
compared with the second column by column. By actions alone the whole would take hours.
"""

import asyncio
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import func, select

from kairanban.circulation.circulars.actions import publishing
from kairanban.circulation.progress.actions import overview as followup
from kairanban.circulation.replies.actions.calendar import today
from kairanban.circulation.replies.queries import calendar, inbox
from kairanban.core.actor import Actor, Home
from kairanban.core.clock import HOUR, system_clock
from kairanban.core.ids import HouseholdId, PlaceId, SessionId
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import engine_for, migrate
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.people import household
from tests.bench.report import Table
from tests.bench.serving import memory, server
from tests.bench.town_built import (
    EVERY,
    Association,
    SetClock,
    Size,
    bind_device,
    found_town,
    live,
    seen_by_worker,
    write_draft,
)
from tests.bench.town_copied import Slots, begin_slot, copy, differences, fits
from tests.engines import server as postgresql

SIZE = Size(associations=300, blocks=10, households=333, circulars=100)
A, H = SIZE.associations, SIZE.households
# The last association has 400 households, for publication to all of them.
LARGE = 400
SLOTS = Slots(first=10_000, span=50_000)
ROUNDS = 300
NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Made:
    """The town, the token of a household's device, and how long making it took."""

    associations: list[Association]
    token: str
    by_actions: float
    copied: float
    rows: str


def run() -> list[Table]:
    table = Table("A large town", "", (
        "engine", "home", "unread list", "overview of an association", f"publication to {LARGE}", "web process",
        "the town and 3 associations, by actions", f"{A - 3} copies",
    ))  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        made, *found = _measured(f"sqlite:///{name}/kairanban.sqlite3", Path(name))
        table.rows.append(("SQLite", *found))
    with tempfile.TemporaryDirectory() as name, postgresql("jit = off\n") as url:
        _, *found = _measured(url, Path(name))
        table.rows.append(("PostgreSQL", *found))
    words = (
        f"{made}; made by the application's own actions (the town's list, invitations, rosters, publications, answers from paper), and in bulk where that would "
        "take hours: copies of one association, compared with a second one in every column of every table. "
        f"The middle of {ROUNDS} reads through the application's own transactions, other households and associations each time. "
        f"Wanted: lists under 5 ms, publication to {LARGE} households under 50 ms, the web process under 150 MB."
    )
    return [Table(table.title, words, table.columns, table.rows)]


def _measured(url: str, folder: Path) -> list[str]:
    migrate(url)
    made = asyncio.run(_town(url))
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as plain:
            plain.execute("VACUUM ANALYZE")
    found = [f"{ms:.2f} ms" for ms in asyncio.run(_times(url, made))]
    weight = f"{_weight(url, folder, made.token):.0f} MiB"
    return [made.rows, *found, weight, f"{made.by_actions:.0f} s", f"{made.copied:.0f} s"]


async def _town(url: str) -> Made:
    """Make the town; stop the run if a copy differs from what the actions make."""
    begun = time.perf_counter()
    past = system_clock() - SIZE.circulars * (EVERY + 2 * HOUR) - HOUR
    clock = SetClock(past)
    database = await open_database(url, clock)
    try:
        there = await found_town(database, SIZE)
    finally:
        await database.close()
    for slot, households in ((0, H), (1, H), (A - 1, LARGE)):
        clock.now = SetClock(past).now
        await _live(url, clock, there[slot], slot, households)
    by_actions = time.perf_counter() - begun
    engine = engine_for(url)
    with engine.begin() as connection:
        if wrong := differences(connection, SLOTS, there[0], there[1], 1):
            sys.exit("A copy differs from what the actions make: " + "; ".join(wrong))
    begun = time.perf_counter()
    for slot in range(2, A - 1):
        with engine.begin() as connection:
            copy(connection, SLOTS, there[0], there[slot], slot)
    copied = time.perf_counter() - begun
    with engine.begin() as connection:
        begin_slot(connection, SLOTS, A)
        connection.exec_driver_sql("ANALYZE")
        counts = [
            connection.execute(select(func.count()).select_from(of)).scalar()
            for of in (household, circular, addressee)
        ]
    database = await open_database(url)
    try:
        await seen_by_worker(database)
        token = await bind_device(database, there[0], _household(0, 6))
    finally:
        await database.close()
    rows = (
        f"{A} associations, {counts[0]:,} households, {counts[1]:,} circulars, {counts[2]:,} addressed rows"
    )
    return Made(there, token, by_actions, copied, rows)


async def _live(url: str, clock: SetClock, here: Association, slot: int, households: int) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        if slot == 0 and not fits(connection, SLOTS, -1):
            sys.exit("The rows of the town need more ids.")
        begin_slot(connection, SLOTS, slot)
    database = await open_database(url, clock)
    try:
        await live(database, clock, here, SIZE, households=households)
    finally:
        await database.close()
    with engine.begin() as connection:
        if not fits(connection, SLOTS, slot):
            sys.exit("The rows of an association need more ids.")


async def _times(url: str, made: Made) -> list[float]:
    database = await open_database(url)
    try:
        return [
            await _middle(lambda i: _home(database, i)),
            await _middle(lambda i: _unread(database, i)),
            await _middle(lambda i: _overview(database, made.associations[i % A])),
            await _publication(database, made.associations[A - 1]),
        ]
    finally:
        await database.close()


async def _middle(ask: Callable[[int], Awaitable[None]]) -> float:
    """Return the median in milliseconds."""
    times = []
    for i in range(ROUNDS):
        begun = time.perf_counter()
        await ask(i)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def _household(slot: int, number: int) -> HouseholdId:
    return HouseholdId(SLOTS.base(slot) + 1 + number)


def _resident(i: int) -> Actor:
    return Actor(SessionId(1), homes=(Home(_household(i % A, i * 331 % H), None, "家", PlaceId(1)),))


async def _home(database: Database, i: int) -> None:
    who = _resident(i)
    house = who.homes[0].household
    async with database.point_read(who) as tx:
        await tx.together(
            (inbox.WAITING, {"household": house, "language": "ja"}),
            (inbox.EARLIER, {"household": house, "before": NEWEST, "most": 6, "language": "ja"}),
            (calendar.COMING, {"household": house, "since": today(tx.now)}),
        )


async def _unread(database: Database, i: int) -> None:
    who = _resident(i)
    async with database.point_read(who) as tx:
        await tx.rows(inbox.WAITING, household=who.homes[0].household, language="ja")


async def _overview(database: Database, here: Association) -> None:
    async with database.read(here.chair(database.clock())) as tx:
        found = await followup.of_issuer(tx, here.place)
    assert len(found) == 20


async def _publication(database: Database, here: Association) -> float:
    times = []
    for number in range(15):
        chair = here.chair(database.clock())
        async with database.write(chair) as tx:
            draft = await write_draft(tx, here.place, number)
        begun = time.perf_counter()
        async with database.write(chair) as tx:
            await publishing.publish(tx, draft)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def _weight(url: str, folder: Path, token: str) -> float:
    """Return the web process's peak memory while a hundred pages are read."""
    with server("tests.bench.serving", str(folder), KAIRANBAN_DATABASE_URL=url) as (address, pid):
        for _ in range(100):
            asked = urllib.request.Request(f"{address}/", headers={"Cookie": f"kairanban={token}"})
            with urllib.request.urlopen(asked) as answer:
                assert answer.status == 200
                answer.read()
        return memory(pid)
