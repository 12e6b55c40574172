"""The town that is measured is one that the actions made: a copied association cannot be told from a second one."""

import pytest
from sqlalchemy import func, select

from kairanban.db.engine import open_database
from kairanban.db.migrate import engine_for
from kairanban.db.tables.people import household
from kairanban.db.tables.replies import reply
from tests.bench.town_built import SetClock, Size, found_town, live
from tests.bench.town_copied import Slots, begin_slot, copy, differences, fits
from tests.conftest import TODAY

pytestmark = pytest.mark.anyio

SIZE = Size(associations=4, blocks=4, households=12, circulars=4, waiting=1)
SLOTS = Slots(first=100, span=200)


async def test_a_copied_association_is_as_one_made_by_the_actions(database_url: str) -> None:
    database = await open_database(database_url, clock := SetClock(TODAY))
    try:
        found = await found_town(database, SIZE)
    finally:
        await database.close()
    assert len(found) == SIZE.associations
    for slot in (0, 1):
        engine = engine_for(database_url)
        with engine.begin() as connection:
            begin_slot(connection, SLOTS, slot)
        clock.now = TODAY
        database = await open_database(database_url, clock)
        try:
            await live(database, clock, found[slot], SIZE)
        finally:
            await database.close()
        with engine.begin() as connection:
            assert fits(connection, SLOTS, slot)
    with engine_for(database_url).begin() as connection:
        assert differences(connection, SLOTS, found[0], found[1], 1) == []
        copy(connection, SLOTS, found[0], found[2], 2)
        homes = connection.execute(
            select(household.c.association, func.count()).group_by(household.c.association)
        )
        assert sorted(map(tuple, homes)) == [(one.place, SIZE.households) for one in found[:3]]
        assert connection.execute(select(func.count()).select_from(reply)).scalar() == 3 * 3 * 9
        # What is compared is every column: one that differs is named.
        connection.execute(
            household.update().where(household.c.association == found[1].place).values(phone="")
        )
        [wrong] = differences(connection, SLOTS, found[0], found[1], 1)
        assert wrong.startswith("household.phone: 12 differ")
