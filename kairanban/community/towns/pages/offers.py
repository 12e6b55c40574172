"""Joining a town: asked by the town, answered by the association's chair."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.towns.actions import offers
from kairanban.community.towns.pages.town import page as town_page
from kairanban.community.towns.queries.offers import Offer
from kairanban.core.errors import Invalid
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import read_form
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class OfferPage:
    offer: Offer


async def offer(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    form = await read_form(request)
    name = form.text("asked", longest=60, needed=_n("Please write a name."))
    try:
        form.check()
        async with write(request) as tx:
            await offers.offer(tx, town, name)
    except Invalid as invalid:
        return await town_page(request, {"asked": name}, invalid.fields)
    return see(f"/towns/{town}?done=offered")


async def withdraw(request: Request) -> Response:
    town = PlaceId(request.path_params["town"])
    async with write(request) as tx:
        await offers.withdraw(tx, town, request.path_params["offer"])
    return see(f"/towns/{town}?done=withdrawn")


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = OfferPage(await offers.find(tx, association, request.path_params["offer"]))
    return staff_page(request, "community/towns/offer.html", view)


async def answer(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        await offers.find(tx, association, request.path_params["offer"])
    form = await read_form(request)
    said = form.choice("answer", ("join", "stay"), needed=_n("Please choose an answer."))
    form.check()
    async with write(request) as tx:
        await offers.answer(tx, association, request.path_params["offer"], said == "join")
    return see(f"/office?done={'joined' if said == 'join' else 'stays'}")


_OFFER = "/associations/{association:int}/town-offers/{offer:int}"

routes = [
    post("/towns/{town:int}/offers", offer, Task.ARRANGE_PLACES),
    post("/towns/{town:int}/offers/{offer:int}/removal", withdraw, Task.ARRANGE_PLACES),
    get(_OFFER, show, Task.APPOINT),
    post(_OFFER, answer, Task.APPOINT),
]
