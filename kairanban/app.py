"""The ASGI application: its routes, and the resources that are open during its lifespan."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from kairanban.accountability.breach import pages as breach
from kairanban.accountability.data_requests import pages as data_requests
from kairanban.accountability.data_rules import pages as data_rules
from kairanban.accountability.disclosure import pages as disclosure
from kairanban.accountability.erasure import pages as erasure
from kairanban.accountability.provision import pages as provision
from kairanban.accountability.purpose_notices import pages as purpose_notices
from kairanban.accountability.retention import pages as retention
from kairanban.care.callbacks import pages as callbacks
from kairanban.care.reachability import pages as reachability
from kairanban.care.safety import pages as safety
from kairanban.care.visits import pages as visits
from kairanban.circulation.circular_templates import pages as circular_templates
from kairanban.circulation.circulars import pages as circulars
from kairanban.circulation.families import pages as families
from kairanban.circulation.municipal_requests import pages as municipal_requests
from kairanban.circulation.progress import pages as progress
from kairanban.circulation.replies import pages as replies
from kairanban.circulation.route_sheets import pages as route_sheets
from kairanban.community.announcements import pages as announcements
from kairanban.community.buildings import pages as buildings
from kairanban.community.consents import pages as consents
from kairanban.community.hiding import pages as hiding
from kairanban.community.household_changes import pages as household_changes
from kairanban.community.household_proposals import pages as household_proposals
from kairanban.community.long_work import pages as long_work
from kairanban.community.roster import pages as roster
from kairanban.community.roster_renewals import pages as roster_renewals
from kairanban.community.signin import pages as signin
from kairanban.community.signin.backend import recognise
from kairanban.community.towns import pages as towns
from kairanban.config import Settings
from kairanban.core.actor import System
from kairanban.core.clock import Clock, system_clock
from kairanban.db.engine import Database, open_database
from kairanban.db.settings import is_demo, operator
from kairanban.db.write_probe import READY_WITHIN, write_age
from kairanban.desks.access_log import pages as access_log
from kairanban.desks.guides import pages as guides
from kairanban.desks.handover import pages as handover
from kairanban.desks.home import pages as home
from kairanban.desks.monitoring import pages as monitoring
from kairanban.desks.office import pages as office
from kairanban.notify import pages as notify
from kairanban.notify.keys import Keys, ensure_keys
from kairanban.web import home_screen, problems, static_files
from kairanban.web.app_context import AppContext
from kairanban.web.forwarded import Forwarded
from kairanban.web.headers import SecurityHeaders
from kairanban.web.routing import ByFirstWord, Open, get
from kairanban.web.watched import Watched

# A context manager that runs for the lifespan of the application, such as the worker or the command socket.
Companion = Callable[[Database, Settings], AbstractAsyncContextManager[None]]


async def healthy(request: Request) -> Response:
    """Answer "ok" when the database answers; for monitoring."""
    async with request.app.state.context.database.read(request.state.actor) as tx:
        await is_demo(tx)
    return PlainTextResponse("ok")


async def ready(request: Request) -> Response:
    """Answer "ready" while the worker's last write is at most 30 s old, else 503 with what is wrong."""
    async with request.app.state.context.database.read(request.state.actor) as tx:
        age = await write_age(tx)
    if age is None or age > READY_WITHIN:
        return PlainTextResponse("the worker has written nothing for 30 seconds", 503)
    return PlainTextResponse("ready")


def routes() -> list[BaseRoute]:
    """Return all routes in matching order."""
    return [
        get("/health", healthy, Open.PUBLIC),
        get("/ready", ready, Open.PUBLIC),
        *monitoring.routes,
        *static_files.routes,
        *home_screen.routes,
        *home.routes,
        *office.routes,
        *signin.routes,
        *long_work.routes,
        *towns.routes,
        *announcements.routes,
        *hiding.routes,
        *buildings.routes,
        *replies.routes,
        *families.routes,
        *circulars.routes,
        *roster.routes,
        *household_changes.routes,
        *household_proposals.routes,
        *roster_renewals.routes,
        *municipal_requests.routes,
        *guides.routes,
        *handover.routes,
        *circular_templates.routes,
        *callbacks.routes,
        *safety.routes,
        *visits.routes,
        *reachability.routes,
        *consents.routes,
        *access_log.routes,
        *retention.routes,
        *disclosure.routes,
        *breach.routes,
        *provision.routes,
        *data_rules.routes,
        *purpose_notices.routes,
        *data_requests.routes,
        *erasure.routes,
        *route_sheets.routes,
        *progress.routes,
        *notify.routes,
    ]


def create_app(
    settings: Settings, clock: Clock = system_clock, *, companions: Sequence[Companion] = ()
) -> Starlette:
    """Return the application; the lifespan opens its database and starts its companions."""

    forwarded = Forwarded(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        database = await open_database(settings.database_url, clock, body_seconds=settings.body_seconds)
        try:
            keys = await ensure_keys(database)
            app.state.context = await _app_context(settings, database, keys)
            # The modules stay for good: move them out of what the garbage collector scans.
            gc.collect()
            gc.freeze()
            async with AsyncExitStack() as running:
                await running.enter_async_context(forwarded.noted(settings.data))
                for companion in companions:
                    await running.enter_async_context(companion(database, settings))
                yield
        finally:
            await _stop(getattr(app.state, "context", None))
            await database.close()

    return Starlette(
        routes=[ByFirstWord(routes())],
        lifespan=lifespan,
        middleware=[Middleware(Watched, forwarded=forwarded), Middleware(SecurityHeaders, settings=settings)],
        exception_handlers={
            404: problems.unfound,
            405: problems.unfound,
            413: problems.too_large,
            HTTPException: problems.unfound,
            Exception: problems.broken,
        },
    )


async def _stop(context: AppContext | None) -> None:
    """End long work that still goes on; its page says so."""
    works = list(context.works) if context else []
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)


async def _app_context(settings: Settings, database: Database, keys: Keys) -> AppContext:
    async with database.read(System("start")) as tx:
        demo = await is_demo(tx)
        name, phone = await operator(tx)
    if not settings.help_phone:
        # KAIRANBAN_HELP_* win over what `kairanban init` was told.
        settings = replace(settings, help_name=name, help_phone=phone)
    statics = static_files.addresses()
    return AppContext(settings, database, recognise, demo, statics, owner_key=keys.link_key)
