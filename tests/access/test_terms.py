"""Every office before its term, during it, after it, and with a successor: what it opens, and until when."""

import pytest

from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.rules.offices import SERVES_AT
from kairanban.community.places.actions.places import add_place
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import sessions
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import PersonId
from kairanban.core.roles import Role
from tests.conftest import SetClock
from tests.visiting import Visit
from tests.world import SYSTEM, World

pytestmark = pytest.mark.anyio

# A page that the office opens, and the place it is held at.
OPENS: dict[Role, tuple[str, str]] = {
    Role.CHAIR: ("/associations/{without}/roster", "without"),
    Role.OFFICER: ("/associations/{without}/roster", "without"),
    Role.CARETAKER: ("/associations/{without}/roster", "without"),
    Role.SUCCESSOR: ("/associations/{without}/roster", "without"),
    Role.DRAFTER: ("/associations/{without}/patterns", "without"),
    Role.BLOCK_LEADER: ("/office", "block_2"),
    Role.BUILDING_CONTACT: ("/office", "maison"),
    Role.SETTLEMENT_SUPPORTER: ("/board", "without"),
    Role.WELFARE_COMMISSIONER: ("/board", "without"),
    Role.MUNICIPAL_OFFICER: ("/towns/{town}", "town"),
    Role.OPERATOR: ("/office/retention", "town"),
}
# Leaders and contacts have no page of their own place but the office, which everybody with a key may open.
_NAMES_PLACE = {Role.BLOCK_LEADER: "2班", Role.BUILDING_CONTACT: "メゾン緑"}


def test_every_office_is_looked_at() -> None:
    assert set(OPENS) == set(SERVES_AT)


async def serves(world: World, role: Role, starts: int, ends: int | None) -> PersonId:
    async with world.database.write(SYSTEM) as tx:
        if "without" not in world.places:
            world.places["without"] = await add_place(
                tx, PlaceKind.ASSOCIATION, "新町会", world.places["town"]
            )
        person = world.people["someone"] = await add_person(tx, "誰か 一人")
        await appoint(
            tx, person, role, world.places[OPENS[role][1]], starts=Moment(starts),
            ends=Moment(ends) if ends is not None else None,
        )  # fmt: skip
    return person


async def is_open(world: World, role: Role) -> bool:
    """Tell whether the office's page opens, signed in anew."""
    async with world.database.write(SYSTEM) as tx:
        world.tokens["someone"] = await sessions.sign_in(tx, world.people["someone"])
    path = OPENS[role][0].format(**world.places)
    async with Visit(world, "someone") as visit:
        if role in _NAMES_PLACE:
            return _NAMES_PLACE[role] in (await visit.get("/office")).text
        return (await visit.get(path)).status_code == 200


@pytest.mark.parametrize("role", sorted(OPENS))
async def test_it_opens_at_its_hour_and_closes_at_its_hour(world: World, clock: SetClock, role: Role) -> None:
    begins, ends = Moment(clock.now + 10 * DAY), Moment(clock.now + 20 * DAY)
    await serves(world, role, begins, ends)
    seen = []
    for moment in (begins - DAY, begins - 1, begins, ends - 1, ends, ends + 200 * DAY):
        clock.now = Moment(moment)
        seen.append(await is_open(world, role))
    # The chair looks on before; without a successor she carries on for 90 days.
    before, after = (True, True) if role is Role.CHAIR else (False, False)
    # An officer carries on for a chair, and there was none.
    assert seen == [before, before, True, True, after, False]


@pytest.mark.parametrize("role", sorted(OPENS))
async def test_with_a_successor_only_one_who_is_alone_leaves(
    world: World, clock: SetClock, role: Role
) -> None:
    """A new chair ends the term of the one before; beside all others there may be several."""
    await serves(world, role, clock.now, None)
    before = world.people["someone"]
    day = Moment(clock.now + 10 * DAY)
    second = await serves(world, role, day, None)
    clock.now = day
    assert await is_open(world, role)
    world.people["someone"] = before
    # The chair before looks after the basic work until the successor, who has signed in, has had 14 days.
    assert await is_open(world, role)
    clock.advance(14 * DAY)
    assert await is_open(world, role) is (role is not Role.CHAIR)
    assert second != before
