"""同意書: an A4 page for each household of a block, four ticks per adult, no seal."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.community.consents import actions
from kairanban.community.consents.actions import HomeConsents
from kairanban.community.consents.queries import From
from kairanban.community.consents.rules import WORDS, Wording
from kairanban.community.places.actions.places import find_place, places_within
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tables.terms import CONSENTS
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import observe, read
from kairanban.web.printing import paper
from kairanban.web.routing import get

TEMPLATE = "community/consents/sheet.html"
# Adults who are not in the roster write their names themselves.
ROWS = 4
HELD = CONSENTS.days or 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one household, or a blank one."""

    association: From
    block: str
    home: HomeConsents
    receivers: dict[str, list[str]]
    """Names of those who see what each purpose allows."""


@dataclass(frozen=True, slots=True)
class Sheets:
    sheets: list[Sheet]
    words: dict[str, Wording]
    held: int
    """Days until a withdrawn consent is deleted."""
    rows: int
    back: str


async def show(request: Request) -> Response:
    view = await _sheets(request)
    async with observe(request) as tx:
        await record_access(tx, "consents", request.path_params["place"])
    return await paper(request, TEMPLATE, view, back=view.back, name="consents", language=DEFAULT)


async def blank(request: Request) -> Response:
    """Print blank sheets, for a supporter who does not know the names yet."""
    view = await _blank(request)
    return await paper(request, TEMPLATE, view, back=view.back, name="consent", language=DEFAULT)


async def _blank(request: Request) -> Sheets:
    """Return a sheet for each association she visits in, or for that of the chosen place."""
    asked = request.query_params.get("place", "")
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0
    async with read(request) as tx:
        found = await actions.sheets_for(tx, PlaceId(chosen))
        receive = {
            one.id: await actions.receivers(tx, PlaceId(chosen) if chosen else one.id) for one in found
        }
    nobody = HomeConsents(HouseholdId(0), "")
    where = f"?place={chosen}" if chosen else ""
    sheets = [Sheet(association, "", nobody, receive[association.id]) for association in found]
    return Sheets(sheets, WORDS, HELD, ROWS, f"/board{where}")


async def _sheets(request: Request) -> Sheets:
    association, place = (PlaceId(request.path_params[name]) for name in ("association", "place"))
    async with read(request) as tx:
        homes = await actions.of_place(tx, association, place)
        found = await find_place(tx, association)
        receive = await actions.receivers(tx, place)
        block = next((one.name for one in await places_within(tx, association) if one.id == place), None)
    if block is None:
        raise NotFound
    sender = From(found.id, found.name, found.help_name, found.help_phone)
    return Sheets(
        [Sheet(sender, block, home, receive) for home in homes],
        WORDS,
        HELD,
        ROWS,
        f"/associations/{association}/consents?place={place}",
    )


routes = [
    get("/associations/{association:int}/consents/{place:int}/sheets", show, Task.CHANGE_ROSTER),
    get("/associations/{association:int}/consents/{place:int}/sheets.pdf", show, Task.CHANGE_ROSTER),
    get("/consents/sheet", blank, Task.VISIT),
    get("/consents/sheet.pdf", blank, Task.VISIT),
]
