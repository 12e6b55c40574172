"""Endpoints for the browser's push subscription: key, subscribe, unsubscribe."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kairanban.core.errors import Invalid, NotFound
from kairanban.notify.actions import addresses
from kairanban.notify.actions.addresses import NOT_TAKEN
from kairanban.notify.keys import keys_of
from kairanban.web.app_context import app_context, read, write
from kairanban.web.routing import Open, get, post

BODY = 8 * 1024


async def key(request: Request) -> Response:
    """Return the public push key; raise NotFound before there is one."""
    async with read(request) as tx:
        found = await keys_of(tx)
    if found is None:
        raise NotFound
    return PlainTextResponse(found.public_key)


async def subscribe(request: Request) -> Response:
    """Take the browser's subscription as JSON; sent at every opening, stored once a day."""
    asked = await _json(request)
    keys = asked.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    services = app_context(request).settings.push_services
    given = addresses.checked(asked.get("endpoint"), keys.get("p256dh"), keys.get("auth"), services)
    language = request.state.page_context.language
    async with read(request) as tx:
        known = await addresses.is_known(tx, given, language)
    if not known:
        async with write(request) as tx:
            await addresses.subscribe(tx, given, language)
    return Response(status_code=204)


async def unsubscribe(request: Request) -> Response:
    async with write(request) as tx:
        await addresses.unsubscribe(tx)
    return Response(status_code=204)


async def _json(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Invalid({"target": NOT_TAKEN}) from None
    if not isinstance(found, dict):
        raise Invalid({"target": NOT_TAKEN})
    return found


routes = [
    get("/notices/key", key, Open.PUBLIC),
    post("/notices/subscription", subscribe, Open.SIGNED_IN, body=BODY),
    post("/notices/subscription/removal", unsubscribe, Open.SIGNED_IN),
]
