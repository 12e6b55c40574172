"""A household's circular for its visitor: to read on the screen, and to print."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.visits.queries.circulars import HANDED
from kairanban.circulation.circulars.actions.print_view import (
    NO_SURVEY,
    TEMPLATE,
    PrintView,
    pictures,
    print_view,
)
from kairanban.circulation.circulars.pages.printing import circular_pdf
from kairanban.circulation.progress.pages.printing import printed
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import app_context, read
from kairanban.web.render import printed_page
from kairanban.web.routing import get


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = await _view(tx, request)
    path = request.url.path
    back = path.partition("/circulars/")[0]
    return printed_page(request, TEMPLATE, view, back=back, pdf=f"{path}/print.pdf")


async def show_pdf(request: Request) -> Response:
    async with read(request) as tx:
        view = await _view(tx, request)
        shown = await pictures(tx, view.article)
    return await circular_pdf(request, view, shown)


async def _view(tx: Tx, request: Request) -> PrintView:
    """Return the circular as it is printed; raise NotFound unless the household is in the actor's care and got it."""
    circular, household = CircularId(request.path_params["circular"]), request.path_params["household"]
    found = await tx.one(HANDED, circular=circular, household=household)
    article = await printed(tx, found)
    survey = article.survey if found.reply_kind == "survey" else NO_SURVEY
    return print_view(article, circular, app_context(request).settings.public_address, survey)


_CIRCULAR = "/board/households/{household:int}/circulars/{circular:int}"

routes = [get(_CIRCULAR, show, Task.VISIT), get(f"{_CIRCULAR}/print.pdf", show_pdf, Task.VISIT)]
