"""Step 3: preview as a household sees it, and publication."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.circulation.circulars.actions import attachments, drafts, publishing
from kairanban.circulation.circulars.actions.article import article, attribution_of
from kairanban.circulation.circulars.actions.delivery_preview import DeliveryPreview, delivery_preview
from kairanban.circulation.circulars.actions.versions import readers, versions_of, without_version
from kairanban.circulation.circulars.rules import weekdays
from kairanban.circulation.circulars.rules.article import Article
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.kinds import Kind, ReplyKind
from kairanban.circulation.circulars.rules.texts import Missing
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday
from kairanban.community.roster.rules.names import LANGUAGE_NAMES
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import apart, see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class ProofPage:
    work: Work
    article: Article
    missing: list[Missing]
    count: int
    paper: int
    preview: DeliveryPreview
    may_publish: bool
    asks_without_day: bool
    without_version: dict[str, int]
    """Households whose language has no reviewed version, by the language's name."""
    weekdays: list[WrongWeekday]
    wrong: str = ""
    when: str = ""
    night: bool = False
    """Whether to ask if the night is meant."""


async def show(request: Request) -> Response:
    return await _page(request)


async def publish(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    try:
        async with write(request) as tx:
            await publishing.publish(tx, circular)
    except Invalid:
        return await _page(request, _n("Something is still missing."))
    return see(f"/circulars/{circular}/progress?done=published")


async def schedule(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    form = await read_form(request)
    when = form.moment("when")
    try:
        form.check()
        if when is None:
            raise Invalid({"when": _n("Please write a date and a time.")})
        async with write(request) as tx:
            await publishing.schedule(tx, circular, when, at_night=form.ticked("night"))
    except Invalid as invalid:
        night = "night" in invalid.fields
        return await _page(request, next(iter(invalid.fields.values())), form.text("when"), night=night)
    return see(f"/circulars/{circular}/proof")


async def unschedule(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with write(request) as tx:
        await publishing.unschedule(tx, circular)
    return see(f"/circulars/{circular}/draft")


async def _page(request: Request, wrong: str = "", when: str = "", *, night: bool = False) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        if work.kind == Kind.REQUEST:
            raise NotFound
        addressed = await drafts.count_addressed(tx, circular)
        count, paper = addressed.households, addressed.paper
        texts = await drafts.texts_of(tx, circular, work.edition)
        view = ProofPage(
            work=work,
            article=article(
                texts,
                await attachments.sheets(tx, circular),
                kind=work.kind,
                category=work.category,
                importance=work.importance,
                published=None,
                attribution=attribution_of(work),
            ),
            missing=await publishing.what_is_missing(tx, work),
            count=count,
            paper=paper,
            preview=await delivery_preview(tx, work),
            without_version={
                LANGUAGE_NAMES.get(language, language): number
                for language, number in without_version(
                    await readers(tx, circular), await versions_of(tx, circular)
                ).items()
            },
            asks_without_day=work.reply_kind != ReplyKind.ACKNOWLEDGE and work.reply_by is None,
            may_publish=await may(tx, Task.PUBLISH, work.place),
            weekdays=weekdays.in_texts(texts, tx.now),
            wrong=wrong,
            when=when,
            night=night,
        )
    if work.published is not None:
        return see(f"/circulars/{circular}/progress")
    return await apart(
        len(view.article.body),
        staff_page,
        request,
        "circulation/circulars/proof.html",
        view,
        422 if wrong else 200,
    )


routes = [
    get("/circulars/{circular:int}/proof", show, Task.DRAFT),
    post("/circulars/{circular:int}/publication", publish, Task.PUBLISH),
    post("/circulars/{circular:int}/schedule", schedule, Task.PUBLISH),
    post("/circulars/{circular:int}/schedule/removal", unschedule, Task.PUBLISH),
]
