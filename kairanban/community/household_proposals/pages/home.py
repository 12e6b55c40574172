"""The household these pages are about, and where they lead back to."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.actor import Home
from kairanban.core.errors import NotFound
from kairanban.web.app_context import actor
from kairanban.web.forms import Form
from kairanban.web.homes import chosen
from kairanban.web.render import see


def home_of(request: Request, form: Form | None = None) -> Home:
    """Return the household named by the form or the page, else the first of this device."""
    homes = actor(request).homes
    if not homes:
        raise NotFound
    asked = form.text("home") if form else request.query_params.get("home", "")
    return chosen(request, asked) or homes[0]


def overview(home: Home, done: str) -> Response:
    return see(f"/household?home={home.household}&done={done}")
