"""Who chooses the contact of a building, makes its posters and decides on requests to join."""

import pytest

from kairanban.community.buildings.actions import contacts, join_decisions, posters
from kairanban.core.errors import NotFound, Refused
from kairanban.core.roles import Role
from tests.visiting import Visit
from tests.world import World, serving

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("who", "error"), [("kimura", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_only_who_sees_the_roster_sees_who_lives_there(
    world: World, who: str, error: type[Exception]
) -> None:
    association, building = world.places["midorigaoka"], world.places["maison"]
    for see in (contacts.choosable, contacts.households):
        async with world.database.read(serving(world, Role.CARETAKER)) as tx:
            await see(tx, association, building)
        async with world.database.read(world.actors[who]) as tx:
            with pytest.raises(error):
                await see(tx, association, building)


async def test_an_officer_without_the_task_hears_nothing_of_the_form(world: World) -> None:
    """Refused before the form is checked."""
    association, building = world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Refused):
            await contacts.choose_contact(tx, association, building)
    async with world.database.write(world.yamada) as tx:
        assert await contacts.choose_contact(tx, association, building, name="大野")


async def test_only_who_changes_the_roster_reads_the_requests_to_join(world: World) -> None:
    association = world.places["midorigaoka"]
    async with world.database.read(world.ito) as tx:
        assert await join_decisions.questions(tx, association) == []
    async with world.database.read(serving(world, Role.CARETAKER)) as tx:
        with pytest.raises(Refused):
            await join_decisions.questions(tx, association)


@pytest.mark.parametrize(("who", "error"), [("kimura", Refused), ("abe", NotFound), ("ono", NotFound)])
async def test_only_who_prints_cards_makes_prints_and_ends_a_poster(
    world: World, who: str, error: type[Exception]
) -> None:
    association, building = world.places["midorigaoka"], world.places["maison"]
    async with world.database.write(world.ito) as tx:
        poster = await posters.make(tx, association, building, "session")
    async with world.database.write(world.actors[who]) as tx:
        with pytest.raises(error):
            await posters.make(tx, association, building, "session")
        with pytest.raises(error):
            await posters.printable(tx, poster, "session", "http://localhost")
        with pytest.raises(error):
            await posters.take_down(tx, association, building)
    async with world.database.write(world.ito) as tx:
        await posters.printable(tx, poster, "session", "http://localhost")
        await posters.take_down(tx, association, building)
        assert await posters.in_use(tx, building) is None


async def test_the_page_of_a_building_is_for_its_own_association(world: World) -> None:
    path = f"/associations/{world.places['midorigaoka']}/buildings/{world.places['maison']}"
    for who, status in (("ito", 200), ("ono", 404)):
        async with Visit(world, who) as browser:
            assert (await browser.get(path)).status_code == status
