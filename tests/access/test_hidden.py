"""表示をひかえる: who sees what is sealed, and which devices the household trusts."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kairanban.access.hidden import is_trusted_here
from kairanban.community.hiding import actions as hiding
from kairanban.community.signin.actions import cards, devices, feeds, printing
from kairanban.community.signin.queries.devices import OF_HOUSEHOLD, Device
from kairanban.core.actor import Actor, Home, Visitor
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import SessionId
from kairanban.notify.actions import mail
from tests.conftest import SetClock
from tests.pdfs import pages_of
from tests.records import Access, accesses
from tests.visiting import Visit, said
from tests.world import SYSTEM, World, checked

pytestmark = pytest.mark.anyio

NUMBER = "022-111-0000"


def test_nothing_else_reads_what_is_sealed() -> None:
    package = Path("kairanban")
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"import.*\bhiding\b", path.read_text()) and "db.tables.people" in path.read_text()
    }
    # The others delete it, past its term or on demand, or give it to the household itself.
    assert found == {
        "access/hidden.py", "community/hiding/queries/hidings.py", "community/hiding/queries/houses.py", "accountability/retention/queries/people.py",
        "accountability/erasure/queries/fates.py", "accountability/disclosure/queries/households.py",
    }  # fmt: skip


async def hidden(world: World, clock: SetClock, name: str, keeper: str = "yamada") -> None:
    async with world.database.write(world.ito) as tx:
        place, home = world.places["midorigaoka"], world.households[name]
        await hiding.hide_for(tx, place, home, world.people[keeper])
    clock.advance(1)


async def added(world: World, name: str) -> Actor:
    """Bind another device with a new card, and return its actor."""
    home = world.households[name]
    async with world.database.write(world.ito) as tx:
        ((_, token),) = await printing.make_cards(tx, world.places["midorigaoka"], {home})
    async with world.database.write(Visitor()) as tx:
        await cards.bind(tx, token, "tablet")
    newest = (await devices_of(world, name))[-1]
    return replace(
        world.actors[name],
        session=SessionId(newest.session),
        homes=(Home(home, None, "", world.places["midorigaoka"]),),
    )


async def devices_of(world: World, name: str) -> list[Device]:
    async with world.database.read(SYSTEM) as tx:
        return await tx.all(OF_HOUSEHOLD, household=world.households[name])


async def shown(world: World, actor: Actor, name: str) -> list[int]:
    async with world.database.read(actor) as tx:
        return sorted(one.session for one in await devices.devices(tx, world.households[name]))


async def test_a_device_from_before_knows_nothing_of_those_that_came_after(
    world: World, clock: SetClock
) -> None:
    home, old = world.households["sato"], world.sato
    await hidden(world, clock, "sato")
    new = await added(world, "sato")
    assert await shown(world, old, "sato") == [old.session]
    assert await shown(world, new, "sato") == [old.session, new.session]
    (_, newest) = await devices_of(world, "sato")
    async with world.database.write(old) as tx:
        assert not await is_trusted_here(tx, home)
        with pytest.raises(NotFound):
            await devices.remove(tx, home, newest.id)
        with pytest.raises(NotFound):
            await devices.choose_pin(tx, home, "hash")
        with pytest.raises(NotFound):
            await devices.confirm(tx, home, (await devices_of(world, "sato"))[0].id)
        await devices.remove_others(tx, home)
        assert await devices.mail_addresses(tx, home) == []
    assert [one.session for one in await devices_of(world, "sato")] == [old.session, new.session]


async def test_a_device_from_before_neither_sees_nor_decides_who_comes_in(
    world: World, clock: SetClock
) -> None:
    home = world.households["sato"]
    await hidden(world, clock, "sato")
    new = await added(world, "sato")
    async with world.database.write(world.ito) as tx:
        ((_, token),) = await printing.make_cards(tx, world.places["midorigaoka"], {home})
    async with world.database.write(Visitor()) as tx:
        await cards.ask(tx, token, "phone")
    async with world.database.write(world.sato) as tx:
        assert await devices.waiting(tx, home) == []
    async with world.database.read(new) as tx:
        (asking,) = await devices.waiting(tx, home)
    async with world.database.write(world.sato) as tx:
        with pytest.raises(Conflict):
            await devices.decide(tx, home, asking.id, True)
    async with world.database.write(new) as tx:
        await devices.decide(tx, home, asking.id, True)


async def test_a_trusted_device_confirms_another_and_takes_all_off(world: World, clock: SetClock) -> None:
    home, old = world.households["sato"], world.sato
    await hidden(world, clock, "sato")
    new = await added(world, "sato")
    async with world.database.write(new) as tx:
        (_, first) = await devices.devices(tx, home)
        assert not first.trusted
        await devices.confirm(tx, home, first.id)
        await devices.confirm(tx, home, first.id)
    async with world.database.read(old) as tx:
        assert await is_trusted_here(tx, home)
    async with world.database.write(new) as tx:
        await devices.remove_others(tx, home)
    assert [one.session for one in await devices_of(world, "sato")] == [new.session]


async def test_a_device_bound_at_the_moment_of_hiding_is_from_before(world: World, clock: SetClock) -> None:
    await hidden(world, clock, "sato")
    async with world.database.read(world.sato) as tx:
        assert not await is_trusted_here(tx, world.households["sato"])


async def test_a_call_for_help_shows_the_address_to_those_who_answer_and_is_recorded(
    world: World, clock: SetClock
) -> None:
    await hidden(world, clock, "suzuki", keeper="ito")
    check = await checked(world, "real")
    place, home = world.places["block_1"], world.households["suzuki"]
    async with Visit(world, "suzuki") as mine, Visit(world, "abe") as leader, Visit(world, "sato") as other:
        assert "鈴木の住所" not in said(await leader.get("/safety/help"))
        await mine.post(f"/safety/{check}/answer", {"state": "help"})
        helping = said(await leader.get("/safety/help"))
        assert "鈴木の住所" in helping
        assert NUMBER in helping
        assert "1班の2" in helping
        board = said(await leader.get(f"/safety/{check}/blocks/{place}"))
        assert "鈴木の住所" not in board
        assert (await other.get("/safety/help")).status_code == 404
        await mine.post(f"/safety/{check}/answer", {"state": "safe"})
    assert Access("help_address", place, home) in await accesses(world, "abe")
    async with Visit(world, "suzuki") as mine:
        assert "阿部 和子" in (await mine.get("/looks")).text


async def test_the_sheet_of_the_headquarters_has_it_and_the_walk_sheet_does_not(
    world: World, clock: SetClock
) -> None:
    await hidden(world, clock, "suzuki", keeper="ito")
    check = await checked(world, "real")
    async with Visit(world, "suzuki") as mine, Visit(world, "yamada") as chair:
        await mine.post(f"/safety/{check}/answer", {"state": "help"})
        (sheet,) = pages_of((await chair.get(f"/safety/{check}/list.pdf")).content)
        assert "鈴木の住所" in sheet
        walk = pages_of((await chair.get(f"/safety/places/{world.places['block_1']}/sheets.pdf")).content)
    assert not any("鈴木の住所" in one for one in walk)
    assert Access("help_address", world.places["block_1"], world.households["suzuki"]) in await accesses(
        world, "yamada"
    )


async def test_a_device_from_before_sees_no_mail_address_and_no_calendar_added_since(
    world: World, clock: SetClock
) -> None:
    home, old = world.households["sato"], world.sato
    async with world.database.write(old) as tx:
        await mail.add(tx, home, "before@example.jp", "ja")
    clock.advance(1)
    await hidden(world, clock, "sato")
    new = await added(world, "sato")
    async with world.database.write(new) as tx:
        await mail.add(tx, home, "since@example.jp", "ja")
        await feeds.make(tx, home)
        seen = [one.target for one in await mail.of_household(tx, home)]
        (_, since) = await mail.of_household(tx, home)
        assert seen == ["before@example.jp", "since@example.jp"]
        assert await devices.calendars(tx, home) == 1
    async with world.database.write(old) as tx:
        assert [one.target for one in await mail.of_household(tx, home)] == ["before@example.jp"]
        assert await devices.calendars(tx, home) == 0
        with pytest.raises(NotFound):
            await mail.take_off(tx, home, since.id)
