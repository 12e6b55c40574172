"""The board of a municipality: one sum, a row per association, live, and one end for all."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.care.safety.actions import starting, town_checks
from kairanban.care.safety.actions.town_checks import TownBoard
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.polling import EVERY_SECONDS
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class TownPage:
    board: TownBoard
    every: int
    least: int
    done: str

    @property
    def version(self) -> str:
        return version_of(self)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = TownPage(
            board=await town_checks.board(tx, _check(request)),
            every=EVERY_SECONDS,
            least=LEAST_SHOWN,
            done=request.query_params.get("done", ""),
        )
    if is_current(request, view.version):
        return Response(status_code=204)
    return staff_page(
        request, "care/safety/_town.html" if wants_part(request) else "care/safety/town_check.html", view
    )


async def end(request: Request) -> Response:
    check = _check(request)
    async with read(request) as tx:
        running = await town_checks.running(tx, check)
    # One transaction each, as at the start; a retry continues.
    for one in running:
        async with write(request) as tx:
            await starting.end(tx, one.id, one.association, one.place)
    async with write(request) as tx:
        await town_checks.end(tx, check)
    return see(f"/safety/towns/{check}?done=ended")


def _check(request: Request) -> int:
    number: int = request.path_params["town_check"]
    return number


routes = [
    get("/safety/towns/{town_check:int}", show, Task.START_TOWN_CHECK),
    post("/safety/towns/{town_check:int}/ending", end, Task.START_TOWN_CHECK),
]
