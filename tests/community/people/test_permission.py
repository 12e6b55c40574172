"""Who changes households and appointments."""

from dataclasses import replace

import pytest

from kairanban.community.people.actions import groups, households, offices, particulars, turns
from kairanban.community.people.actions.households import NewHousehold
from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.core.errors import Invalid, NotFound, Refused, StepUpNeeded
from kairanban.core.ids import AppointmentId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from tests.permits import Step, assert_only
from tests.visiting import Visit
from tests.world import SYSTEM, World, serving

pytestmark = pytest.mark.anyio


async def add(tx: Tx, world: World) -> None:
    new = NewHousehold(world.places["midorigaoka"], "小林", world.places["block_1"])
    await households.add_household(tx, new)


async def died(tx: Tx, world: World) -> None:
    home, resident = world.households["sato"], world.residents["sato"]
    await households.died(tx, world.places["midorigaoka"], home, resident)


async def fill_group(tx: Tx, world: World) -> None:
    association, group = world.places["midorigaoka"], world.places["elders"]
    await groups.set_members(tx, association, group, {world.households["sato"]})


async def change(tx: Tx, world: World) -> None:
    await particulars.change(tx, world.places["midorigaoka"], world.households["sato"], {"phone": "1"})


async def move(tx: Tx, world: World) -> None:
    association, block, other = (world.places[name] for name in ("midorigaoka", "block_1", "block_2"))
    await particulars.move(tx, association, world.households["sato"], block, other, 9)


async def reorder(tx: Tx, world: World) -> None:
    association, block = world.places["midorigaoka"], world.places["block_1"]
    await particulars.set_route_order(tx, association, world.households["sato"], block, 9)


async def replace_representative(tx: Tx, world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    await particulars.replace_representative(tx, association, home, "佐藤 花", "")


async def rename_representative(tx: Tx, world: World) -> None:
    association, home = world.places["midorigaoka"], world.households["sato"]
    await particulars.rename_representative(tx, association, home, "佐藤 花", "")


CHANGES = [
    add, died, fill_group, change, move, reorder, replace_representative, rename_representative,
]  # fmt: skip


@pytest.mark.parametrize("step", CHANGES)
async def test_only_who_changes_the_roster_changes_households(world: World, step: Step) -> None:
    await assert_only(
        world, step, world.ito, (serving(world, Role.CARETAKER), Refused), (world.ono, NotFound)
    )


async def read_households(tx: Tx, world: World) -> None:
    await households.households(tx, world.places["midorigaoka"])


async def read_officers(tx: Tx, world: World) -> None:
    await offices.officers(tx, world.places["midorigaoka"])


@pytest.mark.parametrize("step", [read_households, read_officers])
async def test_only_who_sees_the_roster_reads_it(world: World, step: Step) -> None:
    await assert_only(
        world, step, serving(world, Role.CARETAKER), (world.kimura, Refused), (world.ono, NotFound)
    )


async def appoint(tx: Tx, world: World, role: Role = Role.OFFICER) -> AppointmentId:
    place = world.places["midorigaoka"]
    return await offices.appoint(tx, world.people["abe"], role, place, starts=tx.now, ends=None)


async def read_turns(tx: Tx, world: World) -> None:
    await turns.proposals(tx, world.places["midorigaoka"])


@pytest.mark.parametrize("step", [appoint, read_turns])
async def test_the_chair_appoints_and_after_a_step_up(world: World, step: Step) -> None:
    unproven = replace(world.yamada, stepped_up_at=None)
    await assert_only(
        world, step, world.yamada, (world.ito, Refused), (world.ono, NotFound), (unproven, StepUpNeeded)
    )


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", ["town", "midorigaoka", "block_1", "elders", "maison"])
async def test_an_office_is_held_at_places_of_its_kind_only(world: World, role: Role, place: str) -> None:
    kind = {
        "town": PlaceKind.MUNICIPALITY, "midorigaoka": PlaceKind.ASSOCIATION, "block_1": PlaceKind.BLOCK,
        "elders": PlaceKind.GROUP, "maison": PlaceKind.BUILDING,
    }[place]  # fmt: skip
    async with world.database.write(SYSTEM) as tx:
        made = offices.appoint(tx, world.people["abe"], role, world.places[place], starts=tx.now, ends=None)
        if kind in SERVES_AT[role]:
            assert await made
        else:
            with pytest.raises(Invalid):
                await made


async def test_a_settlement_that_is_its_own_association_has_a_chair(world: World) -> None:
    async with world.database.write(SYSTEM) as tx:
        alone = await add_place(tx, PlaceKind.SETTLEMENT, "奥沢", world.places["town"])
        for role in (Role.CHAIR, Role.SETTLEMENT_SUPPORTER):
            assert await offices.appoint(tx, world.people["abe"], role, alone, starts=tx.now, ends=None)
        with pytest.raises(Invalid):
            await offices.appoint(
                tx, world.people["abe"], Role.CHAIR, world.places["valley"], starts=tx.now, ends=None
            )


async def test_a_chair_makes_nobody_leader_of_the_whole_association(world: World) -> None:
    people = f"/associations/{world.places['midorigaoka']}/people"
    async with Visit(world, "yamada") as chair:
        for place in ("midorigaoka", "kaminosawa", "valley", "town", "elders"):
            form = {"name": "新 班長", "role": "block_leader", "place": str(world.places[place])}
            answer = await chair.post(people, form)
            assert answer.status_code == 422
            assert "新 班長" in answer.text
        form = {"name": "新 班長", "role": "block_leader", "place": str(world.places["block_2"])}
        assert (await chair.post(people, form)).status_code == 303


async def test_an_appointment_is_ended_by_the_chair_only(world: World) -> None:
    async with world.database.write(world.yamada) as tx:
        made = await appoint(tx, world)
    for actor, error in ((world.ito, Refused), (world.ono, NotFound)):
        async with world.database.write(actor) as tx:
            with pytest.raises(error):
                await offices.end_appointment(tx, world.places["midorigaoka"], made)
    async with world.database.write(world.yamada) as tx:
        await offices.end_appointment(tx, world.places["midorigaoka"], made)


@pytest.mark.parametrize("role", [Role.WELFARE_COMMISSIONER, Role.SETTLEMENT_SUPPORTER, Role.OPERATOR])
async def test_a_chair_neither_gives_nor_ends_what_is_given_elsewhere(world: World, role: Role) -> None:
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(Refused):
            await appoint(tx, world, role)
    where = world.places["town" if role is Role.OPERATOR else "midorigaoka"]
    async with world.database.write(SYSTEM) as tx:
        elsewhere = await offices.appoint(tx, world.people["abe"], role, where, starts=tx.now, ends=None)
    async with world.database.write(world.yamada) as tx:
        with pytest.raises(NotFound if role is Role.OPERATOR else Refused):
            await offices.end_appointment(tx, world.places["midorigaoka"], elsewhere)
        assert await appoint(tx, world, Role.DRAFTER)
