"""The table of households and channels with their evidence; unreachable ones are the list of visits."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access, record_accesses
from kairanban.care.reachability import actions
from kairanban.care.reachability.actions import Reached
from kairanban.care.reachability.rules import CHANNEL_NAMES, MARKS, STATE_NAMES, State, best
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import observe, read
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class Block:
    """The listed households of a block, in route order."""

    name: str
    households: list[Reached]

    @property
    def sums(self) -> dict[State, int]:
        """Households per best channel state; empty states omitted."""
        found = Counter(best(one.states) for one in self.households)
        return {state: found[state] for state in State if found[state]}

    @property
    def without(self) -> bool:
        return not all(one.reachable for one in self.households)


@dataclass(frozen=True, slots=True)
class LedgerPage:
    households: list[Reached]
    channels: dict[str, str]
    states: dict[str, str]
    marks: dict[str, str]
    back: str
    only_without: bool
    number: int

    @property
    def blocks(self) -> list[Block]:
        shown = self.without if self.only_without else self.households
        return [
            Block(name, list(there))
            for (_, name), there in groupby(shown, lambda one: (one.place, one.place_name))
        ]

    @property
    def without(self) -> list[Reached]:
        return [one for one in self.households if not one.reachable]


async def of_association(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        households = await actions.of_association(tx, association)
    if households and request.method == "GET":
        async with observe(request) as tx:
            await record_access(tx, "reachability", association)
    return _page(request, households, "/office")


async def entrusted(request: Request) -> Response:
    async with read(request) as tx:
        households = await actions.entrusted(tx)
    if households and request.method == "GET":
        async with observe(request) as tx:
            await record_accesses(tx, "reachability", [(one.place, one.household) for one in households])
    return _page(request, households, "/board")


def _page(request: Request, households: list[Reached], back: str) -> Response:
    view = LedgerPage(
        households,
        CHANNEL_NAMES,
        STATE_NAMES,
        MARKS,
        back,
        request.query_params.get("only") == "without",
        len(households),
    )
    return staff_page(request, "care/reachability/ledger.html", view)


routes = [
    get("/associations/{association:int}/reachability", of_association, Task.SEE_ROSTER),
    get("/board/reachability", entrusted, Task.VISIT),
]
