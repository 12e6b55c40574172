"""The consents of each adult of the household, given and withdrawn."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.consents import actions
from kairanban.community.consents.actions import Adult, HomeConsents
from kairanban.community.consents.queries import LooksAfter
from kairanban.community.consents.rules import HOW, WORDS, Wording
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId, ResidentId
from kairanban.core.purposes import Purpose
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form, read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class ConsentsPage:
    homes: list[HomeConsents]
    looked_after: dict[HouseholdId, list[LooksAfter]]
    words: dict[str, Wording]
    how: dict[str, str]
    roles: dict[str, str]
    done: str
    about: tuple[str, str]
    """Whose consent was given or taken back just now, and to what; empty otherwise."""


@dataclass(frozen=True, slots=True)
class CheckInPage:
    home: HomeConsents
    adult: Adult


async def show(request: Request) -> Response:
    async with read(request) as tx:
        homes = await actions.own(tx)
        looked_after = {home.household: await actions.looked_after_by(tx, home.household) for home in homes}
    done = request.query_params.get("done", "")
    return page(
        request,
        "community/consents/own.html",
        ConsentsPage(homes, looked_after, WORDS, HOW, ROLE_NAMES, done, _about(request, homes)),
    )


def _about(request: Request, homes: list[HomeConsents]) -> tuple[str, str]:
    resident, _, purpose = request.query_params.get("of", "").partition(".")
    for home in homes:
        for adult in home.adults:
            if str(adult.id) == resident and purpose in WORDS:
                return adult.name, WORDS[purpose].name
    return "", ""


async def explain(request: Request) -> Response:
    """Explain 声かけ before it is agreed to."""
    asked = ResidentId(request.path_params["resident"])
    async with read(request) as tx:
        homes = await actions.own(tx)
    for home in homes:
        for adult in home.adults:
            if adult.id == asked:
                return page(request, "community/consents/check_in.html", CheckInPage(home, adult))
    raise NotFound


async def give(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await actions.give(tx, *_whose(request, form))
    return _done(request, "given")


async def withdraw(request: Request) -> Response:
    form = await read_form(request)
    async with write(request) as tx:
        await actions.withdraw(tx, *_whose(request, form))
    return _done(request, "withdrawn")


def _done(request: Request, how: str) -> Response:
    of = request.path_params
    return see(f"/consents?done={how}&of={of['resident']}.{of['purpose']}")


def _whose(request: Request, form: Form) -> tuple[HouseholdId, ResidentId, Purpose]:
    home = next(iter(form.ids("home")), 0)
    if request.path_params["purpose"] not in WORDS:
        raise NotFound
    return (
        HouseholdId(home),
        ResidentId(request.path_params["resident"]),
        Purpose(request.path_params["purpose"]),
    )


_OF = "/consents/{resident:int}/{purpose}"

routes = [
    get("/consents", show, Open.HOUSEHOLD),
    get("/consents/{resident:int}/check_in", explain, Open.HOUSEHOLD),
    post(_OF, give, Open.HOUSEHOLD),
    post(f"{_OF}/removal", withdraw, Open.HOUSEHOLD),
]
