"""Terms that end soon and that nobody has renewed or filled, for those who can."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, or_, select

from kairanban.community.people.rules.last_days import AHEAD, ahead
from kairanban.community.people.rules.offices import BY_CHAIR, GIVEN_BY_TOWN, ONE_AT_A_TIME, ROLE_NAMES
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class Ending:
    appointment: AppointmentId
    person: PersonId
    name: str
    role: str
    title: str
    place: PlaceId
    place_name: str
    ends: Moment

    @property
    def last_day(self) -> Moment:
        """The last moment of the term: people say its last day, not the midnight after it."""
        return Moment(self.ends - 1)

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]

    def ahead(self, now: int) -> int | None:
        """Return in how many days (60, 30 or 7) it ends at the latest."""
        return ahead(self.ends, now)


_next = appointment.alias("next")
# The same person goes on, or another one begins where there is one at a time.
_followed = exists(
    select(1).where(
        _next.c.place == appointment.c.place,
        _next.c.role == appointment.c.role,
        _next.c.id != appointment.c.id,
        or_(_next.c.ends.is_(None), _next.c.ends > appointment.c.ends),
        or_(
            _next.c.person == appointment.c.person,
            *(appointment.c.role == role.value for role in sorted(ONE_AT_A_TIME)),
        ),
    )
)

_soon = (
    select(
        appointment.c.id.label("appointment"),
        appointment.c.person,
        person.c.name,
        appointment.c.role,
        appointment.c.title,
        appointment.c.place,
        place.c.name.label("place_name"),
        appointment.c.ends,
    )
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person)
        .join(place, place.c.id == appointment.c.place)
        .join(place_within, place_within.c.place == appointment.c.place)
    )
    .where(
        place_within.c.ancestor == bindparam("body", type_=BigInteger),
        appointment.c.starts <= NOW,
        appointment.c.ends > NOW,
        appointment.c.ends <= NOW + AHEAD[0] * DAY,
        ~_followed,
    )
    .order_by(appointment.c.ends, place.c.sort, place.c.id, appointment.c.id)
)

BY_ASSOCIATION = Query(
    _soon.where(or_(*(appointment.c.role == role.value for role in sorted(BY_CHAIR)))), Ending
)
BY_TOWN = Query(
    _soon.where(or_(*(appointment.c.role == role.value for role in sorted(GIVEN_BY_TOWN)))), Ending
)
