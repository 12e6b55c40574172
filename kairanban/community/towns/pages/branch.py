"""One district or association of a town: its name, where it lies, its first chair, closing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.places.queries.places import Place
from kairanban.community.signin.pages.offices import invitation_page
from kairanban.community.towns.actions import associations
from kairanban.community.towns.actions.associations import Listed
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class BranchPage:
    town: Place
    here: Listed
    districts: list[Listed]
    inside: list[Listed]
    """The associations of a district."""
    outside: list[Listed]
    """The other associations of the town, those in no district first."""
    done: str
    ticked: frozenset[int] = frozenset()
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def rename(request: Request) -> Response:
    town, place = _ids(request)
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write a name."))
    code = form.text("code", longest=20)
    try:
        form.check()
        async with write(request) as tx:
            await associations.rename(tx, town, place, name, code)
    except Invalid as invalid:
        return await _page(request, {"name": name, "code": code}, invalid.fields)
    return see(f"/towns/{town}/places/{place}?done=renamed")


async def move(request: Request) -> Response:
    town, place = _ids(request)
    form = await read_form(request)
    into = form.whole("into", 1, 2**53, needed=_n("Please choose where it lies."))
    try:
        form.check()
        async with write(request) as tx:
            await associations.move(tx, town, place, PlaceId(into or 0))
    except Invalid as invalid:
        # What keeps it from being moved is said where the place is chosen.
        return await _page(request, {}, {"into": next(iter(invalid.fields.values()))})
    return see(f"/towns/{town}/places/{place}?done=moved")


async def gather(request: Request) -> Response:
    """Put the ticked associations into the district."""
    town, place = _ids(request)
    ticked = (await read_form(request)).ids("association")
    try:
        async with write(request) as tx:
            await associations.gather(tx, town, place, [PlaceId(one) for one in ticked])
    except Invalid as invalid:
        return await _page(request, {}, {"gathered": invalid.fields["into"]}, ticked=ticked)
    return see(f"/towns/{town}/places/{place}?done=gathered")


async def close(request: Request) -> Response:
    town, place = _ids(request)
    try:
        async with write(request) as tx:
            await associations.close(tx, town, place)
    except Conflict as conflict:
        return await _page(request, {}, {"closing": conflict.message}, dict(conflict.values))
    return see(f"/towns/{town}?done=closed")


async def invite(request: Request) -> Response:
    """Appoint the first chair if need be, and show the invitation's address once."""
    town, place = _ids(request)
    form = await read_form(request)
    name = form.text("chair", longest=60, needed=_n("Please write the name."))
    try:
        form.check()
        async with write(request) as tx:
            name, token = await associations.invite_chair(tx, town, place, name)
    except Invalid as invalid:
        return await _page(request, {"chair": name}, invalid.fields)
    return invitation_page(request, f"/towns/{town}/places/{place}", name, token)


async def _page(
    request: Request,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    values: dict[str, object] | None = None,
    ticked: Sequence[int] = (),
) -> Response:
    town, place = _ids(request)
    async with read(request) as tx:
        found = await associations.find_town(tx, town)
        everything = await associations.listed(tx, town)
        here = await associations.branch(tx, town, place)
    acting = [one for one in everything if one.branch.acts]
    view = BranchPage(
        town=found,
        here=here,
        districts=[one for one in everything if not one.branch.acts],
        inside=[one for one in acting if one.branch.parent == place],
        outside=sorted(
            (one for one in acting if one.branch.parent != place), key=lambda one: one.branch.parent != town
        ),
        ticked=frozenset(ticked),
        done=request.query_params.get("done", ""),
        typed={**(typed or {}), **{name: str(value) for name, value in (values or {}).items()}},
        wrong=wrong or {},
    )
    return staff_page(request, "community/towns/branch.html", view, 422 if wrong else 200)


def _ids(request: Request) -> tuple[PlaceId, PlaceId]:
    return PlaceId(request.path_params["town"]), PlaceId(request.path_params["place"])


_PLACE = "/towns/{town:int}/places/{place:int}"

routes = [
    get(_PLACE, show, Task.ARRANGE_PLACES),
    post(f"{_PLACE}/name", rename, Task.ARRANGE_PLACES),
    post(f"{_PLACE}/move", move, Task.ARRANGE_PLACES),
    post(f"{_PLACE}/associations", gather, Task.ARRANGE_PLACES),
    post(f"{_PLACE}/closing", close, Task.ARRANGE_PLACES),
    post(f"{_PLACE}/chair", invite, Task.APPOINT_FOR_TOWN),
]
