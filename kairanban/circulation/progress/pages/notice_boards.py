"""The copy for a building's notice board: shown, printed, put up, taken down."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions.print_view import TEMPLATE, as_pdf, pictures, print_view
from kairanban.circulation.progress.actions import notice_boards
from kairanban.circulation.progress.pages.printing import printed
from kairanban.community.places.actions.places import find_place
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import app_context, read, write
from kairanban.web.render import printed_page, see
from kairanban.web.routing import get, post


async def show_copy(request: Request) -> Response:
    building, circular = _ids(request)
    async with read(request) as tx:
        found = await notice_boards.notice(tx, building, circular)
        article = await printed(tx, found)
    # The QR code opens the circular on a household's device.
    view = print_view(article, circular, app_context(request).settings.public_address)
    return printed_page(request, TEMPLATE, view, back="/office", pdf=f"{request.url.path}.pdf")


async def show_pdf(request: Request) -> Response:
    building, circular = _ids(request)
    async with read(request) as tx:
        article = await printed(tx, await notice_boards.notice(tx, building, circular))
        shown = await pictures(tx, article)
    context = request.state.page_context
    view = print_view(article, circular, app_context(request).settings.public_address)
    pdf = await as_pdf(view, shown, context.language, context.furigana)
    return Response(pdf, media_type="application/pdf")


async def put_up(request: Request) -> Response:
    building, circular = _ids(request)
    async with write(request) as tx:
        await notice_boards.put_up(tx, await _association(tx, building), building, circular)
    return see(f"/office?done=posted&circular={circular}")


async def take_down(request: Request) -> Response:
    building, circular = _ids(request)
    async with write(request) as tx:
        await notice_boards.take_down(tx, await _association(tx, building), building, circular)
    return see(f"/office?done=taken_down&circular={circular}")


async def _association(tx: Tx, building: PlaceId) -> PlaceId:
    found = (await find_place(tx, building)).association
    if found is None:
        raise NotFound
    return found


def _ids(request: Request) -> tuple[PlaceId, CircularId]:
    return PlaceId(request.path_params["building"]), CircularId(request.path_params["circular"])


_NOTICE = "/buildings/{building:int}/circulars/{circular:int}"

routes = [
    get(f"{_NOTICE}/paper", show_copy, Task.POST_NOTICE),
    get(f"{_NOTICE}/paper.pdf", show_pdf, Task.POST_NOTICE),
    post(f"{_NOTICE}/posting", put_up, Task.POST_NOTICE),
    post(f"{_NOTICE}/posting/removal", take_down, Task.POST_NOTICE),
]
