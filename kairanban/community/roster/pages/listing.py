"""The list of households by block."""

from collections.abc import Callable
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
from kairanban.web.lists import Listed, arranged, listed
from kairanban.web.looks import record_look
from kairanban.web.render import staff_page
from kairanban.web.routing import get

COLUMNS: dict[str, Callable[[HouseholdLine], str]] = {
    # Where a household asked not to be shown, its place among the others must not tell its name.
    "name": lambda line: "" if line.hidden else line.reading or line.representative or line.label,
    "address": lambda line: "" if line.hidden else line.address,
    "phone": lambda line: "" if line.hidden else line.phone,
    "method": lambda line: line.method,
}


@dataclass(frozen=True, slots=True)
class Block:
    """Households under the name of their place."""

    number: int
    name: str
    households: list[HouseholdLine]
    ticked: bool = False
    """Whether these were ticked before one looked for more."""


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
    count: int
    asked: Listed

    @property
    def path(self) -> str:
        return f"/associations/{self.association.id}/roster"

    @property
    def found(self) -> int:
        return sum(len(block.households) for block in self.blocks if not block.ticked)

    @property
    def may_choose(self) -> bool:
        return self.may_change or self.may_print


async def show(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        asked, lines = listed(request, COLUMNS), await households(tx, association)
        view = RosterPage(
            association=await find_place(tx, association),
            blocks=_blocks(asked, lines),
            paper=sum(line.method != "digital" for line in lines),
            may_change=await may(tx, Task.CHANGE_ROSTER, association),
            may_export=await may(tx, Task.EXPORT_ROSTER, association),
            may_print=await may(tx, Task.PRINT_CARDS, association),
            method_names=METHOD_NAMES,
            done=request.query_params.get("done", ""),
            new=_number(request, "new"),
            changed=_number(request, "changed"),
            without_block=len(await without_block(tx, association)),
            count=len(lines),
            asked=asked,
        )
    # Recorded for a prefetch too: what was sent can be read.
    await record_look(request, "roster", association)
    return staff_page(request, f"community/roster/{'_found' if asked.part else 'roster'}.html", view)


def _blocks(asked: Listed, lines: list[HouseholdLine]) -> list[Block]:
    """Return what was found, by block; sorted by a column, in one list."""
    ticked = [line for line in lines if line.id in asked.chosen] if asked.part else []
    found = [line for line in lines if asked.shows(*line.sought) and line not in ticked]
    blocks = [Block(0, "", ticked, ticked=True)] if ticked else []
    if asked.by:
        return [*blocks, Block(1, "", arranged(asked, found, COLUMNS))] if found else blocks
    by_block = groupby(found, lambda line: line.block)
    return blocks + [Block(number, name, list(group)) for number, (name, group) in enumerate(by_block, 1)]


def _number(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0


routes = [get("/associations/{association:int}/roster", show, Task.SEE_ROSTER)]
