"""部数表 of the association: copies of a request by block."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.municipal_requests.actions import decisions
from kairanban.circulation.municipal_requests.pages.received import ONE
from kairanban.circulation.municipal_requests.pages.table_file import table_file, words
from kairanban.circulation.municipal_requests.rules.received import Received
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read
from kairanban.web.printing import paper
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class BlocksPage:
    place: Place
    request: Received
    blocks: list[tuple[str, int]]
    now: int

    @property
    def total(self) -> int:
        return sum(copies for _, copies in self.blocks)


async def show(request: Request) -> Response:
    return staff_page(request, "circulation/municipal_requests/blocks.html", await _view(request))


async def printed(request: Request) -> Response:
    view = await _view(request)
    back = request.url.path.rsplit("/", 1)[0]
    return await paper(
        request, "circulation/municipal_requests/blocks_paper.html", view, back=back, name="copies"
    )


async def table(request: Request) -> Response:
    view = await _view(request)
    block, copies, total, without = words(
        request, _n("Block"), _n("Copies"), _n("Together"), _n("Without a block")
    )
    rows: list[list[str | int]] = [[block, copies]]
    rows += [[name or without, number] for name, number in view.blocks]
    rows.append([total, view.total])
    return table_file(f"部数表_{view.request.title}_{view.place.name}", "copies", rows)


async def _view(request: Request) -> BlocksPage:
    association = PlaceId(request.path_params["association"])
    id = CircularId(request.path_params["municipal_request"])
    async with read(request) as tx:
        found = await decisions.find(tx, association, id)
        blocks = await decisions.by_block(tx, association, found)
        return BlocksPage(await find_place(tx, association), found, blocks, tx.now)


routes = [
    get(f"{ONE}/copies", show, Task.ANSWER_REQUESTS),
    get(f"{ONE}/copies/paper", printed, Task.ANSWER_REQUESTS),
    get(f"{ONE}/copies/paper.pdf", printed, Task.ANSWER_REQUESTS),
    get(f"{ONE}/copies/table", table, Task.ANSWER_REQUESTS),
]
