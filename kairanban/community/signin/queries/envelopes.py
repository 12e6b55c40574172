"""Block leaders who are invited on paper, and invitations on paper that are still open."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, exists, or_, select

from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.core.clock import Moment
from kairanban.core.ids import PersonId
from kairanban.db.statements import NOW, Query
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import invitation, passkey


@dataclass(frozen=True, slots=True)
class Leader:
    """A block leader without a key, of the present or the coming term."""

    person: PersonId
    name: str
    place: str
    starts: Moment


@dataclass(frozen=True, slots=True)
class OnPaper:
    """An invitation in an envelope that nobody has used yet."""

    person: PersonId
    name: str
    opens: Moment
    ends: Moment


# Each person once, with her first block.
LEADERS = Query(
    select(person.c.id.label("person"), person.c.name, place.c.name.label("place"), appointment.c.starts)
    .select_from(
        appointment.join(person, person.c.id == appointment.c.person).join(
            place, place.c.id == appointment.c.place
        )
    )
    .where(
        place.c.association == bindparam("association", type_=BigInteger),
        is_dwelling,
        appointment.c.role == "block_leader",
        or_(
            appointment.c.ends.is_(None),
            and_(appointment.c.ends > NOW, appointment.c.ends > appointment.c.starts),
        ),
        person.c.password_hash == "",
        ~exists(select(1).where(passkey.c.person == person.c.id, passkey.c.ended.is_(None))),
    )
    .order_by(place.c.sort, place.c.id, appointment.c.starts, appointment.c.id),
    Leader,
)

ON_PAPER = Query(
    select(invitation.c.person, person.c.name, invitation.c.opens, invitation.c.ends)
    .select_from(invitation.join(person, person.c.id == invitation.c.person))
    .where(
        invitation.c.body == bindparam("association", type_=BigInteger),
        invitation.c.used.is_(None),
        invitation.c.ends > NOW,
    )
    .order_by(invitation.c.id),
    OnPaper,
)
