"""/metrics: what a monitor reads, with a word that only the operator gives it."""

import asyncio
import hmac

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kairanban.core.errors import Unavailable
from kairanban.desks.monitoring import reading
from kairanban.measures import exposition, processes
from kairanban.web.app_context import app_context, read
from kairanban.web.routing import Open, get


async def metrics(request: Request) -> Response:
    """Return the measures of all processes; 404 where no word is set, 401 without it."""
    settings = app_context(request).settings
    if not settings.metrics_token:
        return PlainTextResponse("Not found.", 404)
    given = request.headers.get("authorization", "").encode("latin-1")
    if not hmac.compare_digest(given, f"Bearer {settings.metrics_token}".encode()):
        return PlainTextResponse("A monitor needs its word.", 401, {"WWW-Authenticate": "Bearer"})
    found = await processes.of_all(settings.data)
    try:
        async with read(request) as tx:
            figures = await reading.of_database(tx)
    except Unavailable:
        figures = [*reading.without_database()]
    figures += await asyncio.to_thread(reading.of_disk, settings)
    # Thousands of lines: pages are answered meanwhile.
    body, media_type = await asyncio.to_thread(exposition.written, found, figures)
    return Response(body, headers={"Content-Type": media_type})


routes = [get("/metrics", metrics, Open.PUBLIC)]
