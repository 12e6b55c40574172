"""A town's districts and associations, and adding one."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.places.queries.places import Place
from kairanban.community.places.rules import KIND_NAMES, PlaceKind
from kairanban.community.towns.actions import associations, offers
from kairanban.community.towns.actions.associations import ADDABLE, Listed
from kairanban.community.towns.queries.offers import Offer
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

KINDS = {kind.value: KIND_NAMES[kind] for kind in ADDABLE} | {
    PlaceKind.ASSOCIATION.value: _n("Association"),
    PlaceKind.DISTRICT.value: _n("District, or federation of associations"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A district with its associations; None: those that lie in no district."""

    district: Listed | None
    associations: list[Listed]


@dataclass(frozen=True, slots=True)
class TownPage:
    town: Place
    groups: list[Group]
    districts: list[Listed]
    offers: list[Offer]
    kinds: dict[str, str]
    done: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def grouped(everything: list[Listed], town: PlaceId) -> list[Group]:
    """Return the associations by district, those without one first."""
    districts = [one for one in everything if not one.branch.acts]
    acting = [one for one in everything if one.branch.acts]
    groups = [
        Group(district, [one for one in acting if one.branch.parent == district.branch.id])
        for district in districts
    ]
    alone = [one for one in acting if one.branch.parent == town]
    return [Group(None, alone), *groups] if alone or not groups else groups


async def show(request: Request) -> Response:
    return await page(request)


async def add(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    form = await read_form(request)
    kind = form.choice("kind", tuple(KINDS), needed=_n("Please choose what it is."))
    name = form.text("name", longest=60, needed=_n("Please write a name."))
    code = form.text("code", longest=20)
    into = form.whole("into", 1, 2**53)
    typed = {"kind": kind, "name": name, "code": code, "into": str(into or "")}
    try:
        form.check()
        async with write(request) as tx:
            inside = PlaceId(into) if into and into != town else None
            await associations.add(tx, town, PlaceKind(kind), name, code, inside)
    except Invalid as invalid:
        return await page(request, typed, invalid.fields)
    return see(f"/towns/{town}?done=added")


async def page(
    request: Request, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    id = PlaceId(request.path_params["town"])
    async with read(request) as tx:
        found = await associations.find_town(tx, id)
        everything = await associations.listed(tx, id)
        waiting = await offers.of_town(tx, id)
    view = TownPage(
        town=found,
        groups=grouped(everything, id),
        districts=[one for one in everything if not one.branch.acts],
        offers=waiting,
        kinds=KINDS,
        done=request.query_params.get("done", ""),
        typed=typed or {},
        wrong=wrong or {},
    )
    return staff_page(request, "community/towns/town.html", view, 422 if wrong else 200)


routes = [
    get("/towns/{town:int}", show, Task.ARRANGE_PLACES),
    post("/towns/{town:int}", add, Task.ARRANGE_PLACES),
]
