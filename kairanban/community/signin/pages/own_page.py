"""A person's own page: offices, passkeys, password, and where she is signed in."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.people.actions import offices
from kairanban.community.signin.actions import attempts, own_page
from kairanban.community.signin.actions.own_page import Own
from kairanban.community.signin.pages.persons import chosen_name, hash_new, known
from kairanban.community.signin.queries.own_page import OwnKeys
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.core.actor import Actor
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import AppointmentId, SessionId
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor, read, write
from kairanban.web.forms import read_form
from kairanban.web.render import page, see, staff_page
from kairanban.web.routing import Open, get, post

NAME_LONGEST = 40


@dataclass(frozen=True, slots=True)
class OwnPage:
    own: Own
    kinds: dict[str, str]
    done: str
    longest: int = NAME_LONGEST
    wrong: str = ""
    wrong_passkey: int = 0


@dataclass(frozen=True, slots=True)
class PasswordPage:
    keys: OwnKeys
    sign_in_name: str
    wrong: dict[str, str] = field(default_factory=dict)


async def show(request: Request) -> Response:
    who = actor(request)
    if not isinstance(who, Actor) or who.person is None:
        # A household's tablet: the page is a person's.
        return see("/sign-in?next=/own-page")
    return await _page(request)


async def show_password(request: Request) -> Response:
    async with read(request) as tx:
        own_page.proven(tx)
    return await _password_page(request)


async def change_password(request: Request) -> Response:
    form = await read_form(request)
    async with read(request) as tx:
        person = own_page.proven(tx)
    name = chosen_name(form)
    try:
        hashed = await hash_new(request, form, person, name)
        async with write(request) as tx:
            await own_page.change_password(tx, name, hashed)
            browser = await attempts.know_browser(tx, person)
    except Invalid as invalid:
        return await _password_page(request, name, invalid.fields)
    return known(request, see("/own-page?done=password"), browser)


async def offer_passkey(request: Request) -> Response:
    """Show the page on which the device is asked; its script uses the endpoints of `passkeys`."""
    async with read(request) as tx:
        own_page.proven(tx)
    return page(request, "community/signin/own_page/passkey.html")


async def name_passkey(request: Request) -> Response:
    form = await read_form(request)
    passkey = request.path_params["passkey"]
    try:
        name = form.text("name", longest=NAME_LONGEST, needed=_n("Please write a name."))
        form.check()
        async with write(request) as tx:
            await own_page.name_passkey(tx, passkey, name)
    except Invalid as invalid:
        return await _page(request, invalid.fields["name"], passkey)
    return see("/own-page?done=named#keys")


async def remove_passkey(request: Request) -> Response:
    async with write(request) as tx:
        await own_page.remove_passkey(tx, request.path_params["passkey"])
    return see("/own-page?done=removed#keys")


async def lay_down(request: Request) -> Response:
    try:
        async with write(request) as tx:
            await offices.lay_down(tx, AppointmentId(request.path_params["appointment"]))
    except Conflict as conflict:
        return await _page(request, conflict.message)
    return see("/own-page?done=laid_down")


async def end_sign_in(request: Request) -> Response:
    async with write(request) as tx:
        await own_page.end_sign_in(tx, SessionId(request.path_params["session"]))
    return see("/own-page?done=ended#sign-ins")


async def end_others(request: Request) -> Response:
    async with write(request) as tx:
        await own_page.end_others(tx)
    return see("/own-page?done=ended_others#sign-ins")


async def _page(request: Request, wrong: str = "", passkey: int = 0) -> Response:
    async with read(request) as tx:
        view = OwnPage(
            await own_page.own(tx),
            KINDS,
            request.query_params.get("done", ""),
            wrong=wrong,
            wrong_passkey=passkey,
        )
    return staff_page(request, "community/signin/own_page/page.html", view, 422 if wrong else 200)


async def _password_page(request: Request, name: str = "", wrong: dict[str, str] | None = None) -> Response:
    async with read(request) as tx:
        keys = (await own_page.own(tx)).keys
    view = PasswordPage(keys, name or keys.sign_in_name, wrong or {})
    return page(request, "community/signin/own_page/password.html", view, 422 if wrong else 200)


routes = [
    get("/own-page", show, Open.SIGNED_IN),
    get("/own-page/password", show_password, Open.SIGNED_IN),
    post("/own-page/password", change_password, Open.SIGNED_IN),
    get("/own-page/passkeys", offer_passkey, Open.SIGNED_IN),
    post("/own-page/passkeys/{passkey:int}/name", name_passkey, Open.SIGNED_IN),
    post("/own-page/passkeys/{passkey:int}/removal", remove_passkey, Open.SIGNED_IN),
    post("/own-page/offices/{appointment:int}/end", lay_down, Open.SIGNED_IN),
    post("/own-page/sign-ins/{session:int}/removal", end_sign_in, Open.SIGNED_IN),
    post("/own-page/sign-ins/others/removal", end_others, Open.SIGNED_IN),
]
