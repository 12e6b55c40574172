"""A poster that was just made: printed as a page or a PDF."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.buildings.actions import posters
from kairanban.buildings.actions.posters import Made
from kairanban.confined.cards import PosterSheet
from kairanban.confined.errors import MissingPart, Unreadable
from kairanban.confined.printing import print_pdf
from kairanban.core.errors import Unavailable
from kairanban.core.tasks import Task
from kairanban.i18n.templating import render
from kairanban.web.here import here, read
from kairanban.web.render import printed_page, staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class PosterPage:
    made: Made
    sheet: PosterSheet


async def show(request: Request) -> Response:
    return staff_page(request, "buildings/made.html", await _poster(request))


async def show_sheet(request: Request) -> Response:
    return printed_page(request, "buildings/poster.html", (await _poster(request)).sheet)


async def show_pdf(request: Request) -> Response:
    html = render("ja", "buildings/poster.html", page=(await _poster(request)).sheet)
    try:
        pdf = await print_pdf(html)
    except (MissingPart, Unreadable) as problem:
        raise Unavailable(problem.reason) from problem
    return Response(
        pdf, media_type="application/pdf", headers={"Content-Disposition": 'inline; filename="poster.pdf"'}
    )


async def _poster(request: Request) -> PosterPage:
    async with read(request) as tx:
        return PosterPage(
            *await posters.printable(
                tx, request.path_params["poster"], request.state.token, here(request).settings.public_address
            )
        )


routes = [
    get("/posters/{poster:int}", show, Task.PRINT_CARDS),
    get("/posters/{poster:int}/sheet", show_sheet, Task.PRINT_CARDS),
    get("/posters/{poster:int}/sheet.pdf", show_pdf, Task.PRINT_CARDS),
]
