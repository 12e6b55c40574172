"""The day list of a supporter with 40 settlements and 3,000 households, whole page, both engines."""

import asyncio
import statistics
import tempfile
import time

import psycopg
from sqlalchemy import Connection

from kairanban.community.signin.actions.sessions import sign_in
from kairanban.core.actor import System
from kairanban.core.clock import DAY
from kairanban.core.ids import PersonId
from kairanban.db.engine import open_database
from kairanban.db.migrate import engine_for, migrate
from tests.bench.report import Table
from tests.engines import server as postgresql
from tests.visiting import Visit
from tests.world import World

SETTLEMENTS, HOUSEHOLDS, CIRCULARS = 40, 3_000, 60
# Households without a reply after their reminder, and households with 声かけ.
SILENT, CHECKED = 60, 300
ROUNDS = 60

N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})"


def fill(now: int) -> list[str]:
    """Add a municipality, an association, its settlements, consents of everybody, and sixty circulars."""
    s, h, c = SETTLEMENTS, HOUSEHOLDS, CIRCULARS
    return [
        "INSERT INTO place (id, kind, name) VALUES (1, 'municipality', '市')",
        "INSERT INTO place (id, kind, parent, association, name) VALUES (2, 'association', 1, NULL, '会')",
        "UPDATE place SET association = 2 WHERE id = 2",
        f"{N.format(s)} INSERT INTO place (id, kind, parent, association, name, sort) SELECT 2 + i, 'settlement', 2, 2, '集落' || i, i FROM n",
        "INSERT INTO place_within (ancestor, place) SELECT id, id FROM place",
        "INSERT INTO place_within (ancestor, place) SELECT 1, id FROM place WHERE id > 1",
        "INSERT INTO place_within (ancestor, place) SELECT 2, id FROM place WHERE id > 2",
        f"{N.format(h)} INSERT INTO household (id, association, label, method, phone, address) SELECT i, 2, '家' || i, 'both', '022-000-0000', '住所' FROM n",
        f"INSERT INTO membership (household, place, route_order) SELECT id, 3 + id % {s}, id FROM household",
        "INSERT INTO resident (household, name, representative, since) SELECT id, '人', 1, 0 FROM household",
        f"INSERT INTO consent (household, resident, purpose, how, given) SELECT household, id, 'supporter', 'paper', {now} FROM resident",
        f"INSERT INTO consent (household, resident, purpose, how, given) SELECT household, id, 'check_in', 'paper', {now} FROM resident WHERE id <= {CHECKED}",
        f"{N.format(c)} INSERT INTO circular (id, association, state, made, changed, published) SELECT i, 2, 'published', i, i, {now} - CAST(i AS BIGINT) * {DAY} FROM n",
        f"{N.format(c)} INSERT INTO edition (circular, number, language, title, gist, made) SELECT i, 1, 'ja', '回覧', 'ひとこと', i FROM n",
        "INSERT INTO addressee (circular, household, block, waiting, opened, replied) SELECT c.id, m.household, m.place, "
        f"CASE WHEN c.id < 6 AND m.household <= {SILENT} THEN 1 ELSE 0 END, CASE WHEN m.household <= {SILENT} THEN NULL ELSE c.published END, "
        f"CASE WHEN m.household <= {SILENT} THEN NULL ELSE c.published END FROM circular c, membership m",
        f"INSERT INTO reminder (circular, edition, at) SELECT id, 1, {now - 2 * DAY} FROM circular WHERE id < 6",
        f"INSERT INTO visit (household, place, person, purpose, kind, made, received, client_id) SELECT household, place, NULL, 'supporter', 'met', {now - 90 * DAY}, {now}, 'v' || household FROM membership WHERE household > {SILENT}",
        "INSERT INTO person (id, name) VALUES (1, '支援員')",
        "INSERT INTO appointment (id, person, role, place, starts) VALUES (1, 1, 'settlement_supporter', 1, 0)",
        "ANALYZE",
    ]  # fmt: skip


def run() -> list[Table]:
    table = Table(
        "The day's list of a supporter",
        f"{SETTLEMENTS} settlements, {HOUSEHOLDS:,} households, all of them consenting, {CIRCULARS} circulars, {SILENT} households to see; "
        f"the whole page through the application, the middle of {ROUNDS}. Wanted: under 100 ms.",
        ("engine", "page", "slowest of 60", "size"),
    )
    with tempfile.TemporaryDirectory() as name:
        table.rows.append(("SQLite", *_measured(f"sqlite:///{name}/kairanban.sqlite3")))
    with tempfile.TemporaryDirectory(), postgresql("jit = off\n") as url:
        table.rows.append(("PostgreSQL", *_measured(url)))
    return [table]


def _measured(url: str) -> list[str]:
    migrate(url)
    with engine_for(url).begin() as connection:
        _fill(connection)
    if url.startswith("postgresql:"):
        with psycopg.connect(url, autocommit=True) as plain:
            plain.execute("VACUUM ANALYZE")
    middle, slowest, size = asyncio.run(_times(url))
    return [f"{middle:.0f} ms", f"{slowest:.0f} ms", f"{size / 1024:.0f} KiB"]


def _fill(connection: Connection) -> None:
    now = int(time.time() * 1000)
    percent = "%%" if connection.dialect.name == "postgresql" else "%"
    for statement in fill(now):
        connection.exec_driver_sql(statement.replace("%", percent))


async def _times(url: str) -> tuple[float, float, int]:
    """Return median and maximum in milliseconds, and the bytes of the page."""
    database = await open_database(url)
    async with database.write(System("bench")) as tx:
        world = World(database, tokens={"supporter": await sign_in(tx, PersonId(1))})
    times, size = [], 0
    try:
        async with Visit(world, "supporter") as visit:
            for _ in range(ROUNDS):
                begun = time.perf_counter()
                answer = await visit.get("/board")
                times.append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 200, answer.text
                assert answer.text.count('class="card"') == SILENT
                size = len(answer.content)
    finally:
        await database.close()
    return statistics.median(times), max(times), size
