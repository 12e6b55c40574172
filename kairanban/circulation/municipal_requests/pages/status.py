"""A sent request: the associations' decisions with reasons, and totals only."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.print_view import (
    NO_SURVEY,
    TEMPLATE,
    PrintView,
    pictures,
)
from kairanban.circulation.circulars.pages.printing import circular_pdf
from kairanban.circulation.municipal_requests.actions import sending, totals
from kairanban.circulation.municipal_requests.actions.totals import Sums
from kairanban.circulation.municipal_requests.pages.proof import article_of
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.circulation.municipal_requests.rules.received import Told
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import read
from kairanban.web.render import printed_page, see, staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class StandingPage:
    request: MunicipalRequest
    lines: list[Told]
    sums: Sums
    least: int
    done: str


async def show(request: Request) -> Response:
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await sending.find(tx, id)
        lines = await totals.by_association(tx, id)
        view = StandingPage(
            request=found,
            lines=lines,
            sums=totals.summed(lines),
            least=LEAST_SHOWN,
            done=request.query_params.get("done", ""),
        )
    if found.sent is None:
        return see(f"/circulars/{id}/draft")
    return staff_page(request, "circulation/municipal_requests/status.html", view)


async def _printed(tx: Tx, found: MunicipalRequest) -> PrintView:
    article, work = await article_of(tx, found), await drafts.find(tx, found.id)
    return PrintView(article, survey=article.survey if work.reply_kind == "survey" else NO_SURVEY)


async def paper(request: Request) -> Response:
    """Show the request itself for reading and printing."""
    async with read(request) as tx:
        found = await sending.find(tx, CircularId(request.path_params["municipal_request"]))
        view = await _printed(tx, found)
    base = f"/requests/{found.id}"
    return printed_page(request, TEMPLATE, view, back=base, pdf=f"{base}/paper.pdf")


async def paper_pdf(request: Request) -> Response:
    async with read(request) as tx:
        found = await sending.find(tx, CircularId(request.path_params["municipal_request"]))
        view = await _printed(tx, found)
        shown = await pictures(tx, view.article)
    return await circular_pdf(request, view, shown)


routes = [
    get("/requests/{municipal_request:int}", show, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/paper", paper, Task.ASK_ASSOCIATIONS),
    get("/requests/{municipal_request:int}/paper.pdf", paper_pdf, Task.ASK_ASSOCIATIONS),
]
