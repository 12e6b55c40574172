"""An association that began alone joins a town: asked by the town, answered by its chair."""

import pytest

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import add_place, find_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.towns.actions import associations, offers
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from tests.visiting import Visit, said
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio


async def alone(world: World) -> PlaceId:
    """Let 上ノ沢区 stand alone, as if it had begun before its town."""
    async with world.database.write(SYSTEM) as tx:
        await tree.move(tx, world.places["kaminosawa"], None)
    return world.places["kaminosawa"]


async def asked(world: World) -> int:
    await alone(world)
    town = world.places["town"]
    async with world.database.write(world.shimizu) as tx:
        for _ in range(2):
            await offers.offer(tx, town, "上ノ沢区")
        (found,) = await offers.of_town(tx, town)
    return found.id


async def test_the_town_asks_and_the_chair_joins(world: World) -> None:
    association = await alone(world)
    town = world.places["town"]
    async with Visit(world, "shimizu") as officer:
        assert (await officer.post(f"/towns/{town}/offers", {"asked": "上ノ沢区"})).status_code == 303
        assert "上ノ沢区に" in said(await officer.get(f"/towns/{town}"))
    async with world.database.read(world.ono) as tx:
        (offer,) = await offers.waiting(tx, association)
    page = f"/associations/{association}/town-offers/{offer.id}"
    async with Visit(world, "ono") as chair:
        assert page in (await chair.get("/office")).text
        assert "見えるのは数だけです" in said(await chair.get(page))
        assert (await chair.post(page, {})).status_code == 422
        assert (await chair.post(page, {"answer": "join"})).status_code == 303
        assert (await chair.post(page, {"answer": "join"})).status_code == 404
        assert page not in (await chair.get("/office")).text
    async with world.database.read(world.shimizu) as tx:
        assert (await find_place(tx, association)).parent == town
        assert association in {one.branch.id for one in await associations.listed(tx, town)}


async def test_an_association_may_stay_as_it_is(world: World) -> None:
    offer = await asked(world)
    association = world.places["kaminosawa"]
    async with Visit(world, "ono") as chair:
        form = {"answer": "stay"}
        page = f"/associations/{association}/town-offers/{offer}"
        assert (await chair.post(page, form)).status_code == 303
    async with world.database.read(SYSTEM) as tx:
        assert (await find_place(tx, association)).parent is None
        assert await offers.of_town(tx, world.places["town"]) == []


async def test_only_one_of_that_name_alone_is_asked_and_nothing_is_told_of_others(world: World) -> None:
    page = f"/towns/{world.places['town']}/offers"
    async with Visit(world, "shimizu") as officer:
        answers = [
            await officer.post(page, {"asked": name}) for name in ("", "みどりヶ丘自治会", "どこにもない会")
        ]
    assert [answer.status_code for answer in answers] == [422] * 3
    said_of = ["まだどこにも加わっていない会はありません" in said(answer) for answer in answers]
    assert said_of == [False, True, True]
    assert 'value="みどりヶ丘自治会"' in answers[1].text


async def test_nobody_else_answers_or_takes_back(world: World) -> None:
    offer = await asked(world)
    association, town = world.places["kaminosawa"], world.places["town"]
    for actor in (world.yamada, world.shimizu, world.mori, world.hayashi):
        async with world.database.write(actor) as tx:
            with pytest.raises((NotFound, Refused)):
                await offers.answer(tx, association, offer, accepted=True)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(NotFound):
            await offers.answer(tx, world.places["midorigaoka"], offer, accepted=True)
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(NotFound):
            await offers.withdraw(tx, town, offer + 1)
        await offers.withdraw(tx, town, offer)
        with pytest.raises(NotFound):
            await offers.withdraw(tx, town, offer)
    async with world.database.write(world.ono) as tx:
        with pytest.raises(NotFound):
            await offers.answer(tx, association, offer, accepted=True)
        assert (await find_place(tx, association)).parent is None


async def test_a_name_that_the_town_has_already_is_settled_first(world: World) -> None:
    offer = await asked(world)
    async with world.database.write(SYSTEM) as tx:
        namesake = await add_place(tx, PlaceKind.ASSOCIATION, "上ノ沢区", world.places["town"])
        other = await add_place(tx, PlaceKind.MUNICIPALITY, "となり町")
        await appoint(
            tx, await add_person(tx, "隣 人"), Role.MUNICIPAL_OFFICER, other, starts=tx.now, ends=None
        )
    async with world.database.write(world.ono) as tx:
        with pytest.raises(Conflict):
            await offers.answer(tx, world.places["kaminosawa"], offer, accepted=True)
    async with world.database.write(SYSTEM) as tx:
        await offers.offer(tx, other, "上ノ沢区")
        await tree.close(tx, namesake)
    async with world.database.write(world.ono) as tx:
        await offers.answer(tx, world.places["kaminosawa"], offer, accepted=True)
        # The other town no longer waits.
        assert await offers.waiting(tx, world.places["kaminosawa"]) == []
    async with world.database.write(world.shimizu) as tx:
        with pytest.raises(Invalid):
            await offers.offer(tx, world.places["town"], "上ノ沢区")
