"""Paper for use without server or network: sheets for the round, and a page for the disaster headquarters."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.care.safety.actions import boards, help_calls, walk_sheets
from kairanban.care.safety.actions.boards import Board
from kairanban.care.safety.actions.walk_sheets import Sheet
from kairanban.care.safety.queries.boards import House
from kairanban.care.safety.rules import HelpCall
from kairanban.core.clock import Moment
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.i18n.templating import render
from kairanban.web.app_context import observe, read
from kairanban.web.looks import purpose_here
from kairanban.web.printing import pdf
from kairanban.web.routing import get

# Millimetres: a page below its head; the height of a row, a call, a line; then names per line.
ROOM, ROW, TIGHT_ROW, CALL, LINE, ACROSS = 205, 7.6, 4.6, 12, 5.5, 3
MANY_BLOCKS = 18


@dataclass(frozen=True, slots=True)
class SheetsPaper:
    sheets: list[Sheet]
    printed: Moment


@dataclass(frozen=True, slots=True)
class ListPaper:
    board: Board
    calls: list[HelpCall]
    unknown: list[House]
    more: int
    printed: Moment
    block_word: str
    """What the association calls its blocks, as on its board."""

    @property
    def tight(self) -> bool:
        return len(self.board.blocks) > MANY_BLOCKS


async def show_sheets(request: Request) -> Response:
    """Print every household of a block in route order, in advance."""
    async with read(request) as tx:
        found = await walk_sheets.sheets(tx, PlaceId(request.path_params["place"]))
        view = SheetsPaper(found, tx.now)
    if request.method == "GET":
        async with observe(request) as tx:
            for one in found:
                await record_access(tx, purpose_here(request, "safety"), one.id)
    return await _pdf(request, "care/safety/walk_sheets.html", view, "anpi-sheets")


async def show_list(request: Request) -> Response:
    """Print one page: counts by block, open help calls, and unknown households."""
    check = request.path_params["check"]
    async with read(request) as tx:
        board = await boards.board(tx, check)
        unknown = await boards.unknown_of(tx, board)
        calls = await help_calls.open_calls(tx, board.check.place)
        most = names_on_page(len(board.blocks), len(calls))
        view = ListPaper(
            board,
            calls,
            unknown[:most],
            max(0, len(unknown) - most),
            tx.now,
            request.state.page_context.block_word,
        )
    if request.method == "GET":
        async with observe(request) as tx:
            for one in board.blocks:
                await record_access(tx, purpose_here(request, "safety"), one.id or board.check.association)
            await record_access(tx, "headquarters", board.check.association)
            await help_calls.seen(tx, view.calls, addresses=True)
    return await _pdf(request, "care/safety/list.html", view, "anpi-list")


def names_on_page(blocks: int, calls: int) -> int:
    """Return how many unknown households fit; the others are a number."""
    rows = (blocks + 2) * (TIGHT_ROW if blocks > MANY_BLOCKS else ROW)
    return max(0, int((ROOM - rows - calls * CALL) / LINE)) * ACROSS


async def _pdf(request: Request, template: str, view: object, name: str) -> Response:
    return await pdf(render(request.state.page_context.language, template, page=view), name)


routes = [
    get("/safety/places/{place:int}/sheets.pdf", show_sheets, FOLLOWERS),
    get("/safety/{check:int}/list.pdf", show_list, FOLLOWERS),
]
