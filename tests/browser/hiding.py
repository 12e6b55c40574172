"""表示をひかえる and new keys in the gallery: at home, at the officer's desk, in the town hall."""

from sqlalchemy import bindparam, select

from kairanban.community.hiding import actions as hiding
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.signin.actions import cards, persons, printing
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Actor, Home, Visitor
from kairanban.core.ids import HouseholdId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.signin import session
from tests.browser.scene import Scene
from tests.world import SYSTEM, World

_SESSION = Statement(select(session.c.id).where(session.c.token_hash == bindparam("token_hash")))


async def prepare(world: World) -> None:
    place, block = world.places["midorigaoka"], world.places["block_2"]
    async with world.database.write(SYSTEM) as tx:
        for number, name in enumerate(("小林", "中村")):
            new = NewHousehold(place, name, block, 20 + number, address=f"{name}の住所", phone="022-222-0000")
            home = world.households[name] = await add_household(tx, new)
            await add_resident(tx, home, f"{name} 一", representative=True)
        await hiding.hide(tx, place, world.households["中村"])
    # The first device is from before, the second the one on which it is settled.
    await _device(world, world.households["小林"], "kobayashi_old")
    mine = await _device(world, world.households["小林"], "kobayashi")
    async with world.database.write(mine) as tx:
        await hiding.hide_own(tx, world.households["小林"], world.people["ito"])
    async with world.database.write(SYSTEM) as tx:
        person = world.people["arai"] = await add_person(tx, "新井 光")
        for where in (place, world.places["kaminosawa"]):
            await appoint(tx, person, Role.OFFICER, where, starts=tx.now, ends=None)
        invitation = await persons.invite(tx, person, place)
        await persons.set_password(tx, invitation, "arai", hash_secret("natsu no umi 7"))
        again = await persons.invite(tx, person, place)
    async with world.database.write(Visitor()) as tx:
        _, world.tokens["arai"] = await persons.set_password(tx, again, "arai", hash_secret("aki no yama 8"))


async def _device(world: World, household: HouseholdId, name: str) -> Actor:
    place = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        ((_, card),) = await printing.make_cards(tx, place, {household})
    async with world.database.write(Visitor()) as tx:
        token = world.tokens[name] = await cards.bind(tx, card, "iphone")
        number = await tx.value(_SESSION, token_hash=hashed(token))
    return Actor(number, homes=(Home(household, None, "小林", place),))


def scenes(world: World) -> list[Scene]:
    place, there = world.places["midorigaoka"], world.places["kaminosawa"]
    house = f"/associations/{place}/households"
    return [
        Scene("hiding", "/hiding", "sato"),
        Scene("hiding_hidden", "/hiding?done=hidden", "kobayashi"),
        Scene("hiding_elsewhere", "/hiding", "kobayashi_old"),
        Scene("hiding_home", "/", "kobayashi"),
        Scene("hiding_devices", "/devices", "kobayashi"),
        Scene("hiding_officer", f"{house}/{world.households['sato']}/hiding", "yamada"),
        Scene(
            "hiding_officer_knows", f"{house}/{world.households['matsumoto']}/hiding?done=hidden", "yamada"
        ),
        Scene("hiding_officer_other", f"{house}/{world.households['中村']}/hiding", "ito"),
        Scene("hiding_unknown", "/hidden-households", "shimizu"),
        Scene("keys", "/keys", "arai"),
        Scene("keys_office", "/office", "arai"),
        Scene("keys_confirm", f"/associations/{there}/people", "ono"),
    ]
