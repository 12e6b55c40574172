"""Consents of a household, of a place for entering sheets, and the supporters of a household."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, exists, or_, select

from kairanban.access.rules import ANNOUNCED_FOR, ENTRUSTED_BY
from kairanban.access.scope import own_households, places_for
from kairanban.access.terms import granting
from kairanban.core.ids import HouseholdId, PlaceId, ResidentId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import appointment, household, membership, person, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class From:
    """The association that issues a sheet, and its help contact."""

    id: PlaceId
    name: str
    help_name: str
    help_phone: str


@dataclass(frozen=True, slots=True)
class LooksAfter:
    """A supporter or commissioner with her term; access ends at `ends`."""

    name: str
    role: str
    place: str
    starts: int
    ends: int | None

    @property
    def sees_from(self) -> int:
        return self.starts + ANNOUNCED_FOR


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One adult and one of her consents; resident or consent may be None."""

    household: HouseholdId
    label: str
    resident: ResidentId | None
    name: str | None
    purpose: str | None
    how: str | None
    given: int | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A consent row with the household's place."""

    hidden: int
    place_name: str
    route_order: int
    line: ConsentLine


@dataclass(frozen=True, slots=True)
class Receiver:
    """A person who sees what a consent allows, in her office."""

    name: str
    role: str


_association = place.alias("association")
_of_place = bindparam("of_place", type_=BigInteger)
_chosen = bindparam("chosen", type_=BigInteger)
# Children are asked for nothing.
_lives = and_(resident.c.household == household.c.id, resident.c.until.is_(None), resident.c.child == 0)
_stands = and_(consent.c.resident == resident.c.id, consent.c.withdrawn.is_(None))

# All residents of the actor's own households, with each valid consent.
OWN = Query(
    select(
        household.c.id.label("household"),
        household.c.label,
        resident.c.id.label("resident"),
        resident.c.name,
        consent.c.purpose,
        consent.c.how,
        consent.c.given,
    )
    .select_from(household.join(resident, _lives).outerjoin(consent, _stands))
    .where(household.c.id.in_(own_households()))
    .order_by(household.c.id, resident.c.representative.desc(), resident.c.id),
    ConsentLine,
)

# As OWN for a place, to enter sheets. The caller has asked for permission.
OF_PLACE = Query(
    select(
        household.c.id.label("household"),
        household.c.label,
        household.c.hidden,
        place.c.name.label("place_name"),
        membership.c.route_order,
        resident.c.id.label("resident"),
        resident.c.name,
        consent.c.purpose,
        consent.c.how,
        consent.c.given,
    )
    .select_from(
        membership.join(place, place.c.id == membership.c.place)
        .join(household, household.c.id == membership.c.household)
        .outerjoin(resident, _lives)
        .outerjoin(consent, _stands)
    )
    .where(
        membership.c.place == bindparam("of_place", type_=BigInteger),
        place.c.association == bindparam("association", type_=BigInteger),
        membership.c.until.is_(None),
        household.c.gone.is_(None),
    )
    .order_by(membership.c.route_order, household.c.id, resident.c.representative.desc(), resident.c.id),
    PlaceLine,
)

GIVE = Statement(
    lambda insert: (
        insert(consent)
        .values(
            {
                name: bindparam(name, type_=consent.c[name].type)
                for name in ("household", "resident", "purpose", "how", "witness", "given", "entered_by")
            }
        )
        .on_conflict_do_nothing()
    )
)

WITHDRAW = Statement(
    consent.update()
    .where(
        consent.c.resident == bindparam("of_resident", type_=BigInteger),
        consent.c.purpose == bindparam("of_purpose"),
        consent.c.withdrawn.is_(None),
    )
    .values(withdrawn=NOW)
)

LIVES_IN = Statement(
    select(resident.c.household).where(
        resident.c.id == bindparam("resident", type_=BigInteger),
        resident.c.until.is_(None),
        resident.c.child == 0,
    )
)

# Associations in which the actor visits, or that of the chosen place.
SHEETS_FOR = Query(
    select(_association.c.id, _association.c.name, _association.c.help_name, _association.c.help_phone)
    .distinct()
    .select_from(place.join(_association, _association.c.id == place.c.association))
    .where(
        place.c.id.in_(places_for(Task.VISIT)),
        place.c.ended.is_(None),
        or_(_chosen == 0, place.c.id == _chosen),
    )
    .order_by(_association.c.id),
    From,
)

_looks_after = or_(*(appointment.c.role == role.value for role in ENTRUSTED_BY))

# Supporters and commissioners of a household's places, current and announced.
LOOKED_AFTER_BY = Query(
    select(
        person.c.name,
        appointment.c.role,
        place.c.name.label("place"),
        appointment.c.starts,
        appointment.c.ends,
    )
    .distinct()
    .select_from(
        membership.join(place_within, place_within.c.place == membership.c.place)
        .join(appointment, appointment.c.place == place_within.c.ancestor)
        .join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
    )
    .where(
        membership.c.household == bindparam("household", type_=BigInteger),
        membership.c.until.is_(None),
        _looks_after,
        appointment.c.starts >= bindparam("since", type_=BigInteger),
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
    )
    .order_by(appointment.c.starts, person.c.name),
    LooksAfter,
)

_around = place_within.alias("around")
_reads = or_(_looks_after, granting(appointment, Task.FOLLOW_UP_BLOCK))

# Who would see, by a consent, households of a place: appointed there, above it, or somewhere in it.
RECEIVERS = Query(
    select(person.c.name, appointment.c.role)
    .distinct()
    .select_from(appointment.join(person, person.c.id == appointment.c.person))
    .where(
        _reads,
        appointment.c.starts <= NOW,
        or_(appointment.c.ends.is_(None), appointment.c.ends > NOW),
        exists(
            select(1).where(
                or_(
                    and_(_around.c.place == _of_place, _around.c.ancestor == appointment.c.place),
                    and_(_around.c.ancestor == _of_place, _around.c.place == appointment.c.place),
                )
            )
        ),
    )
    .order_by(person.c.name),
    Receiver,
)
