"""Correction and withdrawal of a request by the municipality."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.pages.fields import WhenTyped, read_choices, read_texts
from kairanban.circulation.circulars.rules.events import as_read, as_typed
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.actions import corrections, sending
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ChangingPage:
    request: MunicipalRequest
    texts: Texts
    reply_by: int | None
    when: WhenTyped
    note: str = ""
    why: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def correct(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    form = await read_form(request)
    texts, choices, note = read_texts(form), read_choices(form), form.text("note")
    try:
        form.check()
        async with write(request) as tx:
            work = await drafts.find(tx, id)
            kept = await drafts.texts_of(tx, id, work.edition)
            said = as_read(texts, work.kind, choices.when, kept, work.when)
            await corrections.correct(tx, id, said, note, choices.reply_by, *choices.when)
    except Invalid as invalid:
        when = WhenTyped.submitted(form) or WhenTyped.of(choices.when)
        return await _page(request, texts, note, invalid.fields, dates=(choices.reply_by, when))
    return see(f"/requests/{id}?done=corrected")


async def withdraw(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    form = await read_form(request)
    why = form.text("why")
    try:
        form.check()
        async with write(request) as tx:
            await corrections.withdraw(tx, id, why)
    except Invalid as invalid:
        return await _page(request, why=why, wrong=invalid.fields)
    return see(f"/requests/{id}?done=withdrawn")


async def _page(
    request: Request,
    texts: Texts | None = None,
    note: str = "",
    wrong: dict[str, str] | None = None,
    why: str = "",
    dates: tuple[int | None, WhenTyped] | None = None,
) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        work = await drafts.find(tx, id)
        kept = await drafts.texts_of(tx, id, work.edition)
    if found.sent is None or found.withdrawn is not None:
        return see(f"/requests/{id}")
    reply_by, when = dates or (work.reply_by, WhenTyped.of(work.when))
    shown = texts or as_typed(kept, work.kind, work.when)
    view = ChangingPage(found, shown, reply_by, when, note, why, wrong or {})
    return staff_page(request, "circulation/municipal_requests/corrections.html", view, 422 if wrong else 200)


routes = [
    get("/requests/{municipal_request:int}/correction", show, Task.ASK_ASSOCIATIONS),
    post("/requests/{municipal_request:int}/correction", correct, Task.ASK_ASSOCIATIONS),
    post("/requests/{municipal_request:int}/withdrawal", withdraw, Task.ASK_ASSOCIATIONS),
]
