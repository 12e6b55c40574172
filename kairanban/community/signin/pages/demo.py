"""Reusable links into a demo town; NotFound in any other database."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions.cards import bind_household
from kairanban.community.signin.actions.sessions import sign_in
from kairanban.community.signin.queries import persons
from kairanban.community.signin.queries.persons import Link
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.tokens import hashed
from kairanban.core.actor import Visitor
from kairanban.core.errors import NotFound
from kairanban.web.app_context import app_context, read
from kairanban.web.cookies import keep_session
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

# First page of each role; others begin at the office.
LANDING = {"resident": "/", "municipal_officer": "/requests"}


async def show(request: Request) -> Response:
    return page(request, "community/signin/demo.html", await _link(request))


async def enter(request: Request) -> Response:
    link = await _link(request)
    # A new session each time, so that a visitor is one person.
    kind = kind_of(request.headers.get("user-agent", ""))
    async with app_context(request).database.write(Visitor()) as tx:
        if link.household is not None:
            token = await bind_household(tx, link.household, kind)
        else:
            assert link.person is not None
            token = await sign_in(tx, link.person, kind)
    return keep_session(request, see(LANDING.get(link.cast, "/office")), token)


async def _link(request: Request) -> Link:
    if not app_context(request).demo:
        raise NotFound
    async with read(request) as tx:
        return await tx.one(persons.DEMO_LINK, token_hash=hashed(request.path_params["token"]))


routes = [get("/demo/{token}", show, Open.PUBLIC), post("/demo/{token}", enter, Open.PUBLIC)]
