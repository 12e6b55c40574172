"""Correction and withdrawal of a published circular."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts, exchanging, publishing, saving
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
from kairanban.circulation.circulars.rules import weekdays
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import as_typed
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.merging import base_of
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday
from kairanban.confined.limits import UPLOAD
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    work: Work
    texts: Texts
    base: str
    """Digests of the fields as shown, compared when the form is sent."""
    reply_by: int | None
    event_at: int | None
    when: WhenTyped
    weekdays: list[WrongWeekday]
    """In what stands in the form."""
    papers: list[Attachment]
    off: Off
    edition: int
    change: str = ""
    note: str = ""
    why: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)


async def show(request: Request) -> Response:
    return await _page(request)


async def correct(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request, files=FILES_AT_ONCE)
    sent = read_correction(form)
    try:
        sent, refused = await take_papers(request, circular, sent)
    except Invalid as invalid:
        return await _page(request, sent, wrong=invalid.fields)
    if refused or not sent.sends:
        return await _page(request, sent, wrong=form.wrong, refused=refused)
    try:
        form.check()
        async with write(request) as tx:
            if not form.ticked("weekdays"):
                await _check_weekdays(tx, circular, sent.texts)
            await saving.correct_form(
                tx,
                circular,
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
        path = f"/circulars/{circular}/correction"
        return choosing_page(request, problem, path, path, **more_of(sent))
    return see(f"/circulars/{circular}/progress?done=corrected")


async def _check_weekdays(tx: Tx, circular: CircularId, texts: Texts) -> None:
    """Raise Invalid where the correction writes a weekday beside a day that has another."""
    work = await drafts.find(tx, circular)
    before = weekdays.in_texts(await drafts.texts_of(tx, circular, work.edition), tx.now)
    if any(one not in before for one in weekdays.in_texts(texts, tx.now)):
        raise Invalid(
            {"weekdays": _n("A weekday does not fit its day. Please look at it before it goes out.")}
        )


async def withdraw(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    why = form.text("why")
    try:
        form.check()
        async with write(request) as tx:
            await publishing.withdraw(tx, circular, why)
    except Invalid as invalid:
        return await _page(request, why=why, wrong=invalid.fields)
    return see(f"/circulars/{circular}/progress?done=withdrawn")


async def _page(
    request: Request,
    sent: Correction | None = None,
    *,
    why: str = "",
    wrong: dict[str, str] | None = None,
    refused: list[RefusedFile] | None = None,
) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        kept = await drafts.texts_of(tx, circular, work.edition)
        papers = await exchanging.papers(tx, circular)
        now = tx.now
    shown, choices = as_typed(kept, work.kind, work.when), sent.choices if sent else Choices.of(work)
    view = CorrectionPage(
        work=work,
        texts=sent.texts if sent else shown,
        base=sent.base if sent else base_of(as_correction(shown, choices)),
        reply_by=choices.reply_by,
        event_at=choices.event_at,
        when=(sent.when if sent else None) or WhenTyped.of(choices.when),
        weekdays=weekdays.in_texts(sent.texts if sent else shown, now),
        papers=papers,
        off=sent.off if sent else NONE_OFF,
        edition=work.edition,
        change=sent.change if sent else "",
        note=sent.note if sent else "",
        why=why,
        wrong=wrong or {},
        refused=refused or [],
    )
    status = 422 if wrong or refused else 200
    return staff_page(request, "circulation/circulars/correction.html", view, status)


routes = [
    get("/circulars/{circular:int}/correction", show, Task.PUBLISH),
    post("/circulars/{circular:int}/correction", correct, Task.PUBLISH, body=UPLOAD),
    post("/circulars/{circular:int}/withdrawal", withdraw, Task.PUBLISH),
]
