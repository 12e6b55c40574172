"""Several households of the roster at once: a page says how many and which, then it is done."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kairanban.community.household_changes.actions import several
from kairanban.community.household_changes.actions.several import (
    BLOCK,
    CARDS,
    DEPARTURE,
    METHOD,
    Chosen,
    Refused,
)
from kairanban.community.people.actions.households import households
from kairanban.community.places.actions.places import places_within
from kairanban.community.roster.actions.dwellings import BLOCKS
from kairanban.community.roster.pages.fields import LONGEST_BLOCK, MOST_FIELDS
from kairanban.community.roster.rules.names import METHOD_NAMES
from kairanban.community.roster.rules.spelling import tidy
from kairanban.core.errors import Invalid
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n
from kairanban.web.app_context import read, write
from kairanban.web.forms import Form
from kairanban.web.lists import TYPED_MOST, Listed
from kairanban.web.looks import record_look
from kairanban.web.render import see, staff_page
from kairanban.web.routing import MIB, post

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class SeveralPage:
    association: PlaceId
    what: str
    chosen: Chosen
    blocks: list[str]
    methods: dict[str, str]
    wrong: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class DonePage:
    association: PlaceId
    what: str
    number: int
    refused: list[Refused]


async def choose(request: Request) -> Response:
    """Show what would be done; nothing is changed."""
    form = Form(await request.form(max_files=0, max_fields=MOST_FIELDS))
    what = form.choice("what", (BLOCK, METHOD, DEPARTURE, CARDS)) or BLOCK
    return await _page(request, form, what)


async def change(request: Request) -> Response:
    association = PlaceId(request.path_params["association"])
    form = Form(await request.form(max_files=0, max_fields=MOST_FIELDS))
    what = form.choice("what", (BLOCK, METHOD, DEPARTURE)) or BLOCK
    ids = [HouseholdId(id) for id in form.ids("household")]
    block = tidy(form.text("block", longest=LONGEST_BLOCK))
    try:
        form.check()
        number, refused = 0, list[Refused]()
        # In slices: others write in between.
        for first in range(0, max(len(ids), 1), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            async with write(request) as tx:
                if what == DEPARTURE:
                    changed, left = await several.depart(tx, association, some)
                elif what == METHOD:
                    changed, left = await several.write_method(tx, association, some, form.text("method"))
                else:
                    changed, left = await several.give_block(tx, association, some, block)
            number, refused = number + changed, [*refused, *left]
    except Invalid as invalid:
        return await _page(request, form, what, next(iter(invalid.fields.values())), block)
    if refused:
        await record_look(request, "roster", association)
        return staff_page(
            request,
            "community/household_changes/several_done.html",
            DonePage(association, what, number, refused),
        )
    way = "departures?done=gone" if what == DEPARTURE else f"roster?done=several&changed={number}"
    return see(f"/associations/{association}/{way}")


async def _page(request: Request, form: Form, what: str, wrong: str = "", typed: str = "") -> Response:
    association = PlaceId(request.path_params["association"])
    async with read(request) as tx:
        chosen = await several.chosen(tx, association, what, await _ticked(tx, association, form))
        blocks = [one.name for one in await places_within(tx, association) if one.kind in BLOCKS]
    await record_look(request, "roster", association)
    methods = {name: METHOD_NAMES[name] for name in several.METHODS}
    if not chosen.households and not chosen.refused:
        wrong = _n("Please tick households first.")
    view = SeveralPage(association, what, chosen, blocks, methods, wrong, typed)
    return staff_page(request, "community/household_changes/several.html", view, 422 if wrong else 200)


async def _ticked(tx: Tx, association: PlaceId, form: Form) -> list[HouseholdId]:
    """Return the ticked households, and those of ticked blocks that the list had found."""
    whole = set(form.many("whole"))
    asked = Listed(typed=form.text("words", longest=TYPED_MOST)[:TYPED_MOST])
    lines = await households(tx, association) if whole else []
    of_blocks = [line.id for line in lines if line.block in whole and asked.shows(*line.sought)]
    return [*(HouseholdId(id) for name in ("chosen", "household") for id in form.ids(name)), *of_blocks]


_CHOSEN = "/associations/{association:int}/roster/chosen"

routes = [
    post(_CHOSEN, choose, (Task.CHANGE_ROSTER, Task.PRINT_CARDS), body=MIB),
    post(f"{_CHOSEN}/change", change, Task.CHANGE_ROSTER, body=MIB),
]
