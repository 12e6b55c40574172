"""Handovers of an association."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, case, exists, null, or_, select

from kairanban.community.handovers.rules import Handover
from kairanban.community.people.rules.terms import CARRIES_ON, OVERLAP
from kairanban.core.clock import Moment
from kairanban.core.ids import AppointmentId, PersonId, PlaceId
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.handovers import handover
from kairanban.db.tables.people import appointment, person
from kairanban.db.tables.places import place
from kairanban.db.tables.signin import passkey


@dataclass(frozen=True, slots=True)
class ChairAt:
    appointment: AppointmentId
    person: PersonId
    ends: Moment | None


@dataclass(frozen=True, slots=True)
class Due:
    id: int
    association: PlaceId


_before, _leaver = appointment.alias("before"), person.alias("leaver")

_handovers = (
    select(
        handover.c.id,
        handover.c.made,
        handover.c.successor,
        person.c.id.label("person"),
        person.c.name,
        appointment.c.starts,
        appointment.c.reached,
        appointment.c.accepted,
        case(
            (
                or_(
                    person.c.password_hash != "",
                    exists(select(1).where(passkey.c.person == person.c.id, passkey.c.ended.is_(None))),
                ),
                1,
            ),
            else_=0,
        ).label("can_sign_in"),
        handover.c.before,
        _leaver.c.id.label("before_person"),
        _leaver.c.name.label("before_name"),
        handover.c.before_ends,
        _before.c.handed,
        handover.c.help_name,
        handover.c.help_phone,
        handover.c.was_name,
        handover.c.was_phone,
        handover.c.settled,
        handover.c.closed,
    )
    .select_from(
        handover.join(appointment, appointment.c.id == handover.c.successor)
        .join(person, person.c.id == appointment.c.person)
        .outerjoin(_before, _before.c.id == handover.c.before)
        .outerjoin(_leaver, _leaver.c.id == _before.c.person)
    )
    .where(handover.c.undone.is_(None))
)

NEWEST = Query(
    _handovers.where(handover.c.association == bindparam("association", type_=BigInteger))
    .order_by(handover.c.id.desc())
    .limit(1),
    Handover,
)
# One that is due; a further one may have been named since.
BY_ID = Query(_handovers.where(handover.c.id == bindparam("handover", type_=BigInteger)), Handover)

ADD = inserting(handover, "association", "successor", "before", "before_ends", "made", "made_by")

# The chair in office at a moment; of several the first.
CHAIR_AT = Query(
    select(appointment.c.id.label("appointment"), appointment.c.person, appointment.c.ends)
    .where(
        appointment.c.place == bindparam("association", type_=BigInteger),
        appointment.c.role == "chair",
        appointment.c.starts <= bindparam("then", type_=BigInteger),
        or_(appointment.c.ends.is_(None), appointment.c.ends > bindparam("then", type_=BigInteger)),
    )
    .order_by(appointment.c.id),
    ChairAt,
)

UNDO = Statement(
    handover.update()
    .where(
        handover.c.id == bindparam("of_handover"), handover.c.undone.is_(None), handover.c.closed.is_(None)
    )
    .values(undone=NOW)
)

# Still as the handover cut it: who has died or laid the office down since does not come back.
_as_cut = appointment.c.ends == bindparam("cut_at", type_=BigInteger)

# The term that was cut short goes on as before.
RESTORE = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"), _as_cut)
    .values(ends=bindparam("ends_again", type_=BigInteger), handed=null())
)
# A term taken back was none: it ends before it begins.
VOID = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"))
    .values(starts=NOW, ends=NOW - 1)
)
BEGIN_ON = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"), appointment.c.starts > NOW)
    .values(starts=bindparam("new_starts", type_=BigInteger))
)
END_ON = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"), _as_cut)
    .values(ends=bindparam("new_ends", type_=BigInteger))
)

ACCEPT = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"), appointment.c.accepted.is_(None))
    .values(accepted=NOW, reached=case((appointment.c.reached.is_(None), NOW), else_=appointment.c.reached))
)
HAND = Statement(
    appointment.update()
    .where(appointment.c.id == bindparam("appointment_id"), appointment.c.handed.is_(None))
    .values(handed=NOW)
)

SETTLE_CONTACT = Statement(
    handover.update()
    .where(handover.c.id == bindparam("of_handover"))
    .values(help_name=bindparam("new_name"), help_phone=bindparam("new_phone"), settled=NOW)
)
# What every page said before, for the undo.
KEEP_CONTACT = Statement(
    handover.update()
    .where(handover.c.id == bindparam("of_handover"), handover.c.was_name == "", handover.c.was_phone == "")
    .values(was_name=bindparam("old_name"), was_phone=bindparam("old_phone"))
)
CHANGE_CONTACT = Statement(
    place.update()
    .where(place.c.id == bindparam("place_id"))
    .values(help_name=bindparam("new_name"), help_phone=bindparam("new_phone"))
)

_begun = and_(
    handover.c.undone.is_(None),
    handover.c.closed.is_(None),
    exists(select(1).where(appointment.c.id == handover.c.successor, appointment.c.starts <= NOW)),
)
_cared_for = appointment.alias("cared_for")
_goes_on = exists(
    select(1)
    .select_from(_before.join(_cared_for, _cared_for.c.person == _before.c.person))
    .where(
        _before.c.id == handover.c.before,
        _cared_for.c.place == handover.c.association,
        _cared_for.c.role == "caretaker",
        _cared_for.c.ends > NOW,
    )
)

CONTACTS_DUE = Query(
    select(handover.c.id, handover.c.association).where(_begun, handover.c.help_name != ""), Due
)

# The successor has said so, or has had her 14 days, or never came in 90: also where nobody was before her, or died.
_taken = exists(
    select(1).where(
        appointment.c.id == handover.c.successor,
        or_(
            appointment.c.accepted.is_not(None),
            and_(appointment.c.reached <= NOW - OVERLAP, appointment.c.starts <= NOW - OVERLAP),
            appointment.c.starts <= NOW - CARRIES_ON,
        ),
    )
)
OVER = Query(select(handover.c.id, handover.c.association).where(_begun, ~_goes_on, _taken), Due)
CLOSE = Statement(
    handover.update()
    .where(handover.c.id == bindparam("of_handover"), handover.c.closed.is_(None))
    .values(closed=NOW)
)

# Any office that goes on or is to come.
SERVES = Statement(
    select(appointment.c.id).where(
        appointment.c.person == bindparam("of_person", type_=BigInteger),
        or_(
            appointment.c.ends.is_(None),
            and_(appointment.c.ends > NOW, appointment.c.ends > appointment.c.starts),
        ),
    )
)
