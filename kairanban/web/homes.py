"""Select one of the several households a device may serve."""

from starlette.requests import Request

from kairanban.core.actor import Home
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId
from kairanban.web.app_context import actor


def chosen(request: Request, asked: str) -> Home | None:
    """Return the requested home, None if none was requested; raise NotFound for another actor's household."""
    if not asked:
        return None
    for home in actor(request).homes:
        if str(home.household) == asked:
            return home
    raise NotFound


def address(request: Request, circular: int, household: HouseholdId) -> str:
    """Return a circular's path, with the household if the actor has several."""
    plain = f"/circulars/{circular}"
    return plain if len(actor(request).homes) == 1 else f"{plain}?home={household}"
