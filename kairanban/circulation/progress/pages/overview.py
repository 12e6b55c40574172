"""Progress of a circular by block, live, with the next step."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may, serves_at
from kairanban.circulation.progress.actions import notice_boards, overview
from kairanban.circulation.progress.actions.messages import messages
from kairanban.circulation.progress.queries.answers import Answers
from kairanban.circulation.progress.queries.messages import Messages
from kairanban.circulation.progress.queries.notice_boards import Board
from kairanban.circulation.progress.queries.overview import Block, Circular
from kairanban.circulation.progress.rules import PRINT, Counts, next_step
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import FOLLOWERS, Task
from kairanban.web.app_context import read
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.polling import EVERY_SECONDS
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class ProgressPage:
    circular: Circular
    why: str
    blocks: list[Block]
    boards: dict[PlaceId, Board]
    """By building; a building can also be a block."""
    counts: Counts
    late: int
    """Households that moved in since; they are not among the counts."""
    answers: list[Answers]
    messages: list[Messages]
    next_step: str
    prints: bool
    """Whether printing is what helps now."""
    may_correct: bool
    writes: bool
    """Whether the actor writes in the issuer's name, and not as the association above its group."""
    looks_on: bool
    """Whether she sees numbers only."""
    every: int
    done: str

    @property
    def version(self) -> str:
        return version_of(self)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        found = await overview.find(tx, CircularId(request.path_params["circular"]))
        circular, place, why = found.circular, found.place, found.withdrawn_why
        blocks = await overview.blocks(tx, circular.id, place)
        leads_all = await may(tx, Task.FOLLOW_UP, place)
        looks_on = not leads_all and await may(tx, Task.SEE_PROGRESS, place)
        counts = await overview.in_all(tx, circular.id) if looks_on else overview.summed(blocks)
        told = await messages(tx, circular.id) if leads_all else []
        step = next_step(
            counts,
            circular.kind,
            circular.importance,
            circular.reply_by,
            circular.published,
            tx.now,
            circular.counted,
        )
        view = ProgressPage(
            circular=circular,
            why=why,
            blocks=blocks,
            boards=await notice_boards.boards(tx, circular.id, place, {b.id for b in blocks}),
            counts=counts,
            late=await overview.latecomers(tx, circular.id) if leads_all else 0,
            answers=await overview.answers(tx, circular) if leads_all else [],
            messages=told,
            next_step=step,
            prints=step == PRINT,
            may_correct=await may(tx, Task.PUBLISH, place),
            writes=serves_at(tx, Task.DRAFT, place),
            looks_on=looks_on,
            every=EVERY_SECONDS,
            done=request.query_params.get("done", ""),
        )
    if is_current(request, view.version):
        return Response(status_code=204)
    return staff_page(
        request,
        "circulation/progress/_progress.html"
        if wants_part(request)
        else "circulation/progress/progress.html",
        view,
    )


routes = [get("/circulars/{circular:int}/progress", show, (*FOLLOWERS, Task.SEE_PROGRESS))]
