"""世帯票: an A4 page for each household of a block, with what is written down and room to correct it."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.roster_renewals.actions import office
from kairanban.community.roster_renewals.actions.office import Sheet
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import observe, read
from kairanban.web.printing import paper
from kairanban.web.routing import get

# Empty rows for names that are not written down yet.
ROWS = 2


@dataclass(frozen=True, slots=True)
class FormsPage:
    association: Place
    sheets: Sequence[Sheet]
    rows: int


async def show(request: Request) -> Response:
    association, block = (PlaceId(request.path_params[name]) for name in ("association", "block"))
    async with read(request) as tx:
        view = FormsPage(await find_place(tx, association), await office.sheets(tx, association, block), ROWS)
    if view.sheets:
        async with observe(request) as tx:
            await record_access(tx, "renewal", block)
    back = f"/associations/{association}/renewal"
    return await paper(
        request, "community/roster_renewals/forms.html", view, back=back, name="setaihyo", language=DEFAULT
    )


_FORMS = "/associations/{association:int}/renewal/blocks/{block:int}/forms"

routes = [
    get(_FORMS, show, Task.CHANGE_ROSTER),
    get(f"{_FORMS}.pdf", show, Task.CHANGE_ROSTER),
]
