"""The people of one household, for officers: add, rename, take off."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.actions import members
from kairanban.community.people.actions.households import household_line
from kairanban.community.people.queries.people import HouseholdLine, Resident
from kairanban.core.errors import Invalid
from kairanban.core.ids import ResidentId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

NAME_LONGEST = 60


@dataclass(frozen=True, slots=True)
class MembersPage:
    base: str
    line: HouseholdLine
    living: list[Resident]
    done: str
    about: int
    """Whose form had errors, 0 for a new name; with what was typed."""
    typed: str
    child: bool
    wrong: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, who: Resident) -> str:
        return self.typed if self.wrong and self.about == who.id else who.name

    def is_child(self, who: Resident) -> bool:
        return self.child if self.wrong and self.about == who.id else bool(who.child)


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)

    async def save(tx: Tx, name: str) -> None:
        await members.add(tx, association, household, name, child=form.ticked("child"))

    return await _saved(request, form, save, "added")


async def rename(request: Request) -> Response:
    association, household = household_of_association(request)
    form = await read_form(request)

    async def save(tx: Tx, name: str) -> None:
        await members.rename(tx, association, household, _resident(request), name, child=form.ticked("child"))

    return await _saved(request, form, save, "renamed")


async def take_off(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await members.take_off(tx, association, household, _resident(request))
    return see(f"{_base(request)}/members?done=left")


async def _saved(
    request: Request, form: Form, save: Callable[[Tx, str], Awaitable[None]], done: str
) -> Response:
    try:
        name = form.text("name", longest=NAME_LONGEST)
        form.check()
        async with write(request) as tx:
            await save(tx, name)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"{_base(request)}/members?done={done}")


async def _page(
    request: Request, form: Form | None = None, wrong: Mapping[str, str] | None = None
) -> Response:
    association, household = household_of_association(request)
    async with read(request) as tx:
        living = await members.members(tx, association, household)
        view = MembersPage(
            base=_base(request),
            line=await household_line(tx, association, household),
            living=living,
            done=request.query_params.get("done", ""),
            about=int(request.path_params.get("resident", 0)),
            typed=form.text("name", longest=10_000) if form else "",
            child=form.ticked("child") if form else False,
            wrong=wrong or {},
        )
    await record_look(request, "household", association, household)
    return staff_page(request, "community/household_changes/members.html", view, 422 if wrong else 200)


def _resident(request: Request) -> ResidentId:
    return ResidentId(request.path_params["resident"])


def _base(request: Request) -> str:
    association, household = household_of_association(request)
    return f"/associations/{association}/households/{household}"


_MEMBERS = "/associations/{association:int}/households/{household:int}/members"

routes = [
    get(_MEMBERS, show, Task.CHANGE_ROSTER),
    post(_MEMBERS, add, Task.CHANGE_ROSTER),
    post(f"{_MEMBERS}/{{resident:int}}", rename, Task.CHANGE_ROSTER),
    post(f"{_MEMBERS}/{{resident:int}}/removal", take_off, Task.CHANGE_ROSTER),
]
