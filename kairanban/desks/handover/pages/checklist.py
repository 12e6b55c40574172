"""The items of a handover: ticked, and taken off the list."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.handovers.actions import checklist
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import write
from kairanban.web.forms import read_form
from kairanban.web.render import see
from kairanban.web.routing import post


async def remove_item(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with write(request) as tx:
        await checklist.remove(tx, association, request.path_params["item"])
    return see(f"/associations/{association}/handover#list")


async def tick_item(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    async with write(request) as tx:
        await checklist.tick(tx, association, request.path_params["item"], form.ticked("done"))
    return see(f"/associations/{association}/handover#list")


_ITEM = "/associations/{association:int}/handover/items/{item:int}"

routes = [
    post(_ITEM, tick_item, Task.HAND_OVER),
    post(f"{_ITEM}/removal", remove_item, Task.HAND_OVER),
]
