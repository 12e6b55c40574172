"""A new key that does not open every office yet: which ones, and the earlier key that opens them."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import attempts, passwords, recovery
from kairanban.community.signin.actions.hashing import slowly
from kairanban.community.signin.queries.recovery import Locked
from kairanban.community.signin.rules.lifetimes import PASSWORD_WINDOW, PASSWORD_WRONG_MOST
from kairanban.community.signin.rules.passwords import PASSWORD_MOST
from kairanban.core.actor import Actor
from kairanban.core.errors import SignInNeeded
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class KeysPage:
    locked: list[Locked]
    has_password: bool
    wrong: str = ""


async def show(request: Request) -> Response:
    return await _page(request)


async def confirm(request: Request) -> Response:
    """Open the other offices by the password before the recovery."""
    form = await read_form(request)
    who = actor(request)
    if not isinstance(who, Actor) or who.person is None:
        raise SignInNeeded
    async with read(request) as tx:
        if not await recovery.locked(tx):
            # Opened already, by an earlier press.
            return see("/office?done=confirmed")
    async with write(request) as tx:
        await attempts.take(tx, "earlier", str(who.person), PASSWORD_WINDOW, PASSWORD_WRONG_MOST)
        stored = await recovery.earlier_hash(tx)
    if not await slowly(passwords.fits, stored, form.text("password", longest=PASSWORD_MOST)):
        return await _page(request, _n("The password does not fit. Please try once more."))
    async with write(request) as tx:
        await attempts.give_back(tx, "earlier", str(who.person), PASSWORD_WINDOW)
        await recovery.confirm_with_earlier_key(tx)
    return see("/office?done=confirmed")


async def _page(request: Request, wrong: str = "") -> Response:
    async with read(request) as tx:
        view = KeysPage(await recovery.locked(tx), bool(await recovery.earlier_hash(tx)), wrong)
    return page(request, "community/signin/keys.html", view, 422 if wrong else 200)


routes = [get("/keys", show, Open.SIGNED_IN), post("/keys/confirmation", confirm, Open.SIGNED_IN)]
