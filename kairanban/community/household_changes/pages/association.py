"""Arrivals, departures and mergers of blocks in an association."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may, require
from kairanban.community.household_changes.actions import empty_houses, merging, moving
from kairanban.community.household_changes.pages.form_values import Typed, particular, typed_in
from kairanban.community.household_changes.rules import Departed, changed_on
from kairanban.community.people.actions.households import NewHousehold
from kairanban.community.people.queries.empty_houses import EmptyHouse
from kairanban.community.places.actions.places import places_within
from kairanban.community.places.queries.places import Within
from kairanban.community.places.rules import DWELLING
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.names import METHOD_NAMES
from kairanban.core.clock import day_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import observe, read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# Only the household itself gives up paper, on a device that has proven to work.
METHODS = {name: METHOD_NAMES[name] for name in ("both", "paper")}


@dataclass(frozen=True, slots=True)
class ArrivalPage(Typed):
    association: PlaceId
    places: list[Within]
    methods: Mapping[str, str]
    house: EmptyHouse | None
    """The empty house they move into."""


@dataclass(frozen=True, slots=True)
class DeparturesPage:
    association: PlaceId
    departed: list[Departed]
    may_disclose: bool
    done: str


@dataclass(frozen=True, slots=True)
class MergerPage(Typed):
    association: PlaceId
    block: Within
    others: list[Within]
    households: int


async def show_arrival(request: Request) -> Response:
    return await _arrival(request)


async def arrive(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    name = form.text("name", longest=60, needed=_n("Please write a name."))
    new = NewHousehold(
        association=association,
        label=form.text("label", longest=60) or name,
        place=PlaceId(next(iter(form.ids("place")), 0)),
        route_order=form.whole("route_order", 0, 9999) or 0,
        address=particular(form, Field.ADDRESS, 200),
        phone=particular(form, Field.PHONE),
        language=form.choice("language", tuple(LANGUAGES)) or DEFAULT,
        method=form.choice("method", tuple(METHODS)) or "both",
    )
    reading = particular(form, Field.READING)
    try:
        async with write(request) as tx:
            day = changed_on(form.day("day"), tx.now)
            form.check()
            household = await moving.arrive(tx, new, name, day, reading=reading, house=_house(request))
    except Invalid as invalid:
        return await _arrival(request, form, invalid.fields)
    return see(f"/associations/{association}/households/{household}/changes?done=arrived")


async def show_departures(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        found = await moving.departed(tx, association)
        may_disclose = await may(tx, Task.EXPORT_ROSTER, association)
    if request.method == "GET" and found:
        async with observe(request) as tx:
            await record_access(tx, "roster", association)
    view = DeparturesPage(association, found, may_disclose, request.query_params.get("done", ""))
    return staff_page(request, "community/household_changes/departures.html", view)


async def come_back(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    household = HouseholdId(request.path_params["household"])
    async with write(request) as tx:
        await moving.come_back(tx, association, household)
    return see(f"/associations/{association}/households/{household}?done=back")


async def show_merger(request: Request) -> Response:
    return await _merger(request)


async def merge(request: Request) -> Response:
    association, block = _ids(request)
    form = await read_form(request)
    into = next((PlaceId(id) for id in form.ids("into")), None)
    try:
        async with write(request) as tx:
            day = changed_on(form.day("day"), tx.now)
            form.check()
            await merging.merge(tx, association, block, into, day)
    except Invalid as invalid:
        return await _merger(request, form, invalid.fields)
    return see(f"/associations/{association}/places?done=merged")


async def _arrival(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        inside = [
            one for one in await places_within(tx, association) if one.kind in (*DWELLING, "association")
        ]
        today = day_of(tx.now).isoformat()
        asked = _house(request)
        house = await empty_houses.house(tx, association, asked) if asked else None
    view = ArrivalPage(
        association, inside, METHODS, house, today=today, typed=typed_in(form), wrong=wrong or {}
    )
    return staff_page(request, "community/household_changes/arrival.html", view, 422 if wrong else 200)


async def _merger(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    association, block = _ids(request)
    async with read(request) as tx:
        here, others = await merging.blocks(tx, association, block)
        number = len(await merging.living(tx, block))
        today = day_of(tx.now).isoformat()
    view = MergerPage(association, here, others, number, today=today, typed=typed_in(form), wrong=wrong or {})
    return staff_page(request, "community/household_changes/merger.html", view, 422 if wrong else 200)


def _house(request: Request) -> HouseholdId | None:
    """Return the empty house named in the address."""
    asked = request.query_params.get("house", "")
    return HouseholdId(int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None


def _ids(request: Request) -> tuple[PlaceId, PlaceId]:
    return PlaceId(request.path_params["association"]), PlaceId(request.path_params["block"])


_ASSOCIATION = "/associations/{association:int}"

routes = [
    get(f"{_ASSOCIATION}/arrival", show_arrival, Task.CHANGE_ROSTER),
    post(f"{_ASSOCIATION}/arrival", arrive, Task.CHANGE_ROSTER),
    get(f"{_ASSOCIATION}/departures", show_departures, Task.CHANGE_ROSTER),
    post(f"{_ASSOCIATION}/departures/{{household:int}}/return", come_back, Task.CHANGE_ROSTER),
    get(f"{_ASSOCIATION}/blocks/{{block:int}}/merger", show_merger, Task.APPOINT),
    post(f"{_ASSOCIATION}/blocks/{{block:int}}/merger", merge, Task.APPOINT),
]
