"""The block leaders of the new year on one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.people.actions import turns
from kairanban.community.people.actions.turns import Proposal
from kairanban.community.people.rules.last_days import a_year_from
from kairanban.community.signin.actions import envelopes
from kairanban.community.signin.queries.envelopes import Leader, OnPaper
from kairanban.core.clock import Moment, at
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class LeadersPage:
    association: PlaceId
    proposals: list[Proposal]
    starts: Moment
    to_invite: list[Leader]
    on_paper: list[OnPaper]
    done: str = ""
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
            await turns.appoint_leaders(tx, association, names, at(starts), a_year_from(starts))
    except Invalid as invalid:
        return await _page(request, next(iter(invalid.fields.values())), names, starts)
    return see(f"/associations/{association}/block-leaders?done=appointed#envelopes")


async def excuse(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    async with write(request) as tx:
        household = HouseholdId(request.path_params["household"])
        await turns.excuse(tx, association, household, form.ticked("excused"))
    return see(f"/associations/{association}/block-leaders?done=excused")


async def make_envelopes(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    chosen = {PersonId(id) for id in form.ids("person")}
    try:
        async with write(request) as tx:
            made = await envelopes.make(tx, association, chosen)
            batch = await envelopes.keep(tx, association, made, request.state.token)
    except Invalid as invalid:
        return await _page(request, next(iter(invalid.fields.values())))
    return see(f"/envelopes/{batch}")


async def cancel_envelope(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with write(request) as tx:
        await envelopes.cancel(tx, association, PersonId(request.path_params["person"]))
    return see(f"/associations/{association}/block-leaders?done=cancelled#envelopes")


async def show_envelopes(request: Request) -> Response:
    """The sheets to fold, as a page or a PDF, for half an hour in the session that made them."""
    batch = request.path_params["batch"]
    async with read(request) as tx:
        association, sheets = await envelopes.sheets(
            tx, batch, request.state.token, app_context(request).settings.public_address
        )
    back = f"/associations/{association}/block-leaders"
    return await paper(
        request,
        "community/signin/offices/envelopes.html",
        sheets,
        back=back,
        name="envelopes",
        language=DEFAULT,
    )


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
            await envelopes.to_invite(tx, association),
            await envelopes.open_on_paper(tx, association),
            request.query_params.get("done", ""),
            wrong,
            typed,
        )
    # Whose turn it is names the households of each block.
    await record_look(request, "roster", association)
    return staff_page(request, "community/signin/offices/leaders.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/block-leaders", show, Task.APPOINT),
    post("/associations/{association:int}/block-leaders", appoint, Task.APPOINT),
    post("/associations/{association:int}/block-leaders/envelopes", make_envelopes, Task.APPOINT),
    post(
        "/associations/{association:int}/people/{person:int}/envelope/removal", cancel_envelope, Task.APPOINT
    ),
    post("/associations/{association:int}/households/{household:int}/turn", excuse, Task.APPOINT),
    get("/envelopes/{batch:int}", show_envelopes, Task.APPOINT),
    get("/envelopes/{batch:int}.pdf", show_envelopes, Task.APPOINT),
]
