"""訂正票: the changes, on a sheet for households that read on paper."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.circulars.actions import drafts
from kairanban.circulation.circulars.actions.correction_slip import TEMPLATE, slip
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import read
from kairanban.web.printing import paper
from kairanban.web.routing import get


async def show(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with read(request) as tx:
        work = await drafts.find(tx, circular)
        view = await slip(
            tx, circular, work.edition, work.kind, work.category, work.importance, work.published
        )
    back = f"/circulars/{circular}/progress"
    return await paper(request, TEMPLATE, view, back=back, name="teiseihyo", language=DEFAULT)


routes = [
    get("/circulars/{circular:int}/slip", show, Task.PUBLISH),
    get("/circulars/{circular:int}/slip.pdf", show, Task.PUBLISH),
]
