"""One household, for officers who maintain the roster."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.hidden import knows
from kairanban.access.permission import may
from kairanban.community.people.actions import households
from kairanban.community.people.queries.people import HouseholdLine, Resident
from kairanban.community.roster.rules.names import MEMBERSHIP_NAMES, METHOD_NAMES
from kairanban.core.ids import PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    association: PlaceId
    household: HouseholdLine
    residents: list[Resident]
    open: bool
    """Whether the name is shown: of a hidden household only to the officer who knows it."""
    nobody_left: bool
    """Whether its last resident has died or gone, and it may stand empty."""
    may_change: bool
    may_disclose: bool
    method_names: dict[str, str]
    standings: dict[str, str]
    done: str


async def show(request: Request) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        line = await households.household_line(tx, association, household)
        opened = not line.hidden or await knows(tx, household)
        view = HouseholdPage(
            association=association,
            household=line,
            residents=await households.residents(tx, household) if opened else [],
            open=opened,
            nobody_left=household in await households.nobody_left(tx, association),
            may_change=await may(tx, Task.CHANGE_ROSTER, association),
            may_disclose=await may(tx, Task.EXPORT_ROSTER, association),
            method_names=METHOD_NAMES,
            standings=MEMBERSHIP_NAMES,
            done=request.query_params.get("done", ""),
        )
    await record_look(request, "household", association, household)
    return staff_page(request, "community/roster/household.html", view)


async def died(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await households.died(tx, association, household, ResidentId(request.path_params["resident"]))
    return see(f"/associations/{association}/households/{household}?done=ended")


_HOUSEHOLD = "/associations/{association:int}/households/{household:int}"

routes = [
    get(_HOUSEHOLD, show, Task.SEE_ROSTER),
    post(f"{_HOUSEHOLD}/residents/{{resident:int}}/end", died, Task.CHANGE_ROSTER),
]
