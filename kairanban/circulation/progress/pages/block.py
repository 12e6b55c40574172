"""One block of a circular in route order; records replies on paper or spoken."""

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.progress.actions import notice_boards, overview
from kairanban.circulation.progress.queries.notice_boards import Board
from kairanban.circulation.progress.queries.overview import Circular
from kairanban.circulation.progress.rules import Counts, HouseholdState
from kairanban.circulation.replies.actions.answers import answer_for, take_back_for
from kairanban.circulation.replies.rules.answers import (
    ATTENDANCE,
    PEOPLE_MOST,
    PEOPLE_OUTSIDE,
    WORDS_MOST,
    Answer,
)
from kairanban.circulation.route_sheets.actions import handing
from kairanban.circulation.route_sheets.actions.sheets import Sheet, sheet
from kairanban.circulation.route_sheets.queries.handing import Paper
from kairanban.core.ids import CircularId, HouseholdId, PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.db.tx import Tx
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.live import is_current, version_of, wants_part
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post

METHODS = ("paper", "visit", "phone")


@dataclass(frozen=True, slots=True)
class BlockPage:
    circular: Circular
    block: PlaceId
    group: PlaceId | None
    """The group whose circular it is: of the block only its households are shown."""
    name: str
    counts: Counts
    households: list[HouseholdState]
    """Empty once the answers are counted."""
    board: Board | None
    press: str
    sheet: Sheet | None
    """Its households that need paper; None where there are none."""
    paper: Paper | None
    open: int | None
    """The household whose choices are unfolded, for browsers without script."""

    @property
    def version(self) -> str:
        return version_of(self)

    @property
    def left(self) -> int:
        return sum(1 for one in self.households if one.replied is None and not one.late)


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = await _block_page(tx, request)
    if is_current(request, view.version):
        return Response(status_code=204)
    # Access to the names is recorded before the page is sent.
    if view.group is not None:
        await record_look(request, "follow_up_group", view.group)
    else:
        await record_look(request, "follow_up", view.block)
    return staff_page(
        request,
        "circulation/progress/_block.html" if wants_part(request) else "circulation/progress/block.html",
        view,
    )


async def mark(request: Request) -> Response:
    """Record 確認 or a reply for a household, on paper or spoken."""
    form = await read_form(request)
    circular, block, household = ids(request)
    choice = form.choice("choice", ("acknowledged", *ATTENDANCE, "number", "words")) or "acknowledged"
    words = form.text("words", longest=WORDS_MOST)
    number = form.whole("number", 0, PEOPLE_MOST, outside=PEOPLE_OUTSIDE)
    form.check()
    # Without words or a number it is still an acknowledgement.
    if (choice == "words" and not words) or (choice == "number" and number is None):
        choice = "acknowledged"
    given = Answer(
        choice=choice,
        client_id=form.text("press", longest=64) or secrets.token_urlsafe(12),
        number=number if choice == "number" else None,
        words=words if choice == "words" else "",
    )
    async with write(request) as tx:
        await answer_for(tx, circular, household, given, form.choice("method", METHODS) or "paper", block)
    return await _after(request)


async def unmark(request: Request) -> Response:
    circular, block, household = ids(request)
    async with write(request) as tx:
        await take_back_for(tx, circular, household, block)
    return await _after(request)


async def _after(request: Request) -> Response:
    """Redirect to the block; for htmx return the list."""
    path = f"/circulars/{request.path_params['circular']}/blocks/{request.path_params['block']}"
    if not wants_part(request):
        return see(f"{path}#h{request.path_params['household']}")
    async with read(request) as tx:
        return staff_page(request, "circulation/progress/_block.html", await _block_page(tx, request))


async def _block_page(tx: Tx, request: Request) -> BlockPage:
    block = PlaceId(request.path_params["block"])
    found = await overview.find(tx, CircularId(request.path_params["circular"]))
    circular, place = found.circular, found.place
    known = await overview.find_block(tx, circular.id, place, block)
    over = circular.counted is not None
    households = [] if over else await overview.households(tx, circular.id, place, block)
    asked = request.query_params.get("open", "")
    on_paper = None if over else await sheet(tx, circular.id, block)
    papers = {} if over else await handing.papers(tx, circular.id)
    return BlockPage(
        circular=circular,
        block=block,
        group=place if circular.group else None,
        name=known.name,
        counts=known.counts,
        households=households,
        board=(await notice_boards.boards(tx, circular.id, place, {block})).get(block),
        press=secrets.token_urlsafe(9),
        sheet=on_paper if on_paper and on_paper.lines else None,
        paper=papers.get(block),
        open=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None,
    )


def ids(request: Request) -> tuple[CircularId, PlaceId, HouseholdId]:
    path = request.path_params
    return CircularId(path["circular"]), PlaceId(path["block"]), HouseholdId(path["household"])


HOUSE = "/circulars/{circular:int}/blocks/{block:int}/households/{household:int}"

routes = [
    get("/circulars/{circular:int}/blocks/{block:int}", show, FOLLOWERS),
    post(f"{HOUSE}/reply", mark, FOLLOWERS),
    post(f"{HOUSE}/reply/removal", unmark, FOLLOWERS),
]
