"""The life of a server process: its first and last line in the log, and its measures in between."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version

import structlog

from kairanban.config import Settings
from kairanban.db.engine import Database
from kairanban.measures.processes import measured

log = structlog.get_logger()


@asynccontextmanager
async def lived(settings: Settings, kind: str) -> AsyncIterator[None]:
    """Log the start and the end of the block; count what happens in it where a monitor has a word for /metrics."""
    async with AsyncExitStack() as measuring:
        name = kind
        if settings.metrics_token:
            try:
                name = await measuring.enter_async_context(measured(settings.data, kind))
            except (OSError, RuntimeError) as problem:
                # That nobody can watch is no reason not to serve.
                log.warning("not_measured", exc_info=problem)
        log.info("started", process=name, version=version("kairanban"))
        try:
            yield
        finally:
            log.info("stopped", process=name, version=version("kairanban"))


@asynccontextmanager
async def web_process(_database: Database, settings: Settings) -> AsyncIterator[None]:
    """As `lived`, for a companion of the application."""
    async with lived(settings, "web"):
        yield
