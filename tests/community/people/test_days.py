"""First and last days of offices and of the year."""

from datetime import date

import pytest

from kairanban.community.people.actions.offices import appoint
from kairanban.community.people.actions.turns import next_year
from kairanban.community.people.rules.last_days import a_year_from
from kairanban.core.clock import DAY, Moment, at
from kairanban.core.errors import Invalid
from kairanban.core.roles import Role
from tests.conftest import TODAY
from tests.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (at(date(2026, 3, 31), 23), date(2026, 4, 1)), (at(date(2026, 4, 1)), date(2027, 4, 1)),
        (at(date(2026, 12, 1)), date(2027, 4, 1)), (at(date(2027, 1, 1)), date(2027, 4, 1)),
    ],
)  # fmt: skip
def test_the_next_year_begins_on_the_first_of_april_to_come(now: Moment, begins: date) -> None:
    assert next_year(now) == at(begins)


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2027, 4, 1), date(2028, 4, 1)), (date(2028, 2, 29), date(2029, 3, 1))],
)
def test_a_year_later_is_the_same_day(day: date, later: date) -> None:
    assert a_year_from(day) == at(later)


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        (TODAY, TODAY + 1, True), (TODAY, TODAY, False), (TODAY - DAY, TODAY, False), (TODAY - DAY, TODAY + 1, True),
        (TODAY + DAY, TODAY + DAY, False), (TODAY + DAY, TODAY + DAY + 1, True), (TODAY, None, True),
    ],
)  # fmt: skip
async def test_an_office_ends_after_it_begins_and_after_now(
    world: World, starts: int, ends: int | None, fits: bool
) -> None:
    async with world.database.write(world.yamada) as tx:

        async def give() -> None:
            until = Moment(ends) if ends is not None else None
            place, person = world.places["midorigaoka"], world.people["kimura"]
            await appoint(tx, person, Role.OFFICER, place, starts=Moment(starts), ends=until)

        if fits:
            await give()
        else:
            with pytest.raises(Invalid):
                await give()
