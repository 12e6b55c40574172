"""Guides for each of the six roles, to read and to print."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.core.errors import NotFound
from kairanban.desks.guides.rules import Guide, guides, own_first
from kairanban.web.app_context import actor, app_context
from kairanban.web.render import page
from kairanban.web.routing import Open, get


@dataclass(frozen=True, slots=True)
class GuidePage:
    guide: Guide
    pictures: dict[str, str]
    """URLs of the pictures by name."""


async def show(request: Request) -> Response:
    found = guides(request.state.page_context.language)
    own = [one.role.value for one in actor(request).appointments]
    return page(request, "desks/guides/list.html", own_first(found, own))


async def show_one(request: Request) -> Response:
    found = guides(request.state.page_context.language).get(request.path_params["who"])
    if found is None:
        raise NotFound
    statics = app_context(request).statics
    pictures = {
        step.picture: statics[f"guide-{step.picture}.webp"]
        for step in found.steps
        if f"guide-{step.picture}.webp" in statics
    }
    return page(request, "desks/guides/guide.html", GuidePage(found, pictures))


routes = [
    get("/guides", show, Open.PUBLIC),
    get("/guides/{who}", show_one, Open.PUBLIC),
]
