"""Correction and withdrawal of a published circular."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts, publishing, saving
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.actions.saving import WrittenByTwo, as_correction
from kairanban.circulation.circulars.pages.choosing import choosing_page
from kairanban.circulation.circulars.pages.fields import BASE_MOST, WhenTyped, read_choices, read_texts
from kairanban.circulation.circulars.rules import weekdays
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import as_typed
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.merging import base_of
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

CHANGES = (Change.TYPO.value, Change.CHANGE.value)


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
    change: str = ""
    note: str = ""
    why: str = ""
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    return await _page(request)


async def correct(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    texts, choices, base = read_texts(form), read_choices(form), form.text("base", longest=BASE_MOST)
    change = form.choice("change", CHANGES, needed=_n("Please choose which of the two it is."))
    note = form.text("note")
    try:
        form.check()
        async with write(request) as tx:
            if not form.ticked("weekdays"):
                await _check_weekdays(tx, circular, texts)
            await saving.correct_form(tx, circular, Change(change), texts, note, choices, base)
    except Invalid as invalid:
        typed = WhenTyped.submitted(form)
        return await _page(request, texts, change, note, wrong=invalid.fields, choices=choices, when=typed)
    except WrittenByTwo as problem:
        path = f"/circulars/{circular}/correction"
        return choosing_page(request, problem, path, path, change=change, note=note)
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
    texts: Texts | None = None,
    change: str = "",
    note: str = "",
    why: str = "",
    wrong: dict[str, str] | None = None,
    choices: Choices | None = None,
    when: WhenTyped | None = None,
) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        kept = await drafts.texts_of(tx, circular, work.edition)
        now = tx.now
    shown, chosen = as_typed(kept, work.kind, work.when), choices or Choices.of(work)
    view = CorrectionPage(
        work=work,
        texts=texts or shown,
        base=base_of(as_correction(shown, Choices.of(work))),
        reply_by=chosen.reply_by,
        event_at=chosen.event_at,
        when=when or WhenTyped.of(chosen.when),
        weekdays=weekdays.in_texts(texts or shown, now),
        change=change,
        note=note,
        why=why,
        wrong=wrong or {},
    )
    return staff_page(request, "circulation/circulars/correction.html", view, 422 if wrong else 200)


routes = [
    get("/circulars/{circular:int}/correction", show, Task.PUBLISH),
    post("/circulars/{circular:int}/correction", correct, Task.PUBLISH),
    post("/circulars/{circular:int}/withdrawal", withdraw, Task.PUBLISH),
]
