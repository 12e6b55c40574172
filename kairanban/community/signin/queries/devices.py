"""The devices of a household."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, literal, or_, select

from kairanban.access.scope import opened
from kairanban.db.statements import ACTOR_SESSION, NOW, Query, Statement, inserting
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.signin import device, session


@dataclass(frozen=True, slots=True)
class Device:
    id: int
    kind: str
    how: str
    bound: int
    session: int
    told: int | None


_others = device.alias("others")

BIND = inserting(device, "session", "household", "kind", "how", "bound", "approved_by")

# The household is told of a resident's sign-in as of any other device.
BIND_RESIDENT = Statement(
    device.insert().from_select(
        ["session", "household", "resident", "kind", "how", "bound"],
        select(
            bindparam("of_session", type_=BigInteger),
            resident.c.household,
            resident.c.id,
            literal(""),
            literal("person"),
            NOW,
        )
        .select_from(resident.join(household, household.c.id == resident.c.household))
        .where(
            resident.c.person == bindparam("person"),
            resident.c.until.is_(None),
            household.c.gone.is_(None),
            ~exists(
                select(1).where(
                    device.c.session == bindparam("of_session", type_=BigInteger),
                    device.c.household == resident.c.household,
                    device.c.removed.is_(None),
                )
            ),
        ),
    )
)

# Without another device there is none to tell on.
TELL_WHERE_ALONE = Statement(
    device.update()
    .where(
        device.c.session == bindparam("of_session"),
        device.c.told.is_(None),
        ~device.c.household.in_(
            select(_others.c.household).where(
                _others.c.session != bindparam("of_session", type_=BigInteger), _others.c.removed.is_(None)
            )
        ),
    )
    .values(told=NOW)
)

# Without devices whose session has ended.
OF_HOUSEHOLD = Query(
    select(device.c.id, device.c.kind, device.c.how, device.c.bound, device.c.session, device.c.told)
    .select_from(device.join(session, session.c.id == device.c.session))
    .where(device.c.household == bindparam("household"), opened(session.c.person), session.c.ended.is_(None))
    .order_by(device.c.id),
    Device,
)

# Concurrent binds wait here; SQLite has only one writer.
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

REMOVE_OLD = Statement(
    device.update()
    .where(device.c.removed.is_(None), device.c.bound < NOW - bindparam("within", type_=BigInteger))
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

# A household's first device need not be announced.
TELL_ALL = Statement(
    device.update()
    .where(device.c.household == bindparam("household_id"), device.c.told.is_(None))
    .values(told=NOW)
)
