"""The whole server, killed or with a full disk while households press: every answered reply is stored."""

import asyncio
import os
import random
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from kairanban.db.migrate import migrate
from tests.pressing import Answer, Press, prepare, press_all
from tests.serving import Served, serving

# A release runs a thousand.
ROUNDS = int(os.environ.get("KAIRANBAN_TEST_KILLS", "2"))
FILE = "kairanban.sqlite3"

Pair = tuple[int, int]

COUNTED = """
SELECT tally.circular, tally.block, tally.addressed, tally.replied,
       SUM(addressee.late = 0), SUM(addressee.late = 0 AND addressee.replied IS NOT NULL),
       SUM(addressee.late = 0 AND reply.id IS NOT NULL)
FROM tally
JOIN addressee ON addressee.circular = tally.circular AND COALESCE(addressee.block, 0) = tally.block
LEFT JOIN reply ON reply.circular = addressee.circular AND reply.household = addressee.household
                AND reply.taken_back IS NULL
GROUP BY tally.circular, tally.block
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Press]]:
    file = tmp_path_factory.mktemp("pressing") / FILE
    migrate(f"sqlite:///{file}")
    return file, asyncio.run(prepare(f"sqlite:///{file}"))


def pair(press: Press) -> Pair:
    return press.circular, press.household


def answered(answers: list[Answer], status: int) -> set[Pair]:
    return {pair(answer.press) for answer in answers if answer.status == status}


def replies_in(file: Path) -> set[Pair]:
    """Return the valid replies of an intact file with correct counts."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute("SELECT circular, household FROM reply").fetchall()
        assert len(found) == len(set(found)), "two replies of one household"
        for circular, block, addressed, replied, *live in connection.execute(COUNTED):
            assert [addressed, replied, replied] == live, (circular, block)
        return set(found)


def test_every_answered_press_survives_kill_9(town: tuple[Path, list[Press]], tmp_path: Path) -> None:
    original, presses = town
    chance = random.Random(8321)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copyfile(original, folder / FILE)
        after = chance.randrange(20, len(presses) - 100)
        chance.shuffle(presses)
        with serving(folder) as server:
            answers = press_all(server.port, presses, meanwhile=partial(_kill, server, after))
        assert after <= len(answers) < len(presses), "the server was not killed in the middle"
        assert {answer.status for answer in answers} == {303}
        assert answered(answers, 303) <= replies_in(folder / FILE)

        with serving(folder) as server:
            rest = [press for press in presses if pair(press) not in answered(answers, 303)]
            again = press_all(server.port, [*rest, *presses[:40]])
        assert answered(again, 303) >= {pair(press) for press in rest}
        assert replies_in(folder / FILE) == {pair(press) for press in presses}
        shutil.rmtree(folder)


def _kill(server: Served, after: int, answers: list[Answer]) -> None:
    if len(answers) >= after:
        server.process.kill()


def test_a_full_disk_is_reported_without_a_false_success(
    town: tuple[Path, list[Press]], tmp_path: Path
) -> None:
    original, presses = town
    shutil.copyfile(original, tmp_path / FILE)
    with serving(tmp_path, longest_file=original.stat().st_size + 50_000) as server:
        answers = press_all(server.port, presses)
    assert len(answers) == len(presses)
    recorded, refused = answered(answers, 303), answered(answers, 503)
    assert recorded | refused == {pair(press) for press in presses}
    assert recorded
    assert refused
    assert all("記録できていません" in answer.page for answer in answers if answer.status == 503)
    assert replies_in(tmp_path / FILE) == recorded

    with serving(tmp_path) as server:
        again = press_all(server.port, presses)
    assert answered(again, 303) == {pair(press) for press in presses}
    assert replies_in(tmp_path / FILE) == {pair(press) for press in presses}
