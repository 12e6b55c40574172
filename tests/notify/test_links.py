"""Links in mail end with the address, and the address ends when the resident who gave it leaves the household."""

from dataclasses import replace

import pytest

from kairanban.community.household_changes.actions import moving, residents
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.community.people.actions.households import add_resident, died
from kairanban.core.actor import Actor, System
from kairanban.core.clock import at, day_of
from kairanban.core.ids import ResidentId
from kairanban.notify.actions import mail
from kairanban.notify.keys import ensure_keys
from kairanban.notify.rules.links import Purpose, sign
from tests.visiting import Visit
from tests.world import SYSTEM, World, circular

pytestmark = pytest.mark.anyio


@pytest.fixture
async def son(world: World) -> ResidentId:
    async with world.database.write(SYSTEM) as tx:
        return await add_resident(tx, world.households["sato"], "佐藤 健")


async def link(world: World, giver: ResidentId | None) -> str:
    """Give and confirm an address on a device that names this resident; return the path of a circular's link."""
    keys, home = await ensure_keys(world.database), world.households["sato"]
    own: Actor = replace(world.sato, homes=(replace(world.sato.homes[0], resident=giver),))
    async with world.database.write(own) as tx:
        await mail.add(tx, home, "takeshi@example.jp", "ja")
        (address,) = await mail.of_household(tx, home)
    async with world.database.write(System("link")) as tx:
        await mail.confirm(tx, sign(keys.link_key, Purpose.VERIFY, address.id))
    return f"/told/{sign(keys.link_key, Purpose.CIRCULAR, await circular(world), address.id)}"


async def answers(world: World, path: str) -> tuple[int, int]:
    async with Visit(world) as reader:
        shown = await reader.get(path)
        pressed = await reader.post(f"{path}/acknowledgement", {"press": "one", "edition": "1"})
        return shown.status_code, pressed.status_code


async def divide(world: World, *movers: ResidentId, renew: bool = False) -> None:
    new = NextHousehold("佐藤（若）", world.places["block_1"], 4, "離れ")
    async with world.database.write(world.ito) as tx:
        await residents.divide(
            tx, world.places["midorigaoka"], world.households["sato"], movers, (), new, at(day_of(tx.now)), renew=renew
        )  # fmt: skip


async def test_whoever_moves_out_cannot_answer_for_the_household_any_more(
    world: World, son: ResidentId
) -> None:
    path = await link(world, son)
    assert await answers(world, path) == (200, 303)
    await divide(world, son)
    assert await answers(world, path) == (404, 404)


async def test_whoever_stays_answers_as_before(world: World, son: ResidentId) -> None:
    path = await link(world, world.residents["sato"])
    await divide(world, son)
    assert await answers(world, path) == (200, 303)


async def test_a_new_representative_keeps_the_address_of_the_one_before_who_stays(
    world: World, son: ResidentId
) -> None:
    path = await link(world, world.residents["sato"])
    async with world.database.write(world.ito) as tx:
        await residents.represent(
            tx, world.places["midorigaoka"], world.households["sato"], son, "", True, at(day_of(tx.now))
        )
    assert await answers(world, path) == (200, 303)
    async with world.database.read(SYSTEM) as tx:
        mother = next(
            one for one in await residents.who_lives(tx, world.households["sato"]) if not one.representative
        )
    await divide(world, mother.id)
    assert await answers(world, path) == (404, 404)


async def test_the_address_of_somebody_who_died_ends(world: World, son: ResidentId) -> None:
    path = await link(world, son)
    async with world.database.write(world.ito) as tx:
        await died(tx, world.places["midorigaoka"], world.households["sato"], son)
    assert await answers(world, path) == (404, 404)


@pytest.mark.parametrize("how", ["left", "separated", "taken off", "given anew"])
async def test_a_link_ends_with_the_address_of_the_household(world: World, son: ResidentId, how: str) -> None:
    path = await link(world, None)
    assert (await answers(world, path))[0] == 200
    home, place = world.households["sato"], world.places["midorigaoka"]
    if how == "left":
        async with world.database.write(world.ito) as tx:
            await moving.leave(tx, place, home, at(day_of(tx.now)), empty=False)
        async with world.database.write(world.ito) as tx:
            await moving.come_back(tx, place, home)
    elif how == "separated":
        await divide(world, son, renew=True)
    else:
        async with world.database.write(world.sato) as tx:
            (address,) = await mail.of_household(tx, home)
            await mail.take_off(tx, home, address.id)
        if how == "given anew":
            await link(world, None)
    assert await answers(world, path) == (404, 404)
