"""表示をひかえる on the household's own device."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.hidden import is_trusted_here
from kairanban.community.hiding import actions
from kairanban.community.hiding.pages.choice import chosen_keeper
from kairanban.community.hiding.queries.hidings import Candidate, Hiding
from kairanban.core.actor import Home
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import HouseholdId, PersonId
from kairanban.db.tx import Tx
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

Settling = Callable[[Tx, HouseholdId, PersonId | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class OwnPage:
    home: Home
    hiding: Hiding | None
    trusted: bool
    """Whether it is settled on this device."""
    officers: list[Candidate]
    chosen: PersonId | None
    done: str
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def hide(request: Request) -> Response:
    return await _settle(request, actions.hide_own, "hidden")


async def name(request: Request) -> Response:
    return await _settle(request, actions.name_own, "named")


async def _settle(request: Request, settle: Settling, done: str) -> Response:
    form = await read_form(request)
    home = _home(request, form)
    try:
        async with write(request) as tx:
            await settle(tx, home.household, chosen_keeper(form))
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return _back(home, done)


async def end(request: Request) -> Response:
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await actions.show_own(tx, home.household)
    return _back(home, "shown")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    home = _home(request, form)
    async with read(request) as tx:
        view = OwnPage(
            home=home,
            hiding=await actions.found(tx, home.household),
            trusted=await is_trusted_here(tx, home.household),
            officers=await actions.candidates(tx, home.association),
            chosen=chosen_keeper(form) if form else None,
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    return page(request, "community/hiding/own.html", view, 422 if wrong else 200)


def _home(request: Request, form: Form | None = None) -> Home:
    """Return the household named by the form or the page, else the first of this device."""
    homes = actor(request).homes
    if not homes:
        raise NotFound
    asked = form.text("home") if form else request.query_params.get("home", "")
    return chosen(request, asked) or homes[0]


def _back(home: Home, done: str) -> Response:
    return see(f"/hiding?home={home.household}&done={done}")


routes = [
    get("/hiding", show, Open.HOUSEHOLD),
    post("/hiding", hide, Open.HOUSEHOLD),
    post("/hiding/keeper", name, Open.HOUSEHOLD),
    post("/hiding/end", end, Open.HOUSEHOLD),
]
