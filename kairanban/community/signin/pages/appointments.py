"""One appointment: its title and term corrected, renewed or ended by the association or the town that gave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.people.actions import terms
from kairanban.community.people.actions.terms import Change
from kairanban.community.people.queries.offices import Officer
from kairanban.community.people.rules.last_days import renewed
from kairanban.core.clock import Moment
from kairanban.core.errors import Invalid
from kairanban.core.ids import AppointmentId, PlaceId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    base: str
    one: Officer
    own: bool
    begun: bool
    hands_over: bool
    """Whether its days are changed by handing over only."""
    next_last_day: Moment | None
    """The last day of the next term of the same length."""
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str, otherwise: object = "") -> str:
        """Return what was typed, else what is stored."""
        return self.typed.get(name, str(otherwise or ""))


async def show(request: Request) -> Response:
    return await _page(request)


async def change(request: Request) -> Response:
    base, body, appointment = _where(request)
    form = await read_form(request)
    starts, until = form.day("starts"), form.day("last_day")
    typed = {
        "title": form.text("title", longest=60), "starts": str(starts or ""), "last_day": str(until or "")
    }  # fmt: skip
    try:
        form.check()
        async with write(request) as tx:
            await terms.change(tx, body, appointment, Change(typed["title"], starts, until))
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    return see(f"{base}/people?done=changed")


async def renew(request: Request) -> Response:
    base, body, appointment = _where(request)
    form = await read_form(request)
    async with write(request) as tx:
        await terms.renew(tx, body, appointment, Moment(form.whole("ends", 0, 2**53) or 0))
    return see(f"{base}/people?done=renewed")


async def show_for_town(request: Request) -> Response:
    return await show(request)


async def change_for_town(request: Request) -> Response:
    return await change(request)


async def renew_for_town(request: Request) -> Response:
    return await renew(request)


async def _page(
    request: Request, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    base, body, appointment = _where(request)
    async with read(request) as tx:
        one = await terms.given(tx, body, appointment)
        until = renewed(Role(one.role), Moment(one.ends)) if one.ends is not None else None
        view = AppointmentPage(
            base,
            one,
            one.person == actor(request).person,
            one.starts <= tx.now,
            one.role == Role.CHAIR and one.place_kind != "group",
            Moment(until - 1) if until is not None else None,
            typed or {},
            wrong or {},
        )
    return staff_page(request, "community/signin/offices/appointment.html", view, 422 if wrong else 200)


def _where(request: Request) -> tuple[str, PlaceId, AppointmentId]:
    """Return the address of the body's pages, the body and the appointment."""
    kind = "association" if "association" in request.path_params else "town"
    body = PlaceId(request.path_params[kind])
    return f"/{kind}s/{body}", body, AppointmentId(request.path_params["appointment"])


_OF_ASSOCIATION = "/associations/{association:int}/appointments/{appointment:int}"
_OF_TOWN = "/towns/{town:int}/appointments/{appointment:int}"

routes = [
    get(_OF_ASSOCIATION, show, Task.APPOINT),
    post(_OF_ASSOCIATION, change, Task.APPOINT),
    post(f"{_OF_ASSOCIATION}/renewal", renew, Task.APPOINT),
    get(_OF_TOWN, show_for_town, Task.APPOINT_FOR_TOWN),
    post(_OF_TOWN, change_for_town, Task.APPOINT_FOR_TOWN),
    post(f"{_OF_TOWN}/renewal", renew_for_town, Task.APPOINT_FOR_TOWN),
]
