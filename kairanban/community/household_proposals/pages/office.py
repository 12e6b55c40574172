"""The queue of an association: what households ask to change, and houses that may stand empty."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_proposals.actions import office
from kairanban.community.household_proposals.queries.office import OfficeProposal
from kairanban.community.household_proposals.rules import KIND_NAMES, WORDS_MOST
from kairanban.community.people.actions.households import households, nobody_left
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class OfficePage:
    association: PlaceId
    homes: Sequence[Sequence[OfficeProposal]]
    """What waits, household by household."""
    nobody_left: Sequence[HouseholdLine]
    answered: int
    """The proposal whose answer had errors, with what was typed."""
    answer: str
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    most: int = WORDS_MOST
    kinds: dict[str, str] = field(default_factory=lambda: KIND_NAMES)


async def show(request: Request) -> Response:
    return await _page(request)


async def accept(request: Request) -> Response:
    association, form = PlaceId(request.path_params["association"]), await read_form(request)
    try:
        async with write(request) as tx:
            await office.accept(
                tx, association, request.path_params["proposal"], form.text("seen", longest=1000)
            )
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/associations/{association}/proposals?done=accepted")


async def decline(request: Request) -> Response:
    association, form = PlaceId(request.path_params["association"]), await read_form(request)
    try:
        answer = form.paragraphs("answer", longest=WORDS_MOST)
        form.check()
        async with write(request) as tx:
            await office.decline(tx, association, request.path_params["proposal"], answer)
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/associations/{association}/proposals?done=declined")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        found = await office.of_association(tx, association)
        empty = await nobody_left(tx, association)
        view = OfficePage(
            association=association,
            homes=[list(of) for _, of in groupby(found, key=lambda one: one.household)],
            nobody_left=[one for one in await households(tx, association) if one.id in empty],
            answered=int(request.path_params.get("proposal", 0)),
            answer=form.paragraphs("answer", longest=10_000) if form else "",
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    if view.homes or view.nobody_left:
        await record_look(request, "proposals", association)
    return staff_page(request, "community/household_proposals/office.html", view, 422 if wrong else 200)


_PROPOSALS = "/associations/{association:int}/proposals"

routes = [
    get(_PROPOSALS, show, Task.CHANGE_ROSTER),
    post(f"{_PROPOSALS}/{{proposal:int}}/acceptance", accept, Task.CHANGE_ROSTER),
    post(f"{_PROPOSALS}/{{proposal:int}}/refusal", decline, Task.CHANGE_ROSTER),
]
