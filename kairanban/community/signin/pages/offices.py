"""Officers and block leaders: appointed, invited, ended."""

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.community.people.actions import choosing, offices, terms
from kairanban.community.people.actions.choosing import Candidate
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.last_days import closing, last_day
from kairanban.community.people.rules.offices import ROLE_NAMES, serves_at
from kairanban.community.places.actions.places import find_place, places_within
from kairanban.community.places.queries.places import Place, Within
from kairanban.community.places.rules import PlaceKind
from kairanban.community.signin.actions import persons, recovery
from kairanban.confined.cards import qr_svg
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.i18n.translate import translate
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.lists import Listed, arranged, listed
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# In the order of the form; a chair of the association is appointed by handing over.
CHOOSABLE = {
    "officer": ROLE_NAMES["officer"],
    "block_leader": ROLE_NAMES["block_leader"],
    "drafter": ROLE_NAMES["drafter"],
    "chair": _n("Head of a group"),
}


@dataclass(frozen=True, slots=True)
class PeoplePage:
    place: Place
    officers: list[Officer]
    seats: list[Within]
    roles: dict[str, str]
    may_appoint: bool
    not_invited: set[PersonId]
    """Who gets a key from others only."""
    done: str
    total: int
    asked: Listed
    namesakes: list[Candidate]
    """Everybody of the name that was typed, to be chosen from."""
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/associations/{self.place.id}/people"


COLUMNS: dict[str, Callable[[Officer], str | int]] = {
    "name": lambda one: one.name,
    "office": lambda one: one.title or one.role_name,
    # Those that end first; without an end, last.
    "term": lambda one: one.ends or "",
}


@dataclass(frozen=True, slots=True)
class InvitationPage:
    back: str
    name: str
    address: str
    qr: Markup


async def show(request: Request) -> Response:
    return await _page(request)


async def appoint(request: Request) -> Response:
    """Appoint a person of the association, or a new one, from a day on."""
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write the name."))
    role = form.choice("role", tuple(CHOOSABLE), needed=_n("Please choose an office."))
    place = PlaceId(form.whole("place", 1, 2**53) or association)
    starts, until = form.day("starts"), form.day("last_day")
    typed = {
        "name": name, "role": role, "title": form.text("title", longest=60), "place": str(place), "who": form.text("who"),
        "starts": str(starts or ""), "last_day": str(until or ""),
    }  # fmt: skip
    try:
        async with write(request) as tx:
            if role:
                _check_seat(form, Role(role), place, association, await _seats(tx, association))
            form.check()
            if not typed["who"] and await choosing.namesakes(tx, association, name):
                raise Invalid({"who": _n("There are people of this name. Please choose who is meant.")})
            begins = terms.first_day(tx, starts)
            await offices.appoint(
                tx,
                await choosing.chosen(tx, association, typed["who"], name),
                Role(role),
                place,
                title=typed["title"],
                starts=begins,
                ends=closing(until or last_day(Role(role), day_of(begins))),
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
    return invitation_page(request, f"/associations/{association}/people", officer.name, token)


def invitation_page(request: Request, back: str, name: str, token: str) -> Response:
    """Show an invitation's address and code, this once."""
    address = f"{app_context(request).settings.public_address}/i/{token}"
    view = InvitationPage(back, name, address, qr_svg(address))
    return staff_page(request, "community/signin/offices/invitation.html", view)


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


def _check_seat(form: Form, role: Role, place: PlaceId, association: PlaceId, seats: list[Within]) -> None:
    """Note in the form what is wrong with the place of an office."""
    kinds = {one.id: one.kind for one in seats}
    if role is Role.BLOCK_LEADER and kinds.get(place, PlaceKind.GROUP) == PlaceKind.GROUP:
        form.wrong["place"] = _n("Please choose the block.")
    elif role is Role.CHAIR and kinds.get(place) != PlaceKind.GROUP:
        form.wrong["place"] = _n("Please choose the group. The next chair of the association is named below.")
    elif place != association and place not in kinds:
        form.wrong["place"] = _n("Please choose the block.")


async def _seats(tx: Tx, association: PlaceId) -> list[Within]:
    """Return the blocks, settlements, buildings and groups of the association, whose people are appointed here."""
    return [
        one
        for one in await places_within(tx, association)
        if one.id != association and serves_at(Role.BLOCK_LEADER, one.kind, is_association=False)
    ]


async def _page(
    request: Request, typed: dict[str, str] | None = None, wrong: dict[str, str] | None = None
) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        officers, asked = await offices.officers(tx, association), listed(request, COLUMNS)
        found = [
            one for one in officers if asked.shows(one.name, one.title, one.place, _office(request, one))
        ]
        name = typed["name"] if typed and wrong and "name" not in wrong else ""
        view = PeoplePage(
            place=await find_place(tx, association),
            officers=arranged(asked, found, COLUMNS),
            total=len(officers),
            asked=asked,
            seats=await _seats(tx, association),
            roles=CHOOSABLE,
            may_appoint=await may(tx, Task.APPOINT, association),
            not_invited=await offices.invited_by_others(tx, association),
            done=request.query_params.get("done", ""),
            namesakes=await choosing.namesakes(tx, association, name) if name else [],
            typed=typed or {},
            wrong=wrong or {},
        )
    name = "_found" if asked.part else "officers"
    return staff_page(request, f"community/signin/offices/{name}.html", view, 422 if wrong else 200)


def _office(request: Request, officer: Officer) -> str:
    """Return the office as the page calls it."""
    return translate(request.state.page_context.language, officer.role_name)


routes = [
    get("/associations/{association:int}/people", show, Task.SEE_ROSTER),
    post("/associations/{association:int}/people", appoint, Task.APPOINT),
    post("/associations/{association:int}/people/{person:int}/invitation", invite, Task.APPOINT),
    post("/associations/{association:int}/people/{person:int}/key", confirm, Task.APPOINT),
    post("/associations/{association:int}/appointments/{appointment:int}/end", end, Task.APPOINT),
]
