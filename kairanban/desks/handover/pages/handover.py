"""役員交代: the next chair named, what is handed on, and both saying that it was received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.community.handovers.actions import checklist, naming, receiving
from kairanban.community.handovers.queries.checklist import Item
from kairanban.community.handovers.rules import ITEMS, Handover, usual_day
from kairanban.community.people.actions import choosing
from kairanban.community.people.actions.choosing import Candidate
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.clock import Moment, at
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.desks.handover.actions import Underway, underway
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

# Where each usual item is looked after.
LEADS_TO = {
    "not_reached": "/reachability?only=without",
    "paper_routes": "/places",
    "yearly": "/circulars",
    "requests": "/requests",
    "templates": "/patterns",
}


@dataclass(frozen=True, slots=True)
class HandoverPage:
    place: Place
    handover: Handover | None
    items: list[Item]
    names: Mapping[str, str]
    leads_to: Mapping[str, str]
    underway: Underway
    may_appoint: bool
    takes_part: bool
    """Whether the actor ticks items and settles the help contact, not only looks."""
    carries_on_until: Moment | None
    me: PersonId | None
    usual_day: str
    now: int
    asks: bool = False
    """Whether the naming is to be confirmed."""
    begins: Moment | None = None
    namesakes: list[Candidate] = field(default_factory=list)
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    done: str = ""

    @property
    def open(self) -> bool:
        """Whether a handover is under way; else the next chair can be named."""
        return self.handover is not None and self.handover.closed is None

    @property
    def begun(self) -> bool:
        return self.handover is not None and self.handover.begun(self.now)

    @property
    def may_receive(self) -> bool:
        """Whether the actor is one of the two and has not said it yet."""
        h = self.handover
        if h is None or not self.open or not self.begun:
            return False
        return (self.me == h.person and h.accepted is None) or (
            self.me == h.before_person and h.handed is None
        )


async def show(request: Request) -> Response:
    return await _page(request)


async def name(request: Request) -> Response:
    """Ask once, then name the next chair."""
    association = _association(request)
    form = await read_form(request)
    typed = {
        "name": form.text("name", longest=60, needed=_n("Please write the name.")),
        "who": form.text("who"),
        "day": form.text("day"),
    }
    day = form.day("day")
    try:
        if day is None:
            form.wrong.setdefault("day", _n("Please write a date."))
        form.check()
        if not form.ticked("sure"):
            return await _page(request, typed, asks=True)
        async with write(request) as tx:
            await naming.name_successor(tx, association, typed["who"], typed["name"], day)
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    except Conflict as conflict:
        return await _page(request, typed, {"name": conflict.message})
    return see(f"/associations/{association}/handover?done=named")


async def take_back(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await naming.take_back(tx, association)
    return see(f"/associations/{association}/handover?done=taken_back")


async def change_day(request: Request) -> Response:
    association = _association(request)
    form = await read_form(request)
    day = form.day("new_day")
    try:
        if day is None:
            form.wrong.setdefault("new_day", _n("Please write a date."))
        form.check()
        async with write(request) as tx:
            await naming.change_day(tx, association, day)
    except Invalid as invalid:
        wrong = {"new_day": next(iter(invalid.fields.values()))}
        return await _page(request, {"new_day": form.text("new_day")}, wrong)
    return see(f"/associations/{association}/handover?done=changed")


async def receive(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await receiving.receive(tx, association)
        found = await naming.current(tx, association)
    leaver = found is not None and actor(request).person == found.before_person
    if leaver and found is not None and found.closed is not None:
        return see("/handed-over")
    return see(f"/associations/{association}/handover?done=received")


async def settle_contact(request: Request) -> Response:
    association = _association(request)
    form = await read_form(request)
    typed = {key: form.text(key, longest=60) for key in ("help_name", "help_phone")}
    try:
        form.check()
        async with write(request) as tx:
            await receiving.settle_contact(tx, association, typed["help_name"], typed["help_phone"])
    except Invalid as invalid:
        return await _page(request, typed, invalid.fields)
    return see(f"/associations/{association}/handover?done=contact#contact")


async def add_item(request: Request) -> Response:
    association = _association(request)
    form = await read_form(request)
    words = form.text("words", longest=100)
    try:
        form.check()
        async with write(request) as tx:
            await checklist.add(tx, association, words)
    except Invalid as invalid:
        return await _page(request, {"words": words}, invalid.fields)
    return see(f"/associations/{association}/handover#list")


async def show_paper(request: Request) -> Response:
    """引継書: serves even if nothing is pressed."""
    view = await _view(request)
    await record_look(request, "reachability", view.place.id)
    back = f"/associations/{view.place.id}/handover"
    return await paper(request, "desks/handover/paper.html", view, back=back, name="handover")


async def _page(
    request: Request,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    asks: bool = False,
) -> Response:
    view = await _view(request, typed or {}, wrong or {}, asks=asks)
    return staff_page(request, "desks/handover/handover.html", view, 422 if wrong else 200)


async def _view(
    request: Request,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    *,
    asks: bool = False,
) -> HandoverPage:
    association, typed = _association(request), typed or {}
    async with read(request) as tx:
        found = await naming.current(tx, association)
        may_appoint = await may(tx, Task.APPOINT, association)
        named = typed.get("name", "") if may_appoint else ""
        return HandoverPage(
            await find_place(tx, association),
            found,
            await checklist.items(tx, association),
            ITEMS,
            LEADS_TO,
            await underway(tx, association),
            may_appoint,
            await may(tx, Task.HAND_OVER, association),
            await carries_on_until(tx, association),
            actor(request).person,
            usual_day(tx.now).isoformat(),
            tx.now,
            asks,
            _day(typed.get("day", "")),
            await choosing.namesakes(tx, association, named) if named else [],
            typed,
            wrong or {},
            request.query_params.get("done", ""),
        )


def _day(written: str) -> Moment | None:
    try:
        return at(date.fromisoformat(written))
    except ValueError:
        return None


def _association(request: Request) -> PlaceId:
    return PlaceId(request.path_params["association"])


_HANDOVER = "/associations/{association:int}/handover"

routes = [
    get(_HANDOVER, show, Task.SEE_HANDOVER),
    post(_HANDOVER, name, Task.APPOINT),
    post(f"{_HANDOVER}/removal", take_back, Task.APPOINT),
    post(f"{_HANDOVER}/day", change_day, Task.APPOINT),
    post(f"{_HANDOVER}/receipt", receive, Task.SEE_HANDOVER),
    post(f"{_HANDOVER}/contact", settle_contact, Task.HAND_OVER),
    post(f"{_HANDOVER}/items", add_item, Task.HAND_OVER),
    get(f"{_HANDOVER}/paper", show_paper, Task.SEE_HANDOVER),
    get(f"{_HANDOVER}/paper.pdf", show_paper, Task.SEE_HANDOVER),
]
