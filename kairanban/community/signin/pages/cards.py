"""Binding a device with a printed household card."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import attempts, cards
from kairanban.community.signin.actions.hashing import slowly
from kairanban.community.signin.rules.cards import Card, Way, way
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    ADDRESS_WRONG_MOST,
    COOKIE_FOR_LINK,
    PIN_WRONG_MOST,
    REQUESTS_FROM_NETWORK_MOST,
)
from kairanban.community.signin.rules.passwords import matches
from kairanban.community.signin.rules.tokens import looks_like_one
from kairanban.core.errors import Invalid, NotFound, Problem
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.cookies import client_network, drop, given, keep, keep_session
from kairanban.web.forms import read_form
from kairanban.web.in_app import led_outside
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

CARD, WAITING = "card", "waiting"


@dataclass(frozen=True, slots=True)
class CardPage:
    card: Card
    alone: bool
    full: bool
    has_pin: bool
    wrong: str = ""


async def follow(request: Request) -> Response:
    """Move the card's token into a cookie, so that no history keeps it."""
    token = request.path_params["token"]
    if not looks_like_one(token):
        raise NotFound
    if outside := led_outside(request):
        return outside
    return keep(request, see("/card"), CARD, token, COOKIE_FOR_LINK)


async def show(request: Request) -> Response:
    return await _card_page(request)


async def bind(request: Request) -> Response:
    async with write(request) as tx:
        token = await cards.bind(tx, _token(request), _kind(request))
    return _bound(request, token)


async def bind_with_pin(request: Request) -> Response:
    form = await read_form(request)
    pin, address = form.text("pin", longest=8), client_network(request)
    async with write(request) as tx:
        await attempts.take(tx, "pin", address, ADDRESS_WINDOW, ADDRESS_WRONG_MOST)
        pin_hash = await cards.try_pin(tx, _token(request))
    if not await slowly(matches, pin_hash, pin):
        return await _card_page(request, _n("That number did not fit. Please look at it once more."), 422)
    async with write(request) as tx:
        token = await cards.bind_with_pin(tx, _token(request), pin_hash, _kind(request))
        await attempts.give_back(tx, "pin", address, ADDRESS_WINDOW)
    return _bound(request, token)


async def ask(request: Request) -> Response:
    async with write(request) as tx:
        network = client_network(request)
        await attempts.take(tx, "request", network, ADDRESS_WINDOW, REQUESTS_FROM_NETWORK_MOST)
        waiting = await cards.ask(tx, _token(request), _kind(request))
    return keep(request, see("/card/request"), WAITING, waiting, COOKIE_FOR_LINK * 2)


async def wait(request: Request) -> Response:
    async with read(request) as tx:
        asked = await cards.asked(tx, given(request, WAITING))
    return page(request, "community/signin/waiting.html", asked)


async def bind_approved(request: Request) -> Response:
    async with write(request) as tx:
        token = await cards.bind_approved(tx, given(request, WAITING))
    return drop(request, _bound(request, token), WAITING)


async def _card_page(request: Request, wrong: str = "", status: int = 200) -> Response:
    try:
        async with read(request) as tx:
            card = await cards.find(tx, _token(request))
            how = way(card, tx.now)
    except Problem as problem:
        return page(request, "community/signin/card_ended.html", problem, 404)
    view = CardPage(
        card=card,
        alone=how is Way.ALONE,
        full=how is Way.FULL,
        has_pin=bool(card.pin_hash) and card.pin_wrong < PIN_WRONG_MOST,
        wrong=wrong,
    )
    return page(request, "community/signin/card.html", view, status)


def _bound(request: Request, token: str) -> Response:
    return keep_session(request, drop(request, see("/?done=bound"), CARD), token)


def _token(request: Request) -> str:
    token = given(request, CARD)
    if not token:
        raise Invalid({"card": _n("Please point the camera at the card once more.")})
    return token


def _kind(request: Request) -> str:
    return kind_of(request.headers.get("user-agent", ""))


routes = [
    get("/c/{token}", follow, Open.PUBLIC),
    get("/card", show, Open.PUBLIC),
    post("/card/devices", bind, Open.PUBLIC),
    post("/card/number", bind_with_pin, Open.PUBLIC),
    post("/card/requests", ask, Open.PUBLIC),
    get("/card/request", wait, Open.PUBLIC),
    post("/card/request/device", bind_approved, Open.PUBLIC),
]
