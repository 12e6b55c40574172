"""The returned forms of a block on one screen: a tick, or a link to what is to be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.places.queries.places import Within
from kairanban.community.roster_renewals.actions import office
from kairanban.community.roster_renewals.queries.office import Line
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class EnteringPage:
    association: PlaceId
    block: Within
    lines: Sequence[Line]
    runs: bool
    done: str
    number: int


async def show(request: Request) -> Response:
    association, block = _ids(request)
    number = request.query_params.get("number", "")
    async with read(request) as tx:
        place = await office.block_of(tx, association, block)
        found = await office.newest(tx, association)
        lines = await office.lines(tx, association, found.id) if found else []
        view = EnteringPage(
            association,
            place,
            [one for one in lines if one.place == block],
            found is not None and found.runs(tx.now),
            request.query_params.get("done", ""),
            int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0,
        )
    if view.lines:
        await record_look(request, "renewal", block)
    return staff_page(request, "community/roster_renewals/entering.html", view)


async def enter(request: Request) -> Response:
    """Store the differences from the page as it was shown: others may have answered meanwhile."""
    association, block = _ids(request)
    form = await read_form(request)
    ticks, was = ({HouseholdId(id) for id in form.ids(name)} for name in ("right", "was"))
    async with write(request) as tx:
        number = await office.enter(tx, association, block, ticks - was, was - ticks)
    return see(f"/associations/{association}/renewal/blocks/{block}?done=entered&number={number}")


def _ids(request: Request) -> tuple[PlaceId, PlaceId]:
    return PlaceId(request.path_params["association"]), PlaceId(request.path_params["block"])


_BLOCK = "/associations/{association:int}/renewal/blocks/{block:int}"

routes = [
    get(_BLOCK, show, Task.CHANGE_ROSTER),
    post(_BLOCK, enter, Task.CHANGE_ROSTER),
]
