"""消去 at the desk: a page that says what goes and what stays, and the press that does it."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.erasure.actions import erasing
from kairanban.accountability.erasure.actions.erasing import Plan
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ErasurePage:
    association: PlaceId
    plan: Plan
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def erase(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)
    try:
        async with write(request) as tx:
            await erasing.erase(tx, association, household, sure=form.ticked("sure"))
    except Invalid as invalid:
        return await _page(request, invalid.fields)
    return see(f"/associations/{association}/roster?done=erased")


async def _page(request: Request, wrong: dict[str, str] | None = None) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        view = ErasurePage(association, await erasing.plan(tx, association, household), wrong or {})
    await record_look(request, "household", association, household)
    return staff_page(request, "accountability/erasure/erasure.html", view, 422 if wrong else 200)


_ERASURE = "/associations/{association:int}/households/{household:int}/erasure"

routes = [get(_ERASURE, show, Task.ERASE_HOUSEHOLD), post(_ERASURE, erase, Task.ERASE_HOUSEHOLD)]
