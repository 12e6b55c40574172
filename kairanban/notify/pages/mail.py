"""Pages behind links in mail. GET changes nothing; each button does one thing for one household."""

import secrets
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.circulation.replies.actions.answers import answer
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.notify.actions import mail
from kairanban.notify.actions.mail import Told
from kairanban.notify.queries.addresses import Linked
from kairanban.notify.rules.links import Purpose
from kairanban.web.app_context import app_context, read, write
from kairanban.web.forms import read_form
from kairanban.web.page_context import Help
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class LinkPage:
    to: Linked
    token: str
    done: bool


@dataclass(frozen=True, slots=True)
class ToldPage:
    told: Told
    token: str
    press: str


def _page(request: Request, template: str, view: LinkPage | ToldPage) -> Response:
    """Render a page with the help contact of the link's association, since nobody is signed in."""
    to = view.to if isinstance(view, LinkPage) else view.told.to
    help = Help(to.association_name, to.help_name, to.help_phone, to.block_word)
    request.state.page_context = replace(request.state.page_context, help=help)
    return page(request, template, view)


async def ask(request: Request) -> Response:
    """Ask to confirm that circulars may be sent to this address."""
    token = request.path_params["token"]
    async with read(request) as tx:
        to, _ = await mail.linked(tx, token, Purpose.VERIFY)
    return _page(request, "notify/verification.html", LinkPage(to, token, to.confirmed is not None))


async def confirm(request: Request) -> Response:
    token = request.path_params["token"]
    async with write(request) as tx:
        await mail.confirm(tx, token)
    return see(f"/notices/mail/{token}")


async def ask_stop(request: Request) -> Response:
    token = request.path_params["token"]
    async with read(request) as tx:
        to, _ = await mail.linked(tx, token, Purpose.STOP)
    return _page(request, "notify/stop.html", LinkPage(to, token, to.ended is not None))


async def stop(request: Request) -> Response:
    """End the address, by the page's button or a mail program's (RFC 8058), which follows no redirect."""
    token = request.path_params["token"]
    async with write(request) as tx:
        to = await mail.stop(tx, token)
    return _page(request, "notify/stop.html", LinkPage(to, token, True))


async def show(request: Request) -> Response:
    token = request.path_params["token"]
    async with read(request) as tx:
        told = await mail.told_of(tx, token, request.state.page_context.language)
    return _page(request, "notify/linked_circular.html", ToldPage(told, token, secrets.token_urlsafe(12)))


async def acknowledge(request: Request) -> Response:
    """確認しました, for this circular and the household the mail was sent to."""
    token = request.path_params["token"]
    async with read(request) as tx:
        told = await mail.told_of(tx, token, request.state.page_context.language)
    form = await read_form(request)
    press = form.text("press", longest=64) or secrets.token_urlsafe(12)
    edition = form.whole("edition", 1, 100_000)
    form.check()
    given = Answer("acknowledged", press, language=told.article.language, edition=edition)
    async with app_context(request).database.write(told.to.actor()) as tx:
        await answer(tx, told.circular, told.to.household, given)
    return see(f"/told/{token}")


routes = [
    get("/notices/mail/{token}", ask, Open.PUBLIC),
    post("/notices/mail/{token}/confirmation", confirm, Open.PUBLIC),
    get("/notices/mail/{token}/removal", ask_stop, Open.PUBLIC),
    # RFC 8058: the token in the URL authorises it.
    post("/notices/mail/{token}/removal", stop, Open.PUBLIC, csrf_exempt=True),
    get("/told/{token}", show, Open.PUBLIC),
    post("/told/{token}/acknowledgement", acknowledge, Open.PUBLIC),
]
