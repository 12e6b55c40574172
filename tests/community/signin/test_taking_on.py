"""One person, several offices: an invitation accepted with the key she has, and double entries that become one."""

import pytest
from sqlalchemy import bindparam, select

from kairanban.community.people.actions.offices import add_person, appoint, end_appointment, officers
from kairanban.community.people.actions.town_offices import given_by_town
from kairanban.community.signin.actions import persons, sessions
from kairanban.core.actor import Visitor
from kairanban.core.errors import Conflict, SignInNeeded, StepUpNeeded
from kairanban.core.ids import PersonId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import person, resident
from tests.conftest import SetClock
from tests.records import journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

_HASH = Statement(select(person.c.password_hash).where(person.c.id == bindparam("person")))
_LIVES = Statement(select(resident.c.id).where(resident.c.person == bindparam("person")))
_LINK = Statement(
    resident.update().where(resident.c.id == bindparam("of_resident")).values(person=bindparam("to_person"))
)


async def entered_twice(world: World) -> tuple[PersonId, str]:
    """山田, chair of Midorigaoka, is entered in Kaminosawa as somebody new; return that entry and its invitation."""
    place = world.places["kaminosawa"]
    async with world.database.write(SYSTEM) as tx:
        double = await add_person(tx, "山田 美代子")
        await appoint(tx, double, Role.OFFICER, place, starts=tx.now, ends=None)
        return double, await persons.invite(tx, double, place)


async def holds(world: World, place: str) -> set[tuple[int, str]]:
    async with world.database.read(SYSTEM) as tx:
        return {(one.person, one.role) for one in await officers(tx, world.places[place])}


async def test_a_second_office_opens_with_the_key_she_has(world: World) -> None:
    double, token = await entered_twice(world)
    me = world.people["yamada"]
    async with Visit(world, "yamada") as visit:
        assert (await visit.get(f"/i/{token}")).status_code == 303
        page = await visit.get("/invitation")
        assert "/invitation/joining" in page.text
        assert (await visit.post("/invitation/joining")).headers["location"] == "/office?done=taken_on"
        office = (await visit.get("/office")).text
        assert "上ノ沢区" in office
        assert "みどりヶ丘自治会" in office
        # The page says which association she acts for, and as what.
        assert (
            "上ノ沢区・役員" in (await visit.get(f"/associations/{world.places['kaminosawa']}/people")).text
        )
        assert (await visit.post("/invitation/joining")).status_code == 409
    assert (me, "officer") in await holds(world, "kaminosawa")
    assert (me, "chair") in await holds(world, "midorigaoka")
    assert double not in {one for one, _ in await holds(world, "kaminosawa")}
    assert [entry.other for entry in await journalled(world, "offices_taken_on")] == [double]


async def test_leaving_one_leaves_the_other(world: World) -> None:
    _, token = await entered_twice(world)
    async with world.database.write(world.yamada) as tx:
        await persons.take_on(tx, token)
    async with world.database.write(SYSTEM) as tx:
        place = world.places["kaminosawa"]
        for one in await officers(tx, place):
            if one.person == world.people["yamada"]:
                await end_appointment(tx, place, one.appointment)
    async with Visit(world, "yamada") as visit:
        assert (await visit.get(f"/associations/{world.places['midorigaoka']}/roster")).status_code == 200
        assert (await visit.get(f"/associations/{world.places['kaminosawa']}/roster")).status_code == 404


async def test_nobody_else_takes_it_on(world: World, clock: SetClock) -> None:
    _, token = await entered_twice(world)
    for actor, error in ((Visitor(), SignInNeeded), (world.sato, SignInNeeded)):
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await persons.take_on(tx, token)
    clock.advance(11 * 60_000)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(StepUpNeeded):
            await persons.take_on(tx, token)
    async with world.database.write(world.ono) as tx:
        with pytest.raises((Conflict, StepUpNeeded)):
            await persons.take_on(tx, "unknown")


