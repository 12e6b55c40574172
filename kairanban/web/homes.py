"""Select one of the several households a device may serve."""

from urllib.parse import urlencode

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


def address(request: Request, circular: int, household: HouseholdId, **more: str) -> str:
    """Return a circular's path, with the household if the actor has several."""
    asked = more if len(actor(request).homes) == 1 else {"home": household, **more}
    return f"/circulars/{circular}" + (f"?{urlencode(asked)}" if asked else "")
