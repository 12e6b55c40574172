"""The first page of people with an appointment: circulars, drafts, and tasks."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may_anywhere
from kairanban.access.rules import LEAST_SHOWN
from kairanban.care.callbacks.actions import waiting as calls_waiting
from kairanban.care.safety.actions.help_calls import long_open as help_long_open
from kairanban.care.safety.actions.help_calls import waiting as help_waiting
from kairanban.care.visits.actions import emergency
from kairanban.circulation.progress.actions import association_totals, notice_boards
from kairanban.circulation.progress.queries.association_totals import AssociationTotal
from kairanban.community.handovers.actions import recovery as chair_recovery
from kairanban.community.handovers.queries.recovery import Recovery
from kairanban.community.hiding.actions import unknown
from kairanban.community.long_work.actions.following import mine
from kairanban.community.long_work.rules import LongWork
from kairanban.community.people.actions.terms import ending_soon
from kairanban.community.places.actions.places import looked_on, my_associations, my_blocks, my_buildings
from kairanban.community.places.queries.places import Named
from kairanban.community.signin.actions import recovery
from kairanban.community.towns.actions.associations import my_towns
from kairanban.core.tasks import Task
from kairanban.desks.office.actions import (
    AssociationPart,
    BlockPart,
    BuildingPart,
    GroupPart,
    TownPart,
    association_part,
    block_part,
    group_parts,
)
from kairanban.notify.actions.faults import lasting
from kairanban.notify.rules.faults import Fault
from kairanban.web.app_context import actor, observe, read
from kairanban.web.render import staff_page
from kairanban.web.routing import Open, get

# Newest circulars shown; the others are collapsed.
FIRST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OfficePage:
    associations: list[AssociationPart]
    groups: list[GroupPart]
    blocks: list[BlockPart]
    buildings: list[BuildingPart]
    totals: list[AssociationTotal]
    calls: int | None
    """Number of waiting callbacks; None for actors who do not answer them."""
    helping: int
    """Calls for help that are open."""
    long_open: int
    """Of these, so old that their safety check would be deleted."""
    checks: bool
    locked: bool
    """Whether the actor's new key does not open every office yet."""
    faults: list[Fault]
    """Why messages wait, where it is this server's fault."""
    looks: int
    """Emergency looks that wait for the actor's word or review."""
    oversees: bool
    visits: bool
    """Whether the actor looks after households that entrust themselves to her."""
    unknown: int
    """Hidden households no officer knows, for those who name one."""
    operates: bool
    asks: bool
    looked_on: list[Named]
    """Associations whose next chair the actor is."""
    recoveries: list[Recovery]
    """New keys for chairs that the town is asked about, or takes part in."""
    works: list[LongWork]
    """What this sign-in began and can still be fetched."""
    towns: list[TownPart]
    """Towns whose associations and people the actor arranges."""
    least: int
    now: int
    first: int
    done: str
    done_title: str
    """Of the circular it was done with, where it still is on a board."""


async def show(request: Request) -> Response:
    async with read(request) as tx:
        view = OfficePage(
            associations=[await association_part(tx, place) for place in await my_associations(tx)],
            groups=await group_parts(tx),
            blocks=[await block_part(tx, place) for place in await my_blocks(tx)],
            buildings=[
                BuildingPart(place, await notice_boards.board(tx, place.id))
                for place in await my_buildings(tx)
            ],
            totals=await association_totals.of_associations(tx),
            asks=may_anywhere(tx, Task.ASK_ASSOCIATIONS),
            looked_on=await looked_on(tx),
            recoveries=await chair_recovery.of_towns(tx) if may_anywhere(tx, Task.APPOINT_FOR_TOWN) else [],
            towns=[TownPart(town, await ending_soon(tx, town.id)) for town in await my_towns(tx)]
            if may_anywhere(tx, Task.ARRANGE_PLACES)
            else [],
            calls=await calls_waiting(tx),
            helping=await help_waiting(tx),
            long_open=await help_long_open(tx),
            checks=may_anywhere(tx, Task.START_SAFETY_CHECK),
            locked=bool(await recovery.locked(tx)),
            faults=await lasting(tx),
            looks=await emergency.to_see(tx),
            oversees=may_anywhere(tx, Task.OVERSEE),
            visits=may_anywhere(tx, Task.VISIT),
            unknown=len(await unknown(tx)) if may_anywhere(tx, Task.NAME_KEEPER) else 0,
            works=await mine(tx),
            operates=may_anywhere(tx, Task.OPERATE),
            least=LEAST_SHOWN,
            now=tx.now,
            first=FIRST_SHOWN,
            done=request.query_params.get("done", ""),
            done_title="",
        )
    view = replace(view, done_title=_title(view, request.query_params.get("circular", "")))
    await _note_looks(request, view)
    return staff_page(
        request,
        "desks/office/office.html" if actor(request).appointments else "desks/office/no_office.html",
        view,
    )


def _title(view: OfficePage, circular: str) -> str:
    notices = [notice for part in view.buildings for notice in part.notices]
    return next((notice.title for notice in notices if str(notice.id) == circular), "")


async def _note_looks(request: Request, view: OfficePage) -> None:
    """Record access to the households named here, before the page is sent."""
    named = [part for part in view.blocks if part.silent or part.positions]
    if named and request.method == "GET":
        async with observe(request) as tx:
            for part in named:
                if part.silent:
                    await record_access(tx, "silence", part.place.id)
                if part.positions:
                    await record_access(tx, "route_sheet", part.place.id)


routes = [get("/office", show, Open.SIGNED_IN)]
