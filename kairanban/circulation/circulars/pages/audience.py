"""Step 2: the audience."""

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may
from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.queries.audience_choices import HOUSEHOLDS, Choosable, Chosen
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import KIND_NAMES
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import observe, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.live import wants_part
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

ROLES = ("officer", "block_leader")
ALL, SOME = "all", "some"


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's values; with scope ALL the ticks do not count."""

    scope: str
    places: set[PlaceId]
    roles: set[str]
    households: set[HouseholdId]

    def chosen(self, whole: PlaceId) -> list[Chosen]:
        if self.scope == ALL:
            return [Chosen(whole, "", None)]
        return [
            *(Chosen(place, "", None) for place in sorted(self.places)),
            *(Chosen(None, role, None) for role in sorted(self.roles)),
            *(Chosen(None, "", household) for household in sorted(self.households)),
        ]


@dataclass(frozen=True, slots=True)
class Counted:
    """Number of households addressed, and of those that need paper."""

    count: int
    paper: int
    left_out: int
    """Number of chosen households that are no members."""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class AudiencePage:
    work: Work
    places: list[Within]
    kind_names: dict[str, str]
    households: list[tuple[str, list[Choosable]]]
    """By block, in route order."""
    typed: Typed
    counted: Counted


async def show(request: Request) -> Response:
    return await _page(request)


async def choose(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    typed, wrong = _typed(form), ""
    try:
        async with write(request) as tx:
            work = await drafts.find(tx, circular)
            await drafts.choose_audience(tx, circular, typed.chosen(work.place))
    except Invalid as invalid:
        wrong = invalid.fields["places"]
    if wants_part(request):
        async with read(request) as tx:
            view = await _counted(tx, circular, wrong)
        return staff_page(request, "circulation/circulars/_count.html", view)
    if wrong:
        return await _page(request, typed, wrong)
    return see(f"/circulars/{circular}/{form.choice('go', ('audience', 'proof', 'draft')) or 'proof'}")


def _typed(form: Form) -> Typed:
    return Typed(
        form.choice("scope", (ALL, SOME)),
        {PlaceId(id) for id in form.ids("place")},
        {role for role in form.many("role") if role in ROLES},
        {HouseholdId(id) for id in form.ids("household")},
    )


def _stored(chosen: list[Chosen], whole: PlaceId) -> Typed:
    places = {c.place for c in chosen if c.place}
    scope = ALL if whole in places else SOME if chosen else ""
    return Typed(
        scope,
        places,
        {c.role for c in chosen if c.role},
        {c.household for c in chosen if c.household},
    )


async def _counted(tx: Tx, circular: CircularId, wrong: str) -> Counted:
    addressed = await drafts.count_addressed(tx, circular)
    count, paper = addressed.households, addressed.paper
    return Counted(count, paper, await drafts.count_left_out(tx, circular), wrong)


async def _page(request: Request, typed: Typed | None = None, wrong: str = "") -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        if work.kind == Kind.REQUEST:
            raise NotFound
        chosen = await drafts.audience(tx, circular)
        # Drafters choose places only.
        sees = await may(tx, Task.CHOOSE_HOUSEHOLDS, work.place)
        households = await tx.all(HOUSEHOLDS, issued_at=work.place) if sees else []
        view = AudiencePage(
            work=work,
            places=await places_within(tx, work.place),
            kind_names=KIND_NAMES,
            households=[
                (name, list(homes))
                for (_, name), homes in groupby(households, lambda home: (home.block, home.block_name))
            ],
            typed=typed or _stored(chosen, work.place),
            counted=await _counted(tx, circular, wrong),
        )
    if work.published is not None:
        return see(f"/circulars/{circular}/progress")
    if view.households and request.method == "GET":
        async with observe(request) as tx:
            await record_access(tx, "audience", work.place)
    return staff_page(request, "circulation/circulars/audience.html", view, 422 if wrong else 200)


routes = [
    get("/circulars/{circular:int}/audience", show, Task.DRAFT),
    post("/circulars/{circular:int}/audience", choose, Task.DRAFT),
]
