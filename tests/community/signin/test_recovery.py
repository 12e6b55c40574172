"""A new key ends the earlier ones when it is made, and opens no office of another body before that is confirmed."""

import pytest

from kairanban.community.announcements.actions import unread
from kairanban.community.people.actions.households import add_resident
from kairanban.community.people.actions.offices import appoint
from kairanban.community.signin.actions import passkeys, persons, recovery
from kairanban.community.signin.queries.devices import OF_HOUSEHOLD
from kairanban.community.signin.rules.passkeys import Proven, Registered
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.core.actor import Actor, Visitor
from kairanban.core.errors import Conflict, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from tests.permits import assert_only
from tests.records import Entry, journalled
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

FIRST, SECOND = "natsu no umi 7", "aki no yama 8"


async def serves_twice(world: World, name: str = "ito") -> None:
    """An officer of Midorigaoka is one of Kaminosawa too, and commissioner of Midorigaoka by the town."""
    async with world.database.write(SYSTEM) as tx:
        person, starts = world.people[name], tx.now
        await appoint(tx, person, Role.OFFICER, world.places["kaminosawa"], starts=starts, ends=None)
        commissioner = Role.WELFARE_COMMISSIONER
        await appoint(tx, person, commissioner, world.places["midorigaoka"], starts=starts, ends=None)


async def recover(world: World, body: PlaceId | None, password: str = SECOND, name: str = "ito") -> str:
    """Invite by this body and set a password; return the session token."""
    async with world.database.write(SYSTEM) as tx:
        token = await persons.invite(tx, world.people[name], body)
    async with world.database.write(Visitor()) as tx:
        _, session = await persons.set_password(tx, token, name, hash_secret(password))
    return session


async def opens(world: World, session: str) -> set[str]:
    """Names of the places whose offices the session opens."""
    world.tokens["recovered"] = session
    found = set()
    async with Visit(world, "recovered") as browser:
        for place in ("midorigaoka", "kaminosawa"):
            if (await browser.get(f"/associations/{world.places[place]}/people")).status_code == 200:
                found.add(place)
        if (await browser.get("/board")).status_code == 200:
            found.add("town")
    return found


async def test_an_invitation_ends_earlier_keys_when_it_is_used_and_not_before(world: World) -> None:
    session = await recover(world, world.places["midorigaoka"], FIRST)
    async with world.database.write(Visitor()) as tx:
        token = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
        await passkeys.add(tx, token, Registered(b"old", b"key", 0))
    async with world.database.write(SYSTEM) as tx:
        again = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
    async with Visit(world) as browser, world.database.read(Visitor()) as tx:
        assert (await passkeys.find(tx, b"old")).ended is None
        wrong = await browser.post("/sign-in", {"sign_in_name": "ito", "password": FIRST, "next": "/office"})
        assert wrong.status_code == 422, "the passkey ended the password"
    async with world.database.write(Visitor()) as tx:
        await persons.set_password(tx, again, "ito", hash_secret(SECOND))
        with pytest.raises(Conflict):
            await passkeys.find(tx, b"old")
    async with Visit(world) as browser:
        old = await browser.post("/sign-in", {"sign_in_name": "ito", "password": FIRST, "next": "/office"})
        assert old.status_code == 422
        new = await browser.post("/sign-in", {"sign_in_name": "ito", "password": SECOND, "next": "/office"})
        assert new.status_code == 303
    assert await opens(world, session) == set()


async def test_a_new_key_opens_the_offices_of_whoever_invited(world: World) -> None:
    await serves_twice(world)
    town, here, there = (world.places[name] for name in ("town", "midorigaoka", "kaminosawa"))
    assert await opens(world, await recover(world, here)) == {"midorigaoka"}
    assert await opens(world, await recover(world, there)) == {"kaminosawa"}
    assert await opens(world, await recover(world, town)) == {"town"}
    assert await opens(world, await recover(world, None)) == set()


async def test_each_other_body_confirms_its_own_offices(world: World) -> None:
    await serves_twice(world)
    there, ito = world.places["kaminosawa"], world.people["ito"]
    session = await recover(world, world.places["midorigaoka"])
    async with Visit(world, "ono") as chair, Visit(world, "yamada") as other:
        assert "伊藤 隆" in (await chair.get("/office")).text
        assert "/keys" not in (await chair.get("/office")).text
        assert (await other.post(f"/associations/{there}/people/{ito}/key")).status_code == 404
        done = await chair.post(f"/associations/{there}/people/{ito}/key")
        assert done.headers["location"] == f"/associations/{there}/people?done=confirmed"
        assert (await chair.post(f"/associations/{there}/people/{ito}/key")).status_code == 303
    assert await opens(world, session) == {"midorigaoka", "kaminosawa"}
    assert await journalled(world, "key_confirmed") == [
        Entry("key_confirmed", world.people["ono"], there, other=ito)
    ]


async def test_only_whoever_appoints_confirms_and_after_a_step_up(world: World) -> None:
    from dataclasses import replace

    await serves_twice(world)
    there, ito = world.places["kaminosawa"], world.people["ito"]
    await recover(world, world.places["midorigaoka"])
    await assert_only(
        world,
        lambda tx, world: recovery.confirm(tx, there, ito),
        world.ono,
        (world.yamada, NotFound),
        (world.hayashi, Refused),
        (replace(world.ono, stepped_up_at=None), StepUpNeeded),
    )
    await assert_only(
        world,
        lambda tx, world: recovery.confirm(tx, world.places["midorigaoka"], ito),
        world.yamada,
        (world.kimura, Refused),
    )


