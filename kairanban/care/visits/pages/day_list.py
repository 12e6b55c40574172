"""The day list on one page, stored for offline use and printable."""

from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_accesses
from kairanban.care.safety.actions.help_calls import open_calls, seen
from kairanban.care.safety.actions.help_calls import waiting as help_waiting
from kairanban.care.safety.rules import HelpCall
from kairanban.care.visits.actions import day_list
from kairanban.care.visits.actions.day_list import ToSee
from kairanban.care.visits.rules.day_list import OverdueBoard, PlaceCounts, Reason
from kairanban.core.clock import Moment
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import app_context, is_seen, observe, read
from kairanban.web.looks import purpose_here
from kairanban.web.printing import paper
from kairanban.web.render import Ahead, road_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class BoardPage:
    today: Moment
    places: list[PlaceCounts]
    chosen: PlaceCounts | None
    to_see: list[ToSee]
    overdue_boards: list[OverdueBoard]
    agreed: list[ToSee]
    """All households of the chosen settlement whose page can be opened."""
    helping: int
    """Open calls for help of a safety check: they come before everything."""
    map_address: str
    listed: list[HouseholdId]
    """Households of all settlements that the board names or opens; a device keeps the pages of no other."""
    sees_from: Moment | None
    """When a new supporter sees the households, who are told of her first."""
    calls: list[HelpCall] = field(default_factory=list)
    """Those calls for help themselves, where they are printed."""
    reasons: type[Reason] = Reason

    @property
    def households(self) -> int:
        return sum(one.households for one in self.places)

    @property
    def consenting(self) -> int:
        return sum(one.consenting for one in self.places)


async def show(request: Request) -> Response:
    view = await _board(request)
    homes = [f"/board/households/{one.household}" for one in view.to_see if one.entrusted]
    return road_page(request, "care/visits/day_list.html", view, ahead=Ahead(homes, listed=view.listed))


async def show_paper(request: Request) -> Response:
    async with read(request) as tx:
        calls = await open_calls(tx)
    if request.method == "GET" and calls:
        async with observe(request) as tx:
            await seen(tx, calls)
    view = replace(await _board(request), calls=calls)
    back = f"/board?place={view.chosen.id}" if view.chosen else "/board"
    return await paper(
        request, "care/visits/day_list_paper.html", view, back=back, name="kyou", language=DEFAULT
    )


async def _board(request: Request) -> BoardPage:
    asked = request.query_params.get("place", "")
    async with read(request) as tx:
        places = await day_list.places(tx)
        chosen = next((one for one in places if str(one.id) == asked), None)
        everywhere = await day_list.today(tx)
        overdue = await day_list.overdue_boards(tx, chosen.id if chosen else None)
        agreed = await day_list.agreed(tx, chosen.id) if chosen else []
        helping = await help_waiting(tx)
        listed = sorted({*await day_list.open_now(tx), *(one.household for one in everywhere)})
        today, sees_from = tx.now, await day_list.sees_from(tx)
    to_see = [one for one in everywhere if chosen is None or one.place == chosen.id]
    if (to_see or agreed) and is_seen(request):
        async with observe(request) as tx:
            entrusted = {(one.place, one.household) for one in (*to_see, *agreed) if one.entrusted}
            await record_accesses(tx, purpose_here(request, "board"), sorted(entrusted))
            await record_accesses(
                tx, "call", [(one.place, one.household) for one in to_see if not one.entrusted]
            )
    address = app_context(request).settings.map_address
    return BoardPage(today, places, chosen, to_see, overdue, agreed, helping, address, listed, sees_from)


routes = [
    get("/board", show, Task.VISIT),
    get("/board/paper", show_paper, Task.VISIT),
    get("/board/paper.pdf", show_paper, Task.VISIT),
]
