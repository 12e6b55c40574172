"""Changes of one household: representative, division, departure; and its history."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes import queries
from kairanban.community.household_changes.actions import moving, residents
from kairanban.community.household_changes.actions.residents import NextHousehold
from kairanban.community.household_changes.pages.form_values import Typed, particular, typed_in
from kairanban.community.household_changes.rules import Past, Who, changed_on
from kairanban.community.people.actions.households import household_line
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import DWELLING
from kairanban.community.roster.rules.fields import Field
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

NAMES_MOST = 20


@dataclass(frozen=True, slots=True)
class ChangePage(Typed):
    """The form for one change of a household."""

    base: str
    line: HouseholdLine
    living: list[Who]
    places: list[Within]
    place: PlaceId
    address: str
    renew: bool = False
    ticked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    association: PlaceId
    base: str
    line: HouseholdLine
    represented: list[Past]
    lived_in: list[Past]
    done: str


async def show(request: Request) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        line = await residents.opened(tx, association, household)
        view = HistoryPage(
            association,
            _base(request),
            line,
            await moving.represented(tx, household),
            await moving.lived_in(tx, household),
            request.query_params.get("done", ""),
        )
    await _seen(request)
    return staff_page(request, "community/household_changes/history.html", view)


async def show_representative(request: Request) -> Response:
    return await _page(request, "community/household_changes/representative.html")


async def change_representative(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)
    chosen = next((ResidentId(id) for id in form.ids("chosen")), None)
    name, stays = form.text("name", longest=60), form.ticked("stays")

    async def save(tx: Tx) -> None:
        day = changed_on(form.day("day"), tx.now)
        form.check()
        await residents.represent(tx, association, household, chosen, name, stays, day)

    return await _saved(request, form, save, "community/household_changes/representative.html", "represented")


async def show_second(request: Request) -> Response:
    return await _page(request, "community/household_changes/division.html")


async def make_second(request: Request) -> Response:
    return await _divide(request, renew=False)


async def show_separation(request: Request) -> Response:
    return await _page(request, "community/household_changes/division.html", renew=True)


async def separate(request: Request) -> Response:
    return await _divide(request, renew=True)


async def _divide(request: Request, *, renew: bool) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)
    movers = [ResidentId(id) for id in form.ids("mover")]
    names = [line.strip() for line in form.paragraphs("names", longest=1000).split("\n") if line.strip()]
    place = next(iter(form.ids("place")), 0)
    new = NextHousehold(
        label=form.text("label", longest=60),
        place=PlaceId(place),
        route_order=form.whole("route_order", 0, 9999) or 0,
        address=particular(form, Field.ADDRESS, 200),
        phone=particular(form, Field.PHONE),
    )

    async def save(tx: Tx) -> None:
        day = changed_on(form.day("day"), tx.now)
        form.check()
        await residents.divide(tx, association, household, movers, names[:NAMES_MOST], new, day, renew=renew)

    done = "separated" if renew else "divided"
    return await _saved(request, form, save, "community/household_changes/division.html", done, renew=renew)


async def show_departure(request: Request) -> Response:
    return await _page(request, "community/household_changes/departure.html")


async def depart(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)

    async def save(tx: Tx) -> None:
        day = changed_on(form.day("day"), tx.now)
        form.check()
        await moving.leave(
            tx, association, household, day, empty=form.choice("how", ("moved", "empty")) == "empty"
        )

    gone = f"/associations/{association}/departures?done=gone"
    return await _saved(request, form, save, "community/household_changes/departure.html", "", onward=gone)


async def _saved(
    request: Request,
    form: Form,
    save: Callable[[Tx], Awaitable[None]],
    template: str,
    done: str,
    *,
    renew: bool = False,
    onward: str = "",
) -> Response:
    try:
        async with write(request) as tx:
            await save(tx)
    except Invalid as invalid:
        return await _page(request, template, form, dict(invalid.fields), renew=renew)
    return see(onward or f"{_base(request)}/changes?done={done}")


async def _page(
    request: Request,
    template: str,
    form: Form | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    renew: bool = False,
) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        if template == "community/household_changes/departure.html":
            # A hidden household may leave without its names being read.
            line, living = await household_line(tx, association, household), []
        else:
            line = await residents.opened(tx, association, household)
            living = await residents.who_lives(tx, household)
        inside = [
            one for one in await places_within(tx, association) if one.kind in (*DWELLING, "association")
        ]
        lives_in = await tx.first(queries.LIVES_IN, household_id=household)
        contact = await tx.one(queries.ADDRESS, household_id=household)
        view = ChangePage(
            base=_base(request),
            line=line,
            living=living,
            places=inside,
            place=lives_in.place if lives_in else association,
            address=contact.address,
            today=day_of(tx.now).isoformat(),
            renew=renew,
            typed=typed_in(form),
            ticked=frozenset(form.ids("mover") + form.ids("chosen")) if form else frozenset(),
            wrong=wrong or {},
        )
    await _seen(request)
    return staff_page(request, template, view, 422 if wrong else 200)


async def _seen(request: Request) -> None:
    await record_look(request, "household", *household_of_association(request))


def _base(request: Request) -> str:
    association, household = household_of_association(request)
    return f"/associations/{association}/households/{household}"


_HOUSEHOLD = "/associations/{association:int}/households/{household:int}"

routes = [
    get(f"{_HOUSEHOLD}/changes", show, Task.CHANGE_ROSTER),
    get(f"{_HOUSEHOLD}/representative", show_representative, Task.CHANGE_ROSTER),
    post(f"{_HOUSEHOLD}/representative", change_representative, Task.CHANGE_ROSTER),
    get(f"{_HOUSEHOLD}/second-household", show_second, Task.CHANGE_ROSTER),
    post(f"{_HOUSEHOLD}/second-household", make_second, Task.CHANGE_ROSTER),
    get(f"{_HOUSEHOLD}/separation", show_separation, Task.CHANGE_ROSTER),
    post(f"{_HOUSEHOLD}/separation", separate, Task.CHANGE_ROSTER),
    get(f"{_HOUSEHOLD}/departure", show_departure, Task.CHANGE_ROSTER),
    post(f"{_HOUSEHOLD}/departure", depart, Task.CHANGE_ROSTER),
]
