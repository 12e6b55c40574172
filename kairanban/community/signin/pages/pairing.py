"""画面をつなぐ, the screen that is to be connected: it shows six digits, waits, and fetches its sign-in."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import pairing
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.lifetimes import PAIRING_KEPT
from kairanban.community.signin.rules.pairing import Pairing, State
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Refused
from kairanban.web.app_context import actor, point_read, read, write
from kairanban.web.cookies import client_network, drop, given, keep, keep_session
from kairanban.web.render import PRESSED, page, see
from kairanban.web.routing import Open, get, post

PAIRING = "pairing"


@dataclass(frozen=True, slots=True)
class ScreenPage:
    pairing: Pairing | None
    state: State
    begun: bool
    """Whether this screen showed digits before."""
    early: bool
    """Whether 入力しました was pressed here before the digits were typed."""
    wrong: str = ""


async def screen(request: Request) -> Response:
    # On a screen that is signed in the digits of another are typed.
    who = actor(request)
    if isinstance(who, Actor):
        return see("/devices/pairing" if who.homes else "/")
    return await _screen_page(request)


async def show_digits(request: Request) -> Response:
    if isinstance(actor(request), Actor):
        return see("/pairing")
    kind = kind_of(request.headers.get("user-agent", ""))
    try:
        async with write(request) as tx:
            token = await pairing.show_digits(tx, kind, client_network(request), given(request, PAIRING))
    except (Conflict, Refused) as problem:
        return await _screen_page(request, problem.message, 409)
    return keep(request, see("/pairing"), PAIRING, token, PAIRING_KEPT // 1000)


async def state(request: Request) -> Response:
    """Answer a screen that waits: 204 while it does, else 200 with where its digits stand."""
    async with point_read(request) as tx:
        now = (await pairing.find(tx, given(request, PAIRING)))[1]
    headers = {"Cache-Control": "no-store"}
    return (
        Response(None, 204, headers)
        if now is State.WAITING
        else Response(now, 200, headers, "text/plain; charset=utf-8")
    )


async def collect(request: Request) -> Response:
    if isinstance(actor(request), Actor):
        return see(PRESSED)
    try:
        async with write(request) as tx:
            token = await pairing.collect(tx, given(request, PAIRING))
    except Conflict as problem:
        return await _screen_page(request, problem.message, 409)
    if token is None:
        return see("/pairing?done=early")
    return keep_session(request, drop(request, see("/?done=paired"), PAIRING), token)


async def is_open(request: Request) -> bool:
    """Tell whether this screen's digits wait to be typed, or were typed and its sign-in waits to be fetched."""
    async with point_read(request) as tx:
        return (await pairing.find(tx, given(request, PAIRING)))[1] is not State.ENDED


async def _screen_page(request: Request, wrong: str = "", status: int = 200) -> Response:
    token = given(request, PAIRING)
    async with read(request) as tx:
        found, now = await pairing.find(tx, token)
    early = request.query_params.get("done") == "early"
    view = ScreenPage(found, now, bool(token), early, wrong)
    return page(request, "community/signin/pairing/screen.html", view, status)


routes = [
    get("/pairing", screen, Open.PUBLIC),
    post("/pairing", show_digits, Open.PUBLIC),
    get("/pairing/state", state, Open.PUBLIC),
    post("/pairing/device", collect, Open.PUBLIC),
]
