"""The first page of people with an appointment: circulars, drafts, and tasks."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from kairanban.access.access_log import record_access
from kairanban.access.permission import may, may_anywhere
from kairanban.access.rules import LEAST_SHOWN
from kairanban.accountability.data_requests import actions as data_requests
from kairanban.care.callbacks.actions import waiting as calls_waiting
from kairanban.care.safety.actions.help_calls import long_open as help_long_open
from kairanban.care.safety.actions.help_calls import waiting as help_waiting
from kairanban.care.visits.actions import emergency
from kairanban.circulation.circulars.queries.drafting import MINE, Draft
from kairanban.circulation.municipal_requests.actions.decisions import waiting
from kairanban.circulation.progress.actions import association_totals, notice_boards, overview
from kairanban.circulation.progress.actions.silence import silent
from kairanban.circulation.progress.queries.association_totals import AssociationTotal
from kairanban.circulation.progress.queries.notice_boards import Notice
from kairanban.circulation.progress.queries.overview import Progress
from kairanban.circulation.progress.queries.silence import Silent
from kairanban.circulation.progress.rules import CHANGED, POSTED, TO_POST, TO_TAKE_DOWN
from kairanban.circulation.route_sheets.actions.positions import positions
from kairanban.circulation.route_sheets.actions.sheets import rounds
from kairanban.circulation.route_sheets.queries.positions import Position
from kairanban.circulation.route_sheets.queries.sheets import Round
from kairanban.community.buildings.actions import join_decisions
from kairanban.community.hiding.actions import unknown
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.places.actions.places import my_associations, my_blocks, my_buildings
from kairanban.community.places.queries.places import Named
from kairanban.community.signin.actions import recovery
from kairanban.community.signin.queries.recovery import Locked
from kairanban.community.towns.actions import offers
from kairanban.community.towns.actions.associations import my_towns
from kairanban.community.towns.queries.offers import Offer
from kairanban.core.clock import Moment
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.desks.office.queries import BEGUN
from kairanban.desks.office.rules import FirstRun, first_run
from kairanban.notify.actions.faults import lasting
from kairanban.notify.rules.faults import Fault
from kairanban.web.app_context import actor, observe, read
from kairanban.web.render import staff_page
from kairanban.web.routing import Open, get

# Newest circulars shown; the others are collapsed.
FIRST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest circulars, withdrawn ones apart."""

    going_round: list[Progress]
    withdrawn: list[Progress]


@dataclass(frozen=True, slots=True)
class AssociationPart:
    place: Named
    drafts: list[Draft]
    sent: Sent
    may_publish: bool
    may_see_roster: bool
    first_run: FirstRun | None
    """What is left of the first run, for those who keep the roster."""
    practises: bool
    """Whether nothing was published yet and somebody is there to receive it: the first circular is for practice."""
    may_change_roster: bool
    carries_on_until: Moment | None
    offers: list[Offer]
    """Towns that ask the association to join, for those who appoint."""
    to_confirm: list[Locked]
    """People with a new key given elsewhere, for those who appoint."""
    asking: int
    """Households that ask to join by a poster, for those who answer."""
    keeps_records: bool
    """Whether the actor keeps the rules and records of personal data."""
    data_requests: int
    """Requests of households to correct or erase, for those who keep the roster."""
    requests: int | None
    """How many requests of the town wait; None for those who do not answer them."""


@dataclass(frozen=True, slots=True)
class BlockPart:
    place: Named
    sent: Sent
    silent: list[Silent]
    """Households without a reply, one row per household and month."""
    rounds: dict[CircularId, Round]
    """Open circulars on paper."""
    positions: dict[CircularId, Position]


@dataclass(frozen=True, slots=True)
class BuildingPart:
    place: Named
    notices: list[Notice]

    @property
    def to_do(self) -> list[Notice]:
        return [one for one in self.notices if one.state in (TO_POST, CHANGED, TO_TAKE_DOWN)]

    @property
    def hanging(self) -> list[Notice]:
        return [one for one in self.notices if one.state == POSTED]


@dataclass(frozen=True, slots=True)
class OfficePage:
    associations: list[AssociationPart]
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
    towns: list[Named]
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
            associations=[await _association(tx, place) for place in await my_associations(tx)],
            blocks=[
                BlockPart(
                    place,
                    _sent(await overview.of_block(tx, place.id, 10)),
                    await silent(tx, place.id),
                    await rounds(tx, place.id),
                    await positions(tx, place.id),
                )
                for place in await my_blocks(tx)
            ],
            buildings=[
                BuildingPart(place, await notice_boards.board(tx, place.id))
                for place in await my_buildings(tx)
            ],
            totals=await association_totals.of_associations(tx),
            asks=may_anywhere(tx, Task.ASK_ASSOCIATIONS),
            towns=await my_towns(tx) if may_anywhere(tx, Task.ARRANGE_PLACES) else [],
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


def _sent(found: list[Progress]) -> Sent:
    return Sent(
        [one for one in found if not one.circular.withdrawn],
        [one for one in found if one.circular.withdrawn],
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


async def _association(tx: Tx, place: Named) -> AssociationPart:
    begun = await tx.one(BEGUN, association=place.id)
    keeps_roster = await may(tx, Task.CHANGE_ROSTER, place.id)
    return AssociationPart(
        place=place,
        drafts=await tx.all(MINE, association=place.id),
        sent=_sent(await overview.of_association(tx, place.id)),
        may_publish=await may(tx, Task.PUBLISH, place.id),
        first_run=first_run(begun) if keeps_roster else None,
        practises=bool(begun.households) and not begun.published,
        may_see_roster=await may(tx, Task.SEE_ROSTER, place.id),
        may_change_roster=keeps_roster,
        carries_on_until=await carries_on_until(tx, place.id),
        offers=await offers.waiting(tx, place.id),
        to_confirm=[one for one in await recovery.to_confirm(tx) if one.body == place.id],
        asking=await join_decisions.waiting(tx, place.id) if keeps_roster else 0,
        keeps_records=await may(tx, Task.KEEP_RECORDS, place.id),
        data_requests=await data_requests.waiting(tx, place.id) if keeps_roster else 0,
        requests=await waiting(tx, place.id) if await may(tx, Task.ANSWER_REQUESTS, place.id) else None,
    )


routes = [get("/office", show, Open.SIGNED_IN)]