async def test_only_what_the_inviting_body_gave_moves(world: World) -> None:
    """永井 serves for the town, and as an officer; the association's invitation takes the officer along alone."""
    place = world.places["midorigaoka"]
    nagai = world.people["nagai"]
    async with world.database.write(SYSTEM) as tx:
        await appoint(tx, nagai, Role.OFFICER, place, starts=tx.now, ends=None)
        token = await persons.invite(tx, nagai, place)
    async with world.database.write(world.ito) as tx:
        await persons.take_on(tx, token)
    assert (world.people["ito"], "officer") in await holds(world, "midorigaoka")
    async with world.database.read(SYSTEM) as tx:
        town = {one.person for one in await given_by_town(tx, world.places["town"])}
    assert nagai in town


async def test_nobody_comes_into_a_household_by_it_and_keys_stay_as_they_are(world: World) -> None:
    """A chair who makes 高橋 a drafter and accepts the invitation herself has one more office, and no household."""
    place, home = world.places["midorigaoka"], world.households["takahashi"]
    async with world.database.write(SYSTEM) as tx:
        drafter = await add_person(tx, "高橋 節子")
        await tx.run(_LINK, of_resident=world.residents["takahashi"], to_person=drafter)
        await appoint(tx, drafter, Role.DRAFTER, place, starts=tx.now, ends=None)
        token = await persons.invite(tx, drafter, place)
        before = await tx.value(_HASH, person=world.people["yamada"])
    async with world.database.write(world.yamada) as tx:
        await persons.take_on(tx, token)
    async with world.database.write(SYSTEM) as tx:
        assert await tx.value(_HASH, person=world.people["yamada"]) == before
        assert await tx.column(_LIVES, person=drafter) == [world.residents["takahashi"]]
        world.tokens["yamada"] = await sessions.sign_in(tx, world.people["yamada"])
    async with Visit(world, "yamada") as visit:
        assert (await visit.get(f"/household?home={home}")).status_code == 403


async def test_a_key_from_elsewhere_lays_down_nothing_it_does_not_open(world: World, clock: SetClock) -> None:
    """Another body's invitation locks what it did not give: a chair must not end the offices of others by it."""
    async with world.database.write(SYSTEM) as tx:
        held = await appoint(
            tx, world.people["ito"], Role.OFFICER, world.places["kaminosawa"], starts=tx.now, ends=None
        )
        token = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
    async with world.database.write(Visitor()) as tx:
        _, world.tokens["ito"] = await persons.set_password(tx, token, "ito-2", "hash")
    async with Visit(world, "ito") as visit:
        await visit.post(f"/own-page/offices/{held}/end")
        clock.advance(11 * 60_000)
        own = world.actors["ito"].appointments[0].id
        unproven = await visit.post(f"/own-page/offices/{own}/end")
        assert unproven.headers["location"].startswith("/step-up")
    assert (world.people["ito"], "officer") in await holds(world, "kaminosawa")
    assert (world.people["ito"], "officer") in await holds(world, "midorigaoka")


async def test_an_own_office_is_laid_down_and_the_others_stay(world: World) -> None:
    """阿部 leads a block and drafts; the chair hands over instead, and the town keeps its last officer."""
    async with world.database.write(SYSTEM) as tx:
        drafts = await appoint(
            tx, world.people["abe"], Role.DRAFTER, world.places["midorigaoka"], starts=tx.now, ends=None
        )
    async with Visit(world, "abe") as visit:
        assert f"/own-page/offices/{drafts}/end" in (await visit.get("/own-page")).text
        for _ in range(2):
            laid_down = await visit.post(f"/own-page/offices/{drafts}/end")
            assert laid_down.headers["location"] == "/own-page?done=laid_down"
        assert "1班" in (await visit.get("/office")).text
    assert (world.people["abe"], "drafter") not in await holds(world, "midorigaoka")
    assert [entry.other for entry in await journalled(world, "office_laid_down")] == [drafts]
    for who in ("yamada", "shimizu"):
        held = world.actors[who].appointments[0].id
        async with Visit(world, who) as visit:
            assert (await visit.post(f"/own-page/offices/{held}/end")).status_code == 422
            # Another person's office is left alone.
            await visit.post(f"/own-page/offices/{world.actors['ito'].appointments[0].id}/end")
    assert (world.people["ito"], "officer") in await holds(world, "midorigaoka")
    assert (world.people["yamada"], "chair") in await holds(world, "midorigaoka")
