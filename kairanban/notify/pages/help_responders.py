"""Notifications of help calls for those who answer them, on their own devices wherever they live."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

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
    kiosk: bool


async def show(request: Request) -> Response:
    async with read(request) as tx:
        keys = await keys_of(tx)
        told = await addresses.is_subscribed(tx)
    kiosk = actor(request).kiosk
    return staff_page(
        request, "notify/help_responders.html", AnsweringPage(keys.public_key if keys else "", told, kiosk)
    )


async def leave(request: Request) -> Response:
    """End this device's subscription; raise Refused on a shared tablet."""
    if actor(request).kiosk:
        raise Refused(addresses.SHARED)
    async with write(request) as tx:
        await addresses.unsubscribe(tx)
    return see("/office/notices")


routes = [
    get("/office/notices", show, Task.ANSWER_HELP),
    post("/office/notices/removal", leave, Task.ANSWER_HELP),
]
