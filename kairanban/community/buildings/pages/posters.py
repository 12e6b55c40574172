"""A new poster as a page and as a PDF."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.buildings.actions import posters
from kairanban.community.buildings.queries.posters import Made
from kairanban.confined.cards import PosterSheet
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import app_context, read
from kairanban.web.printing import paper
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class PosterPage:
    made: Made
    sheet: PosterSheet


async def show(request: Request) -> Response:
    return staff_page(request, "community/buildings/made.html", await _poster(request))


async def show_sheet(request: Request) -> Response:
    sheet = (await _poster(request)).sheet
    back = f"/posters/{request.path_params['poster']}"
    return await paper(
        request, "community/buildings/poster.html", sheet, back=back, name="poster", language=DEFAULT
    )


async def _poster(request: Request) -> PosterPage:
    async with read(request) as tx:
        return PosterPage(
            *await posters.printable(
                tx,
                request.path_params["poster"],
                request.state.token,
                app_context(request).settings.public_address,
            )
        )


routes = [
    get("/posters/{poster:int}", show, Task.PRINT_CARDS),
    get("/posters/{poster:int}/sheet", show_sheet, Task.PRINT_CARDS),
    get("/posters/{poster:int}/sheet.pdf", show_sheet, Task.PRINT_CARDS),
]
