"""The round of an association: start it, see who has answered, end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.roster_renewals.actions import office
from kairanban.community.roster_renewals.queries.office import Line
from kairanban.community.roster_renewals.rules import HOW, Renewal
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class Block:
    place: PlaceId
    name: str
    lines: Sequence[Line]

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.lines)


@dataclass(frozen=True, slots=True)
class RenewalPage:
    association: PlaceId
    renewal: Renewal | None
    runs: bool
    blocks: Sequence[Block]
    done: str
    how: dict[str, str]

    @property
    def households(self) -> int:
        return sum(len(block.lines) for block in self.blocks)

    @property
    def answered(self) -> int:
        return sum(block.answered for block in self.blocks)


async def show(request: Request) -> Response:
    association = _association(request)
    async with read(request) as tx:
        found = await office.newest(tx, association)
        lines = await office.lines(tx, association, found.id) if found else []
        blocks = [
            Block(place, name, list(of))
            for (place, name), of in groupby(lines, key=lambda one: (one.place, one.block))
        ]
        runs = found is not None and found.runs(tx.now)
        view = RenewalPage(association, found, runs, blocks, request.query_params.get("done", ""), HOW)
    if lines:
        await record_look(request, "renewal", association)
    return staff_page(request, "community/roster_renewals/renewal.html", view)


async def start(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await office.start(tx, association)
    return see(f"/associations/{association}/renewal?done=started")


async def end(request: Request) -> Response:
    association = _association(request)
    async with write(request) as tx:
        await office.end(tx, association)
    return see(f"/associations/{association}/renewal?done=ended")


def _association(request: Request) -> PlaceId:
    return PlaceId(request.path_params["association"])


_RENEWAL = "/associations/{association:int}/renewal"

routes = [
    get(_RENEWAL, show, Task.CHANGE_ROSTER),
    post(_RENEWAL, start, Task.CHANGE_ROSTER),
    post(f"{_RENEWAL}/end", end, Task.CHANGE_ROSTER),
]
