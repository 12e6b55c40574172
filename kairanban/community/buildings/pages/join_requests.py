"""Requests to join by a poster, on the device that asks."""

import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.buildings.actions import join_requests
from kairanban.community.buildings.actions.join_requests import Wish
from kairanban.community.buildings.queries.join_requests import Asked
from kairanban.community.buildings.queries.posters import ScannedPoster
from kairanban.community.buildings.rules import (
    LABEL_LONGEST,
    POSTER_COOKIE_SECONDS,
    REQUESTS_FROM_ADDRESS,
    ROOM_LONGEST,
    WAITING_COOKIE_SECONDS,
)
from kairanban.community.roster.rules.names import LANGUAGE_NAMES
from kairanban.community.signin.actions import attempts
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.lifetimes import ADDRESS_WINDOW
from kairanban.community.signin.rules.tokens import looks_like_one
from kairanban.core.errors import Invalid, NotFound, Problem
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.cookies import client_address, drop, given, keep, keep_session
from kairanban.web.forms import read_form
from kairanban.web.in_app import led_outside
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

POSTER, JOINING = "poster", "joining"


@dataclass(frozen=True, slots=True)
class PosterPage:
    poster: ScannedPoster
    languages: dict[str, str]
    press: str
    room_longest: int = ROOM_LONGEST
    label_longest: int = LABEL_LONGEST
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    asked: Asked
    state: str


async def follow(request: Request) -> Response:
    """Move the poster's token into a cookie, so that no history keeps it."""
    token = request.path_params["token"]
    if not looks_like_one(token):
        raise NotFound
    if outside := led_outside(request):
        return outside
    return keep(request, see("/building"), POSTER, token, POSTER_COOKIE_SECONDS)


async def show(request: Request) -> Response:
    return await _poster_page(request)


async def ask(request: Request) -> Response:
    form = await read_form(request)
    wish = Wish(
        room=form.text("room", longest=ROOM_LONGEST, needed=_n("Please write the number of your room.")),
        label=form.text("label", longest=LABEL_LONGEST, needed=_n("Please write what we may call you.")),
        language=form.choice("language", tuple(LANGUAGE_NAMES)) or "ja",
        press=form.text("press", longest=64) or secrets.token_urlsafe(9),
    )
    typed = {"room": wish.room, "label": wish.label, "language": wish.language}
    try:
        form.check()
    except Invalid as invalid:
        return await _poster_page(request, typed, invalid.fields)
    async with write(request) as tx:
        address = client_address(request)
        await attempts.take(
            tx, "joining", address, ADDRESS_WINDOW, REQUESTS_FROM_ADDRESS, join_requests.TOO_MANY
        )
    try:
        async with write(request) as tx:
            waiting = await join_requests.ask(tx, _cookie(request, POSTER), wish, _kind(request))
    except NotFound as problem:
        return page(request, "community/buildings/ended.html", problem, 404)
    response = see("/building/request")
    return keep(request, response, JOINING, waiting, WAITING_COOKIE_SECONDS) if waiting else response


async def wait(request: Request) -> Response:
    done = request.query_params.get("done", "") == "withdrawn"
    try:
        async with read(request) as tx:
            asked, state = await join_requests.asked(tx, _cookie(request, JOINING))
    except Problem as problem:
        if done:
            return page(request, "community/buildings/withdrawn.html")
        return page(request, "community/buildings/ended.html", problem, 404)
    return page(request, "community/buildings/waiting.html", WaitingPage(asked, state.value))


async def begin(request: Request) -> Response:
    async with write(request) as tx:
        token = await join_requests.bind(tx, _cookie(request, JOINING))
    response = drop(request, drop(request, see("/?done=bound"), JOINING), POSTER)
    return keep_session(request, response, token)


async def withdraw(request: Request) -> Response:
    async with write(request) as tx:
        await join_requests.withdraw(tx, _cookie(request, JOINING))
    return drop(request, see("/building/request?done=withdrawn"), JOINING)


async def _poster_page(
    request: Request, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    try:
        async with read(request) as tx:
            poster = await join_requests.find(tx, _cookie(request, POSTER))
            waits = not wrong and await join_requests.waits_at(tx, _cookie(request, JOINING), poster.building)
    except Problem as problem:
        return page(request, "community/buildings/ended.html", problem, 404)
    if waits:
        return see("/building/request")
    view = PosterPage(poster, LANGUAGE_NAMES, secrets.token_urlsafe(9), typed=typed or {}, wrong=wrong or {})
    return page(request, "community/buildings/asking.html", view, 422 if wrong else 200)


def _cookie(request: Request, name: str) -> str:
    return given(request, name)


def _kind(request: Request) -> str:
    return kind_of(request.headers.get("user-agent", ""))


routes = [
    get("/b/{token}", follow, Open.PUBLIC),
    get("/building", show, Open.PUBLIC),
    post("/building/requests", ask, Open.PUBLIC),
    get("/building/request", wait, Open.PUBLIC),
    post("/building/request/device", begin, Open.PUBLIC),
    post("/building/request/removal", withdraw, Open.PUBLIC),
]
