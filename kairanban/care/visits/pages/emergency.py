"""緊急閲覧: emergency access to one household, which is told who looked and why."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may_anywhere
from kairanban.care.visits.actions import emergency, households
from kairanban.care.visits.queries.emergency import Listed, Look
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    look: Look


@dataclass(frozen=True, slots=True)
class ListPage:
    looks: list[Listed]
    done: str
    oversees: bool
    """Whether a device of the actor can be told of the next one."""


async def show(request: Request) -> Response:
    async with read(request) as tx:
        await emergency.require_ready(tx)
    return staff_page(request, "care/visits/emergency.html", EmergencyPage())


async def look_up(request: Request) -> Response:
    form = await read_form(request)
    sought = form.text("sought", longest=60, needed=_n("Please write whom it is about."))
    reason = form.paragraphs("reason", longest=300, needed=_n("Please write the reason."))
    try:
        form.check()
        async with write(request) as tx:
            household = await emergency.look_up(tx, sought, reason)
        if household is None:
            raise Invalid({"sought": emergency.NOT_ONE})
    except Invalid as invalid:
        typed = {"sought": sought, "reason": reason}
        return staff_page(
            request, "care/visits/emergency.html", EmergencyPage(typed, dict(invalid.fields)), 422
        )
    return see(f"/board/emergency/{household}")


async def wait(request: Request) -> Response:
    """Lead on to the household once it is open; NotFound where nothing waits and nothing is open."""
    household = _household(request)
    async with read(request) as tx:
        look = await emergency.waiting(tx, household)
        if look is None:
            await households.find(tx, household)
    if look is None:
        return see(f"/board/households/{household}")
    return staff_page(request, "care/visits/emergency_waiting.html", WaitingPage(look))


async def close(request: Request) -> Response:
    household = _household(request)
    form = await read_form(request)
    outcome = form.text("outcome", longest=200)
    try:
        form.check()
        async with write(request) as tx:
            await emergency.close(tx, household, outcome)
    except Invalid:
        return see(f"/board/households/{household}?done=outcome#closing")
    return see("/board?done=closed")


async def show_list(request: Request) -> Response:
    async with read(request) as tx:
        looks, oversees = await emergency.listed(tx), may_anywhere(tx, Task.OVERSEE)
    view = ListPage(looks, request.query_params.get("done", ""), oversees)
    return staff_page(request, "care/visits/emergency_list.html", view)


async def answer(request: Request) -> Response:
    form = await read_form(request)
    said = form.choice("answer", ("yes", "no"))
    if not said:
        raise NotFound
    async with write(request) as tx:
        await emergency.answer(tx, request.path_params["look"], said == "yes")
    return see("/emergency-looks?done=answered")


async def review(request: Request) -> Response:
    async with write(request) as tx:
        await emergency.review(tx, request.path_params["look"])
    return see("/emergency-looks?done=reviewed")


def _household(request: Request) -> HouseholdId:
    return HouseholdId(request.path_params["household"])


_SECOND = (Task.OVERSEE, Task.VISIT)

routes = [
    get("/board/emergency", show, Task.VISIT),
    post("/board/emergency", look_up, Task.VISIT),
    get("/board/emergency/{household:int}", wait, Task.VISIT),
    post("/board/emergency/{household:int}/closing", close, Task.VISIT),
    get("/emergency-looks", show_list, _SECOND),
    post("/emergency-looks/{look:int}/answer", answer, _SECOND),
    post("/emergency-looks/{look:int}/review", review, Task.OVERSEE),
]
