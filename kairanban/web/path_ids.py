"""Typed ids from the path of a request."""

from starlette.requests import Request

from kairanban.core.ids import HouseholdId, PlaceId


def household_of_association(request: Request) -> tuple[PlaceId, HouseholdId]:
    """Return both ids of `/associations/{association}/households/{household}`."""
    return PlaceId(request.path_params["association"]), HouseholdId(request.path_params["household"])
