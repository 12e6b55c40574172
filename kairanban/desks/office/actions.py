"""The parts of the first page: one for each association, block, building and town the actor serves."""

from dataclasses import dataclass

from kairanban.access.permission import may, serves_at
from kairanban.accountability.data_requests import actions as data_requests
from kairanban.circulation.circulars.queries.discarding import THROWN_AWAY, ThrownAway
from kairanban.circulation.circulars.queries.drafting import MINE, Draft
from kairanban.circulation.municipal_requests.actions.decisions import waiting
from kairanban.circulation.progress.actions import overview
from kairanban.circulation.progress.actions.silence import silent
from kairanban.circulation.progress.queries.notice_boards import Notice
from kairanban.circulation.progress.queries.overview import Progress
from kairanban.circulation.progress.queries.silence import Silent
from kairanban.circulation.progress.rules import CHANGED, POSTED, TO_POST, TO_TAKE_DOWN
from kairanban.circulation.route_sheets.actions import handing
from kairanban.circulation.route_sheets.actions.positions import positions
from kairanban.circulation.route_sheets.actions.sheets import rounds
from kairanban.circulation.route_sheets.queries.positions import Position
from kairanban.circulation.route_sheets.queries.rounds import Round
from kairanban.community.buildings.actions import join_decisions
from kairanban.community.handovers.actions import recovery as chair_recovery
from kairanban.community.handovers.queries.handovers import NEWEST
from kairanban.community.handovers.queries.recovery import Recovery
from kairanban.community.handovers.rules import Handover
from kairanban.community.household_proposals.actions import office as household_proposals
from kairanban.community.people.actions.successions import carries_on_until
from kairanban.community.people.actions.terms import ending_soon
from kairanban.community.people.queries.ending import Ending
from kairanban.community.places.actions.places import groups_looked_on, my_groups
from kairanban.community.places.queries.places import Named
from kairanban.community.signin.actions import recovery
from kairanban.community.signin.queries.devices_in_use import RUNNING_OUT, RunningOut
from kairanban.community.signin.queries.recovery import Locked
from kairanban.community.towns.actions import offers
from kairanban.community.towns.queries.offers import Offer
from kairanban.core.clock import Moment
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.tx import Tx
from kairanban.desks.office.queries import BEGUN
from kairanban.desks.office.rules import FirstRun, first_run

# Older circulars have found their paper, or do without.
NEWEST_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """The newest circulars, withdrawn ones apart."""

    going_round: list[Progress]
    withdrawn: list[Progress]


@dataclass(frozen=True, slots=True)
class WithoutPaper:
    """A circular that goes round, and how many of its blocks have no paper yet."""

    circular: CircularId
    title: str
    blocks: int


@dataclass(frozen=True, slots=True)
class AssociationPart:
    place: Named
    drafts: list[Draft]
    thrown_away: list[ThrownAway]
    without_paper: list[WithoutPaper]
    sent: Sent
    may_publish: bool
    may_see_roster: bool
    first_run: FirstRun | None
    """What is left of the first run, for those who keep the roster."""
    practises: bool
    """Whether nothing was published yet and there is a household to receive it: the first circular is for practice."""
    may_change_roster: bool
    carries_on_until: Moment | None
    ending: list[Ending]
    """Terms that end in the next 60 days, for those who can renew them."""
    handover: Handover | None
    """The handover of the chair's office under way, for those who take part."""
    recovery: Recovery | None
    """A new key for the chair that an officer and the town prepare."""
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
    proposals: int
    """Households that ask to change what is written down, or may stand empty, for those who keep the roster."""
    running_out: RunningOut
    """Households whose devices have to be connected again soon, for those who keep the roster."""
    requests: int | None
    """How many requests of the town wait; None for those who do not answer them."""

    @property
    def waits(self) -> bool:
        """Whether anything of the list of today waits."""
        return bool(
            self.asking
            or self.requests
            or self.without_paper
            or self.data_requests
            or self.proposals
            or self.running_out.households
        )


@dataclass(frozen=True, slots=True)
class GroupPart:
    place: Named
    drafts: list[Draft]
    thrown_away: list[ThrownAway]
    sent: Sent | None
    """None for those who only draft."""
    begins: Moment | None
    """When the next head's term begins, who looks on until then; None for those who write."""


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
class TownPart:
    place: Named
    ending: list[Ending]


