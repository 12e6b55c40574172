"""How far long work is, and its results; it goes on while nobody looks."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.long_work.actions import following
from kairanban.community.long_work.rules import KINDS, STOPPED, LongWork, Part, State
from kairanban.web.app_context import app_context, read
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class LongWorkPage:
    work: LongWork
    name: str
    state: str
    why: str
    goes_on: str
    parts: list[Part]
    version: str = ""


def start(request: Request, work: Coroutine[Any, Any, None]) -> None:
    """Go on with it beside the requests; it ends with the server."""
    works = app_context(request).works
    task = asyncio.create_task(work)
    works.add(task)
    task.add_done_callback(works.discard)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        work = await following.find(tx, request.path_params["long_work"])
        state = work.at(tx.now)
        why = work.why or (STOPPED if state is State.FAILED else "")
        parts = await following.parts(tx, work)
    view = LongWorkPage(
        work,
        work.named(state),
        state.value,
        why,
        work.goes_on(state),
        parts,
        version_of((work, state, parts)),
    )
    if is_current(request, view.version):
        return Response(status_code=204)
    name = "_progress" if wants_part(request) else "progress"
    return staff_page(request, f"community/long_work/{name}.html", view)


async def fetch_part(request: Request) -> Response:
    id, number = request.path_params["long_work"], request.path_params["number"]
    async with read(request) as tx:
        work, data = await following.result(tx, id, number, request.state.token)
    headers = {"Content-Disposition": f'inline; filename="{KINDS[work.kind].part}-{number}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


_WORK = "/long-work/{long_work:int}"
_NEEDS = tuple(sorted({kind.task for kind in KINDS.values()}))

routes = [
    get(_WORK, show, _NEEDS),
    get(f"{_WORK}/parts/{{number:int}}", fetch_part, _NEEDS),
]
