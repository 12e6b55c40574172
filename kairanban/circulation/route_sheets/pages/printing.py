"""Route sheets on A4, for one block or all, and the 訂正票 of a change."""

from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.circulation.circulars.actions.correction_slip import TEMPLATE as SLIP
from kairanban.circulation.circulars.actions.correction_slip import slip
from kairanban.circulation.replies.actions.surveys import survey_of
from kairanban.circulation.route_sheets.actions import sheets
from kairanban.circulation.route_sheets.actions.notes import waiting
from kairanban.circulation.route_sheets.actions.sheets import Sheet
from kairanban.circulation.route_sheets.queries.notes import Note
from kairanban.circulation.surveys.rules.shown import Survey
from kairanban.community.handovers.actions.on_paper import Notice, goes_round
from kairanban.confined.cards import qr_svg
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import FOLLOWERS
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import app_context, observe, read
from kairanban.web.looks import purpose_here
from kairanban.web.printing import paper
from kairanban.web.routing import get

NO_SURVEY = Survey()
TEMPLATE = "circulation/route_sheets/paper.html"


@dataclass(frozen=True, slots=True)
class Printed:
    sheets: list[Sheet]
    public_address: str
    copies: int
    """Of all these sheets together."""
    back: str
    notes: list[Note] = field(default_factory=list)
    """A page each, for households without a device that were looked up in an emergency."""
    told: Notice | None = None
    """A new key for the chair, told behind each sheet."""
    survey: Survey = NO_SURVEY
    """Its questions, on a slip for each household of the sheet."""

    def qr(self, one: Sheet) -> Markup:
        """QR code of the position for the leader, of the circular for others."""
        return qr_svg(f"{self.public_address}{one.head.base}/sheet?edition={one.head.edition}")


async def show(request: Request) -> Response:
    return await _paper(request)


async def show_all(request: Request) -> Response:
    return await _paper(request)


async def _paper(request: Request) -> Response:
    """Return page or PDF; always in Japanese, because it goes from house to house."""
    view = await _printed(request)
    return await paper(request, TEMPLATE, view, back=view.back, name="kairanhyo", language=DEFAULT)


async def show_slip(request: Request) -> Response:
    """Show the 訂正票, to send round with the sheet."""
    circular, block = _ids(request)
    async with read(request) as tx:
        head = (await sheets.sheet(tx, circular, PlaceId(block or 0))).head
        view = await slip(
            tx, circular, head.edition, head.kind, head.category, head.importance, head.published
        )
    return await paper(request, SLIP, view, back=head.base, name="teiseihyo", language=DEFAULT)


async def _printed(request: Request) -> Printed:
    circular, block = _ids(request)
    async with read(request) as tx:
        if block is None:
            found = await sheets.sheets(tx, circular)
            heads = [one.head for one in found]
            copies, back = await sheets.copies_in_all(tx, circular, found), f"/circulars/{circular}/progress"
        else:
            one = await sheets.sheet(tx, circular, block)
            found, copies, back = ([one] if one.lines else []), one.copies, one.head.base
            heads = [one.head]
        notes = [
            note
            for head in sorted(heads, key=lambda head: head.block)
            for note in await waiting(tx, head.association, head.block)
        ]
        told = await goes_round(tx, found[0].head.association) if found else None
        asks = bool(found) and found[0].head.reply_kind == "survey"
        survey = await survey_of(tx, circular) if asks else NO_SURVEY
    if request.method == "GET" and (found or notes):
        # Access to the names is recorded before the page is sent.
        async with observe(request) as tx:
            for place in sorted({*(one.head.looked_at for one in found), *(note.block for note in notes)}):
                await record_access(tx, purpose_here(request, "route_sheet"), place)
    return Printed(found, app_context(request).settings.public_address, copies, back, notes, told, survey)


def _ids(request: Request) -> tuple[CircularId, PlaceId | None]:
    block = request.path_params.get("block")
    return CircularId(request.path_params["circular"]), None if block is None else PlaceId(block)


_BLOCK = "/circulars/{circular:int}/blocks/{block:int}"

routes = [
    get(f"{_BLOCK}/sheet/paper", show, FOLLOWERS),
    get(f"{_BLOCK}/sheet/paper.pdf", show, FOLLOWERS),
    get(f"{_BLOCK}/slip", show_slip, FOLLOWERS),
    get(f"{_BLOCK}/slip.pdf", show_slip, FOLLOWERS),
    get("/circulars/{circular:int}/sheets", show_all, FOLLOWERS),
    get("/circulars/{circular:int}/sheets.pdf", show_all, FOLLOWERS),
]
