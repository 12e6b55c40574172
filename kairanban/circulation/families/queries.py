"""Linked households: one family in two associations, by the number that they share."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, select

from kairanban.access.scope import own_households
from kairanban.core.ids import HouseholdId, PlaceId
from kairanban.db.statements import ACTOR_SESSION, Query, Statement
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import device


@dataclass(frozen=True, slots=True)
class Member:
    """A household that may belong to a family."""

    id: HouseholdId
    label: str
    association: PlaceId
    association_name: str
    family: int | None


_FIELDS = (
    household.c.id,
    household.c.label,
    household.c.association,
    place.c.name.label("association_name"),
    household.c.family,
)
_FAMILY = bindparam("of_family", type_=BigInteger)

# The households of this device.
OWN = Query(
    select(*_FIELDS)
    .select_from(household.join(place, place.c.id == household.c.association))
    .where(household.c.id.in_(own_households()))
    .order_by(household.c.id),
    Member,
)

# Locked in this order, so that two presses at once do not wait for each other.
HOLD = Statement(
    select(household.c.id)
    .where(household.c.id.in_(own_households()))
    .order_by(household.c.id)
    .with_for_update()
)

FAMILY = Query(
    select(*_FIELDS)
    .select_from(household.join(place, place.c.id == household.c.association))
    .where(household.c.family == _FAMILY, household.c.gone.is_(None))
    .order_by(household.c.id),
    Member,
)

OTHER_DEVICES = Statement(
    select(device.c.id).where(
        device.c.household == bindparam("household", type_=BigInteger),
        device.c.removed.is_(None),
        device.c.session != ACTOR_SESSION,
    )
)

JOIN = Statement(
    household.update()
    .where(household.c.id == bindparam("household_id", type_=BigInteger))
    .values(family=bindparam("new_family", type_=BigInteger))
)
