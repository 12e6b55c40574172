"""空き家: the houses that stand empty, and the answers to whether one does."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.actions import empty_houses
from kairanban.community.household_changes.rules import CAN_RETURN_DAYS
from kairanban.community.people.queries.empty_houses import EmptyHouse
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read, write
from kairanban.web.looks import record_look
from kairanban.web.path_ids import household_of_association
from kairanban.web.render import see, staff_page
from kairanban.web.routing import get, post


@dataclass(frozen=True, slots=True)
class EmptyHousesPage:
    association: PlaceId
    houses: Sequence[EmptyHouse]
    returns_until: int
    """Households that are gone since then can be brought back."""
    done: str


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        view = EmptyHousesPage(
            association,
            await empty_houses.listed(tx, association),
            tx.now - CAN_RETURN_DAYS * DAY,
            request.query_params.get("done", ""),
        )
    if view.houses:
        await record_look(request, "roster", association)
    return staff_page(request, "community/household_changes/empty_houses.html", view)


async def stands_empty(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await empty_houses.stands_empty(tx, association, household)
    return see(f"/associations/{association}/empty-houses?done=empty")


async def is_lived_in(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await empty_houses.is_lived_in(tx, association, household)
    return see(f"/associations/{association}/households/{household}?done=lived_in")


async def take_off(request: Request) -> Response:
    association, household = household_of_association(request)
    async with write(request) as tx:
        await empty_houses.stands_empty_no_longer(tx, association, household)
    return see(f"/associations/{association}/empty-houses?done=taken_off")


_ASSOCIATION = "/associations/{association:int}"

routes = [
    get(f"{_ASSOCIATION}/empty-houses", show, Task.CHANGE_ROSTER),
    post(f"{_ASSOCIATION}/empty-houses/{{household:int}}/removal", take_off, Task.CHANGE_ROSTER),
    post(f"{_ASSOCIATION}/households/{{household:int}}/empty-house", stands_empty, Task.CHANGE_ROSTER),
    post(f"{_ASSOCIATION}/households/{{household:int}}/empty-house/removal", is_lived_in, Task.CHANGE_ROSTER),
]
