"""The household's choice of paper, screen or both; paper ends only once a screen is proven."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.reachability import actions
from kairanban.care.reachability.actions import Reached
from kairanban.community.people.rules.methods import METHODS
from kairanban.core.errors import Conflict
from kairanban.core.ids import HouseholdId
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

NAMES = {
    "digital": _n("Only on tablet or phone"),
    "both": _n("On both"),
    "paper": _n("On paper"),
}


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    homes: list[Reached]
    names: dict[str, str]
    done: str
    wrong: str = ""


async def show(request: Request) -> Response:
    return await _page(request)


async def choose(request: Request) -> Response:
    form = await read_form(request)
    home = next(iter(form.ids("home")), 0)
    method = form.choice("method", METHODS, needed=_n("Please press one of the buttons."))
    form.check()
    try:
        async with write(request) as tx:
            await actions.choose_method(tx, HouseholdId(home), method)
    except Conflict as conflict:
        return await _page(request, conflict.message)
    return see("/settings/paper?done=chosen")


async def _page(request: Request, wrong: str = "") -> Response:
    async with read(request) as tx:
        homes = await actions.own(tx)
    view = ChoosingPage(homes, NAMES, request.query_params.get("done", ""), wrong)
    return page(request, "care/reachability/choosing.html", view, 409 if wrong else 200)


routes = [
    get("/settings/paper", show, Open.HOUSEHOLD),
    post("/settings/paper", choose, Open.HOUSEHOLD),
]
