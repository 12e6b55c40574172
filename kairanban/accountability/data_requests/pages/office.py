"""Requests of households to correct or erase, for officers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.accountability.data_requests import actions
from kairanban.accountability.data_requests.queries import OfficeRequest
from kairanban.accountability.data_requests.rules import WORDS_MOST
from kairanban.accountability.disclosure.rules.codes import REQUEST_KINDS, REQUEST_OUTCOMES
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
    requests: Sequence[OfficeRequest]
    may_erase: bool
    asked: int
    """The request whose answer had errors, with what was typed."""
    outcome: str
    answer: str
    done: str
    wrong: dict[str, str] = field(default_factory=dict)
    most: int = WORDS_MOST
    kinds: dict[str, str] = field(default_factory=lambda: REQUEST_KINDS)
    outcomes: dict[str, str] = field(default_factory=lambda: REQUEST_OUTCOMES)


async def show(request: Request) -> Response:
    return await _page(request)


async def settle(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    try:
        answer = form.paragraphs("answer", longest=WORDS_MOST)
        form.check()
        async with write(request) as tx:
            await actions.settle(
                tx, association, request.path_params["request"], form.text("outcome"), answer
            )
    except Invalid as invalid:
        return await _page(request, form, invalid.fields)
    return see(f"/associations/{association}/data-requests?done=settled")


async def _page(request: Request, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = OfficePage(
            association=association,
            requests=await actions.of_association(tx, association),
            may_erase=await may(tx, Task.ERASE_HOUSEHOLD, association),
            asked=int(request.path_params.get("request", 0)),
            outcome=form.text("outcome") if form else "",
            answer=form.paragraphs("answer", longest=10_000) if form else "",
            done=request.query_params.get("done", ""),
            wrong=wrong or {},
        )
    if view.requests:
        await record_look(request, "requests", association)
    return staff_page(request, "accountability/data_requests/office.html", view, 422 if wrong else 200)


_REQUESTS = "/associations/{association:int}/data-requests"

routes = [
    get(_REQUESTS, show, Task.CHANGE_ROSTER),
    post(f"{_REQUESTS}/{{request:int}}/answer", settle, Task.CHANGE_ROSTER),
]
