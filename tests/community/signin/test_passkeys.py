"""Passkeys: challenges that are used once, a key that signs in or steps up, and the options of a browser."""

import json

import pytest
from sqlalchemy import select

from kairanban.community.signin.actions import passkeys, persons
from kairanban.community.signin.rules.lifetimes import CHALLENGE_LASTS
from kairanban.community.signin.rules.passkeys import Proven, Registered, authentication, registration
from kairanban.core.actor import Actor, Anyone, Visitor
from kairanban.core.errors import Conflict
from kairanban.core.ids import PersonId
from kairanban.db.statements import Statement
from kairanban.db.tables.signin import session
from tests.conftest import TODAY, SetClock
from tests.records import journalled
from tests.visiting import ADDRESS
from tests.world import World

pytestmark = pytest.mark.anyio

_STEPPED_UP = Statement(select(session.c.id).where(session.c.stepped_up > TODAY))


async def test_a_challenge_is_answered_once_and_within_five_minutes(world: World, clock: SetClock) -> None:
    async with world.database.write(Visitor()) as tx:
        first, late = await passkeys.ask(tx, b"one"), await passkeys.ask(tx, b"two")
        assert await passkeys.take_challenge(tx, first) == b"one"
        with pytest.raises(Conflict):
            await passkeys.take_challenge(tx, first)
    clock.advance(CHALLENGE_LASTS)
    async with world.database.write(Visitor()) as tx:
        with pytest.raises(Conflict):
            await passkeys.take_challenge(tx, late)


async def with_passkey(world: World, name: str) -> None:
    async with world.database.write(world.yamada) as tx:
        invitation = await persons.invite(tx, world.people[name], world.places["midorigaoka"])
    async with world.database.write(Visitor()) as tx:
        await passkeys.add(tx, invitation, Registered(b"credential", b"key", 3))


async def use(world: World, actor: Anyone) -> int:
    """Use the key and return the sign count stored before."""
    async with world.database.write(actor) as tx:
        key = await passkeys.find(tx, b"credential")
        await passkeys.use(tx, key, Proven(key.sign_count + 1))
        return key.sign_count


async def test_a_passkey_signs_in_and_steps_up_whoever_is_signed_in_already(
    world: World, clock: SetClock
) -> None:
    await with_passkey(world, "ito")
    ito = world.people["ito"]
    before = len(await journalled(world, "person_signed_in"))
    clock.advance(1)
    signed_in = Actor(world.ito.session, person=ito) if isinstance(world.ito, Actor) else None
    assert signed_in is not None
    assert await use(world, signed_in) == 3
    assert len(await journalled(world, "person_signed_in")) == before
    async with world.database.read(signed_in) as tx:
        assert await tx.column(_STEPPED_UP) == [signed_in.session]
    # The count of each use is compared with that of the next.
    assert await use(world, world.kimura) == 4
    assert await use(world, Visitor()) == 5
    assert [one.other for one in (await journalled(world, "person_signed_in"))[before:]] == [ito, ito]


async def test_an_unknown_passkey_is_refused(world: World) -> None:
    async with world.database.read(Visitor()) as tx:
        with pytest.raises(Conflict, match="not known"):
            await passkeys.find(tx, b"another")


def test_a_browser_is_asked_for_keys_of_this_server() -> None:
    assert json.loads(registration(ADDRESS, PersonId(1), "伊藤 隆")[0])["rp"]["id"] == "localhost"
    assert json.loads(authentication(ADDRESS)[0])["rpId"] == "localhost"
