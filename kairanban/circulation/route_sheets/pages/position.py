"""「いま、どこにありますか」: the position of a board, opened by the sheet's QR code; others see the circular."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.circulation.route_sheets.actions import positions
from kairanban.circulation.route_sheets.actions.sheets import Sheet, sheet
from kairanban.circulation.route_sheets.queries.positions import Position
from kairanban.core.actor import Actor
from kairanban.core.errors import NotFound
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class PositionPage:
    sheet: Sheet
    now: Position | None
    old: bool
    """Whether the scanned sheet was printed before a change."""
    done: str


async def show(request: Request) -> Response:
    """Show the position to the leader; redirect others to the entry or the circular."""
    circular, block = _ids(request)
    if not isinstance(actor(request), Actor):
        return see(f"/circulars/{circular}")
    async with read(request) as tx:
        view = await _page(tx, request, circular, block)
        enters = view is None and await _looks_after(tx, circular, block)
    if enters:
        return see(f"{_base(circular, block)}/entry?edition={_edition(request)}")
    if view is None:
        return see(f"/circulars/{circular}")
    await record_look(request, "route_sheet", block)
    return staff_page(request, "circulation/route_sheets/position.html", view)


async def move(request: Request) -> Response:
    circular, block = _ids(request)
    household = next(iter((await read_form(request)).ids("household")), 0)
    async with write(request) as tx:
        await positions.move(tx, circular, block, HouseholdId(household))
    return see(f"{_base(circular, block)}?done=moved")


async def came_back(request: Request) -> Response:
    """Record もどってきました and redirect to the entry."""
    circular, block = _ids(request)
    async with write(request) as tx:
        await positions.came_back(tx, circular, block)
    return see(f"{_base(circular, block)}/entry")


async def _page(tx: Tx, request: Request, circular: CircularId, block: PlaceId) -> PositionPage | None:
    """Return the page; None for others than the leader."""
    if not await may(tx, Task.FOLLOW_UP_BLOCK, block):
        return None
    found = await sheet(tx, circular, block)
    return PositionPage(
        found,
        (await positions.positions(tx, block)).get(circular),
        older(request, found),
        request.query_params.get("done", ""),
    )


def older(request: Request, found: Sheet) -> bool:
    """Tell whether the scanned sheet is from before the edition that asks."""
    return 0 < _edition(request) < found.head.asked_edition


def _edition(request: Request) -> int:
    """Return the edition in the scanned code, 0 without one."""
    asked = request.query_params.get("edition", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


async def _looks_after(tx: Tx, circular: CircularId, block: PlaceId) -> bool:
    try:
        await sheet(tx, circular, block)
    except NotFound:
        return False
    return True


def _ids(request: Request) -> tuple[CircularId, PlaceId]:
    return CircularId(request.path_params["circular"]), PlaceId(request.path_params["block"])


def _base(circular: CircularId, block: PlaceId) -> str:
    return f"/circulars/{circular}/blocks/{block}/sheet"


_SHEET = "/circulars/{circular:int}/blocks/{block:int}/sheet"

routes = [
    get(_SHEET, show, Open.PUBLIC),
    post(f"{_SHEET}/position", move, Task.FOLLOW_UP_BLOCK),
    post(f"{_SHEET}/position/removal", came_back, Task.FOLLOW_UP_BLOCK),
]
