"""The offices that an invitation opens, as they are named to the person it is for."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, or_, select

from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.core.clock import Moment
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import appointment
from kairanban.db.tables.places import place, place_within


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """`place` is where it is held, `association` whose it is; "" where it is the association's or the town's own."""

    role: str
    title: str
    place: str
    association: str
    starts: Moment
    ends: Moment | None

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[self.role]

    @property
    def last_day(self) -> Moment | None:
        return Moment(self.ends - 1) if self.ends is not None else None


_of = place.alias("of")
_body = bindparam("body", type_=BigInteger)
_below = exists(
    select(1).where(place_within.c.place == appointment.c.place, place_within.c.ancestor == _body)
)

# 0 as the body: wherever the person serves.
INVITED_TO = Query(
    select(
        appointment.c.role,
        appointment.c.title,
        place.c.name.label("place"),
        case((and_(_of.c.id.is_not(None), _of.c.id != place.c.id), _of.c.name), else_="").label(
            "association"
        ),
        appointment.c.starts,
        appointment.c.ends,
    )
    .select_from(
        appointment.join(place, place.c.id == appointment.c.place).outerjoin(
            _of, _of.c.id == place.c.association
        )
    )
    .where(
        appointment.c.person == bindparam("person_id", type_=BigInteger),
        or_(
            appointment.c.ends.is_(None),
            and_(appointment.c.ends > NOW, appointment.c.ends > appointment.c.starts),
        ),
        or_(_body == 0, _below),
    )
    .order_by(appointment.c.starts, appointment.c.id),
    InvitedTo,
)
