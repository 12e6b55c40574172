"""When nobody can sign in as the chair: an officer and the town agree on a new key, and everybody has two days to object."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.handovers.actions import on_paper, recovery
from kairanban.community.handovers.actions.on_paper import Notice, OnPaper
from kairanban.community.handovers.queries.recovery import Recovery, Serves
from kairanban.community.handovers.rules import RECOVERY_WAITS
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.signin.pages.offices import invitation_page
from kairanban.core.clock import Moment
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

NOTICE = "desks/handover/notice.html"
# An officer of the association, or one of its town.
SIDES = (Task.HAND_OVER, Task.APPOINT_FOR_TOWN)


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    place: Place
    found: Recovery | None
    serving: list[Serves]
    roles: Mapping[str, str]
    on_paper: OnPaper
    of_town: bool
    now: int
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    done: str = ""

    @property
    def opens(self) -> Moment | None:
        """When the key can be handed over; None until both sides agree."""
        told = self.found.told if self.found else None
        return Moment(told + RECOVERY_WAITS) if told is not None else None

    @property
    def ready(self) -> bool:
        return self.opens is not None and self.opens <= self.now

    @property
    def may_agree(self) -> bool:
        if self.found is None or self.found.told is not None:
            return False
        return (self.found.town_agreed if self.of_town else self.found.officer_agreed) is None


@dataclass(frozen=True, slots=True)
class NoticePage:
    notice: Notice
    on_paper: OnPaper


async def show(request: Request) -> Response:
    return await _page(request)


async def ask(request: Request) -> Response:
    association = _association(request)
    form = await read_form(request)
    who, name = form.whole("person", 1, 2**53), form.text("name", longest=60)
    try:
        form.check()
        async with write(request) as tx:
            await recovery.ask(tx, association, PersonId(who) if who else None, name)
    except Invalid as invalid:
        return await _page(request, {"name": name, "person": str(who or "")}, invalid.fields)
    return see(f"/associations/{association}/recovery?done=asked")


async def agree(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await recovery.agree(tx, association)
    return see(f"/associations/{association}/recovery?done=agreed")


async def agree_in_person(request: Request) -> Response:
    """Agree for an officer without a key who stands before the town's officer."""
    association = _association(request)
    form = await read_form(request)
    who = form.whole("officer", 1, 2**53, needed=_n("Please choose who is here."))
    try:
        form.check()
        async with write(request) as tx:
            await recovery.agree_in_person(tx, association, PersonId(who or 0))
    except Invalid as invalid:
        return await _page(request, {"officer": str(who or "")}, invalid.fields)
    except Conflict as conflict:
        return await _page(request, {"officer": str(who or "")}, {"officer": conflict.message})
    return see(f"/associations/{association}/recovery?done=agreed")


async def show_notice(request: Request) -> Response:
    """Return the notice as a page or PDF; in Japanese, because it goes from house to house."""
    association = _association(request)
    async with read(request) as tx:
        view = NoticePage(await on_paper.notice(tx, association), await on_paper.on_paper_in(tx, association))
    back = f"/associations/{association}/recovery"
    return await paper(request, NOTICE, view, back=back, name="kagi-oshirase", language=DEFAULT)


async def stop(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await recovery.stop(tx, association)
    return see(f"/associations/{association}/recovery?done=stopped")


async def finish(request: Request) -> Response:
    """Show the invitation's address once, to be handed over in person."""
    association = _association(request)
    try:
        async with write(request) as tx:
            name, token = await recovery.finish(tx, association)
    except Conflict as conflict:
        return await _page(request, {}, {"finish": conflict.message})
    return invitation_page(request, f"/associations/{association}/recovery", name, token)


async def _page(
    request: Request, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    association = _association(request)
    async with read(request) as tx:
        found, of_town = await recovery.under_way(tx, association)
        view = RecoveryPage(
            await find_place(tx, association),
            found,
            await recovery.serving(tx, association),
            ROLE_NAMES,
            await on_paper.on_paper_in(tx, association),
            of_town,
            tx.now,
            typed or {},
            wrong or {},
            request.query_params.get("done", ""),
        )
    return staff_page(request, "desks/handover/recovery.html", view, 422 if wrong else 200)


def _association(request: Request) -> PlaceId:
    return PlaceId(request.path_params["association"])


_RECOVERY = "/associations/{association:int}/recovery"

routes = [
    get(_RECOVERY, show, SIDES),
    post(_RECOVERY, ask, SIDES),
    post(f"{_RECOVERY}/agreement", agree, SIDES),
    post(f"{_RECOVERY}/presence", agree_in_person, Task.APPOINT_FOR_TOWN),
    get(f"{_RECOVERY}/notice", show_notice, SIDES),
    get(f"{_RECOVERY}/notice.pdf", show_notice, SIDES),
    post(f"{_RECOVERY}/stop", stop, SIDES),
    post(f"{_RECOVERY}/key", finish, SIDES),
]
