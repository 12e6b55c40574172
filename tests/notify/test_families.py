"""One family in two associations: what reaches both is told of once at each address."""

from dataclasses import replace

import pytest

from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions
from kairanban.core.clock import MINUTE
from kairanban.core.ids import CircularId
from tests.circulation.families.test_families import HERE, THERE, both_homes, linked, passed
from tests.conftest import SetClock
from tests.notify.push_service import PushService
from tests.notify.telling import Telling
from tests.visiting import Visit
from tests.world import TEXTS, World, asked

pytestmark = pytest.mark.anyio


async def corrected(world: World, request: CircularId, where: str) -> None:
    by = {HERE: "yamada", THERE: "ono"}[where]
    async with world.database.write(world.actors[by]) as tx:
        await decisions.apply_correction(tx, world.places[where], request, Change.CHANGE)


async def test_a_phone_of_both_is_told_once(
    world: World, town: Telling, service: PushService, clock: SetClock
) -> None:
    """The tablet serves both households, another phone only the second: each is told once, of each edition."""
    await town.allow("sato", service.browser("tablet"))
    await town.allow("mori", service.browser("phone"))
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await linked(world, tablet)
    for number, where in enumerate((HERE, THERE)):
        await passed(world, request, where)
        await town.round()
        assert len(service.shown("tablet")) == 1
        assert len(service.shown("phone")) == number

    clock.advance(MINUTE)
    async with world.database.write(world.shimizu) as tx:
        await corrections.correct(tx, request, replace(TEXTS, title="河川の清掃"), "場所", None, None)
    for number, where in enumerate((THERE, HERE)):
        clock.advance(MINUTE)
        await corrected(world, request, where)
        await town.round()
        assert len(service.shown("tablet")) == 2
        assert len(service.shown("phone")) == 2, number


async def test_without_the_link_it_is_told_of_both(world: World, town: Telling, service: PushService) -> None:
    await town.allow("sato", service.browser("tablet"))
    request = await asked(world, HERE, THERE)
    async with Visit(world, "sato") as tablet:
        await both_homes(world, tablet)
    for where in (HERE, THERE):
        await passed(world, request, where)
    await town.round()
    assert len(service.shown("tablet")) == 2
