"""Ask to correct or erase, on the household's own device."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.accountability.data_requests import actions
from kairanban.accountability.data_requests.actions import Asked
from kairanban.accountability.data_requests.queries import OwnRequest
from kairanban.accountability.data_requests.rules import CORRECTION, KINDS, WORDS_MOST
from kairanban.accountability.disclosure.rules.codes import REQUEST_KINDS, REQUEST_OUTCOMES
from kairanban.core.actor import Home
from kairanban.core.errors import Invalid, NotFound
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.homes import chosen
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class RequestsPage:
    home: Home
    kind: str
    requests: Sequence[OwnRequest]
    words: str
    press: str
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    most: int = WORDS_MOST
    kinds: dict[str, str] = field(default_factory=lambda: REQUEST_KINDS)
    outcomes: dict[str, str] = field(default_factory=lambda: REQUEST_OUTCOMES)


async def show(request: Request) -> Response:
    return await _page(request)


async def ask(request: Request) -> Response:
    form = await read_form(request)
    home = _home(request, form)
    try:
        kind = form.choice("kind", KINDS) or CORRECTION
        asked = Asked(kind, form.paragraphs("words", longest=WORDS_MOST), form.text("press", longest=60))
        form.check()
        async with write(request) as tx:
            await actions.ask(tx, home.household, asked)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/own-data/requests?home={home.household}&done=asked")


async def take_back(request: Request) -> Response:
    home = _home(request, await read_form(request))
    async with write(request) as tx:
        await actions.take_back(tx, home.household, request.path_params["request"])
    return see(f"/own-data/requests?home={home.household}&done=taken_back")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    home = _home(request, form)
    async with read(request) as tx:
        found = await actions.own(tx, home.household)
    asked = form.text("kind") if form else request.query_params.get("kind", "")
    view = RequestsPage(
        home=home,
        kind=asked if asked in KINDS else "",
        requests=found,
        words=form.paragraphs("words", longest=10_000) if form else "",
        press=(form.text("press") if form else "") or secrets.token_urlsafe(12),
        done=request.query_params.get("done", ""),
        wrong=wrong or {},
    )
    return page(request, "accountability/data_requests/own.html", view, 422 if wrong else 200)


def _home(request: Request, form: Form | None = None) -> Home:
    homes = actor(request).homes
    if not homes:
        raise NotFound
    asked = form.text("home") if form else request.query_params.get("home", "")
    return chosen(request, asked) or homes[0]


routes = [
    get("/own-data/requests", show, Open.HOUSEHOLD),
    post("/own-data/requests", ask, Open.HOUSEHOLD),
    post("/own-data/requests/{request:int}/removal", take_back, Open.HOUSEHOLD),
]
