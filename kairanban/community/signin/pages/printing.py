"""Household cards: chosen, printed as a page or a PDF, cancelled."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.long_work.actions import following
from kairanban.community.long_work.actions.going_on import go_on
from kairanban.community.long_work.pages import start
from kairanban.community.long_work.rules import LongWork
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.signin.actions import printing
from kairanban.community.signin.actions.card_files import CARDS_A_PART, card_files
from kairanban.community.signin.queries.cards import Printable
from kairanban.community.signin.rules.lifetimes import BATCH_LASTS
from kairanban.confined.cards import CardSheet
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.languages import DEFAULT
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import read_form
from kairanban.web.looks import record_look
from kairanban.web.printing import paper
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class CardsPage:
    place: Place
    households: list[Printable]
    wrong: str = ""
    done: str = ""

    @property
    def without(self) -> int:
        return sum(1 for one in self.households if not one.devices and not one.printed)


@dataclass(frozen=True, slots=True)
class BatchPage:
    batch: int
    place: PlaceId
    sheet: CardSheet
    until: int
    work: LongWork | None
    """Their PDFs, where the cards are too many for one."""


async def show(request: Request) -> Response:
    return await _page(request)


async def make(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    chosen = {HouseholdId(id) for id in form.ids("household")}
    try:
        async with write(request) as tx:
            made = await printing.make_cards(tx, association, chosen)
            batch = await printing.keep_batch(tx, association, made, request.state.token)
            many = len(made) > CARDS_A_PART
            work = await following.begin(tx, "cards", association, batch, len(made)) if many else 0
    except Invalid as invalid:
        return await _page(request, next(iter(invalid.fields.values())))
    if not work:
        return see(f"/cards/{batch}")
    context = app_context(request)
    files = card_files(context.database, association, made, context.settings.public_address)
    start(request, go_on(context.database, work, request.state.token, files))
    return see(f"/long-work/{work}")


async def show_batch(request: Request) -> Response:
    return staff_page(request, "community/signin/cards/batch.html", await _batch(request))


async def show_sheet(request: Request) -> Response:
    view = await _batch(request)
    await record_look(request, "cards", view.place)
    back = f"/cards/{view.batch}"
    return await paper(
        request, "community/signin/cards/sheet.html", view.sheet, back=back, name="cards", language=DEFAULT
    )


async def cancel(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = await read_form(request)
    async with write(request) as tx:
        await printing.cancel_card(
            tx, association, HouseholdId(request.path_params["household"]), form.ticked("devices_too")
        )
    return see(f"/associations/{association}/cards?done=cancelled")


async def _page(request: Request, wrong: str = "") -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        households = await printing.printable(tx, association)
        place = await find_place(tx, association)
    await record_look(request, "cards", association)
    view = CardsPage(place, households, wrong, request.query_params.get("done", ""))
    return staff_page(request, "community/signin/cards/choose.html", view, 422 if wrong else 200)


async def _batch(request: Request) -> BatchPage:
    async with read(request) as tx:
        association, made = await printing.open_batch(tx, request.path_params["batch"], request.state.token)
        sheet = await printing.sheet(tx, association, made, app_context(request).settings.public_address)
        work = await following.about(tx, "cards", request.path_params["batch"])
        return BatchPage(request.path_params["batch"], association, sheet, tx.now + BATCH_LASTS, work)


routes = [
    get("/associations/{association:int}/cards", show, Task.ISSUE_CARDS),
    post("/associations/{association:int}/cards", make, Task.ISSUE_CARDS),
    get("/cards/{batch:int}", show_batch, Task.PRINT_CARDS),
    get("/cards/{batch:int}/sheet", show_sheet, Task.PRINT_CARDS),
    get("/cards/{batch:int}/sheet.pdf", show_sheet, Task.PRINT_CARDS),
    post("/associations/{association:int}/cards/{household:int}/removal", cancel, Task.PRINT_CARDS),
]
