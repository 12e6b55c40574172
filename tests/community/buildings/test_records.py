"""What buildings, posters and requests to join leave in the journal and in the access log."""

import pytest

from kairanban.community.buildings.actions import contacts, join_decisions, posters
from tests.community.buildings.living import move_in
from tests.community.buildings.scanning import answer, ask, new_poster
from tests.records import Access, Entry, accesses, journalled
from tests.visiting import Visit
from tests.world import World

pytestmark = pytest.mark.anyio


async def test_a_poster_made_and_taken_down_is_in_the_journal(world: World) -> None:
    association, building, ito = world.places["midorigaoka"], world.places["maison"], world.people["ito"]
    async with world.database.write(world.ito) as tx:
        await posters.make(tx, association, building, "session")
        for _ in range(2):
            await posters.take_down(tx, association, building)
    assert await journalled(world, "poster_made", "poster_ended") == [
        Entry("poster_made", ito, association, other=building),
        Entry("poster_ended", ito, association, other=building),
    ]


async def test_requests_and_decisions_are_in_the_journal(world: World) -> None:
    association, yamada = world.places["midorigaoka"], world.people["yamada"]
    home = await move_in(world, "203号室", "平田 浩二")
    poster = await new_poster(world)
    for household, said in ((str(home), "yes"), ("new", "no")):
        async with Visit(world) as browser:
            await ask(browser, poster)
        assert await answer(world, household, said) == 303
    asked = await journalled(world, "joining_asked")
    assert asked == [
        Entry("joining_asked", None, association, other=asked[0].other),
        Entry("joining_asked", None, association, other=asked[1].other),
    ]
    assert await journalled(world, "joining_accepted", "joining_declined") == [
        Entry("joining_accepted", yamada, association, household=home, other=asked[0].other),
        Entry("joining_declined", yamada, association, other=asked[1].other),
    ]


async def test_whoever_is_the_contact_already_is_not_appointed_again(world: World) -> None:
    association, building = world.places["midorigaoka"], world.places["maison"]
    await move_in(world, "203号室", "平田 浩二")
    async with world.database.write(world.yamada) as tx:
        (chosen,) = await contacts.choosable(tx, association, building)
        first = await contacts.choose_contact(tx, association, building, key=chosen.key)
        assert await contacts.choose_contact(tx, association, building, key=chosen.key) == first
    appointed = [entry for entry in await journalled(world, "appointed") if entry.person is not None]
    assert len(appointed) == len(await journalled(world, "appointment_ended")) == 1


async def test_who_lives_there_is_in_the_access_log_where_names_are_shown(world: World) -> None:
    association, building = world.places["midorigaoka"], world.places["maison"]
    await move_in(world, "203号室", "平田 浩二")
    path = f"/associations/{association}/buildings/{building}"
    async with Visit(world, "ito") as officer, Visit(world, "yamada") as chair:
        assert (await officer.get(path)).status_code == (await chair.get(path)).status_code == 200
    assert await accesses(world, "ito") == set()
    assert await accesses(world, "yamada") == {Access("building", building)}


async def test_the_list_of_requests_is_in_the_access_log_once_somebody_asked(world: World) -> None:
    association = world.places["midorigaoka"]
    poster = await new_poster(world)
    async with Visit(world, "ito") as officer, Visit(world) as browser:
        await officer.get(f"/associations/{association}/joining")
        assert await accesses(world, "ito") == set()
        await ask(browser, poster)
        await officer.get(f"/associations/{association}/joining")
    assert await accesses(world, "ito") == {Access("joining", association)}
    async with world.database.read(world.ito) as tx:
        assert len(await join_decisions.questions(tx, association)) == 1
