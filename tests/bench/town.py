"""A large town on both engines: 300 associations, 100,000 households, 30,000 circulars, 3 million addressed rows."""

import asyncio
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
from sqlalchemy import Connection

from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.progress.actions import overview as followup
from kairanban.circulation.replies.actions.calendar import today
from kairanban.circulation.replies.queries import calendar, inbox
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Actor, Appointment, Home
from kairanban.core.ids import AppointmentId, HouseholdId, PersonId, PlaceId, SessionId
from kairanban.core.roles import Role
from kairanban.db.engine import Database, open_database
from kairanban.db.migrate import engine_for, migrate
from tests.bench.report import Table
from tests.bench.serving import memory, server
from tests.engines import server as postgresql

ASSOCIATIONS, BLOCKS, HOUSEHOLDS, CIRCULARS, ADDRESSED = 300, 10, 333, 100, 100
# The last association has 400 households, for publication.
LARGE = 400
ROUNDS = 300
NEWEST = 2**62

# Numbers from 1, in SQL that both engines accept.
N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})"

A, B, H, C = ASSOCIATIONS, BLOCKS, HOUSEHOLDS, CIRCULARS
FILL = [
    f"{N.format(A)} INSERT INTO place (id, kind, association, name) SELECT i, 'association', NULL, '会' || i FROM n",
    "UPDATE place SET association = id",
    f"{N.format(A * B)} INSERT INTO place (id, kind, parent, association, name, sort) "
    f"SELECT {A} + i, 'block', 1 + (i - 1) / {B}, 1 + (i - 1) / {B}, '班' || i, i FROM n",
    "INSERT INTO place_within (ancestor, place) SELECT id, id FROM place",
    "INSERT INTO place_within (ancestor, place) SELECT parent, id FROM place WHERE parent IS NOT NULL",
    f"{N.format(A * H)} INSERT INTO household (id, association, label) SELECT i, 1 + (i - 1) / {H}, '家' || i FROM n",
    f"{N.format(LARGE - H)} INSERT INTO household (id, association, label) SELECT {A * H} + i, {A}, '家' || i FROM n",
    f"INSERT INTO membership (household, place, route_order) "
    f"SELECT id, {A} + (association - 1) * {B} + 1 + id % {B}, id FROM household",
    f"{N.format(A * C)} INSERT INTO circular (id, association, state, made, changed, published) "
    f"SELECT i, 1 + (i - 1) % {A}, 'published', i, i, 1700000000000 + i FROM n",
    f"{N.format(A * C)} INSERT INTO edition (circular, number, language, title, gist, made) "
    "SELECT i, 1, 'ja', '回覧' || i, 'ひとこと', i FROM n",
    f"{N.format(ADDRESSED)} INSERT INTO addressee (circular, household, block, waiting, replied) "
    f"SELECT c.id, (c.association - 1) * {H} + 1 + (n.i + c.id / {A}) % {H}, "
    f"{A} + (c.association - 1) * {B} + 1 + ((c.association - 1) * {H} + 1 + (n.i + c.id / {A}) % {H}) % {B}, "
    f"CASE WHEN c.id > {A * C} - {A} * 5 THEN 1 ELSE 0 END, CASE WHEN c.id > {A * C} - {A} * 5 THEN NULL ELSE 1 END "
    "FROM circular c, n",
    "INSERT INTO tally (circular, block, addressed, replied) "
    "SELECT circular, block, COUNT(*), COUNT(replied) FROM addressee GROUP BY circular, block",
    "INSERT INTO person (id, name) VALUES (1, '会長')",
    f"INSERT INTO appointment (id, person, role, place, starts) VALUES (1, 1, 'chair', {A}, 0)",
    "ANALYZE",
]  # fmt: skip


