"""The people a town appoints: its officers, supporters and commissioners."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.people.actions import town_offices
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.places.queries.places import Named, Place
from kairanban.community.signin.pages.offices import invitation_page
from kairanban.community.towns.actions import associations, people
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# In the order of the form.
CHOOSABLE = ("settlement_supporter", "welfare_commissioner", "municipal_officer")


@dataclass(frozen=True, slots=True)
class PeoplePage:
    town: Place
    officers: list[Officer]
    seats: list[Named]
    roles: dict[str, str]
    done: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> dict[PersonId, str]:
        """The people who hold an office of the town, each once, with what tells two of one name apart."""
        found: dict[PersonId, str] = {}
        for one in self.officers:
            found.setdefault(one.person, f"{one.name}（{one.place}）")
        return found


async def show(request: Request) -> Response:
    return await _page(request)


async def appoint(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    form = await read_form(request)
    who = form.whole("person", 1, 2**53)
    name = form.text("name", longest=60, needed="" if who else _n("Please write the name."))
    role = form.choice("role", CHOOSABLE, needed=_n("Please choose an office."))
    place = PlaceId(form.whole("place", 1, 2**53) or town)
    starts, until = form.day("starts"), form.day("until")
    typed = {
        "person": str(who or ""), "name": name, "role": role, "place": str(place),
        "title": form.text("title", longest=60), "starts": str(starts or ""), "until": str(until or ""),
    }  # fmt: skip
    try:
        form.check()
        async with write(request) as tx:
            await people.appoint(
                tx,
                town,
                Role(role),
                place,
                person=PersonId(who) if who else None,
                name=name,
                another=form.ticked("another"),
                title=typed["title"],
                starts=starts,
                until=until,
            )
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    return see(f"/towns/{town}/people?done=appointed")


async def invite(request: Request) -> Response:
    """Show an invitation's address once, to be handed over in person."""
    town, person = _ids(request)
    async with write(request) as tx:
        name, token = await people.invite(tx, town, person)
    return invitation_page(request, f"/towns/{town}/people", name, token)


async def confirm(request: Request) -> Response:
    """Open the town's offices to a person's new key."""
    town, person = _ids(request)
    async with write(request) as tx:
        await people.confirm(tx, town, person)
    return see(f"/towns/{town}/people?done=confirmed")


async def end(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    try:
        async with write(request) as tx:
            await town_offices.end_for_town(tx, town, AppointmentId(request.path_params["appointment"]))
    except Conflict as conflict:
        return await _page(request, {}, {"end": conflict.message})
    return see(f"/towns/{town}/people?done=ended")


async def _page(
    request: Request, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    town = PlaceId(request.path_params["town"])
    async with read(request) as tx:
        view = PeoplePage(
            town=await associations.find_town(tx, town),
            officers=await town_offices.given_by_town(tx, town),
            seats=await people.seats(tx, town),
            roles={role: ROLE_NAMES[role] for role in CHOOSABLE},
            done=request.query_params.get("done", ""),
            typed=typed or {},
            wrong=wrong or {},
        )
    return staff_page(request, "community/towns/people.html", view, 422 if wrong else 200)


def _ids(request: Request) -> tuple[PlaceId, PersonId]:
    return PlaceId(request.path_params["town"]), PersonId(request.path_params["person"])


_PEOPLE = "/towns/{town:int}/people"

routes = [
    get(_PEOPLE, show, Task.ARRANGE_PLACES),
    post(_PEOPLE, appoint, Task.APPOINT_FOR_TOWN),
    post(f"{_PEOPLE}/{{person:int}}/invitation", invite, Task.APPOINT_FOR_TOWN),
    post(f"{_PEOPLE}/{{person:int}}/key", confirm, Task.APPOINT_FOR_TOWN),
    post("/towns/{town:int}/appointments/{appointment:int}/end", end, Task.APPOINT_FOR_TOWN),
]
