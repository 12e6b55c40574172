"""The ASGI application: every route there is, and what is open while it runs."""

import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from kairanban.buildings import pages as buildings
from kairanban.calls import pages as calls
from kairanban.circulars import pages as circulars
from kairanban.config import Settings, read_settings
from kairanban.consents import pages as consents
from kairanban.core.actor import System
from kairanban.core.clock import Clock, system_clock
from kairanban.db.engine import Database, open_database
from kairanban.db.settings import is_demo
from kairanban.followup import pages as followup
from kairanban.guides import pages as guides
from kairanban.household_changes import pages as changes
from kairanban.looks import pages as looks
from kairanban.notify import pages as notify
from kairanban.notify.keys import ensure_keys
from kairanban.patterns import pages as patterns
from kairanban.reachability import pages as reachability
from kairanban.replies import pages as replies
from kairanban.requests import pages as requests
from kairanban.roster import pages as roster
from kairanban.route_sheets import pages as route_sheets
from kairanban.safety import pages as safety
from kairanban.signin import pages as signin
from kairanban.signin.backend import recognise
from kairanban.visits import pages as visits
from kairanban.web import installing, problems, statics
from kairanban.web.headers import SecurityHeaders
from kairanban.web.here import Here
from kairanban.web.logs import set_up_logs
from kairanban.web.routing import ByFirstWord, Open, get

# Runs beside the pages while the application is up: the worker, the command socket.
Companion = Callable[[Database, Settings], AbstractAsyncContextManager[None]]


async def healthy(request: Request) -> Response:
    """For whoever watches the machine: the database answers."""
    async with request.app.state.here.database.read(request.state.actor) as tx:
        await is_demo(tx)
    return PlainTextResponse("ok")


def routes() -> list[BaseRoute]:
    """All of them, in the order they are tried."""
    return [
        get("/health", healthy, Open.PUBLIC),
        *statics.routes,
        *installing.routes,
        *signin.routes,
        *buildings.routes,
        *replies.routes,
        *circulars.routes,
        *roster.routes,
        *changes.routes,
        *requests.routes,
        *guides.routes,
        *patterns.routes,
        *calls.routes,
        *safety.routes,
        *visits.routes,
        *reachability.routes,
        *consents.routes,
        *looks.routes,
        *route_sheets.routes,
        *followup.routes,
        *notify.routes,
    ]


def create_app(
    settings: Settings, clock: Clock = system_clock, *, companions: Sequence[Companion] = ()
) -> Starlette:
    """Return the application; its database opens, and its companions start, with its lifespan."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        database = await open_database(settings.database_url, clock, body_seconds=settings.body_seconds)
        try:
            await ensure_keys(database)
            app.state.here = await _here(settings, database)
            # What is there now stays; the collector need not look at it with every page.
            gc.collect()
            gc.freeze()
            async with AsyncExitStack() as running:
                for companion in companions:
                    await running.enter_async_context(companion(database, settings))
                yield
        finally:
            await database.close()

    return Starlette(
        routes=[ByFirstWord(routes())],
        lifespan=lifespan,
        middleware=[Middleware(SecurityHeaders, settings=settings)],
        exception_handlers={
            404: problems.unfound,
            405: problems.unfound,
            413: problems.too_large,
            HTTPException: problems.unfound,
            Exception: problems.broken,
        },
    )


async def _here(settings: Settings, database: Database) -> Here:
    async with database.read(System("start")) as tx:
        demo = await is_demo(tx)
    return Here(settings, database, recognise, demo, statics.addresses())


def from_environment() -> Starlette:
    """For several processes, each of which reads the settings and keeps its log for itself."""
    set_up_logs()
    return create_app(read_settings())
