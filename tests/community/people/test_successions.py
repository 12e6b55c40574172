"""役員の任期: terms until the successor's, and caretakers."""

import pytest

from kairanban.community.people.actions.offices import add_person, appoint, end_appointment, officers
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.people.rules.terms import CARRIES_ON, CarryingOn, Served, carrying_on
from kairanban.core.clock import DAY, Moment
from kairanban.core.errors import Invalid, Refused
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


def served(id: int, *, chairs: bool = True, starts: int = 0, ends: int | None = None, lives: bool = True) -> Served:  # fmt: skip
    return Served(AppointmentId(id), PersonId(id), int(chairs), starts, ends, int(lives))


def carries(id: int, starts: int, ends: int) -> CarryingOn:
    return CarryingOn(PersonId(id), Moment(starts), Moment(ends))


def test_nobody_carries_on_while_the_chair_serves() -> None:
    assert carrying_on([served(1)], 0) == set()


def test_without_a_successor_the_chair_and_one_officer_carry_on_for_ninety_days() -> None:
    offices = [
        served(1, ends=400 * DAY),
        served(2, chairs=False, ends=400 * DAY),
        served(3, chairs=False, ends=200 * DAY),
    ]
    until = 400 * DAY + CARRIES_ON
    assert carrying_on(offices, 0) == {carries(1, 400 * DAY, until), carries(2, 400 * DAY, until)}
    assert carrying_on(offices, until) == set()


def test_it_ends_when_a_later_chair_begins_and_nobody_who_left_carries_on() -> None:
    offices = [served(1, ends=10 * DAY, lives=False), served(2, starts=30 * DAY), served(3, chairs=False)]
    assert carrying_on(offices, 0) == {carries(3, 10 * DAY, 30 * DAY)}


async def test_the_basic_work_goes_on_visibly_until_ninety_days_have_passed(
    world: World, clock: SetClock
) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        await end_appointment(tx, place, await _chair(tx, place))
    async with Visit(world, "yamada") as visit:
        assert "後任の方が決まるまで" in (await visit.get("/office")).text
        assert (await visit.get(f"/associations/{place}/people")).status_code == 200
        # A caretaker may do nothing that cannot be undone.
        added = await visit.post(f"/associations/{place}/places", {"name": "9班", "kind": "block"})
        assert added.status_code == 404
    async with world.database.read(world.yamada) as tx:
        assert await carries_on_until(tx, place) == clock.now + CARRIES_ON
    clock.advance(91 * DAY)
    async with world.database.read(world.yamada) as tx:
        assert await carries_on_until(tx, place) is None


async def test_a_new_chair_is_the_successor_of_the_one_before(world: World, clock: SetClock) -> None:
    place, then = world.places["midorigaoka"], Moment(clock.now + 40 * DAY)
    async with world.database.write(world.yamada) as tx:
        before = await _chair(tx, place)
        new = await add_person(tx, "新しい 会長")
        await appoint(tx, new, Role.CHAIR, place, starts=then, ends=None)
    async with world.database.read(world.yamada) as tx:
        terms = {one.appointment: one.ends for one in await officers(tx, place)}
        assert terms[before] == then
        assert list(terms.values()).count(then + CARRIES_ON) == 1


async def test_an_officer_does_not_appoint_a_chair(world: World) -> None:
    place, person = world.places["midorigaoka"], world.ito.person
    assert person is not None
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await appoint(tx, person, Role.CHAIR, place, starts=tx.now, ends=None)


async def _chair(tx: Tx, place: PlaceId) -> AppointmentId:
    return next(one.appointment for one in await officers(tx, place) if one.role == "chair")


async def test_no_office_ends_before_it_begins(world: World, clock: SetClock) -> None:
    async with world.database.write(world.yamada) as tx:
        person = await add_person(tx, "新井 光")
        with pytest.raises(Invalid):
            await appoint(
                tx,
                person,
                Role.OFFICER,
                world.places["midorigaoka"],
                starts=tx.now,
                ends=Moment(tx.now - DAY),
            )
