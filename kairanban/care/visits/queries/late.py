"""When the actor's care of a household ended; beside `access.scope.entrusted`, which knows only what lasts."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, or_, select

from kairanban.access.rules import ANNOUNCED_FOR, ENTRUSTED_BY
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.ids import PlaceId
from kairanban.db.statements import ACTOR_PERSON, Query
from kairanban.db.tables.columns import Line
from kairanban.db.tables.consents import consent
from kairanban.db.tables.people import appointment, household, membership, resident
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Ended:
    """A term of office and a consent that both lasted when a page was issued, and how each ended."""

    association: PlaceId
    place: PlaceId
    ends: int | None
    withdrawn: int | None


_ISSUED = bindparam("issued", type_=BigInteger)
_PURPOSE = bindparam("purpose", type_=Line)

# Only the end of a consent or a term is forgiven: a household that moved away stays closed.
ENDED = Query(
    select(
        household.c.association,
        membership.c.place,
        appointment.c.ends,
        consent.c.withdrawn,
    )
    .select_from(
        appointment.join(place_within, place_within.c.ancestor == appointment.c.place)
        .join(membership, and_(membership.c.place == place_within.c.place, membership.c.until.is_(None)))
        .join(place, and_(place.c.id == membership.c.place, is_dwelling))
        .join(household, and_(household.c.id == membership.c.household, household.c.gone.is_(None)))
        .join(consent, consent.c.household == household.c.id)
        .join(resident, and_(resident.c.id == consent.c.resident, resident.c.until.is_(None)))
    )
    .where(
        household.c.id == bindparam("household", type_=BigInteger),
        appointment.c.person == ACTOR_PERSON,
        appointment.c.locked.is_(None),
        appointment.c.starts <= _ISSUED - ANNOUNCED_FOR,
        or_(appointment.c.ends.is_(None), appointment.c.ends > _ISSUED),
        consent.c.purpose == _PURPOSE,
        consent.c.given <= _ISSUED,
        or_(consent.c.withdrawn.is_(None), consent.c.withdrawn > _ISSUED),
        or_(
            *(
                and_(appointment.c.role == role.value, consent.c.purpose == purpose.value)
                for role, purpose in ENTRUSTED_BY.items()
            )
        ),
    )
    .order_by(membership.c.id),
    Ended,
)
