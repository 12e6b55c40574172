"""Invitations of block leaders in envelopes: from the first day of the term, for 30 days, once, cancellable."""

from datetime import date

import pytest

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.signin.actions import envelopes, persons
from kairanban.community.signin.rules.lifetimes import PAPER_INVITATION_LASTS
from kairanban.core.actor import Visitor
from kairanban.core.clock import Moment, at
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import PersonId
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.records import journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

APRIL = at(date(2027, 4, 1))


async def next_leader(world: World) -> PersonId:
    async with world.database.write(SYSTEM) as tx:
        person = await add_person(tx, "新井 光")
        await appoint(tx, person, Role.BLOCK_LEADER, world.places["block_2"], starts=APRIL, ends=None)
    return person


async def token_of(world: World, person: PersonId) -> str:
    async with world.database.write(world.yamada) as tx:
        ((_, token),) = await envelopes.make(tx, world.places["midorigaoka"], {person})
    return token


async def opens(world: World, token: str) -> bool:
    async with world.database.read(Visitor()) as tx:
        try:
            await persons.invitation(tx, token)
        except Conflict:
            return False
    return True


async def test_it_opens_with_the_term_and_ends_thirty_days_later(world: World, clock: SetClock) -> None:
    token = await token_of(world, await next_leader(world))
    seen = []
    for moment in (
        clock.now,
        APRIL - 1,
        APRIL,
        APRIL + PAPER_INVITATION_LASTS - 1,
        APRIL + PAPER_INVITATION_LASTS,
    ):
        clock.now = Moment(moment)
        seen.append(await opens(world, token))
    assert seen == [False, False, True, True, False]


async def test_it_is_used_once_and_not_before_its_day(world: World, clock: SetClock) -> None:
    token = await token_of(world, await next_leader(world))
    async with world.database.write(Visitor()) as tx:
        with pytest.raises(Conflict, match="opens with the term"):
            await persons.set_password(tx, token, "arai", "hash")
    clock.now = APRIL
    async with world.database.write(Visitor()) as tx:
        await persons.set_password(tx, token, "arai", "hash")
        with pytest.raises(Conflict):
            await persons.set_password(tx, token, "arai2", "hash")


async def test_a_cancelled_one_opens_nothing(world: World, clock: SetClock) -> None:
    person, place = await next_leader(world), world.places["midorigaoka"]
    token = await token_of(world, person)
    async with world.database.write(world.yamada) as tx:
        assert [one.person for one in await envelopes.open_on_paper(tx, place)] == [person]
        for _ in range(2):
            await envelopes.cancel(tx, place, person)
        assert await envelopes.open_on_paper(tx, place) == []
        with pytest.raises(NotFound):
            await envelopes.cancel(tx, place, world.people["ono"])
    clock.now = APRIL
    assert not await opens(world, token)
    assert len(await journalled(world, "invitation_cancelled")) == 1


async def test_only_leaders_without_a_key_get_one(world: World) -> None:
    person, place = await next_leader(world), world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        assert {one.person for one in await envelopes.to_invite(tx, place)} == {person, world.people["abe"]}
        for nobody in (set[PersonId](), {world.people["ono"]}, {world.people["ito"]}):
            with pytest.raises(Invalid):
                await envelopes.make(tx, place, nobody)
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await envelopes.make(tx, place, {person})


async def test_the_sheets_are_for_the_session_that_made_them(world: World, clock: SetClock) -> None:
    person, place = await next_leader(world), world.places["midorigaoka"]
    async with Visit(world, "yamada") as chair:
        made = await chair.post(f"/associations/{place}/block-leaders/envelopes", {"person": str(person)})
        assert made.status_code == 303
        sheets = made.headers["location"]
        page = (await chair.get(sheets)).text
        assert "新井 光" in page
        assert "/i/" in page
        assert "2027年4月30日" in page
        # A batch of cards is another thing.
        assert (await chair.get(sheets.replace("envelopes", "cards"))).status_code == 409
        clock.advance(31 * 60_000)
        assert (await chair.get(sheets)).status_code == 409
    async with Visit(world, "ito") as other:
        assert (await other.get(sheets)).status_code in (404, 409)


async def test_a_household_is_excused_from_the_round(world: World) -> None:
    place, block = world.places["midorigaoka"], world.places["block_1"]
    base = f"/associations/{place}"
    async with Visit(world, "yamada") as chair:
        for excused, name in (("1", "鈴木 茂"), ("", "佐藤 花子")):
            turn = f"{base}/households/{world.households['sato']}/turn"
            assert (await chair.post(turn, {"excused": excused})).status_code == 303
            page = (await chair.get(f"{base}/block-leaders")).text
            assert f'name="leader_{block}" value="{name}"' in page
        assert (
            await chair.post(f"{base}/households/{world.households['mori']}/turn", {"excused": "1"})
        ).status_code == 404
