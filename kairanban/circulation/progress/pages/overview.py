"""Progress of a circular by block, live, with the next step."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may, serves_at
from kairanban.circulation.circulars.rules.notification_timing import remind_at
from kairanban.circulation.progress.actions import notice_boards, overview
from kairanban.circulation.progress.actions.messages import messages
from kairanban.circulation.progress.queries.answers import Answers
from kairanban.circulation.progress.queries.messages import Messages
from kairanban.circulation.progress.queries.notice_boards import Board
from kairanban.circulation.progress.queries.overview import Block, Circular
from kairanban.circulation.progress.rules import COUNTED, EVERYBODY, PRINT, Counts, next_step
from kairanban.circulation.route_sheets.actions import handing
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import FOLLOWERS, Task
from kairanban.db.tx import Tx
from kairanban.web.app_context import read
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.polling import EVERY_SECONDS
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class Named:
    """A block that the next step is about, and how many of its households."""

    block: PlaceId
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """もう一度のお知らせ: when it goes, or went; neither where none is sent."""

    at: int | None
    sent: int | None


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
    papers: dict[PlaceId, Paper]
    """By block; none once the answers are counted."""
    next_step: str
    named: list[Named]
    """The blocks the next step is about."""
    reminder: Reminder | None
    may_correct: bool
    writes: bool
    """Whether the actor writes in the issuer's name, and not as the association above its group."""
    looks_on: bool
    """Whether she sees numbers only."""
    leads: bool
    """Whether she follows up every block."""
    every: int
    done: str

    @property
    def prints(self) -> bool:
        """Whether printing is what helps now."""
        return self.next_step == PRINT

    @property
    def version(self) -> str:
        return version_of(self)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        found = await overview.find(tx, CircularId(request.path_params["circular"]))
        circular, place, why = found.circular, found.place, found.withdrawn_why
        papers = {} if circular.counted else await handing.papers(tx, circular.id)
        blocks = await overview.blocks(tx, circular.id, place, None if circular.counted else papers)
        mine = {block.id: papers[block.id] for block in blocks if block.id in papers}
        leads_all = await may(tx, Task.FOLLOW_UP, place)
        looks_on = not leads_all and await may(tx, Task.SEE_PROGRESS, place)
        counts = await overview.in_all(tx, circular.id) if looks_on else overview.summed(blocks)
        told = await messages(tx, circular.id) if leads_all else []
        step = next_step(
            counts,
            mine.values(),
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
            papers=mine,
            next_step=step,
            named=_named(step, blocks, mine),
            reminder=await _reminder(tx, circular) if leads_all else None,
            may_correct=await may(tx, Task.PUBLISH, place),
            writes=serves_at(tx, Task.DRAFT, place),
            looks_on=looks_on,
            leads=leads_all,
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


def _named(step: str, blocks: list[Block], papers: dict[PlaceId, Paper]) -> list[Named]:
    """Return the blocks whose paper waits, or the ones with most households left, eight at most."""
    if step in (EVERYBODY, COUNTED):
        return []
    if step == PRINT:
        return [
            Named(b.id, b.name, papers[b.id].left) for b in blocks if b.id in papers and papers[b.id].waits
        ]
    left = sorted((block for block in blocks if block.counts.left), key=lambda block: -block.counts.left)
    return [Named(block.id, block.name, block.counts.left) for block in left[:8]]


async def _reminder(tx: Tx, circular: Circular) -> Reminder:
    asked = await overview.asked(tx, circular.id)
    when = remind_at(circular.kind, circular.importance, circular.reply_by, asked.at)
    return Reminder(when, asked.reminded)


routes = [get("/circulars/{circular:int}/progress", show, (*FOLLOWERS, Task.SEE_PROGRESS))]
