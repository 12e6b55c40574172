"""Who may invite whom, and which sessions an invitation ends."""

import re
from datetime import date

import pytest

from kairanban.community.people.actions import households, offices
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.people.rules.terms import CARRIES_ON, OVERLAP
from kairanban.community.signin.actions import passkeys, persons, sessions
from kairanban.community.signin.rules.passkeys import Registered
from kairanban.core.actor import Visitor
from kairanban.core.clock import at
from kairanban.core.errors import Conflict
from kairanban.core.roles import Role
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

PASSWORD = {"password": "natsu no umi 7", "again": "natsu no umi 7"}


def path(world: World, association: str, person: str) -> str:
    return f"/associations/{world.places[association]}/people/{world.people[person]}/invitation"


async def invited(world: World, person: str) -> str:
    async with world.database.write(SYSTEM) as tx:
        return await persons.invite(tx, world.people[person], world.places["midorigaoka"])


async def test_a_chair_invites_only_those_to_whom_her_association_gave_an_office(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        assert (await chair.post(path(world, "midorigaoka", "ito"))).status_code == 200
        assert (await chair.post(path(world, "midorigaoka", "abe"))).status_code == 200
    async with Visit(world, "ono") as chair:
        assert (await chair.post(path(world, "kaminosawa", "hayashi"))).status_code == 403

    async with world.database.write(SYSTEM) as tx:
        await offices.appoint(
            tx,
            world.people["ito"],
            Role.OFFICER,
            world.places["kaminosawa"],
            starts=tx.now,
            ends=None,
        )
    async with Visit(world, "yamada") as chair:
        # The key will open what her association gave, and nothing else (test_recovery.py).
        assert (await chair.post(path(world, "midorigaoka", "ito"))).status_code == 200
        refused = await chair.post(path(world, "midorigaoka", "nagai"))
        assert refused.status_code == 403
        assert not re.search(r"/i/[\w-]{16}", refused.text)


async def test_a_chair_ends_the_offices_a_chair_gives_and_no_others(world: World) -> None:
    def end(association: str, person: str) -> str:
        appointment = world.actors[person].appointments[0].id
        return f"/associations/{world.places[association]}/appointments/{appointment}/end"

    async with Visit(world, "ono") as chair, Visit(world, "yamada") as other:
        assert (await chair.post(end("kaminosawa", "hayashi"))).status_code == 403
        assert (await chair.post(end("kaminosawa", "ito"))).status_code == 404
        assert (await other.post(end("midorigaoka", "ito"))).status_code == 303
    async with world.database.write(SYSTEM) as tx:
        held = world.actors["hayashi"].appointments[0]
        await offices.end_appointment(tx, world.places["kaminosawa"], held.id)


async def test_using_an_invitation_signs_the_person_out_elsewhere(world: World) -> None:
    token = await invited(world, "ito")
    async with Visit(world, "ito") as old, Visit(world, "yamada") as chair, Visit(world) as new:
        assert (await old.get("/office")).status_code == 200
        await new.get(f"/i/{token}")
        taken = await new.post("/invitation/password", {"sign_in_name": "ito", **PASSWORD})
        assert taken.status_code == 303
        assert (await new.get("/office")).status_code == 200
        assert (await old.get("/office")).status_code == 401
        assert (await chair.get("/office")).status_code == 200


async def test_taking_all_others_off_signs_out_the_residents_elsewhere(world: World) -> None:
    house = world.households["sato"]
    async with world.database.write(world.yamada) as tx:
        await households.add_resident(tx, house, "阿部 和子", person=world.people["abe"])
    for name in ("kimura", "abe"):
        async with world.database.write(SYSTEM) as tx:
            world.tokens[name] = await sessions.sign_in(tx, world.people[name])
    async with (
        Visit(world, "abe") as elsewhere,
        Visit(world, "sato") as mine,
        Visit(world, "kimura") as other,
    ):
        assert (await elsewhere.get("/devices")).status_code == 200
        # The household is told of her sign-in as of any other device.
        assert "パスワード" in (await mine.get("/")).text
        await mine.post("/devices/others/removal")
        assert (await elsewhere.get("/devices")).status_code == 401
        assert (await mine.get("/devices")).status_code == 200
        assert (await other.get("/office")).status_code == 200


@pytest.mark.parametrize("by_passkey", [False, True])
async def test_a_chair_who_can_sign_in_relieves_the_caretaker(world: World, by_passkey: bool) -> None:
    place = world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        await offices.end_appointment(tx, place, world.actors["yamada"].appointments[0].id)
        new = await offices.add_person(tx, "新井 光")
        await offices.appoint(tx, new, Role.CHAIR, place, starts=tx.now, ends=None)
        token = await persons.invite(tx, new, world.places["midorigaoka"])
    async with world.database.read(world.yamada) as tx:
        assert await carries_on_until(tx, place) == tx.now + CARRIES_ON
    async with world.database.write(Visitor()) as tx:
        if by_passkey:
            await passkeys.add(tx, token, Registered(b"credential", b"key", 0))
        else:
            await persons.set_password(tx, token, "arai", "hash")
    async with world.database.read(world.yamada) as tx:
        assert await carries_on_until(tx, place) == tx.now + OVERLAP


async def test_an_unknown_invitation_is_refused_like_a_used_one(world: World) -> None:
    async with world.database.read(Visitor()) as tx:
        with pytest.raises(Conflict, match="has been used"):
            await persons.invitation(tx, "unknown")


async def test_an_invitation_names_office_place_and_term(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await offices.appoint(
            tx,
            world.people["ito"],
            Role.BLOCK_LEADER,
            world.places["block_1"],
            starts=at(date(2026, 4, 1)),
            ends=at(date(2027, 4, 1)),
        )
        # An office of another body, which this invitation does not open.
        await offices.appoint(
            tx, world.people["ito"], Role.OFFICER, world.places["kaminosawa"], starts=tx.now, ends=None
        )
    async with Visit(world) as browser:
        await browser.get(f"/i/{await invited(world, 'ito')}")
        page = said(await browser.get("/invitation"))
    assert "班長" in page
    assert "1班 (みどりヶ丘自治会)" in page
    assert "2026年4月1日（水）から2027年3月31日（水）まで" in page
    assert "次の方に引き継ぐまで" in page
    assert "上ノ沢" not in page


async def test_a_caretaker_is_offered_no_invitation_that_is_refused(world: World) -> None:
    """Every button of the list answers."""
    async with world.database.write(SYSTEM) as tx:
        await offices.appoint(
            tx, world.people["ito"], Role.CARETAKER, world.places["midorigaoka"], starts=tx.now, ends=None
        )
    async with Visit(world, "ito") as caretaker:
        page = await caretaker.get(f"/associations/{world.places['midorigaoka']}/people")
        offered = set(re.findall(r'action="(/associations/\d+/people/\d+/invitation)"', page.text))
        assert offered
        for one in offered:
            assert (await caretaker.post(one)).status_code == 200, one
