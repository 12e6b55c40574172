"""役員交代: handing over the chair's office, and a new key where nobody holds one."""

from starlette.requests import Request
from starlette.responses import Response

from kairanban.desks.handover.pages import checklist, handover, recovery
from kairanban.web.render import page
from kairanban.web.routing import Open, get


async def show_end(request: Request) -> Response:
    """Thank the one before, whose keys for this office have ended."""
    return page(request, "desks/handover/ended.html")


routes = [get("/handed-over", show_end, Open.PUBLIC), *handover.routes, *checklist.routes, *recovery.routes]
