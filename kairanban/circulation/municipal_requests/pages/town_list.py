"""The municipality's requests: drafts, and those of a fiscal year with their decisions."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.municipal_requests.actions import sending, totals
from kairanban.circulation.municipal_requests.actions.totals import Answers
from kairanban.circulation.municipal_requests.pages.fiscal_years import asked_year, years
from kairanban.circulation.municipal_requests.queries.sending import MunicipalRequest
from kairanban.community.places.queries.places import Named
from kairanban.core.clock import day_of
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class Delivery:
    moment: int
    day: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    municipalities: list[Named]
    writing: list[MunicipalRequest]
    sent: list[MunicipalRequest]
    answers: dict[CircularId, Answers]
    deliveries: list[Delivery]
    year: int
    years: list[int]
    done: str


async def show(request: Request) -> Response:
    async with read(request) as tx:
        year = asked_year(request, tx.now)
        days = await totals.delivery_days(tx)
        view = RequestsPage(
            municipalities=await sending.municipalities(tx),
            writing=await sending.writing(tx),
            sent=await sending.sent(tx, year),
            answers=await totals.answered(tx, year),
            deliveries=[Delivery(moment, day_of(moment).isoformat()) for moment in days],
            year=year,
            years=await years(tx),
            done=request.query_params.get("done", ""),
        )
    return staff_page(request, "circulation/municipal_requests/town_list.html", view)


async def start(request: Request) -> Response:
    form = await read_form(request)
    municipality = form.whole("municipality", 1, 2**53) or 0
    async with write(request) as tx:
        circular = await sending.start(tx, PlaceId(municipality))
    return see(f"/circulars/{circular}/draft")


routes = [
    get("/requests", show, Task.ASK_ASSOCIATIONS),
    post("/requests", start, Task.ASK_ASSOCIATIONS),
]
