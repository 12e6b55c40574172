"""The board of a check by block, live, help needed first."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.rules import LEAST_SHOWN
from kairanban.care.safety.actions import boards, help_calls, starting
from kairanban.care.safety.actions.boards import Board
from kairanban.care.safety.rules import WORDS_MOST, HelpCall
from kairanban.core.errors import Invalid
from kairanban.core.ids import PersonId
from kairanban.core.tasks import Task
from kairanban.web.app_context import actor, is_seen, observe, read, write
from kairanban.web.forms import read_form
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.polling import EVERY_SECONDS
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class BoardPage:
    board: Board
    calls: list[HelpCall]
    me: PersonId | None
    every: int
    least: int
    done: str
    typed: str
    wrong: dict[str, str]

    @property
    def version(self) -> str:
        return version_of(self)


async def show(request: Request) -> Response:
    return await _page(request)


async def _page(request: Request, typed: str = "", wrong: dict[str, str] | None = None) -> Response:
    check = request.path_params["check"]
    async with read(request) as tx:
        board = await boards.board(tx, check)
        view = BoardPage(
            board=board,
            calls=await help_calls.open_calls(tx, board.check.place),
            me=actor(request).person,
            every=EVERY_SECONDS,
            least=LEAST_SHOWN,
            done=request.query_params.get("done", ""),
            typed=typed,
            wrong=wrong or {},
        )
    if is_current(request, view.version):
        return Response(status_code=204)
    if view.calls and request.method == "GET":
        async with observe(request) as tx:
            await help_calls.seen(tx, view.calls, by_eye=is_seen(request))
    return staff_page(
        request,
        "care/safety/_board.html" if wants_part(request) else "care/safety/board.html",
        view,
        422 if wrong else 200,
    )


async def end(request: Request) -> Response:
    check = request.path_params["check"]
    form = await read_form(request)
    why = form.text("why", longest=WORDS_MOST)
    try:
        form.check()
        async with write(request) as tx:
            found = await boards.find(tx, check)
            await starting.end(tx, check, found.association, found.place, why)
    except Invalid as invalid:
        return await _page(request, why, dict(invalid.fields))
    return see(f"/safety/{check}/board?done=ended")


routes = [
    get("/safety/{check:int}/board", show, Task.START_SAFETY_CHECK),
    post("/safety/{check:int}/ending", end, Task.START_SAFETY_CHECK),
]
