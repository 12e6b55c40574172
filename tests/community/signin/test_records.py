"""What cards, sign-ins and invitations leave in the journal and in the access log."""

import pytest

from kairanban.community.signin.actions import cards, passkeys, persons, printing, sessions
from kairanban.community.signin.rules.passkeys import Registered
from kairanban.core.actor import Visitor
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_cards_printed_used_and_cancelled_are_in_the_journal(world: World) -> None:
    association, home, ito = world.places["midorigaoka"], world.households["suzuki"], world.people["ito"]
    async with world.database.write(world.ito) as tx:
        ((_, token),) = await printing.make_cards(tx, association, {home})
    async with world.database.write(Visitor()) as tx:
        await cards.bind(tx, token, "ipad")
    async with world.database.write(world.ito) as tx:
        await printing.cancel_card(tx, association, home, devices_too=False)
    printed, bound, cancelled = await journalled(world, "cards_printed", "device_bound", "card_cancelled")
    assert printed == Entry("cards_printed", ito, association, other=1)
    assert bound == Entry("device_bound", household=home, other=bound.other)
    assert bound.other is not None
    assert cancelled == Entry("card_cancelled", ito, association, household=home)


async def test_invitations_passwords_and_passkeys_are_in_the_journal(world: World) -> None:
    ito, yamada = world.people["ito"], world.people["yamada"]
    async with world.database.write(world.yamada) as tx:
        token = await persons.invite(tx, ito, world.places["midorigaoka"])
    async with world.database.write(Visitor()) as tx:
        await persons.set_password(tx, token, "ito", "hash")
    async with world.database.write(world.yamada) as tx:
        token = await persons.invite(tx, ito, world.places["midorigaoka"])
    async with world.database.write(Visitor()) as tx:
        await passkeys.add(tx, token, Registered(b"credential", b"key", 0))
    kinds = ("invited", "password_set", "passkey_added", "person_signed_in")
    found = [entry for entry in await journalled(world, *kinds) if entry.other == ito]
    signed_in = Entry("person_signed_in", other=ito)
    assert found == [
        signed_in,
        Entry("invited", yamada, other=ito),
        Entry("password_set", other=ito),
        signed_in,
        Entry("invited", yamada, other=ito),
        Entry("passkey_added", other=ito),
        signed_in,
    ]


async def test_leaving_is_in_the_journal(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        await sessions.leave_office(tx)
    async with world.database.write(world.sato) as tx:
        await sessions.leave(tx)
    assert await journalled(world, "person_signed_out", "left") == [
        Entry("person_signed_out", world.people["yamada"]),
        Entry("left"),
    ]


async def test_the_list_to_print_cards_from_is_in_the_access_log(world: World) -> None:
    association = world.places["midorigaoka"]
    async with Visit(world, "ito") as officer:
        assert (await officer.get(f"/associations/{association}/cards")).status_code == 200
    assert await accesses(world, "ito") == {Access("cards", association)}


async def test_only_the_chair_of_the_association_invites(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/people/{world.people['kimura']}/invitation"
    for who, status in (("ito", 404), ("ono", 404), ("yamada", 200)):
        async with Visit(world, who) as browser:
            assert (await browser.post(path)).status_code == status
    assert len(await journalled(world, "invited")) == 1
