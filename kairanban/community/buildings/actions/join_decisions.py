"""Officers decide on requests to join by a poster."""

from dataclasses import dataclass

from kairanban.access.permission import require
from kairanban.community.buildings.actions.contacts import households
from kairanban.community.buildings.queries import join_requests as queries
from kairanban.community.buildings.queries.contacts import Household
from kairanban.community.buildings.queries.join_requests import Request
from kairanban.community.buildings.rules import REQUEST_LASTS, names_room
from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.core.errors import Conflict, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

ANSWERED = _n("That device is no longer waiting.")


@dataclass(frozen=True, slots=True)
class Question:
    """A request with the households it could mean; those whose room matches are apart."""

    request: Request
    same_room: list[Household]
    others: list[Household]


async def questions(tx: Tx, association: PlaceId) -> list[Question]:
    """Return the undecided requests."""
    await require(tx, Task.CHANGE_ROSTER, association)
    found, living = [], dict[PlaceId, list[Household]]()
    for request in await tx.all(queries.REQUESTS, association=association, within=REQUEST_LASTS):
        if request.building not in living:
            living[request.building] = await households(tx, association, request.building)
        there = living[request.building]
        # A match would tell the officer where a hidden household lives.
        same = [h for h in there if not h.hidden and names_room(request.room, h.label, h.address)]
        found.append(Question(request, same, [h for h in there if h not in same]))
    return found


async def waiting(tx: Tx, association: PlaceId) -> int:
    """Count the undecided requests. The caller has asked for permission."""
    number: int = await tx.value(queries.COUNT, association=association, within=REQUEST_LASTS)
    return number


async def accept(tx: Tx, association: PlaceId, request: int, household: HouseholdId | None) -> None:
    """Accept the request for an existing or a new household; the device is bound at its next request."""
    question = await _find(tx, association, request)
    asked = question.request
    living = {one.id: one for one in [*question.same_room, *question.others]}
    if household is not None and household not in living:
        raise NotFound
    if household is None:
        household = await add_household(
            tx,
            NewHousehold(
                association=association,
                label=asked.label,
                place=asked.building,
                route_order=max((one.route_order for one in living.values()), default=0) + 1,
                address=f"{asked.building_name} {asked.room}",
                language=asked.language,
                method="digital",
            ),
        )
    await _decide(tx, request, household)
    await journal.record(tx, "joining_accepted", association=association, household=household, other=request)


async def decline(tx: Tx, association: PlaceId, request: int) -> None:
    """Decline the request without a reason."""
    await _find(tx, association, request)
    await _decide(tx, request, None)
    await journal.record(tx, "joining_declined", association=association, other=request)


async def _find(tx: Tx, association: PlaceId, request: int) -> Question:
    for one in await questions(tx, association):
        if one.request.id == request:
            return one
    raise NotFound(ANSWERED)


async def _decide(tx: Tx, request: int, household: HouseholdId | None) -> None:
    decided = await tx.run(
        queries.DECIDE, request=request, by=tx.actor.person, as_household=household, within=REQUEST_LASTS
    )
    if not decided:
        raise Conflict(ANSWERED)
