"""Propose to add, rename or take off a resident of the own household."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_proposals.actions import own
from kairanban.community.household_proposals.pages.home import home_of, overview
from kairanban.community.household_proposals.rules import ADD, NAME_LONGEST, REMOVE, RENAME, Change
from kairanban.community.people.queries.people import Resident
from kairanban.core.actor import Home
from kairanban.core.errors import Invalid
from kairanban.core.ids import ResidentId
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import page
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class MemberPage:
    home: Home
    who: Resident | None
    """None for the list, and for a resident who is to be added."""
    living: Sequence[Resident]
    name: str
    child: bool
    press: str
    wrong: Mapping[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def show_one(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    return await _propose(request, await read_form(request), ADD)


async def rename(request: Request) -> Response:
    return await _propose(request, await read_form(request), RENAME)


async def remove(request: Request) -> Response:
    return await _propose(request, await read_form(request), REMOVE)


async def _propose(request: Request, form: Form, kind: str) -> Response:
    home = home_of(request, form)
    try:
        name = ""
        if kind != REMOVE:
            name = form.text("name", longest=NAME_LONGEST, needed=_n("Please write a name."))
        form.check()
        child = kind != REMOVE and form.ticked("child")
        press = form.text("press", longest=60) or secrets.token_urlsafe(12)
        async with write(request) as tx:
            change = Change(kind, name, _resident(request), child)
            waiting = await own.propose(tx, home.household, [change], press)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return overview(home, "proposed" if waiting else "saved")


async def _page(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    home, asked = home_of(request, form), _resident(request)
    async with read(request) as tx:
        who = await own.member(tx, home.household, asked) if asked else None
        living = [] if asked else await own.members(tx, home.household)
    view = MemberPage(
        home=home,
        who=who,
        living=living,
        name=form.text("name", longest=10_000) if form else who.name if who else "",
        child=form.ticked("child") if form else bool(who and who.child),
        press=(form.text("press") if form else "") or secrets.token_urlsafe(12),
        wrong=wrong or {},
    )
    return page(request, "community/household_proposals/member.html", view, 422 if wrong else 200)


def _resident(request: Request) -> ResidentId | None:
    asked = request.path_params.get("resident")
    return ResidentId(asked) if asked else None


routes = [
    get("/household/members", show, Open.HOUSEHOLD),
    post("/household/members", add, Open.HOUSEHOLD),
    get("/household/members/{resident:int}", show_one, Open.HOUSEHOLD),
    post("/household/members/{resident:int}", rename, Open.HOUSEHOLD),
    post("/household/members/{resident:int}/removal", remove, Open.HOUSEHOLD),
]
