"""The devices of a household, those that ask to be one, and the household's own number."""

from sqlalchemy import BigInteger, and_, bindparam, exists, or_, select

from kairanban.access.scope import places_for
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_SESSION, NOW, Statement, inserting
from kairanban.db.tables.people import household, membership, resident
from kairanban.db.tables.signin import device, device_request, household_card, session
from kairanban.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER

BIND = inserting(device, "session", "household", "kind", "how", "bound", "approved_by")

BOUND_HERE = Statement(
    select(device.c.id).where(
        device.c.session == ACTOR_SESSION,
        device.c.household == bindparam("household"),
        device.c.removed.is_(None),
    )
)

# One whose session has ended opens nothing any more.
OF_HOUSEHOLD = Statement(
    select(device.c.id, device.c.kind, device.c.how, device.c.bound, device.c.session, device.c.told)
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(
        device.c.household == bindparam("household"), device.c.removed.is_(None), session.c.ended.is_(None)
    )
    .order_by(device.c.id)
)

# The others who bind a device there wait; with SQLite there is never more than one who writes.
LOCK = Statement(select(household.c.id).where(household.c.id == bindparam("household")).with_for_update())

REMOVE = Statement(
    device.update()
    .where(device.c.id == bindparam("device_id"), device.c.household == bindparam("household_id"))
    .values(removed=NOW)
)

REMOVE_OTHERS = Statement(
    device.update()
    .where(
        device.c.household == bindparam("household_id"),
        device.c.removed.is_(None),
        or_(ACTOR_SESSION.is_(None), device.c.session != ACTOR_SESSION),
    )
    .values(removed=NOW)
)

NAME_RESIDENT = Statement(
    device.update()
    .where(
        device.c.session == ACTOR_SESSION,
        device.c.household == bindparam("household_id"),
        device.c.removed.is_(None),
        or_(
            bindparam("resident_id", type_=BigInteger).is_(None),
            exists(
                select(1).where(
                    resident.c.id == bindparam("resident_id", type_=BigInteger),
                    resident.c.household == bindparam("household_id"),
                    resident.c.until.is_(None),
                )
            ),
        ),
    )
    .values(resident=bindparam("resident_id", type_=BigInteger))
)

REMOVE_ALL = Statement(
    device.update()
    .where(device.c.household == bindparam("household_id"), device.c.removed.is_(None))
    .values(removed=NOW)
)

TELL = Statement(
    device.update()
    .where(device.c.id == bindparam("device_id"), device.c.household == bindparam("household_id"))
    .values(told=NOW)
)

# The first device of a household has nobody to tell.
TELL_ALL = Statement(
    device.update()
    .where(device.c.household == bindparam("household_id"), device.c.told.is_(None))
    .values(told=NOW)
)

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

SET_PIN = Statement(
    household.update()
    .where(household.c.id == bindparam("household_id"))
    .values(pin_hash=bindparam("hash"), pin_wrong=0)
)

PIN = Statement(
    select(household.c.pin_hash, household.c.pin_wrong).where(household.c.id == bindparam("household"))
)

# A try counts before it is compared, so that no burst has more of them.
TRY_PIN = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"),
        household.c.pin_hash != "",
        household.c.pin_wrong < bindparam("most", type_=BigInteger),
    )
    .values(pin_wrong=household.c.pin_wrong + 1)
    .returning(household.c.pin_hash)
)

PIN_FITTED = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"),
        household.c.pin_hash == bindparam("hash"),
        household.c.pin_wrong > 0,
    )
    .values(pin_wrong=household.c.pin_wrong - 1)
)

FORGIVE_PIN = Statement(
    household.update().where(household.c.id == bindparam("household_id")).values(pin_wrong=0)
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
