"""Devices that ask to be one of a household's."""

from sqlalchemy import BigInteger, and_, bindparam, select

from kairanban.access.scope import places_for
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Statement, inserting
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.signin import device_request, household_card

ASK = inserting(device_request, "token_hash", "household", "card", "digits", "kind", "asked")

ASKED = Statement(
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
    .where(device_request.c.token_hash == bindparam("token_hash"))
)

FINISH_REQUEST = Statement(device_request.delete().where(device_request.c.id == bindparam("request")))

FORGET_REQUESTS = Statement(
    device_request.delete().where(device_request.c.household == bindparam("household_id"))
)

WAITING = Statement(
    select(device_request.c.id, device_request.c.digits, device_request.c.kind, device_request.c.asked)
    .where(
        device_request.c.household == bindparam("household"),
        device_request.c.decided.is_(None),
        device_request.c.asked > NOW - bindparam("within", type_=BigInteger),
    )
    .order_by(device_request.c.id)
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

# Requests of an association's households, for its officers; of a block's, for its leader.
WAITING_FOR = Statement(
    select(
        device_request.c.id,
        device_request.c.digits,
        device_request.c.kind,
        device_request.c.asked,
        household.c.id,
        household.c.label,
        household.c.hidden,
        BLOCK_NAME,
        ROUTE_ORDER,
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
)  # fmt: skip
