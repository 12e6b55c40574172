"""ちがう人の画面です: leave another person's session with one tap; a household's can be undone for two minutes."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries.sessions import Contact
from kairanban.community.signin.rules.lifetimes import UNDO_LEAVING
from kairanban.web.app_context import actor, point_read, write
from kairanban.web.cookies import drop, drop_session, given, keep, keep_session
from kairanban.web.needs import COOKIE
from kairanban.web.render import PRESSED, page, see
from kairanban.web.routing import Open, get, post

LEFT = "left"
# Sent by a device whose worker forgets by itself (static/worker/pressing.mjs, queue.mjs).
FORGETS = "Kairanban-Forgets"


@dataclass(frozen=True, slots=True)
class LeftPage:
    undo: bool
    contact: Contact | None


async def leave(request: Request) -> Response:
    token, who = request.state.token, actor(request)
    async with write(request) as tx:
        await sessions.leave(tx)
    response = see("/away")
    # A person's sign-in ends for good: the next user of the device must not get back into her office.
    if who.person is None:
        keep(request, response, LEFT, token, UNDO_LEAVING // 1000)
    else:
        drop(request, response, LEFT)
    if who.kiosk:
        drop(request, response, COOKIE)
    # Cookies stay for the undo. A worker deletes the kept pages itself: "storage" would delete what others left to be sent as well.
    response.headers["Clear-Site-Data"] = '"cache"' if request.headers.get(FORGETS) else '"cache", "storage"'
    return drop_session(request, response)


async def left(request: Request) -> Response:
    """Show the way back: the undo, the card, and whom to ring."""
    token = given(request, LEFT)
    contact = None
    if token:
        async with point_read(request) as tx:
            contact = await sessions.contact_left(tx, token)
    return page(request, "community/signin/left.html", LeftPage(bool(token), contact))


async def come_back(request: Request) -> Response:
    async with write(request) as tx:
        token = await sessions.come_back(tx, given(request, LEFT))
    return keep_session(request, drop(request, see(PRESSED), LEFT), token)


async def leave_office(request: Request) -> Response:
    async with write(request) as tx:
        await sessions.leave_office(tx)
    return see(PRESSED)


routes = [
    post("/away", leave, Open.SIGNED_IN),
    get("/away", left, Open.PUBLIC),
    post("/away/return", come_back, Open.PUBLIC),
    post("/office/leaving", leave_office, Open.SIGNED_IN),
]
