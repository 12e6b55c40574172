"""Households of the roster without a block, and the block of those that are ticked."""

from collections.abc import Collection
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import require
from kairanban.community.people.actions.households import households
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.places.actions.places import places_within
from kairanban.community.roster.actions.dwellings import BLOCKS, give_block, without_block
from kairanban.community.roster.pages.fields import LONGEST_BLOCK, MOST_FIELDS
from kairanban.community.roster.rules.spelling import tidy
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import MIB, get, post


@dataclass(frozen=True, slots=True)
class BlocksPage:
    association: PlaceId
    households: list[HouseholdLine]
    blocks: list[str]
    moved: int
    wrong: str = ""
    typed: str = ""
    ticked: Collection[int] = ()


async def show(request: Request) -> Response:
    return await _page(request)


async def give(request: Request) -> Response:
    form = Form(await request.form(max_files=0, max_fields=MOST_FIELDS))
    association = PlaceId(request.path_params["association"])
    block = tidy(form.text("block", longest=LONGEST_BLOCK))
    ticked = form.ids("household")
    if not block or not ticked:
        wrong = _n("Please tick households and write their block.")
        return await _page(request, wrong, block, ticked)
    async with write(request) as tx:
        moved = await give_block(tx, association, [HouseholdId(id) for id in ticked], block)
    return see(f"/associations/{association}/roster/blocks?moved={moved}")


async def _page(request: Request, wrong: str = "", typed: str = "", ticked: Collection[int] = ()) -> Response:
    association = PlaceId(request.path_params["association"])
    asked = request.query_params.get("moved", "")
    async with read(request) as tx:
        await require(tx, Task.CHANGE_ROSTER, association)
        unplaced = await without_block(tx, association)
        lines = [line for line in await households(tx, association) if line.id in unplaced]
        names = [place.name for place in await places_within(tx, association) if place.kind in BLOCKS]
    await record_look(request, "roster", association)
    moved = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    view = BlocksPage(association, lines, names, moved, wrong, typed, ticked)
    return staff_page(request, "community/roster/blocks.html", view, 422 if wrong else 200)


routes = [
    get("/associations/{association:int}/roster/blocks", show, Task.CHANGE_ROSTER),
    post("/associations/{association:int}/roster/blocks", give, Task.CHANGE_ROSTER, body=2 * MIB),
]
