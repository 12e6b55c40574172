"""An office held at a group grants less than at an association, in Python and in SQL alike."""

from dataclasses import replace

import pytest

from kairanban.access.permission import may, require_here, serves_at
from kairanban.access.rules import GRANTS, GRANTS_AT_GROUP, grants
from kairanban.access.scope import places_for, seats_for
from kairanban.community.people.actions.offices import add_person, appoint, end_appointment
from kairanban.community.people.queries.offices import APPOINT, OFFICERS
from kairanban.core.actor import Appointment
from kairanban.core.clock import DAY
from kairanban.core.errors import NotFound, Refused
from kairanban.core.ids import AppointmentId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.statements import Statement
from tests.conftest import SetClock
from tests.groups import groups, serve
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

WITHIN = {task: Statement(places_for(task)) for task in Task}
HERE = {task: Statement(seats_for(task)) for task in Task}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", ["elders", "midorigaoka"])
async def test_scopes_and_checks_agree_on_what_an_office_grants(world: World, role: Role, place: str) -> None:
    async with world.database.write(SYSTEM) as tx:
        person = await add_person(tx, "何 某")
        held = await tx.value(
            APPOINT, person=person, role=role.value, place=world.places[place], title="",
            starts=tx.now, ends=None, appointed_by=None,
        )  # fmt: skip
    office = Appointment(AppointmentId(held), role, world.places[place], None, at_group=place == "elders")
    actor = replace(world.kimura, person=person, appointments=(office,))
    async with world.database.read(actor) as tx:
        for task in Task:
            granted = grants(office, task)
            assert (world.places[place] in await tx.column(WITHIN[task])) is granted, task
            assert (world.places[place] in await tx.column(HERE[task])) is granted, task
            assert await may(tx, task, world.places[place]) is granted
            assert serves_at(tx, task, world.places[place]) is granted
            if place == "midorigaoka":
                assert (world.places["elders"] in await tx.column(WITHIN[task])) is granted
                assert world.places["elders"] not in await tx.column(HERE[task])


def test_a_group_has_no_roster_cards_checks_appointments_and_nothing_urgent() -> None:
    elected = (Role.CHAIR, Role.OFFICER, Role.CARETAKER, Role.SUCCESSOR, Role.DRAFTER)
    granted = frozenset[Task]().union(*(GRANTS_AT_GROUP[role] for role in elected))
    assert granted == {
        Task.DRAFT, Task.PUBLISH, Task.FOLLOW_UP, Task.SEE_PROGRESS, Task.CHOOSE_HOUSEHOLDS, Task.ANSWER_HELP,
    }  # fmt: skip
    assert all(GRANTS_AT_GROUP[role] == GRANTS[role] for role in Role if role not in elected)


async def test_those_above_do_not_act_in_a_groups_name(world: World) -> None:
    await groups(world)
    for who, place, error in (
        ("endo", "elders", None),
        ("yamada", "midorigaoka", None),
        ("yamada", "elders", Refused),
        ("endo", "midorigaoka", NotFound),
        ("endo", "children", NotFound),
        ("ono", "elders", NotFound),
    ):
        async with world.database.read(world.actors[who]) as tx:
            if error is None:
                await require_here(tx, Task.DRAFT, world.places[place])
            else:
                with pytest.raises(error):
                    await require_here(tx, Task.DRAFT, world.places[place])


async def test_nobody_carries_on_at_a_group(world: World, clock: SetClock) -> None:
    await groups(world)
    midorigaoka = world.places["midorigaoka"]
    await serve(world, "next", "次 代表", Role.CHAIR, "elders")
    clock.advance(DAY)
    async with world.database.write(SYSTEM) as tx:
        await end_appointment(tx, midorigaoka, world.next.appointments[0].id)
        third = await add_person(tx, "三 代目")
        await appoint(tx, third, Role.CHAIR, world.places["elders"], starts=tx.now, ends=None)
        found = await tx.all(OFFICERS, association=midorigaoka)
    assert [one.role for one in found if one.place == "老人会"] == ["chair"]
