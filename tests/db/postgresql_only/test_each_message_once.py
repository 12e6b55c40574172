"""Two web processes and two workers on one PostgreSQL, through pgbouncer in transaction mode: answers are kept, each message is sent once."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from kairanban.circulation.circulars.actions import publishing
from kairanban.core.clock import MINUTE, Moment, system_clock
from kairanban.core.database_address import unprepared
from kairanban.core.ids import CircularId
from kairanban.db.engine import Database, open_database
from tests.bouncing import pgbouncer
from tests.notify.push_service import PushService, push_service
from tests.notify.telling import telling
from tests.pressing import Press, households_with_devices, press_all
from tests.serving import running, serving
from tests.world import World, build, circular, draft

pytestmark = pytest.mark.anyio

TOLD = ("sato", "suzuki", "matsumoto", "takahashi", "tanaka")
URGENT = 8
PUBLISHED = """
SELECT (SELECT COUNT(*) FROM journal WHERE kind = 'published' AND circular = %(due)s),
    (SELECT COUNT(*) FROM addressee WHERE circular = %(due)s), (SELECT SUM(addressed) FROM tally WHERE circular = %(due)s)
"""
STATES = "SELECT state, tries, COUNT(*) FROM delivery GROUP BY state, tries"


async def _prepared(url: str, service: PushService, folder: Path) -> tuple[list[Press], CircularId]:
    """A circular is due, the others are published; return the answers of many households to the last one, and the one that is due."""
    database: Database = await open_database(url, lambda: Moment(system_clock() - 2 * MINUTE))
    try:
        world: World = await build(database)
        async with telling(world, service, folder) as town:
            for who in TOLD:
                await town.allow(who, service.browser(who))
        due = await draft(world, importance="urgent")
        async with database.write(world.yamada) as tx:
            await publishing.schedule(tx, due, Moment(tx.now + MINUTE), at_night=True)
        tokens = await households_with_devices(database, world, 40)
        # Urgent ones are told at any hour.
        asked = [await circular(world, importance="urgent") for _ in range(URGENT - 1)][-1]
    finally:
        await database.close()
    return [Press(asked, household, token) for household, token in tokens.items()], due


async def test_two_web_processes_and_two_workers(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as running_here:
        async with push_service() as service:
            url = running_here.enter_context(pgbouncer(database_url, tmp_path))
            presses, due = await _prepared(unprepared(url), service, tmp_path)
            monkeypatch.setenv("KAIRANBAN_PREPARE_STATEMENTS", "no")
            monkeypatch.setenv("KAIRANBAN_PUSH_SERVICES", service.origin)
            with (
                running(tmp_path, "worker", url=url) as (one, said),
                running(tmp_path, "worker", url=url) as (two, _),
            ):
                starting = serving(tmp_path, "--processes", "2", url=url)
                server = await asyncio.to_thread(running_here.enter_context, starting)
                answers = await asyncio.to_thread(press_all, server.port, presses)
                wanted = URGENT * len(TOLD)
                await service.arrived(wanted)
                with psycopg.connect(database_url, autocommit=True) as plain:
                    for _ in range(600):
                        states = plain.execute(STATES).fetchall()
                        if states == [("accepted", 1, wanted)]:
                            break
                        await asyncio.sleep(0.1)
                    published = plain.execute(PUBLISHED, {"due": due}).fetchone()
                    kept = plain.execute("SELECT COUNT(*) FROM reply WHERE taken_back IS NULL").fetchone()
                assert one.poll() is two.poll() is None, said.read_text()
    assert {answer.status for answer in answers} == {303}
    assert kept == (len(presses),)
    # Every household of the town and those that were added.
    assert published == (1, len(TOLD) + len(presses), len(TOLD) + len(presses))
    assert states == [("accepted", 1, wanted)]
    assert Counter(post.browser for post in service.posts) == dict.fromkeys(TOLD, URGENT)
