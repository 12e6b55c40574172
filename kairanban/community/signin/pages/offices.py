"""Officers and block leaders: appointed, invited, ended."""

from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.community.people.actions import offices
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.offices import ROLE_NAMES, serves_at
from kairanban.community.places.actions.places import find_place, places_within
from kairanban.community.places.queries.places import Place, Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import persons, recovery
from kairanban.confined.cards import qr_svg
from kairanban.core.clock import Moment, end_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# In the order of the form.
CHOOSABLE = ("officer", "block_leader", "drafter", "chair")


@dataclass(frozen=True, slots=True)
class PeoplePage:
    place: Place
    officers: list[Officer]
    blocks: list[Within]
    roles: dict[str, str]
    may_appoint: bool
    me: PersonId | None
    done: str
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    back: str
    name: str
    address: str
    qr: Markup


async def show(request: Request) -> Response:
    return await _page(request)


async def appoint(request: Request) -> Response:
    """Add a person with an appointment from today."""
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write the name."))
    role = form.choice("role", CHOOSABLE, needed=_n("Please choose an office."))
    place = PlaceId(form.whole("place", 1, 2**53) or association)
    ends = form.day("ends")
    typed = {"name": name, "role": role, "title": form.text("title", longest=60), "place": str(place)}
    try:
        async with write(request) as tx:
            if role == Role.BLOCK_LEADER and place not in {one.id for one in await _blocks(tx, association)}:
                form.wrong["place"] = _n("Please choose the block.")
            form.check()
            where = place if role == Role.BLOCK_LEADER else association
            person = await offices.add_person(tx, name)
            await offices.appoint(
                tx,
                person,
                Role(role),
                where,
                title=typed["title"],
                starts=tx.now,
                ends=Moment(end_of(ends) + 1) if ends else None,
            )
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    return see(f"/associations/{association}/people?done=appointed")


async def invite(request: Request) -> Response:
    """Show an invitation's address once, to be handed over in person."""
    association = PlaceId(request.path_params["association"])
    person = PersonId(request.path_params["person"])
    async with write(request) as tx:
        officer = await offices.invitable(tx, association, person)
        token = await persons.invite(tx, person, association)
    address = f"{app_context(request).settings.public_address}/i/{token}"
    return staff_page(
        request,
        "community/signin/offices/invitation.html",
        InvitationPage(f"/associations/{association}/people", officer.name, address, qr_svg(address)),
    )


async def confirm(request: Request) -> Response:
    """Open the association's offices to a person's new key."""
    association = PlaceId(request.path_params["association"])
    person = PersonId(request.path_params["person"])
    async with write(request) as tx:
        await offices.officer(tx, association, person)
        await recovery.confirm(tx, association, person)
    return see(f"/associations/{association}/people?done=confirmed")


async def end(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with write(request) as tx:
        await offices.end_appointment(tx, association, AppointmentId(request.path_params["appointment"]))
    return see(f"/associations/{association}/people?done=ended")


async def _blocks(tx: Tx, association: PlaceId) -> list[Within]:
    """Return the blocks, settlements and buildings of the association, whose leaders are chosen here."""
    return [
        one
        for one in await places_within(tx, association)
        if one.id != association
        and one.kind != PlaceKind.GROUP
        and serves_at(Role.BLOCK_LEADER, one.kind, is_association=False)
    ]


async def _page(
    request: Request, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        officers = await offices.officers(tx, association)
        view = PeoplePage(
            place=await find_place(tx, association),
            officers=officers,
            blocks=await _blocks(tx, association),
            roles={role: ROLE_NAMES[role] for role in CHOOSABLE},
            may_appoint=await may(tx, Task.APPOINT, association),
            me=tx.actor.person,
            done=request.query_params.get("done", ""),
            typed=typed or {},
            wrong=wrong or {},
        )
    return staff_page(request, "community/signin/offices/officers.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/people", show, Task.SEE_ROSTER),
    post("/associations/{association:int}/people", appoint, Task.APPOINT),
    post("/associations/{association:int}/people/{person:int}/invitation", invite, Task.APPOINT),
    post("/associations/{association:int}/people/{person:int}/key", confirm, Task.APPOINT),
    post("/associations/{association:int}/appointments/{appointment:int}/end", end, Task.APPOINT),
]
