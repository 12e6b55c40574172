"""A device may serve several households: which of them a page is about."""

from starlette.requests import Request

from kairanban.core.actor import Home
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId
from kairanban.web.app_context import actor


def chosen(request: Request, asked: str) -> Home | None:
    """The home that was asked for, None where none was; NotFound for a household that is not the actor's."""
    if not asked:
        return None
    for home in actor(request).homes:
        if str(home.household) == asked:
            return home
    raise NotFound


def address(request: Request, circular: int, household: HouseholdId) -> str:
    """Where a circular is read; with the household where there are several."""
    plain = f"/circulars/{circular}"
    return plain if len(actor(request).homes) == 1 else f"{plain}?home={household}"
