"""Waiting callbacks, longest first, with telephone links."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.care.callbacks import actions
from kairanban.care.callbacks.queries import Waiting
from kairanban.core.tasks import Task
from kairanban.web.app_context import observe, read, write
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

RINGS = (Task.ANSWER_CALLS, Task.ANSWER_WAITING_CALLS)


@dataclass(frozen=True, slots=True)
class RingingPage:
    calls: list[Waiting]
    done: str


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = RingingPage(await actions.to_ring(tx), request.query_params.get("done", ""))
    if view.calls and request.method == "GET":
        async with observe(request) as tx:
            await actions.seen(tx, view.calls)
    return staff_page(request, "care/callbacks/call_list.html", view)


async def rung(request: Request) -> Response:
    async with write(request) as tx:
        await actions.rung(tx, request.path_params["call"])
    return see("/calls?done=rung")


async def tried(request: Request) -> Response:
    async with write(request) as tx:
        await actions.tried(tx, request.path_params["call"])
    return see("/calls?done=tried")


routes = [
    get("/calls", show, RINGS),
    post("/calls/{call:int}/closing", rung, RINGS),
    post("/calls/{call:int}/attempt", tried, RINGS),
]
