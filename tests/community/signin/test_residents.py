"""Access to a household by a resident's sign-in, while she lives there."""

import pytest
from sqlalchemy import bindparam

from kairanban.community.people.actions.households import died
from kairanban.community.signin.actions import devices, sessions
from kairanban.community.signin.actions.persons import invite
from kairanban.core.clock import DAY
from kairanban.db.statements import Statement
from kairanban.db.tables.people import resident
from tests.community.signin.test_cards import new_card, scan
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio

LINK = Statement(resident.update().where(resident.c.id == bindparam("r")).values(person=bindparam("p")))
LABEL = "佐藤様のお宅"


async def lives_and_serves(world: World) -> str:
    """Let Yamada, the chair, live with the Satos and sign in; return the token."""
    async with world.database.write(SYSTEM) as tx:
        await tx.run(LINK, r=world.residents["sato"], p=world.people["yamada"])
        world.tokens["resident"] = await sessions.sign_in(tx, world.people["yamada"])
    return world.tokens["resident"]


async def listed(world: World) -> int:
    async with world.database.read(world.sato) as tx:
        return len(await devices.devices(tx, world.households["sato"]))


async def test_the_next_to_sign_in_on_the_same_screen_does_not_get_the_household(world: World) -> None:
    id = await circular(world)
    await lives_and_serves(world)
    async with world.database.write(SYSTEM) as tx:
        token = await invite(tx, world.people["hayashi"], world.places["town"])
    async with Visit(world, "resident") as browser:
        assert LABEL in (await browser.get("/")).text
        assert await listed(world) == 2
        await browser.get(f"/i/{token}")
        password = {"password": "natsu no umi 7", "again": "natsu no umi 7"}
        made = await browser.post("/invitation/password", {"sign_in_name": "hayashi", **password})
        assert made.status_code == 303
        assert LABEL not in (await browser.get("/")).text
        assert (await browser.get(f"/circulars/{id}")).status_code == 403
    assert await listed(world) == 1


async def test_who_no_longer_lives_there_reads_nothing_there(world: World) -> None:
    await lives_and_serves(world)
    async with Visit(world, "resident") as browser:
        assert LABEL in (await browser.get("/")).text
        async with world.database.write(world.ito) as tx:
            await died(tx, world.places["midorigaoka"], world.households["sato"], world.residents["sato"])
        assert LABEL not in (await browser.get("/")).text
    assert await listed(world) == 1


async def test_a_signing_in_that_has_run_out_closes_the_household_and_leaves_the_others(
    world: World, clock: SetClock
) -> None:
    id = await circular(world, place="block_1")
    await lives_and_serves(world)
    async with Visit(world, "resident") as browser:
        for house in ("takahashi", "tanaka"):
            await scan(browser, await new_card(world, house))
            assert (await browser.post("/card/devices")).status_code == 303
        assert (await browser.get(f"/circulars/{id}")).status_code == 200
        clock.advance(31 * DAY)
        assert "高橋様のお宅" in (await browser.get("/")).text
        assert (await browser.get(f"/circulars/{id}/print")).status_code == 404
        assert (await browser.get(f"/circulars/{id}")).status_code == 404
