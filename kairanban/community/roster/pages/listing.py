"""The list of households by block."""

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.permission import may
from kairanban.community.people.actions.households import households
from kairanban.community.people.queries.people import HouseholdLine
from kairanban.community.places.actions.places import find_place
from kairanban.community.places.queries.places import Place
from kairanban.community.roster.actions.dwellings import without_block
from kairanban.community.roster.rules.names import METHOD_NAMES
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.web.app_context import read
from kairanban.web.looks import record_look
from kairanban.web.render import staff_page
from kairanban.web.routing import get


@dataclass(frozen=True, slots=True)
class Block:
    """Households under the name of their place."""

    name: str
    households: list[HouseholdLine]


@dataclass(frozen=True, slots=True)
class RosterPage:
    association: Place
    blocks: list[Block]
    paper: int
    may_change: bool
    may_export: bool
    may_print: bool
    method_names: dict[str, str]
    done: str
    new: int
    changed: int
    """How many households the file that was just taken brought, and changed."""
    without_block: int

    @property
    def count(self) -> int:
        return sum(len(block.households) for block in self.blocks)


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        lines = await households(tx, association)
        view = RosterPage(
            association=await find_place(tx, association),
            blocks=[Block(name, list(group)) for name, group in groupby(lines, lambda line: line.block)],
            paper=sum(line.method != "digital" for line in lines),
            may_change=await may(tx, Task.CHANGE_ROSTER, association),
            may_export=await may(tx, Task.EXPORT_ROSTER, association),
            may_print=await may(tx, Task.PRINT_CARDS, association),
            method_names=METHOD_NAMES,
            done=request.query_params.get("done", ""),
            new=_number(request, "new"),
            changed=_number(request, "changed"),
            without_block=len(await without_block(tx, association)),
        )
    # Recorded for a prefetch too: what was sent can be read.
    await record_look(request, "roster", association)
    return staff_page(request, "community/roster/roster.html", view)


def _number(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0


routes = [get("/associations/{association:int}/roster", show, Task.SEE_ROSTER)]
