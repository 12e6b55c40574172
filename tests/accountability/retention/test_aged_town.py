"""A town grows four years old: no personal column older than its term has a value, as the marks say."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kairanban.accountability.retention.actions.forgetting import count
from kairanban.core.clock import DAY, HOUR, Moment
from kairanban.db.engine import Database, open_database
from kairanban.db.tables import metadata, terms
from kairanban.db.tables.terms import TERMS, Term
from kairanban.operations.demo.town import fill
from tests.accountability.retention.ages import (
    end_everything,
    everything,
    fill_empty_columns,
    fill_empty_tables,
    left_of,
)
from tests.conftest import TODAY, SetClock
from tests.engines import Template
from tests.forgetting import forget
from tests.world import SYSTEM

pytestmark = pytest.mark.anyio

FOUR_YEARS = 4 * 366 * DAY
# Of the day on which everything ended, nothing may go earlier either.
NOT_EARLIER = (
    terms.VISITS, terms.ACCESS, terms.SAFETY, terms.CALLS, terms.CONSENTS, terms.ADDRESSES, terms.MESSAGES,
    terms.SESSIONS, terms.CARDS, terms.FEEDS, terms.LEAVERS, terms.APPOINTMENTS, terms.PEOPLE,
)  # fmt: skip
# A resident who held an office stays until it is clear who carries on (terms.LEAVERS).
OFFICE_DAYS = 120
HOLD_OFFICE = {terms.LEAVERS, terms.SIGN_IN}


@pytest.fixture(scope="module")
def ended(database_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo town with a row in every table, on the day on which everything ends."""
    url = database_template.copy(tmp_path_factory.mktemp("ended"))

    async def prepare() -> None:
        database = await open_database(url, SetClock(TODAY))
        await fill(database)
        async with database.write(SYSTEM) as tx:
            await fill_empty_tables(tx)
            await fill_empty_columns(tx)
            await end_everything(tx)
        await database.close()

    asyncio.run(prepare())
    yield url
    database_template.drop(url)


@pytest.fixture
async def town(
    ended: str, database_template: Template, tmp_path: Path, clock: SetClock
) -> AsyncIterator[Database]:
    url = database_template.copy(tmp_path, ended)
    database = await open_database(url, clock)
    yield database
    await database.close()
    database_template.drop(url)


def by_age(days: int) -> set[Term]:
    """Return the terms that are over after so many days."""
    return {term for term in TERMS if term.days is not None and term.days < days}


async def test_every_personal_column_has_a_value_before(town: Database) -> None:
    columns = {str(c) for t in metadata.sorted_tables for c in t.columns if c.info["kept"] in by_age(10_000)}
    empty = columns - (await left_of(town, by_age(10_000))).keys()
    assert empty == set()


async def test_after_four_years_no_personal_column_has_a_value(town: Database, clock: SetClock) -> None:
    journal, tallies = metadata.tables["journal"], metadata.tables["tally"]
    before = await everything(town, journal)
    clock.advance(100 * DAY)
    counted = await everything(town, tallies)
    await forget(town, SYSTEM)
    assert await everything(town, tallies) == counted
    clock.advance(FOUR_YEARS - 100 * DAY)
    await forget(town, SYSTEM)
    assert await left_of(town, by_age(10_000)) == {}
    assert await count(town, SYSTEM) == {}
    assert await everything(town, journal) == before


async def test_each_term_is_over_after_its_days_and_not_before(town: Database, clock: SetClock) -> None:
    start = clock.now
    for days in sorted({term.days for term in TERMS if term.days is not None}):
        held = {term for term in NOT_EARLIER if term.days == days}
        before = await left_of(town, held)
        clock.now = Moment(start + days * DAY - HOUR)
        await forget(town, SYSTEM)
        assert (await left_of(town, held)).keys() == before.keys(), days
        clock.now = Moment(start + days * DAY + HOUR)
        await forget(town, SYSTEM)
        assert await left_of(town, by_age(days + 1) - HOLD_OFFICE) == {}, days
        if days >= OFFICE_DAYS:
            assert await left_of(town, HOLD_OFFICE) == {}
