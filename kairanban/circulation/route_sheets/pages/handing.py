"""渡しました: the paper of a block, or of all blocks, was handed to its leader."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.route_sheets.actions import handing
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import FOLLOWERS, Task
from kairanban.web.app_context import write
from kairanban.web.forms import read_form
from kairanban.web.render import see
from kairanban.web.routing import post


async def hand(request: Request) -> Response:
    circular, block = _ids(request)
    async with write(request) as tx:
        await handing.hand(tx, circular, block)
    return await _back(request)


async def take_back(request: Request) -> Response:
    circular, block = _ids(request)
    async with write(request) as tx:
        await handing.take_back(tx, circular, block)
    return await _back(request)


async def hand_all(request: Request) -> Response:
    circular = CircularId(request.path_params["circular"])
    async with write(request) as tx:
        await handing.hand_all(tx, circular)
    return see(f"/circulars/{circular}/progress?done=handed")


async def _back(request: Request) -> Response:
    """Return to the page the button stood on: that of the block, or of all."""
    circular, block = _ids(request)
    form = await read_form(request)
    page = form.choice("back", ("block", "progress"))
    return see(f"/circulars/{circular}/{'progress' if page == 'progress' else f'blocks/{block}'}?done=handed")


def _ids(request: Request) -> tuple[CircularId, PlaceId]:
    return CircularId(request.path_params["circular"]), PlaceId(request.path_params["block"])


_BLOCK = "/circulars/{circular:int}/blocks/{block:int}/handed"

routes = [
    post(_BLOCK, hand, FOLLOWERS),
    post(f"{_BLOCK}/removal", take_back, FOLLOWERS),
    post("/circulars/{circular:int}/handed", hand_all, Task.FOLLOW_UP),
]
