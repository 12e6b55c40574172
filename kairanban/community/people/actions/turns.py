"""輪番: the block leaders of a new year, entered together, with the next in turn proposed."""

from dataclasses import dataclass
from datetime import date

from kairanban.access.permission import require
from kairanban.community.people.actions.offices import add_person, appoint
from kairanban.community.people.queries import turns as turn_queries
from kairanban.community.people.queries.turns import Leader, Turn
from kairanban.core.clock import Moment, at, day_of
from kairanban.core.ids import PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx

YEAR_BEGINS = (4, 1)


@dataclass(frozen=True, slots=True)
class Proposal:
    leader: Leader
    next: Turn | None


def next_in_turn(turns: list[Turn], after: int | None) -> Turn | None:
    """Return the turn after this route order; after the last household the first again."""
    later = [turn for turn in turns if after is not None and turn.route_order > after]
    return next(iter(later or turns), None)


def next_year(now: int) -> Moment:
    """Return the start of the next 1 April."""
    today = day_of(now)
    this = today.replace(month=YEAR_BEGINS[0], day=YEAR_BEGINS[1])
    return at(this if today < this else this.replace(year=this.year + 1))


def a_year_from(day: date) -> Moment:
    """Return the same day of the next year; for 29 February 1 March."""
    try:
        return at(day.replace(year=day.year + 1))
    except ValueError:
        return at(date(day.year + 1, 3, 1))


async def proposals(tx: Tx, association: PlaceId) -> list[Proposal]:
    """Return every block with its leader and the next in turn."""
    await require(tx, Task.APPOINT, association)
    turns = await tx.all(turn_queries.TURNS, association=association)
    found: dict[PlaceId, Leader] = {}
    for leader in await tx.all(turn_queries.LEADERS, association=association):
        found.setdefault(leader.place, leader)
    return [
        Proposal(
            leader, next_in_turn([turn for turn in turns if turn.place == leader.place], leader.route_order)
        )
        for leader in found.values()
    ]


async def appoint_leaders(
    tx: Tx, association: PlaceId, names: dict[PlaceId, str], starts: Moment, ends: Moment
) -> int:
    """Appoint a leader for each named block, end the present one's term at `starts`; return how many.

    A name equal to one representative's in the block means that resident.
    """
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
