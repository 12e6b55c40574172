"""Requests of devices to be bound to a household."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, func, select

from kairanban.access.hidden import trusted_here
from kairanban.access.scope import places_for
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.signin import device_request, household_card


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the waiting device sees it."""

    id: int
    household: HouseholdId
    card: int | None
    digits: str
    kind: str
    asked: int
    decided: int | None
    approved: int
    cancelled: int | None
    gone: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting device as the household sees it."""

    id: int
    digits: str
    kind: str
    asked: int


@dataclass(frozen=True, slots=True)
class WaitingHousehold:
    """A waiting device with its household, as officers and block leaders see it."""

    id: int
    digits: str
    kind: str
    asked: int
    household: HouseholdId
    label: str
    hidden: int
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        return shown_as(self.label, self.hidden, self.block, self.route_order)


ASK = inserting(device_request, "token_hash", "household", "card", "digits", "kind", "asked")

ASKED = Query(
    select(
        device_request.c.id,
        device_request.c.household,
        device_request.c.card,
        device_request.c.digits,
        device_request.c.kind,
        device_request.c.asked,
        device_request.c.decided,
        device_request.c.approved,
        household_card.c.cancelled,
        household.c.gone,
    )
    .select_from(
        device_request.join(household, household.c.id == device_request.c.household).outerjoin(
            household_card, household_card.c.id == device_request.c.card
        )
    )
    .where(device_request.c.token_hash == bindparam("token_hash")),
    Asked,
)

COUNT_WAITING = Statement(
    select(func.count()).where(
        device_request.c.household == bindparam("household"),
        device_request.c.decided.is_(None),
        device_request.c.asked > NOW - bindparam("within", type_=BigInteger),
    )
)

FORGET_OLD = Statement(
    device_request.delete().where(device_request.c.asked <= NOW - bindparam("within", type_=BigInteger))
)

FINISH_REQUEST = Statement(device_request.delete().where(device_request.c.id == bindparam("request")))

FORGET_REQUESTS = Statement(
    device_request.delete().where(device_request.c.household == bindparam("household_id"))
)

WAITING = Query(
    select(device_request.c.id, device_request.c.digits, device_request.c.kind, device_request.c.asked)
    .where(
        device_request.c.household == bindparam("household"),
        # Only on devices the household trusts.
        trusted_here(device_request.c.household),
        device_request.c.decided.is_(None),
        device_request.c.asked > NOW - bindparam("within", type_=BigInteger),
    )
    .order_by(device_request.c.id),
    Waiting,
)

DECIDE = Statement(
    device_request.update()
    .where(
        device_request.c.id == bindparam("request"),
        device_request.c.household == bindparam("household_id"),
        device_request.c.decided.is_(None),
        device_request.c.asked > NOW - bindparam("within", type_=BigInteger),
    )
    .values(decided=NOW, approved=bindparam("answer"))
)

# For officers the requests of their association, for leaders those of their block.
WAITING_FOR = Query(
    select(
        device_request.c.id,
        device_request.c.digits,
        device_request.c.kind,
        device_request.c.asked,
        household.c.id.label("household"),
        household.c.label,
        household.c.hidden,
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
    )
    .select_from(
        device_request.join(household, household.c.id == device_request.c.household).join(
            membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None))
        )
    )
    .where(
        membership.c.place.in_(places_for(Task.APPROVE_DEVICES)),
        device_request.c.decided.is_(None),
        device_request.c.asked > NOW - bindparam("within", type_=BigInteger),
    )
    .group_by(
        device_request.c.id, device_request.c.digits, device_request.c.kind, device_request.c.asked,
        household.c.id, household.c.label, household.c.hidden,
    )
    .order_by(device_request.c.id)
, WaitingHousehold)  # fmt: skip