async def association_part(tx: Tx, place: Named) -> AssociationPart:
    """Return what an association's officers see of it first."""
    begun = await tx.one(BEGUN, association=place.id)
    sent = _sent(await overview.of_issuer(tx, place.id))
    keeps_roster = await may(tx, Task.CHANGE_ROSTER, place.id)
    return AssociationPart(
        place=place,
        drafts=await tx.all(MINE, issued_at=place.id),
        thrown_away=await tx.all(THROWN_AWAY, issued_at=place.id),
        without_paper=await _without_paper(tx, sent, place.id),
        sent=sent,
        may_publish=await may(tx, Task.PUBLISH, place.id),
        first_run=first_run(begun) if keeps_roster else None,
        practises=bool(begun.households) and not begun.published,
        may_see_roster=await may(tx, Task.SEE_ROSTER, place.id),
        may_change_roster=keeps_roster,
        carries_on_until=await carries_on_until(tx, place.id),
        ending=await ending_soon(tx, place.id),
        handover=await _handover(tx, place.id),
        recovery=(await chair_recovery.under_way(tx, place.id))[0]
        if await may(tx, Task.HAND_OVER, place.id)
        else None,
        offers=await offers.waiting(tx, place.id),
        to_confirm=[one for one in await recovery.to_confirm(tx) if one.body == place.id],
        asking=await join_decisions.waiting(tx, place.id) if keeps_roster else 0,
        keeps_records=await may(tx, Task.KEEP_RECORDS, place.id),
        data_requests=await data_requests.waiting(tx, place.id) if keeps_roster else 0,
        proposals=await household_proposals.waiting(tx, place.id) if keeps_roster else 0,
        running_out=await tx.one(RUNNING_OUT, association=place.id) if keeps_roster else RunningOut(0, None),
        requests=await waiting(tx, place.id) if await may(tx, Task.ANSWER_REQUESTS, place.id) else None,
    )


async def _without_paper(tx: Tx, sent: Sent, association: PlaceId) -> list[WithoutPaper]:
    """Return the newest circulars that wait for their paper, for officers who follow them up."""
    if not await may(tx, Task.FOLLOW_UP, association):
        return []
    found = []
    for one in sent.going_round[:NEWEST_LOOKED_AT]:
        known = {} if one.circular.counted else await handing.papers(tx, one.circular.id)
        waiting = sum(paper.waits for paper in known.values())
        if waiting:
            found.append(WithoutPaper(one.circular.id, one.circular.title, waiting))
    return found


async def _handover(tx: Tx, association: PlaceId) -> Handover | None:
    """Return what is under way; a closed handover is over."""
    if not await may(tx, Task.SEE_HANDOVER, association):
        return None
    found = await tx.first(NEWEST, association=association)
    return found if found is not None and found.closed is None else None


async def group_parts(tx: Tx) -> list[GroupPart]:
    """Return what officers of groups see of theirs; the next head sees what goes round, in numbers."""
    looking = {held.place: held.ends for held in tx.actor.appointments}
    return [
        *[await _group_part(tx, place, None) for place in await my_groups(tx)],
        *[await _group_part(tx, place, looking[place.id]) for place in await groups_looked_on(tx)],
    ]


async def _group_part(tx: Tx, place: Named, begins: Moment | None) -> GroupPart:
    sees = serves_at(tx, Task.SEE_PROGRESS, place.id)
    return GroupPart(
        place=place,
        drafts=await tx.all(MINE, issued_at=place.id) if begins is None else [],
        thrown_away=await tx.all(THROWN_AWAY, issued_at=place.id) if begins is None else [],
        sent=_sent(await overview.of_issuer(tx, place.id)) if sees else None,
        begins=begins,
    )


async def block_part(tx: Tx, place: Named) -> BlockPart:
    """Return what a block leader sees of the block."""
    return BlockPart(
        place,
        _sent(await overview.of_block(tx, place.id, 10)),
        await silent(tx, place.id),
        await rounds(tx, place.id),
        await positions(tx, place.id),
    )


def _sent(found: list[Progress]) -> Sent:
    return Sent(
        [one for one in found if not one.circular.withdrawn],
        [one for one in found if one.circular.withdrawn],
    )
