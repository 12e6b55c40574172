"""Who adds and renames places, and what the journal says of it."""

import pytest

from kairanban.community.places.actions.places import (
    add_place,
    building_of,
    change_association,
    find_place,
    places_within,
    rename_place,
)
from kairanban.community.places.rules import LIES_IN, PlaceKind
from kairanban.core.errors import Invalid, NotFound, Refused
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.places import place
from kairanban.db.tx import Tx
from tests.permits import Step, assert_only
from tests.records import Entry, journalled
from tests.world import SYSTEM, World, serving

pytestmark = pytest.mark.anyio


async def add(tx: Tx, world: World) -> int:
    return await add_place(tx, PlaceKind.BLOCK, "3班", world.places["midorigaoka"])


async def rename(tx: Tx, world: World) -> None:
    await rename_place(tx, world.places["midorigaoka"], world.places["block_1"], "東班")


async def change(tx: Tx, world: World) -> None:
    await change_association(tx, world.places["midorigaoka"], "緑町会", "組", "組長", "山田", "022-1")


@pytest.mark.parametrize("step", [add, rename, change])
async def test_only_who_changes_the_roster_changes_places(world: World, step: Step) -> None:
    await assert_only(
        world, step, world.ito, (serving(world, Role.CARETAKER), Refused), (world.ono, NotFound)
    )


async def test_what_is_added_renamed_and_changed_is_in_the_journal(world: World) -> None:
    association, ito = world.places["midorigaoka"], world.people["ito"]
    before = await journalled(world, "place_added")
    async with world.database.write(world.ito) as tx:
        added = await add(tx, world)
        await rename(tx, world)
        await change(tx, world)
    assert await journalled(world, "place_added", "place_renamed", "association_changed") == [
        *before,
        Entry("place_added", ito, association, other=added),
        Entry("place_renamed", ito, association, other=world.places["block_1"]),
        Entry("association_changed", ito, association),
    ]


async def test_a_place_has_a_name_and_belongs_to_the_association(world: World) -> None:
    association = world.places["midorigaoka"]
    async with world.database.write(world.ito) as tx:
        with pytest.raises(Invalid):
            await add_place(tx, PlaceKind.BLOCK, "", association)
        with pytest.raises(NotFound):
            await rename_place(tx, association, world.places["valley"], "沢")
        added = await add(tx, world)
        assert added in {one.id for one in await places_within(tx, association)}
        assert added not in {one.id for one in await places_within(tx, world.places["kaminosawa"])}


async def test_an_association_and_a_settlement_outside_one_are_their_own_association(world: World) -> None:
    town, association = world.places["town"], world.places["midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        for kind, parent, own in (
            (PlaceKind.ASSOCIATION, town, True),
            (PlaceKind.SETTLEMENT, town, True),
            (PlaceKind.SETTLEMENT, association, False),
            (PlaceKind.BLOCK, association, False),
        ):
            id = await add_place(tx, kind, "新しい所", parent)
            assert (await find_place(tx, id)).association == (id if own else association)


@pytest.mark.parametrize("kind", [*PlaceKind])
@pytest.mark.parametrize("inside", [None, "town", "midorigaoka", "block_1", "valley", "maison", "elders"])
async def test_a_place_lies_only_where_its_kind_does(
    world: World, kind: PlaceKind, inside: str | None
) -> None:
    parents = {"town": PlaceKind.MUNICIPALITY, "midorigaoka": PlaceKind.ASSOCIATION, "block_1": PlaceKind.BLOCK,
               "valley": PlaceKind.SETTLEMENT, "maison": PlaceKind.BUILDING, "elders": PlaceKind.GROUP}  # fmt: skip
    async with world.database.write(SYSTEM) as tx:
        made = add_place(tx, kind, "新しい所", world.places[inside] if inside else None)
        if (parents[inside] if inside else None) in LIES_IN[kind]:
            assert (await find_place(tx, await made)).kind == kind
        else:
            with pytest.raises(Invalid):
                await made


async def test_two_beside_each_other_have_different_names(world: World) -> None:
    """Tried with names as they are typed; a place that was closed has left its name free."""
    midorigaoka, town = world.places["midorigaoka"], world.places["town"]
    async with world.database.write(SYSTEM) as tx:
        for kind, name, parent in (
            (PlaceKind.MUNICIPALITY, "若葉市", None),
            (PlaceKind.ASSOCIATION, "上ノ沢区", town),
            (PlaceKind.BLOCK, " 1班 ", midorigaoka),
        ):
            with pytest.raises(Invalid, match="name"):
                await add_place(tx, kind, name, parent)
        with pytest.raises(Invalid, match="name"):
            await rename_place(tx, midorigaoka, world.places["block_2"], "1班")
        await rename_place(tx, midorigaoka, world.places["block_2"], "2班")
        assert await add_place(tx, PlaceKind.GROUP, "1班", midorigaoka)


async def test_nobody_adds_in_a_place_that_was_closed(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        await tx.run(Statement(place.update().where(place.c.id == world.places["block_2"]).values(ended=1)))
        with pytest.raises(NotFound):
            await add_place(tx, PlaceKind.BUILDING, "緑荘", world.places["block_2"])


async def test_a_building_is_one_of_the_association(world: World) -> None:
    association, maison = world.places["midorigaoka"], world.places["maison"]
    async with world.database.read(world.ito) as tx:
        assert (await building_of(tx, association, maison)).name == "メゾン緑"
        for own, place in ((world.places["kaminosawa"], maison), (association, world.places["block_1"])):
            with pytest.raises(NotFound):
                await building_of(tx, own, place)
