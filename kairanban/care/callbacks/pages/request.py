"""The request of a callback; the page says who will ring and when."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.callbacks import actions
from kairanban.care.callbacks.queries import Asked
from kairanban.core.actor import Home
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class HomePart:
    home: Home
    call: Asked | None
    """The waiting callback, or the result of the last one."""


@dataclass(frozen=True, slots=True)
class CallPage:
    parts: list[HomePart]
    several: bool
    typed: str = ""
    wrong: dict[str, str] | None = None


async def show(request: Request) -> Response:
    return await _page(request)


async def ask(request: Request) -> Response:
    form = await read_form(request)
    homes = actor(request).homes
    chosen = _home(form)
    # The button in the footer does not name a household if the device serves several.
    if chosen is None and len(homes) > 1:
        return see("/call")
    async with write(request) as tx:
        await actions.ask(tx, HouseholdId(chosen or homes[0].household))
    return see("/call")


async def take_back(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await actions.take_back(tx, HouseholdId(_home(form) or 0))
    return see("/call")


async def other_number(request: Request) -> Response:
    form = await read_form(request)
    phone = form.text("phone", longest=30)
    try:
        form.check()
        async with write(request) as tx:
            await actions.other_number(tx, HouseholdId(_home(form) or 0), phone)
    except Invalid as invalid:
        return await _page(request, phone, dict(invalid.fields))
    return see("/call")


def _home(form: Form) -> int | None:
    return next(iter(form.ids("home")), None)


async def _page(request: Request, typed: str = "", wrong: dict[str, str] | None = None) -> Response:
    async with read(request) as tx:
        asked = await actions.mine(tx)
        homes = tx.actor.homes
    newest = {one.household: one for one in reversed(asked)}
    parts = [HomePart(home, newest.get(home.household)) for home in homes]
    return page(
        request,
        "care/callbacks/request.html",
        CallPage(parts, len(homes) > 1, typed, wrong),
        422 if wrong else 200,
    )


routes = [
    get("/call", show, Open.HOUSEHOLD),
    post("/call", ask, Open.HOUSEHOLD),
    post("/call/removal", take_back, Open.HOUSEHOLD),
    post("/call/number", other_number, Open.HOUSEHOLD),
]
