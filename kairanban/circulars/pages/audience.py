"""Step 2: to whom."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.looks import note_look
from kairanban.access.permission import may
from kairanban.circulars.actions import drafts
from kairanban.circulars.actions.drafts import Chosen, Work
from kairanban.circulars.queries.drafting import HOUSEHOLDS
from kairanban.circulars.rules.words import Kind
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.places.actions import Within, places_within
from kairanban.places.kinds import KIND_NAMES
from kairanban.web.forms import read_form
from kairanban.web.here import observe, read, write
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

ROLES = ("officer", "block_leader")


@dataclass(frozen=True, slots=True)
class Choosable:
    id: HouseholdId
    label: str


@dataclass(frozen=True, slots=True)
class AudiencePage:
    work: Work
    places: list[Within]
    kind_names: dict[str, str]
    households: list[Choosable]
    chosen_places: set[PlaceId]
    chosen_roles: set[str]
    chosen_households: set[HouseholdId]
    count: int
    paper: int
    wrong: str = ""


async def show(request: Request) -> Response:
    return await _page(request)


async def choose(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    chosen = [
        *(Chosen(PlaceId(id), "", None) for id in form.ids("place")),
        *(Chosen(None, role, None) for role in form.many("role") if role in ROLES),
        *(Chosen(None, "", HouseholdId(id)) for id in form.ids("household")),
    ]
    try:
        async with write(request) as tx:
            await drafts.choose_audience(tx, circular, chosen)
    except Invalid as invalid:
        return await _page(request, invalid.fields["places"])
    return see(f"/circulars/{circular}/{form.choice('go', ('audience', 'proof', 'draft')) or 'proof'}")


async def _page(request: Request, wrong: str = "") -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        if work.kind == Kind.REQUEST:
            raise NotFound
        chosen = await drafts.audience(tx, circular)
        count, paper = await drafts.count_addressed(tx, circular)
        # A drafter chooses places; names of households are the officers' to see.
        sees = await may(tx, Task.SEE_ROSTER, work.association)
        view = AudiencePage(
            work=work,
            places=await places_within(tx, work.association),
            kind_names=KIND_NAMES,
            households=await tx.all(HOUSEHOLDS, Choosable, association=work.association) if sees else [],
            chosen_places={c.place for c in chosen if c.place},
            chosen_roles={c.role for c in chosen if c.role},
            chosen_households={c.household for c in chosen if c.household},
            count=count,
            paper=paper,
            wrong=wrong,
        )
    if work.published is not None:
        return see(f"/circulars/{circular}/progress")
    if view.households and request.method == "GET":
        async with observe(request) as tx:
            await note_look(tx, "audience", work.association)
    return staff_page(request, "circulars/audience.html", view, 422 if wrong else 200)


routes = [
    get("/circulars/{circular:int}/audience", show, Task.DRAFT),
    post("/circulars/{circular:int}/audience", choose, Task.DRAFT),
]
