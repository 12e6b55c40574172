"""Record in だれが見たか what a page shows of households."""

import re

from starlette.requests import Request

from kairanban.access.access_log import record_access
from kairanban.access.purposes import ON_PAPER, WORDS
from kairanban.web.app_context import observe

# Paths whose answer is printed or saved.
_TAKEN = re.compile(r"(/(paper|sheets|slip|table)|\.pdf)\Z")


def purpose_here(request: Request, purpose: str) -> str:
    """Return the purpose, or its own one of printing and saving where the path does that."""
    printed = purpose + ON_PAPER
    return printed if printed in WORDS and _TAKEN.search(request.url.path) else purpose


async def record_look(request: Request, purpose: str, place: int, household: int = 0) -> None:
    """Record it before the page is sent (not of HEAD); a list of a place is one record with household 0."""
    if request.method != "HEAD":
        async with observe(request) as tx:
            await record_access(tx, purpose_here(request, purpose), place, household)
