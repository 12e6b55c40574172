"""Elected terms of an association, and its caretakers."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, or_, select

from kairanban.access.terms import opened_by_actor
from kairanban.community.people.rules.terms import CarryingOn, Served
from kairanban.core.clock import Moment
from kairanban.core.ids import PersonId
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.people import appointment, resident
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class ToCome:
    """A term that has not begun."""

    person: PersonId
    starts: Moment


_left = exists(
    select(1).where(resident.c.person == appointment.c.person, resident.c.until.is_not(None))
) & ~exists(select(1).where(resident.c.person == appointment.c.person, resident.c.until.is_(None)))

# Chairs and officers, past ones for as long as a caretaker can follow.
ELECTED = Query(
    select(
        appointment.c.id.label("appointment"),
        appointment.c.person,
        case((appointment.c.role == "chair", 1), else_=0).label("chairs"),
        appointment.c.starts,
        appointment.c.ends,
        case((_left, 0), else_=1).label("lives"),
        appointment.c.reached,
        appointment.c.accepted,
        appointment.c.handed,
    )
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(
        appointment.c.place == bindparam("association"),
        # A group's office ends with its term.
        place.c.association == place.c.id,
        or_(appointment.c.role == "chair", appointment.c.role == "officer"),
        or_(appointment.c.ends.is_(None), appointment.c.ends > bindparam("not_before", type_=BigInteger)),
    )
    .order_by(appointment.c.id),
    Served,
)

CARRYING_ON = Query(
    select(appointment.c.person, appointment.c.starts, appointment.c.ends).where(
        appointment.c.place == bindparam("association"),
        appointment.c.role == "caretaker",
        appointment.c.ends > NOW,
    ),
    CarryingOn,
)

NO_LONGER = Statement(
    appointment.update()
    .where(
        appointment.c.place == bindparam("of_association"),
        appointment.c.role == "caretaker",
        appointment.c.ends > NOW,
    )
    .values(ends=NOW)
)

# The chair in office when the successor's term starts.
CHAIRS_UNTIL = Statement(
    appointment.update()
    .where(
        appointment.c.place == bindparam("of_place"),
        appointment.c.role == "chair",
        appointment.c.id != bindparam("successor"),
        appointment.c.starts <= bindparam("until_then", type_=BigInteger),
        or_(appointment.c.ends.is_(None), appointment.c.ends > bindparam("until_then", type_=BigInteger)),
    )
    .values(ends=bindparam("until_then", type_=BigInteger))
)

# Signing in with one's own key reaches every office that has begun or will begin.
REACHED = Statement(
    appointment.update()
    .where(
        appointment.c.person == bindparam("person_id"),
        appointment.c.reached.is_(None),
        # What another body's key does not open is not reached by it.
        appointment.c.locked.is_(None),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .values(reached=NOW)
)

NO_LONGER_LOOKS = Statement(
    appointment.update()
    .where(
        appointment.c.place == bindparam("of_association"),
        appointment.c.role == "successor",
        appointment.c.ends > NOW,
    )
    .values(ends=NOW)
)

# The chair's terms that have not begun.
TO_COME = Query(
    select(appointment.c.person, appointment.c.starts).where(
        appointment.c.place == bindparam("association"),
        appointment.c.role == "chair",
        appointment.c.starts > NOW,
        or_(appointment.c.ends.is_(None), appointment.c.ends > appointment.c.starts),
    ),
    ToCome,
)

CHAIRED_BY = Statement(
    select(appointment.c.place).where(
        appointment.c.person == bindparam("person"),
        appointment.c.role == "chair",
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
)

MY_CARRYING_ON = Statement(
    select(appointment.c.ends)
    .select_from(appointment.join(place, place.c.id == appointment.c.place))
    .where(
        and_(
            opened_by_actor(appointment),
            appointment.c.place == bindparam("association"),
            appointment.c.role == "caretaker",
            appointment.c.ends.is_not(None),
        )
    )
)