async def test_an_earlier_password_confirms_all(world: World) -> None:
    await serves_twice(world)
    async with world.database.write(SYSTEM) as tx:
        await recovery.confirm_at(tx, None, world.people["ito"])
    await recover(world, world.places["midorigaoka"], FIRST)
    session = await recover(world, world.places["midorigaoka"])
    world.tokens["recovered"] = session
    async with Visit(world, "recovered") as browser:
        assert "/keys" in (await browser.get("/office")).text
        assert "上ノ沢区" in (await browser.get("/keys")).text
        assert (await browser.post("/keys/confirmation", {"password": SECOND})).status_code == 422
        assert (await browser.post("/keys/confirmation", {"password": ""})).status_code == 422
        done = await browser.post("/keys/confirmation", {"password": FIRST})
        assert done.headers["location"] == "/office?done=confirmed"
        again = await browser.post("/keys/confirmation", {"password": FIRST})
        assert again.headers["location"] == "/office?done=confirmed"
        assert "/keys" not in (await browser.get("/office")).text
    assert await opens(world, session) == {"midorigaoka", "kaminosawa", "town"}


async def test_without_an_earlier_password_none_fits(world: World) -> None:
    await serves_twice(world)
    world.tokens["recovered"] = await recover(world, world.places["midorigaoka"])
    async with Visit(world, "recovered") as browser:
        for tried in ("", SECOND):
            assert (await browser.post("/keys/confirmation", {"password": tried})).status_code == 422


async def test_an_earlier_passkey_confirms_for_its_own_person_only(world: World) -> None:
    await serves_twice(world)
    async with world.database.write(Visitor()) as tx:
        token = await persons.invite(tx, world.people["ito"], world.places["midorigaoka"])
        await passkeys.add(tx, token, Registered(b"old", b"key", 3))
    session = await recover(world, world.places["midorigaoka"])
    for other in (Visitor(), world.yamada):
        async with world.database.read(other) as tx:
            with pytest.raises(Conflict):
                await passkeys.find(tx, b"old")
    async with world.database.read(SYSTEM) as tx:
        from kairanban.community.signin.queries.recognising import SESSION
        from kairanban.community.signin.rules.tokens import hashed

        (signed,) = await tx.all(SESSION, token_hash=hashed(session))
    me = Actor(signed.id, world.people["ito"], "伊藤 隆")
    async with world.database.write(me) as tx:
        key = await passkeys.find(tx, b"old")
        session = await passkeys.use(tx, key, Proven(4))
    assert await opens(world, session) == {"midorigaoka", "kaminosawa", "town"}


async def test_a_new_key_opens_no_household_of_another_association(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await add_resident(tx, world.households["mori"], "伊藤 隆", person=world.people["ito"])
    before = await devices(world, "mori")
    await recover(world, world.places["midorigaoka"])
    assert await devices(world, "mori") == before
    async with world.database.read(world.mori) as tx:
        assert [one.kind for one in await unread(tx, world.households["mori"])] == ["keyed"]
    await recover(world, world.places["kaminosawa"])
    assert await devices(world, "mori") == before + 1


async def devices(world: World, name: str) -> int:
    async with world.database.read(SYSTEM) as tx:
        return len(await tx.all(OF_HOUSEHOLD, household=world.households[name]))


async def test_attempts_from_elsewhere_lock_nobody_out_of_a_browser_she_knows(world: World) -> None:
    await recover(world, world.places["midorigaoka"], FIRST)
    right = {"sign_in_name": "ito", "password": FIRST, "next": "/office"}
    async with Visit(world) as own, Visit(world) as attacker, Visit(world) as new:
        assert (await own.post("/sign-in", right)).status_code == 303
        for _ in range(10):
            assert (await attacker.post("/sign-in", {**right, "password": "x"})).status_code == 422
        assert (await attacker.post("/sign-in", right)).status_code == 403
        assert (await new.post("/sign-in", right)).status_code == 403
        assert (await own.post("/sign-in", right)).status_code == 303
        for _ in range(10):
            assert (await own.post("/sign-in", {**right, "password": "x"})).status_code == 422
        assert (await own.post("/sign-in", right)).status_code == 403


async def test_one_network_tries_many_names_only_so_often(world: World) -> None:
    async with Visit(world) as attacker:
        for number in range(60):
            tried = {"sign_in_name": f"name{number}", "password": "x", "next": "/office"}
            assert (await attacker.post("/sign-in", tried)).status_code == 422
        assert (await attacker.post("/sign-in", {**tried, "sign_in_name": "fresh"})).status_code == 403


async def test_a_recovery_forgets_the_browsers_of_before(world: World) -> None:
    await recover(world, world.places["midorigaoka"], FIRST)
    right = {"sign_in_name": "ito", "password": FIRST, "next": "/office"}
    async with Visit(world) as own, Visit(world) as attacker:
        assert (await own.post("/sign-in", right)).status_code == 303
        await recover(world, world.places["midorigaoka"])
        for _ in range(10):
            await attacker.post("/sign-in", {**right, "password": "x"})
        assert (await own.post("/sign-in", {**right, "password": SECOND})).status_code == 403
