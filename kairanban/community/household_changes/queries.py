"""Queries and statements for changes of a household that take effect on a day."""

from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, literal, null, or_, select

from kairanban.community.household_changes.rules import Contact, Departed, Dwelling, Past, Who
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.columns import Line
from kairanban.db.tables.consents import consent
from kairanban.db.tables.notify import notice_address
from kairanban.db.tables.people import appointment, household, membership, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.route_sheets import board_position
from kairanban.db.tables.signin import device

DAY = bindparam("day", type_=BigInteger)
_HOUSEHOLD = bindparam("household_id", type_=BigInteger)
_lives = and_(resident.c.household == _HOUSEHOLD, resident.c.until.is_(None))

# What a resident's next row takes over.
RESIDENTS = Query(
    select(
        resident.c.id, resident.c.name, resident.c.reading, func.coalesce(resident.c.person, 0).label("person"),
        resident.c.representative, resident.c.child,
    )
    .where(_lives)
    .order_by(resident.c.representative.desc(), resident.c.child, resident.c.id),
    Who,
)  # fmt: skip
END_RESIDENT = Statement(
    resident.update()
    .where(_lives, resident.c.id == bindparam("resident_id", type_=BigInteger))
    .values(until=DAY)
)
END_RESIDENTS = Statement(resident.update().where(_lives).values(until=DAY))

# The person's next row takes over her devices.
SPEAKS_AS = Statement(
    device.update()
    .where(device.c.resident == bindparam("resident_id", type_=BigInteger))
    .values(resident=bindparam("next_resident", type_=BigInteger))
)

# So do the mail addresses she gave.
GIVEN_AS = Statement(
    notice_address.update()
    .where(notice_address.c.resident == bindparam("resident_id", type_=BigInteger))
    .values(resident=bindparam("next_resident", type_=BigInteger))
)

# Consents pass to the next row in the same household, and end if she lives elsewhere.
_agreed = and_(
    consent.c.resident == bindparam("resident_id", type_=BigInteger), consent.c.withdrawn.is_(None)
)
AGREES_AS = Statement(
    consent.update().where(_agreed).values(resident=bindparam("next_resident", type_=BigInteger))
)
AGREES_NO_LONGER = Statement(consent.update().where(_agreed).values(withdrawn=NOW))
NOBODY_AGREES = Statement(
    consent.update()
    .where(consent.c.household == _HOUSEHOLD, consent.c.withdrawn.is_(None))
    .values(withdrawn=NOW)
)

_of_association = household.c.association == bindparam("of_association", type_=BigInteger)

GO = Statement(
    household.update()
    .where(household.c.id == _HOUSEHOLD, _of_association, household.c.gone.is_(None))
    .values(gone=DAY, empty_house=bindparam("empty_since", type_=BigInteger))
)
END_MEMBERSHIPS = Statement(
    membership.update()
    .where(membership.c.household == _HOUSEHOLD, membership.c.until.is_(None))
    .values(until=DAY)
)
# A membership never ends before it began.
LEAVE_PLACE = Statement(
    membership.update()
    .where(
        membership.c.household == _HOUSEHOLD,
        membership.c.place == bindparam("place_id", type_=BigInteger),
        membership.c.until.is_(None),
    )
    .values(until=case((membership.c.since > DAY, membership.c.since), else_=DAY))
)
LIVES_AT_SINCE = Statement(
    membership.update()
    .where(
        membership.c.household == _HOUSEHOLD,
        membership.c.place == bindparam("place_id", type_=BigInteger),
        membership.c.until.is_(None),
    )
    .values(since=DAY)
)
NOT_AT = Statement(board_position.delete().where(board_position.c.household == _HOUSEHOLD))

# Reopen only what ended with the household.
COME_BACK = Statement(
    household.update()
    .where(household.c.id == _HOUSEHOLD, _of_association, household.c.gone == DAY)
    .values(gone=null(), empty_house=null())
)
MEMBERSHIPS_BACK = Statement(
    membership.update()
    .where(membership.c.household == _HOUSEHOLD, membership.c.until == DAY)
    .values(until=null())
)
# A resident who began in another household on that day had moved before, and stays there.
_elsewhere = resident.alias("elsewhere")
RESIDENTS_BACK = Statement(
    resident.update()
    .where(
        resident.c.household == _HOUSEHOLD,
        resident.c.until == DAY,
        ~exists(
            select(1).where(
                _elsewhere.c.household != _HOUSEHOLD,
                _elsewhere.c.name == resident.c.name,
                _elsewhere.c.since == DAY,
                _elsewhere.c.until.is_(None),
            )
        ),
    )
    .values(until=null())
)

