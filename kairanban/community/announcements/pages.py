"""Announcements on the household's first page: read with a press."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.announcements import actions
from kairanban.core.errors import NotFound
from kairanban.web.app_context import write
from kairanban.web.forms import read_form
from kairanban.web.homes import chosen
from kairanban.web.render import PRESSED, see
from kairanban.web.routing import Open, post


async def read(request: Request) -> Response:
    form = await read_form(request)
    home = chosen(request, form.text("home"))
    if home is None:
        raise NotFound
    async with write(request) as tx:
        await actions.read(tx, home.household, request.path_params["announcement"])
    return see(PRESSED)


routes = [post("/announcements/{announcement:int}/reading", read, Open.HOUSEHOLD)]
