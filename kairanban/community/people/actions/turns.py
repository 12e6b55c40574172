"""輪番: the block leaders of a new year, entered together, with the next in turn proposed."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.queries import turns as turn_queries
from kairanban.community.people.queries.turns import Leader, Turn
from kairanban.community.places.queries.places import HOLD
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx

YEAR_BEGINS = (4, 1)


@dataclass(frozen=True, slots=True)
class Proposal:
    leader: Leader
    next: Turn | None
    order: list[Turn]
    """All households of the block, those whose turn is next first; the excused ones too."""


def in_turn(turns: list[Turn], after: int | None) -> list[Turn]:
    """Return the turns from the one after this route order on, and round again; those without an order last."""
    ordered = [turn for turn in turns if turn.route_order > 0]
    later = [turn for turn in ordered if after and turn.route_order > after]
    return [
        *later,
        *(turn for turn in ordered if turn not in later),
        *(turn for turn in turns if turn.route_order <= 0),
    ]


def next_in_turn(turns: list[Turn], after: int | None) -> Turn | None:
    """Return whose turn is next after this route order; who is excused is passed over."""
    return next((turn for turn in in_turn(turns, after) if not turn.excused), None)


def next_year(now: int) -> Moment:
    """Return the start of the next 1 April."""
    today = day_of(now)
    this = today.replace(month=YEAR_BEGINS[0], day=YEAR_BEGINS[1])
    return at(this if today < this else this.replace(year=this.year + 1))


async def proposals(tx: Tx, association: PlaceId) -> list[Proposal]:
    """Return every block with its leader and the next in turn."""
    await require(tx, Task.APPOINT, association)
    turns = await tx.all(turn_queries.TURNS, association=association)
    found: dict[PlaceId, Leader] = {}
    for leader in await tx.all(turn_queries.LEADERS, association=association):
        found.setdefault(leader.place, leader)
    return [
        Proposal(leader, next_in_turn(there, leader.route_order), in_turn(there, leader.route_order))
        for leader in found.values()
        for there in [[turn for turn in turns if turn.place == leader.place]]
    ]


async def excuse(tx: Tx, association: PlaceId, household: HouseholdId, excused: bool) -> None:
    """Pass the household's turns over, or not any more; raise NotFound for one of another association."""
    await require(tx, Task.APPOINT, association)
    if not await tx.run(
        turn_queries.EXCUSE, household_id=household, of_association=association, excused_then=int(excused)
    ):
        raise NotFound
    await journal.record(tx, "turn_excused", association=association, household=household)


async def appoint_leaders(
    tx: Tx, association: PlaceId, names: dict[PlaceId, str], starts: Moment, ends: Moment
) -> int:
    """Appoint a leader for each named block, end the present one's term at `starts`; return how many.

    A name equal to one representative's in the block means that resident.
    """
    # Two presses at once: the second one finds the people of the first.
    await tx.column(HOLD, in_place=association)
    known = {one.leader.place for one in await proposals(tx, association)}
    turns = await tx.all(turn_queries.TURNS, association=association)
    for place, name in names.items():
        if place not in known:
            continue
        same = [turn for turn in turns if turn.place == place and _plain(turn.name) == _plain(name)]
        person = same[0].person if len(same) == 1 else None
        if person is None:
            person = await add_person(tx, name)
            if len(same) == 1:
                await tx.run(turn_queries.LINK_RESIDENT, resident_id=same[0].resident, to_person=person)
        await tx.run(turn_queries.LEADERS_UNTIL, place_id=place, until_then=starts)
        await appoint(tx, person, Role.BLOCK_LEADER, place, starts=starts, ends=ends)
    return len(names.keys() & known)


def _plain(name: str) -> str:
    return "".join(name.split())
