"""Display settings: one tap from every page, also before signing in."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.signin.actions.persons import keep_needs
from kairanban.core.actor import Actor
from kairanban.web.app_context import write
from kairanban.web.cookies import YEAR_SECONDS, keep
from kairanban.web.forms import read_form
from kairanban.web.needs import CHOICES, COOKIE, Needs
from kairanban.web.problems import path_only
from kairanban.web.render import page, see
from kairanban.web.routing import Open, get, post


@dataclass(frozen=True, slots=True)
class SettingsPage:
    back: str
    needs: Needs
    choices: dict[str, tuple[str, ...]]
    changed: bool


async def show(request: Request) -> Response:
    view = SettingsPage(
        path_only(request.query_params.get("back", "/")),
        request.state.page_context.needs,
        CHOICES,
        request.query_params.get("done") == "changed",
    )
    return page(request, "community/signin/settings.html", view)


async def save(request: Request) -> Response:
    """Store one choice; it holds from the next page."""
    form = await read_form(request)
    needs = request.state.page_context.needs
    for name in form.names():
        needs = needs.chosen(name, form.text(name, longest=20))
    back = quote(path_only(form.text("back")))
    # Scroll to the changed setting.
    at = form.choice("at", tuple(CHOICES))
    response = see(f"/settings?done=changed&back={back}" + (f"#{at}" if at else ""))
    actor = request.state.actor
    # On a shared tablet they end with the browser session.
    shared = isinstance(actor, Actor) and actor.kiosk
    keep(request, response, COOKIE, needs.written() or "usual", None if shared else YEAR_SECONDS)
    if isinstance(actor, Actor) and actor.person is not None and not shared:
        async with write(request) as tx:
            await keep_needs(tx, needs.written())
    return response


routes = [get("/settings", show, Open.PUBLIC), post("/settings", save, Open.PUBLIC)]
