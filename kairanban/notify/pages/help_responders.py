"""Notifications of help calls and emergency looks for those who answer them, on their own devices wherever they live."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may_anywhere
from kairanban.core.errors import Refused
from kairanban.core.tasks import Task
from kairanban.notify.actions import addresses
from kairanban.notify.keys import keys_of
from kairanban.web.app_context import actor, read, write
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    key: str
    told_here: bool
    helps: bool
    """Whether there are calls for help to be told of; the municipality is told of emergency looks only."""
    kiosk: bool


async def show(request: Request) -> Response:
    async with read(request) as tx:
        keys = await keys_of(tx)
        told = await addresses.is_subscribed(tx)
        helps = may_anywhere(tx, Task.ANSWER_HELP)
    kiosk = actor(request).kiosk
    view = AnsweringPage(keys.public_key if keys else "", told, helps, kiosk)
    return staff_page(request, "notify/help_responders.html", view)


async def leave(request: Request) -> Response:
    """End this device's subscription; raise Refused on a shared tablet."""
    if actor(request).kiosk:
        raise Refused(addresses.SHARED)
    async with write(request) as tx:
        await addresses.unsubscribe(tx)
    return see("/office/notices")


_TOLD = (Task.ANSWER_HELP, Task.OVERSEE)

routes = [
    get("/office/notices", show, _TOLD),
    post("/office/notices/removal", leave, _TOLD),
]
