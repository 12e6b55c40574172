"""Moving and closing places: by whom, where to, and what the tree says afterwards."""

import asyncio

import pytest
from sqlalchemy import select

from kairanban.community.people.actions.offices import appoint
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import add_place, find_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.errors import Conflict, Invalid, NotFound, Refused
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.people import appointment
from kairanban.db.tables.places import place, place_within
from kairanban.db.tx import Tx
from tests.permits import Step, assert_only
from tests.records import Entry, journalled
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

PARENTS = Statement(select(place.c.id, place.c.parent))
WITHIN = Statement(select(place_within.c.ancestor, place_within.c.place))


async def closure_is_whole(tx: Tx) -> bool:
    """Tell whether place_within is what the parents say."""
    parents = {id: parent for id, parent in await tx.rows(PARENTS)}
    wanted = set()
    for id in parents:
        above: int | None = id
        while above is not None:
            wanted.add((above, id))
            above = parents[above]
    return wanted == set(await tx.rows(WITHIN))


async def district(tx: Tx, world: World) -> PlaceId:
    return await add_place(tx, PlaceKind.DISTRICT, "北部", world.places["town"])


async def test_a_place_takes_along_what_is_in_it(world: World) -> None:
    p = world.places
    async with world.database.write(SYSTEM) as tx:
        north = await district(tx, world)
        await tree.move(tx, p["midorigaoka"], north)
        assert await closure_is_whole(tx)
        assert (north, p["block_1"]) in await tx.rows(WITHIN)
        assert (p["town"], p["block_1"]) in await tx.rows(WITHIN)
        await tree.move(tx, p["midorigaoka"], None)
        assert await closure_is_whole(tx)
        assert (p["town"], p["block_1"]) not in await tx.rows(WITHIN)
        await tree.move(tx, p["midorigaoka"], p["town"])
        await tree.move(tx, p["maison"], p["block_1"])
        federation = await add_place(tx, PlaceKind.FEDERATION, "若葉広域", None)
        await tree.move(tx, p["town"], federation)
        assert await closure_is_whole(tx)
    assert (await journalled(world, "place_moved"))[-1] == Entry("place_moved", other=p["town"])


@pytest.mark.parametrize(
    ("what", "into"),
    [
        ("town", "town"), ("midorigaoka", "midorigaoka"), ("midorigaoka", "kaminosawa"), ("block_1", "kaminosawa"),
        ("block_1", "town"), ("block_1", None), ("maison", "valley"), ("valley", None), ("valley", "town"), ("town", "midorigaoka"),
    ],
)  # fmt: skip
async def test_a_place_cannot_be_put_where_it_cannot_lie(world: World, what: str, into: str | None) -> None:
    async with world.database.write(SYSTEM) as tx:
        before = await tx.rows(PARENTS)
        with pytest.raises(Invalid):
            await tree.move(tx, world.places[what], world.places[into] if into else None)
        assert await tx.rows(PARENTS) == before
        assert await closure_is_whole(tx)


async def test_a_namesake_keeps_a_place_from_being_put_beside_it(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        alone = await add_place(tx, PlaceKind.ASSOCIATION, "上ノ沢区", None)
        with pytest.raises(Invalid, match="name"):
            await tree.move(tx, alone, world.places["town"])


async def test_a_place_is_closed_once_nobody_lives_there(world: World) -> None:
    p = world.places
    async with world.database.write(SYSTEM) as tx:
        for occupied in ("block_1", "midorigaoka", "town", "valley"):
            with pytest.raises(Conflict):
                await tree.close(tx, p[occupied])
        north = await district(tx, world)
        inside = await add_place(tx, PlaceKind.ASSOCIATION, "北町会", north)
        office = await appoint(tx, world.people["ito"], Role.CHAIR, inside, starts=tx.now, ends=None)
        with pytest.raises(Conflict):
            await tree.close(tx, north)
        await tree.close(tx, inside)
        await tree.close(tx, inside)
        await tree.close(tx, north)
        assert (await find_place(tx, inside)).ended == tx.now
        ends = await tx.value(Statement(select(appointment.c.ends).where(appointment.c.id == office)))
        assert ends == tx.now
        with pytest.raises(NotFound):
            await tree.rename(tx, inside, "北")
    assert [one.other for one in await journalled(world, "place_closed")] == [inside, north]


async def test_two_people_at_once_do_not_make_two_of_one_name(world: World) -> None:
    async def add() -> bool:
        async with world.database.write(SYSTEM) as tx:
            try:
                await add_place(tx, PlaceKind.ASSOCIATION, "北町会", world.places["town"])
            except Invalid:
                return False
            # Long enough for the other one to look in between.
            await asyncio.sleep(0.05)
            return True

    assert sorted(await asyncio.gather(add(), add(), add())) == [False, False, True]


async def rename_in_town(tx: Tx, world: World) -> None:
    await tree.rename(tx, world.places["kaminosawa"], "上沢区", "12")


async def move_in_town(tx: Tx, world: World) -> None:
    await tree.move(tx, world.places["kaminosawa"], world.places["town"])


async def close_in_town(tx: Tx, world: World) -> None:
    await tree.close(tx, await district_of_town(tx, world))


async def district_of_town(tx: Tx, world: World) -> PlaceId:
    return await add_place(tx, PlaceKind.DISTRICT, "南部", world.places["town"])


@pytest.mark.parametrize("step", [rename_in_town, move_in_town, close_in_town])
async def test_the_town_arranges_what_lies_directly_in_it(world: World, step: Step) -> None:
    await assert_only(world, step, world.shimizu, (world.sato, NotFound), (world.okada, Refused))


async def close_in_association(tx: Tx, world: World) -> None:
    await tree.close(tx, world.places["elders"])


async def move_in_association(tx: Tx, world: World) -> None:
    await tree.move(tx, world.places["maison"], world.places["block_1"])


@pytest.mark.parametrize("step", [close_in_association, move_in_association])
async def test_an_association_arranges_what_lies_in_it(world: World, step: Step) -> None:
    await assert_only(
        world, step, world.ito, (world.shimizu, Refused), (world.kimura, Refused), (world.ono, NotFound)
    )


async def test_nobody_but_a_command_touches_what_stands_alone(world: World) -> None:
    for actor in (world.shimizu, world.yamada, world.okada):
        async with world.database.write(actor) as tx:
            with pytest.raises(NotFound):
                await tree.rename(tx, world.places["town"], "新市")
            with pytest.raises(NotFound):
                await tree.close(tx, world.places["town"])
            with pytest.raises(NotFound):
                await add_place(tx, PlaceKind.ASSOCIATION, "新会")
