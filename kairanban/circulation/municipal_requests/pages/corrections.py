"""Correction and withdrawal of a request by the municipality."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts, exchanging
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.actions.exchanging import NONE_OFF, Off
from kairanban.circulation.circulars.actions.saving import WrittenByTwo, as_correction
from kairanban.circulation.circulars.pages.choosing import choosing_page
from kairanban.circulation.circulars.pages.correcting import (
    Correction,
    more_of,
    read_correction,
    take_papers,
)
from kairanban.circulation.circulars.pages.fields import WhenTyped
from kairanban.circulation.circulars.pages.files import FILES_AT_ONCE, RefusedFile
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.events import as_typed
from kairanban.circulation.circulars.rules.kinds import Change, ReplyKind
from kairanban.circulation.circulars.rules.merging import base_of
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.actions import corrections, sending
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.confined.limits import UPLOAD
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
    base: str
    """Digests of the fields as shown, compared when the form is sent."""
    reply_by: int | None
    when: WhenTyped
    papers: list[Attachment]
    off: Off
    edition: int
    asks_survey: bool
    change: str = ""
    note: str = ""
    why: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)


async def show(request: Request) -> Response:
    return await _page(request)


async def correct(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    form = await read_form(request, files=FILES_AT_ONCE)
    sent = read_correction(form)
    try:
        sent, refused = await take_papers(request, id, sent)
    except Invalid as invalid:
        return await _page(request, sent, wrong=invalid.fields)
    if refused or not sent.sends:
        return await _page(request, sent, wrong=form.wrong, refused=refused)
    try:
        form.check()
        async with write(request) as tx:
            await corrections.correct_form(
                tx,
                id,
                Change(sent.change),
                sent.texts,
                sent.note,
                sent.choices,
                sent.base,
                sent.off,
                sent.seen,
            )
    except Invalid as invalid:
        return await _page(request, sent, wrong=invalid.fields)
    except WrittenByTwo as problem:
        path = f"/requests/{id}/correction"
        return choosing_page(request, problem, path, path, **more_of(sent))
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
    sent: Correction | None = None,
    *,
    why: str = "",
    wrong: dict[str, str] | None = None,
    refused: list[RefusedFile] | None = None,
) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        work = await drafts.find(tx, id)
        kept = await drafts.texts_of(tx, id, work.edition)
        papers = await exchanging.papers(tx, id)
    if found.sent is None or found.withdrawn is not None:
        return see(f"/requests/{id}")
    shown, choices = as_typed(kept, work.kind, work.when), sent.choices if sent else Choices.of(work)
    view = ChangingPage(
        request=found,
        texts=sent.texts if sent else shown,
        base=sent.base if sent else base_of(as_correction(shown, choices)),
        reply_by=choices.reply_by,
        when=(sent.when if sent else None) or WhenTyped.of(choices.when),
        papers=papers,
        off=sent.off if sent else NONE_OFF,
        edition=work.edition,
        asks_survey=work.reply_kind == ReplyKind.SURVEY,
        change=sent.change if sent else "",
        note=sent.note if sent else "",
        why=why,
        wrong=wrong or {},
        refused=refused or [],
    )
    status = 422 if wrong or refused else 200
    return staff_page(request, "circulation/municipal_requests/corrections.html", view, status)


routes = [
    get("/requests/{municipal_request:int}/correction", show, Task.ASK_ASSOCIATIONS),
    post("/requests/{municipal_request:int}/correction", correct, Task.ASK_ASSOCIATIONS, body=UPLOAD),
    post("/requests/{municipal_request:int}/withdrawal", withdraw, Task.ASK_ASSOCIATIONS),
]
