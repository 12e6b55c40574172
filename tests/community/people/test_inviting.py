"""Whom a chair may invite, and who carries on when she moves away."""

import pytest

from kairanban.community.people.actions.households import add_resident, died
from kairanban.community.people.actions.offices import appoint, require_invitable
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.core.clock import DAY
from kairanban.core.errors import Refused
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("role", "place", "invitable"),
    [
        (Role.OFFICER, "midorigaoka", True), (Role.CARETAKER, "midorigaoka", True), (Role.OFFICER, "kaminosawa", False),
        (Role.WELFARE_COMMISSIONER, "midorigaoka", False), (Role.MUNICIPAL_OFFICER, "town", False),
    ],
)  # fmt: skip
async def test_whoever_serves_by_others_is_not_invited_by_a_chair(
    world: World, role: Role, place: str, invitable: bool
) -> None:
    async with world.database.write(SYSTEM) as tx:
        await appoint(tx, world.people["kimura"], role, world.places[place], starts=tx.now, ends=None)
        await require_invitable(tx, world.people["kimura"])
    async with world.database.read(world.yamada) as tx:
        if invitable:
            await require_invitable(tx, world.people["kimura"])
        else:
            with pytest.raises(Refused):
                await require_invitable(tx, world.people["kimura"])


async def test_an_officer_carries_on_for_a_chair_who_has_died(world: World, clock: SetClock) -> None:
    clock.advance(2 * DAY)
    association, home = world.places["midorigaoka"], world.households["tanaka"]
    async with world.database.write(world.ito) as tx:
        chair = await add_resident(tx, home, "山田 美代子", person=world.people["yamada"])
        await died(tx, association, home, chair)
    async with world.database.read(world.ito) as tx:
        assert await carries_on_until(tx, association) is not None
