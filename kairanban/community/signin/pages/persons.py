"""Invitation, password, sign-in and step-up."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions import attempts, passwords, persons, sessions
from kairanban.community.signin.actions.hashing import slowly
from kairanban.community.signin.queries.invited_to import InvitedTo
from kairanban.community.signin.queries.persons import Invitation
from kairanban.community.signin.rules.device_kinds import kind_of
from kairanban.community.signin.rules.lifetimes import COOKIE_FOR_LINK, PASSWORD_WINDOW, PASSWORD_WRONG_MOST
from kairanban.community.signin.rules.passwords import PASSWORD_LEAST, PASSWORD_MOST, hash_secret
from kairanban.community.signin.rules.sign_in_names import normal
from kairanban.community.signin.rules.tokens import looks_like_one
from kairanban.core.actor import Actor
from kairanban.core.errors import Invalid, NotFound, Problem, SignInNeeded
from kairanban.core.ids import PersonId
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import actor, app_context, read, write
from kairanban.web.cookies import YEAR_SECONDS, client_network, drop, given, keep, keep_session
from kairanban.web.forms import Form, read_form
from kairanban.web.in_app import led_outside
from kairanban.web.problems import path_only
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post

INVITATION, KNOWN = "invitation", "known"


@dataclass(frozen=True, slots=True)
class InvitationPage:
    invitation: Invitation
    offices: list[InvitedTo]
    sign_in_name: str
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignInPage:
    next: str
    sign_in_name: str = ""
    wrong: str = ""


async def follow(request: Request) -> Response:
    token = request.path_params["token"]
    if not looks_like_one(token):
        raise NotFound
    if outside := led_outside(request):
        return outside
    return keep(request, see("/invitation"), INVITATION, token, COOKIE_FOR_LINK)


async def show_invitation(request: Request) -> Response:
    return await _invitation_page(request)


async def set_password(request: Request) -> Response:
    form = await read_form(request)
    # Before the hash, which costs as much as a hundred pages.
    async with read(request) as tx:
        invited = await persons.invitation(tx, given(request, INVITATION))
    name = chosen_name(form)
    try:
        hashed = await hash_new(request, form, invited.person, name)
        async with write(request) as tx:
            person, token = await persons.set_password(
                tx, given(request, INVITATION), name, hashed, browser_kind(request)
            )
            browser = await attempts.know_browser(tx, person)
    except Invalid as invalid:
        return await _invitation_page(request, name, invalid.fields)
    answer = keep_session(request, drop(request, see("/office"), INVITATION), token)
    return known(request, answer, browser)


async def take_on(request: Request) -> Response:
    """Accept the invitation as the person who is signed in here."""
    async with write(request) as tx:
        await persons.take_on(tx, given(request, INVITATION))
    return drop(request, see("/office?done=taken_on"), INVITATION)


async def show_sign_in(request: Request) -> Response:
    return page(
        request,
        "community/signin/sign_in.html",
        SignInPage(path_only(request.query_params.get("next", "/office"))),
    )


async def sign_in(request: Request) -> Response:
    form = await read_form(request)
    name, next_path = normal(form.text("sign_in_name")), path_only(form.text("next"))
    async with write(request) as tx:
        attempt = await attempts.begin(tx, name, client_network(request), given(request, KNOWN))
        found = await passwords.stored(tx, name)
    person = await slowly(passwords.person_if_matching, found, form.text("password", longest=PASSWORD_MOST))
    if person is None:
        view = SignInPage(
            next_path, name, _n("The name and the password do not fit together. Please try once more.")
        )
        return page(request, "community/signin/sign_in.html", view, 422)
    async with write(request) as tx:
        await attempts.succeeded(tx, attempt)
        token = await sessions.sign_in(tx, person, browser_kind(request))
        browser = attempt.browser if attempt.known else await attempts.know_browser(tx, person)
    return known(request, keep_session(request, see(next_path), token), browser)


async def show_step_up(request: Request) -> Response:
    return page(
        request, "community/signin/step_up.html", SignInPage(path_only(request.query_params.get("next", "/")))
    )


async def step_up(request: Request) -> Response:
    form = await read_form(request)
    next_path, who = path_only(form.text("next")), actor(request)
    if not isinstance(who, Actor) or who.person is None:
        raise SignInNeeded
    async with write(request) as tx:
        await attempts.take(tx, "step_up", str(who.person), PASSWORD_WINDOW, PASSWORD_WRONG_MOST)
        stored = await passwords.own(tx)
    fits = await slowly(passwords.fits, stored, form.text("password", longest=PASSWORD_MOST))
    # People of a demo town have no passwords; a button is enough.
    if not fits and not app_context(request).demo:
        view = SignInPage(next_path, wrong=_n("The password does not fit. Please try once more."))
        return page(request, "community/signin/step_up.html", view, 422)
    async with write(request) as tx:
        await attempts.give_back(tx, "step_up", str(who.person), PASSWORD_WINDOW)
        token = await sessions.step_up(tx)
    return keep_session(request, see(next_path), token)


def known(request: Request, response: Response, browser: str) -> Response:
    """Set the cookie of a browser the person has signed in with; not on a shared tablet."""
    who = actor(request)
    if isinstance(who, Actor) and who.kiosk:
        return response
    return keep(request, response, KNOWN, browser, YEAR_SECONDS)


def browser_kind(request: Request) -> str:
    """Return the kind of device of this browser, a key of `device_kinds.KINDS`."""
    return kind_of(request.headers.get("user-agent", ""))


def chosen_name(form: Form) -> str:
    """Return the sign-in name of a form in its normal form."""
    return normal(form.text("sign_in_name", needed=_n("Please choose a name to sign in with.")))


async def hash_new(request: Request, form: Form, person: PersonId, sign_in_name: str) -> str:
    """Return the hash of a new password; raise Invalid for one that is short, guessed first, or not typed twice."""
    password = form.text("password", longest=PASSWORD_MOST)
    if len(password) < PASSWORD_LEAST:
        form.wrong["password"] = _n("Please choose a password of ten characters or more.")
    elif password != form.text("again", longest=PASSWORD_MOST):
        form.wrong["again"] = _n("The two passwords are not the same.")
    form.check()
    async with read(request) as tx:
        await passwords.check_new(tx, person, sign_in_name, password)
    return await slowly(hash_secret, password)


async def _invitation_page(request: Request, name: str = "", wrong: dict[str, str] | None = None) -> Response:
    try:
        async with read(request) as tx:
            invitation = await persons.invitation(tx, given(request, INVITATION))
            offices = await persons.invited_to(tx, invitation)
    except Problem as problem:
        return page(request, "community/signin/invitation_ended.html", problem, 404)
    view = InvitationPage(invitation, offices, name or normal(invitation.name), wrong or {})
    return page(request, "community/signin/invitation.html", view, 422 if wrong else 200)


routes = [
    get("/i/{token}", follow, Open.PUBLIC),
    get("/invitation", show_invitation, Open.PUBLIC),
    post("/invitation/password", set_password, Open.PUBLIC),
    post("/invitation/joining", take_on, Open.SIGNED_IN),
    get("/sign-in", show_sign_in, Open.PUBLIC),
    post("/sign-in", sign_in, Open.PUBLIC),
    get("/step-up", show_step_up, Open.SIGNED_IN),
    post("/step-up", step_up, Open.SIGNED_IN),
]
