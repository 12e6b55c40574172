"""Two server processes and two workers on one PostgreSQL: the ledger stays consistent."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from kairanban.circulation.circulars.actions import publishing
from kairanban.core.clock import MINUTE, Moment, system_clock
from kairanban.core.ids import CircularId
from kairanban.db.engine import open_database
from tests.pressing import CIRCULARS, HOUSEHOLDS, Press, prepare, press_all
from tests.serving import SECONDS, running, serving
from tests.world import build, draft

COUNTED = """
SELECT tally.replied, COUNT(addressee.replied), COUNT(reply.id)
FROM tally
JOIN addressee ON addressee.circular = tally.circular AND COALESCE(addressee.block, 0) = tally.block
LEFT JOIN reply ON reply.circular = addressee.circular AND reply.household = addressee.household
                AND reply.taken_back IS NULL
WHERE addressee.late = 0
GROUP BY tally.circular, tally.block, tally.replied
"""


def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def many_times(presses: list[Press]) -> list[Press]:
    """Press for each household on several devices at once, one of which sends it twice."""
    return [replace(press, id=id) for press in presses for id in ("one", "two", "one", "three")]


def test_answers_of_one_household_through_two_processes_are_one_reply(
    database_url: str, tmp_path: Path
) -> None:
    presses = asyncio.run(prepare(database_url))
    with serving(tmp_path, "--processes", "2", url=database_url) as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
        assert len(children.split()) >= 2
        answers = press_all(server.port, many_times(presses))

    assert len(answers) == 4 * HOUSEHOLDS * CIRCULARS
    assert {answer.status for answer in answers} == {303}
    assert ask(database_url, "SELECT COUNT(*) FROM reply") == [(HOUSEHOLDS * CIRCULARS,)]
    counted = ask(database_url, COUNTED)
    assert counted
    assert all(kept == live == standing for kept, live, standing in counted)


async def _scheduled(url: str) -> CircularId:
    """Schedule a circular that is due now."""
    database = await open_database(url, lambda: Moment(system_clock() - 2 * MINUTE))
    try:
        world = await build(database)
        circular = await draft(world)
        async with database.write(world.yamada) as tx:
            await publishing.schedule(tx, circular, Moment(tx.now + MINUTE), at_night=True)
    finally:
        await database.close()
    return circular


def test_two_workers_publish_a_scheduled_circular_once(database_url: str, tmp_path: Path) -> None:
    circular = asyncio.run(_scheduled(database_url))
    sent = f"SELECT COUNT(*) FROM journal WHERE kind = 'published' AND circular = {circular}"
    with (
        running(tmp_path, "worker", url=database_url) as (one, said),
        running(tmp_path, "worker", url=database_url) as (other, _),
    ):
        end = time.monotonic() + SECONDS
        while ask(database_url, sent) == [(0,)]:
            assert one.poll() is None, said.read_text()
            assert time.monotonic() < end
            time.sleep(0.1)
        # Wait for the slower one's round too.
        while other.poll() is None and ask(database_url, BUSY)[0][0] < 2:
            assert time.monotonic() < end
            time.sleep(0.1)
        time.sleep(1)
    assert ask(database_url, sent) == [(1,)]
    assert ask(database_url, f"SELECT COUNT(*) FROM addressee WHERE circular = {circular}") == [(5,)]
    assert ask(database_url, f"SELECT SUM(addressed) FROM tally WHERE circular = {circular}") == [(5,)]


BUSY = """
SELECT COUNT(DISTINCT pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query <> ''
"""
