"""Record in だれが見たか what a page shows of households."""

from starlette.requests import Request

from kairanban.access.access_log import record_access
from kairanban.web.app_context import observe


async def record_look(request: Request, purpose: str, place: int, household: int = 0) -> None:
    """Record it before the page is sent (not of HEAD); a list of a place is one record with household 0."""
    if request.method != "HEAD":
        async with observe(request) as tx:
            await record_access(tx, purpose, place, household)
