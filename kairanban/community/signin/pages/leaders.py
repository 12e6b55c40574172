"""The block leaders of the new year on one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    typed: Mapping[PlaceId, str] | None = None
    """The names of a form that was refused."""

    def name_of(self, proposal: Proposal) -> str:
        """Return what the field shows: as typed, else whose turn it is."""
        if self.typed is not None:
            return self.typed.get(proposal.leader.place, "")
        return proposal.next.name if proposal.next else ""


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
        return await _page(request, next(iter(invalid.fields.values())), names, starts)
    return see(f"/associations/{association}/people?done=appointed")


async def _page(
    request: Request,
    wrong: str = "",
    typed: Mapping[PlaceId, str] | None = None,
    starts: date | None = None,
) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = LeadersPage(
            association,
            await turns.proposals(tx, association),
            at(starts) if starts else turns.next_year(tx.now),
            wrong,
            typed,
        )
    # Whose turn it is names the households of each block.
    await record_look(request, "roster", association)
    return staff_page(request, "community/signin/offices/leaders.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/block-leaders", show, Task.APPOINT),
    post("/associations/{association:int}/block-leaders", appoint, Task.APPOINT),
]
