"""Who has it: by block, live, with what to do next."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.circulation.progress.actions import notice_boards, overview
from kairanban.circulation.progress.actions.messages import Messages, messages
from kairanban.circulation.progress.actions.notice_boards import Board
from kairanban.circulation.progress.actions.overview import Answers, Block, Circular
from kairanban.circulation.progress.rules import PRINT, Counts, next_step
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.web.app_context import read
from kairanban.web.polling import EVERY_SECONDS
from kairanban.web.render import staff_page, wants_part
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class ProgressPage:
    circular: Circular
    why: str
    blocks: list[Block]
    boards: dict[PlaceId, Board]
    """Of buildings, some of which stand among the blocks."""
    counts: Counts
    late: int
    """Households that moved in since; they are not among the counts."""
    answers: list[Answers]
    messages: list[Messages]
    next_step: str
    prints: bool
    """Whether printing is what helps now."""
    may_correct: bool
    version: str
    every: int
    done: str


async def show(request: Request) -> Response:
    async with read(request) as tx:
        circular, association, why = await overview.find(tx, CircularId(request.path_params["circular"]))
        blocks = await overview.blocks(tx, circular.id, association)
        counts = overview.summed(blocks)
        version = f"{await journal.newest_about(tx, circular.id)}.{counts.opened}"
        leads_all = await may(tx, Task.FOLLOW_UP, association)
        told = await messages(tx, circular.id) if leads_all else []
        version += "." + "-".join(str(one.number) for one in told)
        if wants_part(request) and request.query_params.get("version") == version:
            return Response(status_code=204)
        step = next_step(
            counts, circular.kind, circular.importance, circular.reply_by, circular.published, tx.now
        )
        view = ProgressPage(
            circular=circular,
            why=why,
            blocks=blocks,
            boards=await notice_boards.boards(tx, circular.id, association, {b.id for b in blocks}),
            counts=counts,
            late=await overview.latecomers(tx, circular.id) if leads_all else 0,
            answers=await overview.answers(tx, circular.id) if leads_all else [],
            messages=told,
            next_step=step,
            prints=step == PRINT,
            may_correct=await may(tx, Task.PUBLISH, association),
            version=version,
            every=EVERY_SECONDS,
            done=request.query_params.get("done", ""),
        )
    return staff_page(
        request,
        "circulation/progress/_progress.html"
        if wants_part(request)
        else "circulation/progress/progress.html",
        view,
    )


routes = [get("/circulars/{circular:int}/progress", show, (Task.FOLLOW_UP, Task.FOLLOW_UP_BLOCK))]
