"""The block leaders of the new year on one form."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.people.actions import turns
from kairanban.community.people.actions.turns import Proposal
from kairanban.core.clock import Moment, at
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class LeadersPage:
    association: PlaceId
    proposals: list[Proposal]
    starts: Moment
    wrong: str = ""


async def show(request: Request) -> Response:
    return await _page(request)


async def appoint(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    starts = form.day("starts")
    async with read(request) as tx:
        places = [one.leader.place for one in await turns.proposals(tx, association)]
    names = {place: form.text(f"leader_{place}", longest=60) for place in places}
    names = {place: name for place, name in names.items() if name}
    try:
        form.check()
        if starts is None:
            raise Invalid({"starts": _n("Please write a date.")})
        if not names:
            raise Invalid({"names": _n("Please write at least one name.")})
        async with write(request) as tx:
            await turns.appoint_leaders(tx, association, names, at(starts), turns.a_year_from(starts))
    except Invalid as invalid:
        return await _page(request, next(iter(invalid.fields.values())))
    return see(f"/associations/{association}/people?done=appointed")


async def _page(request: Request, wrong: str = "") -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = LeadersPage(
            association, await turns.proposals(tx, association), turns.next_year(tx.now), wrong
        )
    # Whose turn it is names the households of each block.
    await record_look(request, "roster", association)
    return staff_page(request, "community/signin/offices/leaders.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/block-leaders", show, Task.APPOINT),
    post("/associations/{association:int}/block-leaders", appoint, Task.APPOINT),
]
