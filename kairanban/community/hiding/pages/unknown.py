"""Hidden households that no officer knows, for the municipality, which names one until the household does."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.hiding import actions
from kairanban.community.hiding.pages.choice import chosen_keeper
from kairanban.community.hiding.queries.hidings import Candidate, Unknown
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class UnknownPage:
    households: list[Unknown]
    officers: dict[PlaceId, list[Candidate]]
    done: str
    asked: int
    """The household whose form had errors."""
    wrong: dict[str, str]


async def show(request: Request) -> Response:
    return await _page(request)


async def name(request: Request) -> Response:
    form = await read_form(request)
    household = HouseholdId(request.path_params["household"])
    keeper = chosen_keeper(form)
    try:
        async with write(request) as tx:
            await actions.name_until_then(tx, household, keeper)
    except Invalid as invalid:
        return await _page(request, household, invalid.fields)
    return see("/hidden-households?done=named")


async def _page(request: Request, asked: int = 0, wrong: dict[str, str] | None = None) -> Response:
    async with read(request) as tx:
        found = await actions.unknown(tx)
        officers = {
            association: await actions.candidates(tx, association)
            for association in {one.association for one in found}
        }
    view = UnknownPage(found, officers, request.query_params.get("done", ""), asked, wrong or {})
    return staff_page(request, "community/hiding/unknown.html", view, 422 if wrong else 200)


routes = [
    get("/hidden-households", show, Task.NAME_KEEPER),
    post("/hidden-households/{household:int}/keeper", name, Task.NAME_KEEPER),
]
