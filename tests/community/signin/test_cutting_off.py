"""Removed devices, cancelled cards and ended sessions open nothing; hidden households show a number."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.access.scope import own_households
from kairanban.community.hiding.actions import hide
from kairanban.community.signin.actions import devices, printing
from kairanban.community.signin.actions.sessions import leave
from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.people import household
from tests.community.signin.test_cards import devices_of, new_card, scan
from tests.visiting import Visit
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio


async def waiting_device(world: World, browser: Visit, *, agreed: bool) -> str:
    """Ask with a new card of the Suzukis, decide, and return the card's token."""
    token = await new_card(world)
    await scan(browser, token)
    await browser.post("/card/requests")
    if agreed:
        async with world.database.write(world.suzuki) as tx:
            (one,) = await devices.waiting(tx, world.households["suzuki"])
            await devices.decide(tx, world.households["suzuki"], one.id, True)
    return token


async def test_taking_all_others_off_ends_devices_that_wait_or_were_agreed_to(world: World) -> None:
    for agreed in (True, False):
        async with Visit(world) as browser, Visit(world, "suzuki") as mine:
            await waiting_device(world, browser, agreed=agreed)
            await mine.post("/devices/others/removal")
            assert (await browser.post("/card/request/device")).status_code == 404
            async with world.database.read(world.suzuki) as tx:
                assert await devices.waiting(tx, world.households["suzuki"]) == []
    async with Visit(world) as browser:
        await waiting_device(world, browser, agreed=True)
        assert (await browser.post("/card/request/device")).status_code == 303


@pytest.mark.parametrize(("devices_too", "said"), [(True, 404), (False, 409)])
async def test_a_card_that_was_cancelled_binds_nobody_who_was_agreed_to(
    world: World, devices_too: bool, said: int
) -> None:
    async with Visit(world) as browser:
        await waiting_device(world, browser, agreed=True)
        async with world.database.write(world.yamada) as tx:
            await printing.cancel_card(
                tx, world.places["midorigaoka"], world.households["suzuki"], devices_too
            )
        assert (await browser.post("/card/request/device")).status_code == said


async def test_a_household_that_asked_not_to_be_shown_is_a_block_and_a_number(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await hide(tx, world.places["midorigaoka"], world.households["suzuki"])
    hidden, shown = await new_card(world, "suzuki"), await new_card(world, "matsumoto")
    async with Visit(world) as one, Visit(world) as two, Visit(world, "abe") as leader:
        page = await scan(one, hidden)
        assert "1班の2" in page
        assert "鈴木" not in page
        assert "松本" in await scan(two, shown)
        for browser in (one, two):
            await browser.post("/card/requests")
        page = (await leader.get("/approvals")).text
        assert "1班の2" in page
        assert "鈴木" not in page
        assert "松本" in page


async def test_a_device_whose_session_ended_does_not_count(world: World) -> None:
    token = await new_card(world)
    for _ in range(9):
        async with Visit(world) as browser:
            await scan(browser, token)
            assert (await browser.post("/card/devices")).status_code == 303
            assert await devices_of(world, "suzuki") == 2
            await browser.post("/away")
    assert await devices_of(world, "suzuki") == 1


async def test_a_household_that_is_gone_or_a_session_that_ended_reads_nothing(world: World) -> None:
    id = await circular(world)
    mine = Statement(select(household.c.id).where(household.c.id.in_(own_households())))
    for name in ("sato", "suzuki", "matsumoto"):
        async with world.database.read(world.actors[name]) as tx:
            assert await tx.column(mine) == [world.households[name]]
    async with world.database.write(SYSTEM) as tx:
        await tx.run(
            Statement(household.update().where(household.c.id == bindparam("h")).values(gone=NOW)),
            h=world.households["sato"],
        )
    async with world.database.write(world.suzuki) as tx:
        await leave(tx)
    for name, seen in (("sato", 0), ("suzuki", 0), ("matsumoto", 1)):
        async with world.database.read(world.actors[name]) as tx:
            assert len(await tx.column(mine)) == seen
    async with Visit(world, "matsumoto") as browser:
        assert (await browser.get(f"/circulars/{id}")).status_code == 200
