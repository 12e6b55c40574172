"""A household's circular on A4 in large type, as a page and as a PDF."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions.print_view import (
    TEMPLATE,
    PrintView,
    pictures,
    print_view,
)
from kairanban.circulation.circulars.pages.printing import circular_pdf
from kairanban.circulation.replies.pages.circular import CircularPage, circular_page
from kairanban.core.ids import CircularId
from kairanban.web.app_context import app_context, read
from kairanban.web.render import printed_page
from kairanban.web.routing import Open, get


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = await circular_page(tx, request)
    base = f"/circulars/{request.path_params['circular']}"
    return printed_page(request, TEMPLATE, _paper(request, view), back=base, pdf=f"{base}/print.pdf")


async def show_pdf(request: Request) -> Response:
    async with read(request) as tx:
        view = await circular_page(tx, request)
        shown = await pictures(tx, view.article)
    return await circular_pdf(request, _paper(request, view), shown)


def _paper(request: Request, view: CircularPage) -> PrintView:
    return print_view(
        replace(view.article, opens=""),
        CircularId(request.path_params["circular"]),
        app_context(request).settings.public_address,
        view.survey,
    )


routes = [
    get("/circulars/{circular:int}/print", show, Open.HOUSEHOLD),
    get("/circulars/{circular:int}/print.pdf", show_pdf, Open.HOUSEHOLD),
]
