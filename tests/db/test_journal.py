from dataclasses import dataclass

import pytest
from sqlalchemy import select

from kairanban.core.actor import Actor
from kairanban.core.ids import PersonId, SessionId
from kairanban.db import journal
from kairanban.db.engine import Database
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.ledger import journal as table
from tests.db.ledger import TESTER, kinds

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class Entry:
    at: int
    kind: str
    person: int | None
    session: int | None
    association: int | None
    circular: int | None
    household: int | None
    other: int | None


ENTRIES = Query(select(*list(table.columns)[1:]).order_by(table.c.id), Entry)


async def test_an_entry_records_actor_and_time(database: Database) -> None:
    async with database.write(Actor(SessionId(5), person=PersonId(2))) as tx:
        first = await journal.record(tx, "published", association=1, circular=9)
        second = await journal.record(tx, "replied", household=4, other=8)
    assert first < second

    async with database.read(TESTER) as tx:
        assert await tx.all(ENTRIES) == [
            Entry(database.clock(), "published", 2, 5, 1, 9, None, None),
            Entry(database.clock(), "replied", 2, 5, None, None, 4, 8),
        ]


async def test_an_entry_of_the_system_has_no_person(database: Database) -> None:
    async with database.write(TESTER) as tx:
        await tx.together(journal.entry(tx, "tidied", other=3))

    async with database.read(TESTER) as tx:
        assert await tx.one(ENTRIES) == Entry(database.clock(), "tidied", None, None, None, None, None, 3)


async def test_an_entry_is_rolled_back_with_its_change(database: Database) -> None:
    async def fail() -> None:
        async with database.write(TESTER) as tx:
            await journal.record(tx, "published", circular=9)
            raise ValueError

    with pytest.raises(ValueError):
        await fail()

    assert await kinds(database) == []


async def test_ids_are_never_reused(database: Database) -> None:
    clear = Statement(table.delete())
    async with database.write(TESTER) as tx:
        first = await journal.record(tx, "a")
        await tx.run(clear)
        assert await journal.record(tx, "b") > first
