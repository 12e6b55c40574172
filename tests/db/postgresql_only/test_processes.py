"""Two server processes on one PostgreSQL: the ledger stays consistent. With two workers: test_each_message_once.py."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from tests.pressing import CIRCULARS, HOUSEHOLDS, Press, prepare, press_all
from tests.serving import serving

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
