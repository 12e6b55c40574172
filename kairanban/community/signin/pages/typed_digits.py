"""画面をつなぐ, the household's device: a person types the six digits of the screen before her; nothing is chosen from a list."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import devices, pairing
from kairanban.community.signin.pages.devices import asked_household
from kairanban.community.signin.pages.pairing import PAIRING
from kairanban.community.signin.rules.device_kinds import PAIRED
from kairanban.community.signin.rules.pairing import typed_digits
from kairanban.core.actor import Home
from kairanban.core.clock import MINUTE
from kairanban.core.errors import Conflict, Invalid, Refused
from kairanban.core.ids import HouseholdId
from kairanban.web.app_context import actor, read, write
from kairanban.web.cookies import client_network, given
from kairanban.web.forms import read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

LONGEST = 40


@dataclass(frozen=True, slots=True)
class TypingPage:
    household: HouseholdId
    label: str
    others: list[Home]
    """Further households of this device."""
    against: str
    """Why digits may not be typed on this device."""
    typed: str = ""
    wrong: str = ""
    full: bool = False


async def show(request: Request) -> Response:
    return await _page(request, asked_household(request))


async def take(request: Request) -> Response:
    form = await read_form(request)
    household, typed, network = asked_household(request, form), form.text("digits"), client_network(request)
    try:
        digits = typed_digits(typed)
        async with write(request) as tx:
            await pairing.count(tx, household, network)
        async with write(request) as tx:
            await pairing.take(tx, household, digits, network, given(request, PAIRING))
    except Invalid as invalid:
        # A second tap on what the first one did.
        if await _just_paired(request, household):
            return see(f"/devices?done=paired&home={household}")
        return await _page(request, household, 422, typed, invalid.fields["digits"])
    except Refused as refused:
        return await _page(request, household, 403, typed, refused.message)
    except Conflict as conflict:
        return await _page(request, household, 409, typed, conflict.message)
    return see(f"/devices?done=paired&home={household}")


async def _just_paired(request: Request, household: HouseholdId) -> bool:
    async with read(request) as tx:
        found = await devices.devices(tx, household)
        return any(one.how == PAIRED and tx.now - one.bound < MINUTE for one in found)


async def _page(
    request: Request, household: HouseholdId, status: int = 200, typed: str = "", wrong: str = ""
) -> Response:
    homes = actor(request).homes
    label = next(one.label for one in homes if one.household == household)
    others = [one for one in homes if one.household != household]
    async with read(request) as tx:
        against = await pairing.reason_against(tx, household)
    view = TypingPage(household, label, others, against, typed[:LONGEST], wrong, full=status == 409)
    return page(request, "community/signin/pairing/typing.html", view, status)


routes = [
    get("/devices/pairing", show, Open.HOUSEHOLD),
    post("/devices/pairing", take, Open.HOUSEHOLD),
]
