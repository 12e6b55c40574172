"""Addresses that name objects of two associations are not found by an officer of both, and change nothing."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from kairanban.accountability.breach.actions import begin
from kairanban.care.safety.actions import starting
from kairanban.care.safety.rules import Kind
from kairanban.circulation.circular_templates.actions import keep
from kairanban.circulation.circulars.actions import drafts, publishing
from kairanban.community.handovers.actions import checklist
from kairanban.community.people.actions.households import NewHousehold, add_household, add_resident
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.community.towns.queries.offers import ADD as OFFER
from kairanban.core.actor import Appointment
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PlaceId
from kairanban.core.roles import Role
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import journal
from tests.house.paths import _DRAFTING, _GOING_ROUND, SURVEY_TEXTS
from tests.house.test_matrix import CASES, Case
from tests.visiting import Visit
from tests.world import SYSTEM, World, asked, choices

pytestmark = pytest.mark.anyio

_NEWEST = Statement(select(journal.c.id).order_by(journal.c.id.desc()).limit(1))
# Parameters that are words are the same in every association.
WORDS = {"language": "en", "pattern": "cleaning", "purpose": "supporter", "number": "1", "day": "2026-12-15"}

Things = dict[str, object]


async def things_of(world: World, association: PlaceId) -> Things:
    """Make one thing of each kind in the association, and let `both` serve there in every office."""
    async with world.database.write(SYSTEM) as tx:
        block = await add_place(tx, PlaceKind.BLOCK, "9班", association, sort=9)
        building = await add_place(tx, PlaceKind.BUILDING, "コーポ", association, sort=10)
        group = await add_place(tx, PlaceKind.GROUP, "子ども会", association, sort=11)
        house = NewHousehold(association, "和田", block, 1, address="", phone="", method="both")
        household = await add_household(tx, house)
        resident = await add_resident(tx, household, "和田 トミ", representative=True)
        officer = await add_person(tx, "役 員")
        appointment = await appoint(tx, officer, Role.OFFICER, association, starts=tx.now, ends=None)
        both = world.people["both"]
        for role, place in (
            (Role.CHAIR, association),
            (Role.BLOCK_LEADER, block),
            (Role.BUILDING_CONTACT, building),
            (Role.WELFARE_COMMISSIONER, association),
        ):
            await appoint(tx, both, role, place, starts=Moment(tx.now - 100 * DAY), ends=None)
        # A town of its own, with one association, one supporter, and a question to the association above.
        town = await add_place(tx, PlaceKind.MUNICIPALITY, f"{association}番町")
        branch = await add_place(tx, PlaceKind.ASSOCIATION, "町の会", town)
        served = await add_person(tx, "支援 員")
        serving = await appoint(tx, served, Role.SETTLEMENT_SUPPORTER, branch, starts=tx.now, ends=None)
        await appoint(tx, both, Role.MUNICIPAL_OFFICER, town, starts=tx.now, ends=None)
        offer = await tx.value(OFFER, town=town, association=association, offered=tx.now)
    chair = replace(
        world.yamada,
        person=both,
        appointments=(Appointment(AppointmentId(0), Role.CHAIR, association, None),),
    )
    async with world.database.write(chair) as tx:
        made = [await drafts.start(tx, association) for _ in range(2)]
        for one in made:
            await drafts.save(tx, one, SURVEY_TEXTS, choices(reply_kind="survey"))
        await publishing.publish(tx, made[0])
        own = (await keep(tx, made[0]))[1]
        breach = await begin(tx, association, tx.now, "mixed")
        check = await starting.start(tx, association, Kind.DRILL, "")
        await checklist.add(tx, association, "集会所の本")
        item = (await checklist.items(tx, association))[-1].id
    where = {world.places["midorigaoka"]: "midorigaoka"}.get(association, "kaminosawa")
    return {
        "association": association, "block": block, "building": building, "place": group, "household": household,
        "resident": resident, "person": officer, "appointment": appointment, "circular": made[0], "draft": made[1],
        "own": own, "check": check, "breach": breach, "municipal_request": await asked(world, where),
        "town": town, "branch": branch, "served": served, "serving": serving, "offer": offer, "item": item,
    }  # fmt: skip


@pytest.fixture(scope="module")
async def both(looked_at: World) -> tuple[World, Things, Things]:
    async with looked_at.database.write(SYSTEM) as tx:
        looked_at.people["both"] = await add_person(tx, "両方 まもる")
    here = await things_of(looked_at, looked_at.places["midorigaoka"])
    there = await things_of(looked_at, looked_at.places["kaminosawa"])
    async with looked_at.database.write(SYSTEM) as tx:
        looked_at.tokens["both"] = await sessions.sign_in(tx, looked_at.people["both"])
    return looked_at, here, there


def names(path: str) -> list[str]:
    return [name for name in re.findall(r"\{(\w+)", path) if name not in WORDS]


# What the parameters of a town's addresses name.
OF_TOWNS = {"place": "branch", "person": "served", "appointment": "serving"}


def thing_of(path: str, name: str) -> str:
    """Return which of the things a parameter of the address names."""
    if path.startswith("/towns/"):
        return OF_TOWNS.get(name, name)
    return name


def filled(path: str, things: Things) -> str:
    draft = _DRAFTING.search(path) and not _GOING_ROUND.search(path)
    of = {**things, "circular": things["draft" if draft else "circular"], **WORDS}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: str(of[thing_of(path, found[1])]), path)


# One thing only, or things that belong to a session or a household.
OTHERS = ("request", "attachment", "visit", "entry", "proposal")
MIXED = [
    (case, name)
    for case in CASES
    if len(names(case.path)) > 1 and not set(names(case.path)) & set(OTHERS)
    for name in names(case.path)
]


@pytest.mark.parametrize(("case", "name"), MIXED, ids=lambda one: getattr(one, "path", one))
async def test_things_of_two_associations_are_not_answered(
    both: tuple[World, Things, Things], case: Case, name: str
) -> None:
    world, here, there = both
    thing = "draft" if name == "circular" and "{circular" in case.path else thing_of(case.path, name)
    path = filled(
        case.path, {**here, thing_of(case.path, name): there[thing_of(case.path, name)], thing: there[thing]}
    )
    async with world.database.read(SYSTEM) as tx:
        before = await tx.value(_NEWEST)
    async with Visit(world, "both") as officer:
        answer = await (officer.get(path) if case.method == "GET" else officer.post(path, {"name": "x"}))
    assert answer.status_code == 404, path
    async with world.database.read(SYSTEM) as tx:
        assert await tx.value(_NEWEST) == before


@pytest.mark.parametrize(
    "case",
    [case for case, name in MIXED if name == "block" and "household" in names(case.path)],
    ids=lambda case: case.path,
)
async def test_a_household_of_another_block_is_not_answered(
    both: tuple[World, Things, Things], case: Case
) -> None:
    world, here, _ = both
    async with Visit(world, "both") as officer:
        for household in ("suzuki", "sato"):
            path = filled(case.path, {**here, "household": world.households[household]})
            assert (await officer.post(path, {"seen": "safe"})).status_code == 404, path


async def test_the_same_things_of_one_association_are(both: tuple[World, Things, Things]) -> None:
    world, here, there = both
    async with Visit(world, "both") as officer:
        for case in dict.fromkeys(case for case, _ in MIXED if case.method == "GET"):
            # A slip needs a survey, and a visitor's page a consent (tests/care/visits/test_one_record.py).
            if case.path.endswith(("/slip", "/slip.pdf")) or case.path.startswith("/board/households/"):
                continue
            for things in (here, there):
                answer = await officer.get(filled(case.path, things))
                assert answer.status_code in (200, 303), case.path
