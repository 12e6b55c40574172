"""The places of an association: blocks, buildings, settlements, and groups with their members."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may, require
from kairanban.community.people.actions.groups import members, set_members
from kairanban.community.people.actions.households import households
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.places.actions import tree
from kairanban.community.places.actions.places import add_place, find_place, places_within, rename_place
from kairanban.community.places.queries.places import Place, Within
from kairanban.community.places.rules import KIND_NAMES, PlaceKind
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

ADDABLE = tuple(
    kind.value for kind in (PlaceKind.BLOCK, PlaceKind.BUILDING, PlaceKind.SETTLEMENT, PlaceKind.GROUP)
)


@dataclass(frozen=True, slots=True)
class PlacesPage:
    association: Place
    places: list[Within]
    kinds: dict[str, str]
    may_merge: bool
    done: str
    typed: str = ""
    renamed: PlaceId | None = None
    """The place whose new name was refused; None for a new place."""
    wrong: dict[str, str] = field(default_factory=dict)
    inside: str = ""
    """A place that keeps another one open."""


@dataclass(frozen=True, slots=True)
class GroupPage:
    association: PlaceId
    group: Place
    households: list[HouseholdLine]
    members: set[HouseholdId]


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write a name."))
    kind = form.choice("kind", ADDABLE, needed=_n("Please choose what it is."))
    try:
        form.check()
        async with write(request) as tx:
            await require(tx, Task.CHANGE_ROSTER, association)
            sort = len(await places_within(tx, association))
            await add_place(tx, PlaceKind(kind), name, association, sort=sort)
    except Invalid as invalid:
        return await _page(request, name, invalid.fields)
    return see(f"/associations/{association}/places?done=added")


async def rename(request: Request) -> Response:
    association, place = _ids(request)
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write a name."))
    try:
        form.check()
        async with write(request) as tx:
            await rename_place(tx, association, place, name)
    except Invalid as invalid:
        return await _page(request, name, invalid.fields, place)
    return see(f"/associations/{association}/places?done=renamed")


async def close(request: Request) -> Response:
    """Close a block, building, settlement or group that nobody belongs to."""
    association, place = _ids(request)
    try:
        async with write(request) as tx:
            if (await find_place(tx, place)).association != association or place == association:
                raise NotFound
            await tree.close(tx, place)
    except Conflict as conflict:
        return await _page(
            request, "", {"closing": conflict.message}, inside=str(conflict.values.get("name", ""))
        )
    return see(f"/associations/{association}/places?done=closed")


async def show_group(request: Request) -> Response:
    association, place = _ids(request)
    async with read(request) as tx:
        lines = await households(tx, association)
        group = await find_place(tx, place)
        if group.association != association or group.kind != PlaceKind.GROUP:
            raise NotFound
        view = GroupPage(association, group, lines, await members(tx, place))
    await record_look(request, "group", place)
    return staff_page(request, "community/roster/group.html", view)


async def choose_members(request: Request) -> Response:
    association, place = _ids(request)
    form = await read_form(request)
    chosen = {HouseholdId(id) for id in form.ids("household")}
    async with write(request) as tx:
        await set_members(tx, association, place, chosen)
    return see(f"/associations/{association}/places?done=members")


async def _page(
    request: Request,
    typed: str = "",
    wrong: dict[str, str] | None = None,
    renamed: PlaceId | None = None,
    inside: str = "",
) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        await require(tx, Task.SEE_ROSTER, association)
        there = [place for place in await places_within(tx, association) if place.id != association]
        place = await find_place(tx, association)
        several = sum(1 for one in there if one.kind == PlaceKind.BLOCK) > 1
        may_merge = several and await may(tx, Task.APPOINT, association)
    view = PlacesPage(
        association=place,
        places=there,
        kinds={kind: KIND_NAMES[kind] for kind in ADDABLE},
        may_merge=may_merge,
        done=request.query_params.get("done", ""),
        typed=typed,
        renamed=renamed,
        wrong=wrong or {},
        inside=inside,
    )
    return staff_page(request, "community/roster/places.html", view, 422 if wrong else 200)


def _ids(request: Request) -> tuple[PlaceId, PlaceId]:
    return PlaceId(request.path_params["association"]), PlaceId(request.path_params["place"])


_PLACES = "/associations/{association:int}/places"

routes = [
    get(_PLACES, show, Task.SEE_ROSTER),
    post(_PLACES, add, Task.CHANGE_ROSTER),
    post(f"{_PLACES}/{{place:int}}/name", rename, Task.CHANGE_ROSTER),
    post(f"{_PLACES}/{{place:int}}/closing", close, Task.CHANGE_ROSTER),
    get(f"{_PLACES}/{{place:int}}/households", show_group, Task.SEE_ROSTER),
    post(f"{_PLACES}/{{place:int}}/households", choose_members, Task.CHANGE_ROSTER),
]
