"""Hidden households: what is sealed, and the officer who knows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select

from kairanban.access.hidden import known, trusted_here
from kairanban.access.scope import places_for
from kairanban.access.terms import granting, in_term
from kairanban.community.signin.queries.dwellings import BLOCK_NAME, ROUTE_ORDER
from kairanban.core.clock import Moment
from kairanban.core.hidden_households import shown_as
from kairanban.core.ids import HouseholdId, PersonId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import ACTOR_PERSON, ACTOR_SESSION, NOW, Query, Statement
from kairanban.db.tables.people import appointment, hiding, household, person
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import device

SEALED = ("postal", "address", "phone", "second_phone", "email")


@dataclass(frozen=True, slots=True)
class Hiding:
    """A household's hiding; without `keeper` nobody knows it at present."""

    association: PlaceId
    since: Moment
    keeper: PersonId | None
    keeper_name: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the officer who knows sees."""

    postal: str
    address: str
    phone: str
    second_phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who may be told."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A hidden household that no officer knows; shown by its place only."""

    household: HouseholdId
    association: PlaceId
    association_name: str
    block: str
    route_order: int

    @property
    def shown(self) -> str:
        return shown_as("", 1, self.block, self.route_order)


def _in_office(of_person: Any, association: Any) -> Any:
    """Condition for a person who may keep the roster of the association now."""
    held = appointment.alias("held")
    return exists(
        select(1).where(
            held.c.person == of_person,
            held.c.place == association,
            granting(held, Task.CHANGE_ROSTER),
            in_term(held),
        )
    )


_of_household = bindparam("household_id", type_=BigInteger)

# Two at the same moment seal once.
SEAL = Statement(
    lambda insert: (
        insert(hiding)
        .from_select(
            ["household", "since", *SEALED],
            select(household.c.id, NOW, *(household.c[name] for name in SEALED)).where(
                household.c.id == _of_household,
                household.c.association == bindparam("of_association", type_=BigInteger),
                household.c.hidden == 0,
            ),
        )
        .on_conflict_do_nothing()
    )
)

EMPTY = Statement(
    household.update()
    .where(household.c.id == _of_household, household.c.hidden == 0)
    .values(hidden=1, **dict.fromkeys(SEALED, ""))
)

OPEN = Statement(
    household.update()
    .where(household.c.id == _of_household, household.c.hidden == 1)
    .values(
        hidden=0,
        **{
            name: func.coalesce(
                select(hiding.c[name]).where(hiding.c.household == household.c.id).scalar_subquery(), ""
            )
            for name in SEALED
        },
    )
)

# One statement for each sealed column, and for the label, which is kept though it is not shown.
_keeps = select(hiding.c.household).where(hiding.c.keeper == ACTOR_PERSON)
RELABEL = Statement(
    household.update()
    .where(household.c.id == _of_household, household.c.hidden == 1, household.c.id.in_(_keeps))
    .values(label=bindparam("changed_to", type_=household.c.label.type))
)
RESEAL = {
    name: Statement(
        hiding.update()
        .where(hiding.c.household == _of_household, hiding.c.keeper == ACTOR_PERSON)
        .values({hiding.c[name]: bindparam("changed_to", type_=hiding.c[name].type)})
    )
    for name in SEALED
}

UNSEAL = Statement(hiding.delete().where(hiding.c.household == _of_household))

NAME = Statement(
    hiding.update()
    .where(hiding.c.household == _of_household)
    .values(
        keeper=bindparam("named", type_=BigInteger), named_by=bindparam("by", type_=hiding.c.named_by.type)
    )
)

FIND = Query(
    select(
        household.c.association,
        hiding.c.since,
        person.c.id.label("keeper"),
        func.coalesce(person.c.name, "").label("keeper_name"),
    )
    .select_from(
        household.join(hiding, hiding.c.household == household.c.id).outerjoin(
            person, and_(person.c.id == hiding.c.keeper, _in_office(person.c.id, household.c.association))
        )
    )
    .where(household.c.id == _of_household, household.c.hidden == 1),
    Hiding,
)

_unknown = or_(hiding.c.keeper.is_(None), ~_in_office(hiding.c.keeper, household.c.association))

# On a device the household trusts.
NOBODY_KNOWS = Statement(
    select(household.c.id)
    .select_from(household.join(hiding, hiding.c.household == household.c.id))
    .where(household.c.id == _of_household, _unknown, trusted_here(household.c.id))
)

SEEN_BY_KEEPER = Query(
    select(*(hiding.c[name] for name in SEALED))
    .select_from(hiding.join(household, household.c.id == hiding.c.household))
    .where(hiding.c.household == _of_household, known()),
    Sealed,
)

CANDIDATES = Query(
    select(person.c.id.label("person"), person.c.name)
    .where(_in_office(person.c.id, bindparam("association", type_=BigInteger)))
    .order_by(person.c.id),
    Candidate,
)

TRUST_HERE = Statement(
    device.update()
    .where(device.c.session == ACTOR_SESSION, device.c.household == _of_household, device.c.removed.is_(None))
    .values(confirmed=NOW)
)

_association = place.alias("association")

# Hidden households that no officer knows, in the associations where the actor names one.
UNKNOWN = Query(
    select(
        household.c.id.label("household"),
        household.c.association,
        _association.c.name.label("association_name"),
        BLOCK_NAME.label("block"),
        ROUTE_ORDER.label("route_order"),
    )
    .select_from(
        household.join(hiding, hiding.c.household == household.c.id).join(
            _association, _association.c.id == household.c.association
        )
    )
    .where(
        household.c.gone.is_(None),
        _unknown,
        or_(ACTOR_PERSON.is_(None), household.c.association.in_(places_for(Task.NAME_KEEPER))),
    )
    .order_by(household.c.association, household.c.id),
    Unknown,
)