def run() -> list[Table]:
    table = Table(
        "A large town",
        f"{A} associations, {A * H + LARGE - H:,} households, {A * C:,} circulars, {A * C * ADDRESSED:,} addressed rows; "
        f"the middle of {ROUNDS} reads through the application's own transactions, other households and associations each time. "
        f"Wanted: lists under 5 ms, publication to {LARGE} households under 50 ms, the web process under 150 MB.",
        (
            "engine",
            "home",
            "unread list",
            "overview of an association",
            f"publication to {LARGE}",
            "web process",
        ),
    )
    with tempfile.TemporaryDirectory() as name:
        table.rows.append(("SQLite", *_measured(f"sqlite:///{name}/kairanban.sqlite3", Path(name))))
    with tempfile.TemporaryDirectory() as name, postgresql("jit = off\n") as url:
        table.rows.append(("PostgreSQL", *_measured(url, Path(name))))
    return [table]


def _measured(url: str, folder: Path) -> list[str]:
    migrate(url)
    token = "a-token-for-measuring"
    with engine_for(url).begin() as connection:
        _fill(connection, token)
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as plain:
            plain.execute("VACUUM ANALYZE")
    found = [f"{ms:.2f} ms" for ms in asyncio.run(_times(url))]
    return [*found, f"{_weight(url, folder, token):.0f} MiB"]


def _fill(connection: Connection, token: str) -> None:
    percent = "%%" if connection.dialect.name == "postgresql" else "%"
    for statement in FILL:
        connection.exec_driver_sql(statement.replace("%", percent))
    made = int(time.time() * 1000)
    blob = (
        f"X'{hashed(token).hex()}'" if connection.dialect.name == "sqlite" else f"'\\x{hashed(token).hex()}'"
    )
    connection.exec_driver_sql(
        f"INSERT INTO session (id, token_hash, made, seen) VALUES (1, {blob}, {made}, {made})"
    )
    connection.exec_driver_sql(f"INSERT INTO device (session, household, bound) VALUES (1, 7, {made})")
    if connection.dialect.name == "postgresql":
        for name in ("circular", "journal", "audience", "session", "device", "place", "household"):
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {name}))"
            )


async def _times(url: str) -> list[float]:
    database = await open_database(url)
    try:
        return [
            await _middle(lambda i: _home(database, i)),
            await _middle(lambda i: _unread(database, i)),
            await _middle(lambda i: _overview(database, i)),
            await _publication(database),
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


def _resident(i: int) -> Actor:
    household = HouseholdId(1 + i * 331 % (A * H))
    return Actor(SessionId(1), homes=(Home(household, None, "家", PlaceId(1)),))


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


async def _overview(database: Database, i: int) -> None:
    async with database.read(_chair()) as tx:
        found = await followup.of_issuer(tx, PlaceId(1 + i % A))
    assert len(found) == 20


async def _publication(database: Database) -> float:
    times = []
    for _ in range(15):
        async with database.write(_chair()) as tx:
            circular = await drafts.start(tx, PlaceId(A))
            texts = Texts(title="お知らせ", gist="ひとこと", facts_ask="会長", body="本文です。")
            await drafts.save(tx, circular, texts, drafts.Choices.of(await drafts.find(tx, circular)))
        begun = time.perf_counter()
        async with database.write(_chair()) as tx:
            await publishing.publish(tx, circular)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def _chair() -> Actor:
    office = Appointment(AppointmentId(1), Role.CHAIR, PlaceId(A), None)
    return Actor(SessionId(1), person=PersonId(1), name="会長", appointments=(office,))


def _weight(url: str, folder: Path, token: str) -> float:
    """Return the web process's peak memory while a hundred pages are read."""
    with server("tests.bench.serving", str(folder), KAIRANBAN_DATABASE_URL=url) as (address, pid):
        for _ in range(100):
            asked = urllib.request.Request(f"{address}/", headers={"Cookie": f"kairanban={token}"})
            with urllib.request.urlopen(asked) as answer:
                assert answer.status == 200
                answer.read()
        return memory(pid)
