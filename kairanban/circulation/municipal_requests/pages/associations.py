"""Step 2 of a request: department, delivery day and associations."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.municipal_requests.actions import sending, totals
from kairanban.circulation.municipal_requests.actions.sending import DEPARTMENT_MOST
from kairanban.circulation.municipal_requests.queries.sending import Association, MunicipalRequest
from kairanban.circulation.municipal_requests.rules.copies import Distribution
from kairanban.core.clock import at, end_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

SCOPES = ("all", "some")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's values; a new request goes to all."""

    department: str
    deliver_on: int | None
    answer_by: int | None
    distribution: str
    scope: str
    chosen: set[PlaceId]


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    request: MunicipalRequest
    associations: list[Association]
    departments: list[str]
    typed: Typed
    number: int
    households: int
    least: int = LEAST_SHOWN
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def choose(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    form = await read_form(request)
    department = form.text(
        "department", longest=DEPARTMENT_MOST, needed=_n("Please write the department.")
    ).replace("\n", " ")
    day, until = form.day("deliver_on"), form.day("answer_by")
    scope = form.choice("scope", SCOPES, needed=_n("Please choose at least one association."))
    ticked = {PlaceId(one) for one in form.ids("association")}
    goes = Distribution(form.choice("distribution", tuple(Distribution)) or Distribution.CIRCULATE)
    typed = Typed(department, at(day) if day else None, end_of(until) if until else None, goes, scope, ticked)
    try:
        form.check()
        async with write(request) as tx:
            found = await sending.find(tx, id)
            everybody = [one.id for one in await sending.associations(tx, found.municipality)]
            if scope == "all" and ticked:
                raise Invalid(
                    {"scope": _n("Some are ticked, but all are chosen. Please choose one of the two.")}
                )
            chosen = everybody if scope == "all" else sorted(ticked)
            if not chosen:
                raise Invalid({"associations": _n("Please choose at least one association.")})
            await sending.choose(tx, id, department, typed.deliver_on, chosen, goes, typed.answer_by)
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    return see(f"/requests/{id}/{form.choice('go', ('audience', 'proof')) or 'proof'}")


async def _page(
    request: Request, typed: Typed | None = None, wrong: dict[str, str] | None = None
) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        associations = await sending.associations(tx, found.municipality)
        chosen = await sending.chosen(tx, id)
        departments = await totals.departments(tx)
    if found.sent is not None:
        return see(f"/requests/{id}")
    every = {one.id for one in associations}
    scope = "some" if chosen and chosen != every else "all"
    going_to = chosen or every
    view = ChoosingPage(
        request=found,
        associations=associations,
        departments=departments,
        typed=typed
        or Typed(
            found.department,
            found.deliver_on,
            found.answer_by,
            found.distribution,
            scope,
            chosen if scope == "some" else set(),
        ),
        number=len(going_to),
        households=sum(one.households for one in associations if one.id in going_to),
        wrong=wrong or {},
    )
    return staff_page(
        request, "circulation/municipal_requests/associations.html", view, 422 if wrong else 200
    )


routes = [
    get("/requests/{municipal_request:int}/audience", show, Task.ASK_ASSOCIATIONS),
    post("/requests/{municipal_request:int}/audience", choose, Task.ASK_ASSOCIATIONS),
]
