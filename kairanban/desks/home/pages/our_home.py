"""設定・お宅のこと: one door from the first page to everything a household sets or looks up."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.web.app_context import actor
from kairanban.web.render import page
from kairanban.web.routing import Open, get


async def show(request: Request) -> Response:
    """Show the ways in; a family in two associations only to a device that serves several households."""
    return page(request, "desks/home/our_home.html", len(actor(request).homes) > 1)


routes = [get("/our-home", show, Open.HOUSEHOLD)]
