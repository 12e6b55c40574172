"""One building, for officers: its contact and its poster."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may, require
from kairanban.community.buildings.actions import contacts, join_decisions, posters
from kairanban.community.buildings.queries.contacts import Choosable, Contact
from kairanban.community.buildings.queries.posters import Poster
from kairanban.community.places.actions.places import building_of
from kairanban.community.places.queries.places import Place
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class BuildingPage:
    association: PlaceId
    building: Place
    contact: Contact | None
    choosable: list[Choosable]
    poster: Poster | None
    asking: int
    may_appoint: bool
    done: str
    typed: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def choose_contact(request: Request) -> Response:
    association, building = _ids(request)
    form = await read_form(request)
    name = form.text("name", longest=60)
    try:
        form.check()
        async with write(request) as tx:
            await contacts.choose_contact(tx, association, building, key=form.text("who"), name=name)
    except Invalid as invalid:
        return await _page(request, name, invalid.fields)
    return see(f"/associations/{association}/buildings/{building}?done=contact")


async def make_poster(request: Request) -> Response:
    association, building = _ids(request)
    async with write(request) as tx:
        poster = await posters.make(tx, association, building, request.state.token)
    return see(f"/posters/{poster}")


async def take_poster_down(request: Request) -> Response:
    association, building = _ids(request)
    async with write(request) as tx:
        await posters.take_down(tx, association, building)
    return see(f"/associations/{association}/buildings/{building}?done=taken_down")


async def _page(request: Request, typed: str = "", wrong: dict[str, str] | None = None) -> Response:
    association, building = _ids(request)
    async with read(request) as tx:
        await require(tx, Task.SEE_ROSTER, association)
        may_appoint = await may(tx, Task.APPOINT, association)
        view = BuildingPage(
            association=association,
            building=await building_of(tx, association, building),
            contact=await contacts.contact(tx, building),
            choosable=await contacts.choosable(tx, association, building) if may_appoint else [],
            poster=await posters.in_use(tx, building),
            asking=await join_decisions.waiting(tx, association),
            may_appoint=may_appoint,
            done=request.query_params.get("done", ""),
            typed=typed,
            wrong=wrong or {},
        )
    if view.choosable:
        await record_look(request, "building", building)
    return staff_page(request, "community/buildings/building.html", view, 422 if wrong else 200)


def _ids(request: Request) -> tuple[PlaceId, PlaceId]:
    return PlaceId(request.path_params["association"]), PlaceId(request.path_params["building"])


_BUILDING = "/associations/{association:int}/buildings/{building:int}"

routes = [
    get(_BUILDING, show, Task.SEE_ROSTER),
    post(f"{_BUILDING}/contact", choose_contact, Task.APPOINT),
    post(f"{_BUILDING}/poster", make_poster, Task.PRINT_CARDS),
    post(f"{_BUILDING}/poster/removal", take_poster_down, Task.PRINT_CARDS),
]
