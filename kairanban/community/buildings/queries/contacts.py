"""Who looks after a building's notice board, and who lives there."""

from sqlalchemy import and_, bindparam, case, func, or_, select

from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place

CONTACTS = Statement(
    select(appointment.c.id, person.c.id, person.c.name, case((person.c.password_hash != "", 1), else_=0))
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        appointment.c.place == bindparam("building"),
        appointment.c.role == "building_contact",
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(appointment.c.id)
)

_lives_there = and_(
    membership.c.household == household.c.id,
    membership.c.place == bindparam("building"),
    membership.c.until.is_(None),
    household.c.gone.is_(None),
)

# People of households that did not ask not to be shown; a household that named nobody stands for itself.
CHOOSABLE = Statement(
    select(
        household.c.id,
        resident.c.id,
        resident.c.person,
        func.coalesce(resident.c.name, household.c.label),
        household.c.label,
    )
    .select_from(
        household.join(membership, _lives_there).outerjoin(
            resident, and_(resident.c.household == household.c.id, resident.c.until.is_(None))
        )
    )
    .where(household.c.hidden == 0)
    .order_by(membership.c.route_order, household.c.id, resident.c.representative.desc(), resident.c.id)
)

HOUSEHOLDS = Statement(
    select(
        household.c.id,
        household.c.label,
        household.c.hidden,
        household.c.address,
        membership.c.route_order,
        place.c.name,
    )
    .select_from(
        household.join(membership, _lives_there).join(place, place.c.id == membership.c.place)
    )
    .order_by(membership.c.route_order, household.c.id)
)  # fmt: skip
