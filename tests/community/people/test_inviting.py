"""Whom a chair may invite, and who carries on when she moves away."""

from contextlib import nullcontext

import pytest

from kairanban.community.people.actions.households import add_resident, died
from kairanban.community.people.actions.offices import add_person, appoint, invitable
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("role", "place", "error"),
    [
        (Role.OFFICER, "midorigaoka", None), (Role.CARETAKER, "midorigaoka", None), (Role.OFFICER, "kaminosawa", NotFound),
        (Role.WELFARE_COMMISSIONER, "midorigaoka", Refused), (Role.MUNICIPAL_OFFICER, "town", NotFound),
    ],
)  # fmt: skip
async def test_a_chair_invites_whom_her_association_gave_an_office(
    world: World, role: Role, place: str, error: type[Exception] | None
) -> None:
    async with world.database.write(SYSTEM) as tx:
        person = await add_person(tx, "新井 光")
        await appoint(tx, person, role, world.places[place], starts=tx.now, ends=None)
    async with world.database.read(world.yamada) as tx:
        with pytest.raises(error) if error else nullcontext():
            await invitable(tx, world.places["midorigaoka"], person)


async def test_a_body_appoints_only_persons_of_its_own_places(world: World) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        for stranger in ("ono", "hayashi", "shimizu"):
            with pytest.raises(NotFound):
                await appoint(tx, world.people[stranger], Role.DRAFTER, place, starts=tx.now, ends=None)
        for own in ("ito", "abe", "nagai", await add_person(tx, "新井 光")):
            person = world.people[own] if isinstance(own, str) else own
            await appoint(tx, person, Role.DRAFTER, place, starts=tx.now, ends=None)
        resident = await add_person(tx, "田中 昭")
        await add_resident(tx, world.households["tanaka"], "田中 昭", person=resident)
        await appoint(tx, resident, Role.DRAFTER, place, starts=tx.now, ends=None)
        neighbour = await add_person(tx, "森 清")
        await add_resident(tx, world.households["mori"], "森 清", person=neighbour)
        with pytest.raises(NotFound):
            await appoint(tx, neighbour, Role.DRAFTER, place, starts=tx.now, ends=None)


async def test_an_officer_carries_on_for_a_chair_who_has_died(world: World, clock: SetClock) -> None:
    clock.advance(2 * DAY)
    association, home = world.places["midorigaoka"], world.households["tanaka"]
    async with world.database.write(world.ito) as tx:
        chair = await add_resident(tx, home, "山田 美代子", person=world.people["yamada"])
        await died(tx, association, home, chair)
    async with world.database.read(world.ito) as tx:
        assert await carries_on_until(tx, association) is not None