# Tells a form sent twice.
SAME_ARRIVAL = Statement(
    select(household.c.id)
    .select_from(
        household.join(
            membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None))
        ).join(resident, and_(resident.c.household == household.c.id, resident.c.until.is_(None)))
    )
    .where(
        _of_association,
        household.c.arrived == DAY,
        household.c.gone.is_(None),
        household.c.label == bindparam("named", type_=Line),
        membership.c.place == bindparam("at_place", type_=BigInteger),
        resident.c.name == bindparam("representative", type_=Line),
    )
)

ARRIVED = Statement(
    household.update().where(household.c.id == _HOUSEHOLD, _of_association).values(arrived=DAY)
)
LIVES_SINCE = Statement(membership.update().where(membership.c.household == _HOUSEHOLD).values(since=DAY))

_dwelling = or_(*(place.c.kind == kind for kind in ("block", "building", "settlement", "association")))

LIVES_IN = Query(
    select(membership.c.place, membership.c.route_order)
    .select_from(membership.join(place, place.c.id == membership.c.place))
    .where(membership.c.household == _HOUSEHOLD, membership.c.until.is_(None), _dwelling)
    .order_by(membership.c.id)
    .limit(1),
    Dwelling,
)
ADDRESS = Query(
    select(household.c.postal, household.c.address, household.c.phone).where(household.c.id == _HOUSEHOLD),
    Contact,
)

# The last place is the membership that ended with the household.
DEPARTED = Query(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.gone,
        func.coalesce(func.max(place.c.name), "").label("block"),
        func.coalesce(func.max(membership.c.route_order), 0).label("route_order"),
    )
    .select_from(
        household.outerjoin(
            membership,
            and_(membership.c.household == household.c.id, membership.c.until == household.c.gone),
        ).outerjoin(place, and_(place.c.id == membership.c.place, _dwelling))
    )
    .where(
        _of_association,
        household.c.gone > bindparam("since", type_=BigInteger),
        # An erased household does not come back.
        household.c.label != "",
    )
    .group_by(household.c.id)
    .order_by(household.c.gone.desc(), household.c.id),
    Departed,
)

REPRESENTED = Query(
    select(resident.c.name, resident.c.since, resident.c.until)
    .where(resident.c.household == _HOUSEHOLD, resident.c.representative == 1)
    .order_by(case((resident.c.until.is_(None), 1), else_=0), resident.c.since, resident.c.id),
    Past,
)
LIVED_IN = Query(
    select(place.c.name, membership.c.since, membership.c.until)
    .select_from(membership.join(place, place.c.id == membership.c.place))
    .where(membership.c.household == _HOUSEHOLD, _dwelling)
    .order_by(case((membership.c.until.is_(None), 1), else_=0), membership.c.since, membership.c.id),
    Past,
)

_INTO = bindparam("into", type_=BigInteger)
_PLACE = bindparam("place_id", type_=BigInteger)


def _of_block(block: Any) -> Any:
    return and_(membership.c.place == block, membership.c.until.is_(None))


IN_BLOCK = Statement(
    select(membership.c.household).where(_of_block(_PLACE)).order_by(membership.c.route_order)
)
LAST_ORDER = Statement(select(func.coalesce(func.max(membership.c.route_order), 0)).where(_of_block(_INTO)))

# Appended to the route of the other block, in the order they had.
MOVE_ALL = Statement(
    membership.insert().from_select(
        ["household", "place", "since", "route_order"],
        select(
            membership.c.household,
            literal(0) + _INTO,
            literal(0) + DAY,
            membership.c.route_order + bindparam("behind", type_=BigInteger),
        )
        .where(_of_block(_PLACE))
        .order_by(membership.c.route_order, membership.c.id),
    )
)
EMPTY = Statement(membership.update().where(_of_block(_PLACE)).values(until=DAY))
END_OFFICES = Statement(
    appointment.update()
    .where(appointment.c.place == _PLACE, or_(appointment.c.ends.is_(None), appointment.c.ends > NOW))
    .values(ends=NOW)
)
END_BLOCK = Statement(
    place.update()
    .where(
        place.c.id == _PLACE,
        place.c.association == bindparam("of_association", type_=BigInteger),
        place.c.kind == "block",
        place.c.ended.is_(None),
    )
    .values(ended=DAY)
)
