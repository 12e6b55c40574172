"""表示をひかえる at the officer's desk: hidden when the household asks, shown again by the officer who knows."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.hidden import knows
from kairanban.access.permission import require
from kairanban.community.hiding import actions
from kairanban.community.hiding.pages.choice import chosen_keeper
from kairanban.community.hiding.queries.hidings import Candidate, Hiding, Sealed
from kairanban.community.people.actions.households import household_line
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class OfficerPage:
    association: PlaceId
    household: HouseholdLine
    hiding: Hiding | None
    knows: bool
    sealed: Sealed | None
    officers: list[Candidate]
    chosen: PersonId | None
    done: str
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def hide(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)
    keeper = chosen_keeper(form)
    try:
        async with write(request) as tx:
            await actions.hide_for(tx, association, household, keeper)
    except Invalid as invalid:
        return await _page(request, keeper, invalid.fields)
    return see(f"/associations/{association}/households/{household}/hiding?done=hidden")


async def end(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await actions.show(tx, association, household)
    return see(f"/associations/{association}/households/{household}?done=shown")


async def _page(
    request: Request, keeper: PersonId | None = None, wrong: dict[str, str] | None = None
) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        line = await household_line(tx, association, household)
        view = OfficerPage(
            association=association,
            household=line,
            hiding=await actions.found(tx, household),
            knows=await knows(tx, household),
            sealed=await actions.sealed(tx, household),
            officers=await actions.candidates(tx, association),
            chosen=keeper or actor(request).person,
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    await record_look(request, "household", association, household)
    return staff_page(request, "community/hiding/officer.html", view, 422 if wrong else 200)


_HIDING = "/associations/{association:int}/households/{household:int}/hiding"

routes = [
    get(_HIDING, show, Task.CHANGE_ROSTER),
    post(_HIDING, hide, Task.CHANGE_ROSTER),
    post(f"{_HIDING}/end", end, Task.CHANGE_ROSTER),
]
