"""Recipients of safety checks, help calls and callbacks."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, and_, bindparam, exists, or_, select

from kairanban.access.terms import granting, opens
from kairanban.community.signin.queries.notification_ways import CHOICE, living
from kairanban.core.ids import HouseholdId
from kairanban.core.tasks import Task
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import delivery, notice_address, notice_choice, notification
from kairanban.db.tables.people import appointment
from kairanban.db.tables.places import place, place_within
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check
from kairanban.db.tables.signin import session
from kairanban.notify.queries.fan_out import Recipient


@dataclass(frozen=True, slots=True)
class Happened:
    """A journal row about no circular."""

    kind: str
    at: int
    other: int | None
    household: HouseholdId | None
    association: int | None


JOURNAL = bindparam("journal", type_=BigInteger)
_ways = living()

ENTRY = Query(
    select(journal.c.kind, journal.c.at, journal.c.other, journal.c.household, journal.c.association).where(
        journal.c.id == JOURNAL
    ),
    Happened,
)

# No row for a check that has ended.
CHECK = Statement(
    select(safety_check.c.kind).where(
        safety_check.c.id == bindparam("check", type_=BigInteger), safety_check.c.ended.is_(None)
    )
)

RECIPIENTS = Query(
    select(safety_addressee.c.household, *CHOICE)
    .select_from(
        safety_addressee.outerjoin(notice_choice, notice_choice.c.household == safety_addressee.c.household)
    )
    .where(
        safety_addressee.c.check == bindparam("check", type_=BigInteger),
        safety_addressee.c.household.in_(select(_ways.c.household)),
    )
    .order_by(safety_addressee.c.household),
    Recipient,
)

CALL = Statement(
    select(safety_check.c.kind)
    .select_from(help_call.join(safety_check, safety_check.c.id == help_call.c.check))
    .where(help_call.c.id == bindparam("call", type_=BigInteger), help_call.c.closed.is_(None))
)

_current = opens(appointment)


def _above(task: Task) -> object:
    """Condition: an appointment at the call's place or above it that grants the task."""
    return and_(
        granting(appointment, task),
        exists(
            select(1)
            .select_from(place_within.join(help_call, help_call.c.place == place_within.c.place))
            .where(
                help_call.c.id == bindparam("call", type_=BigInteger),
                place_within.c.ancestor == appointment.c.place,
            )
        ),
    )


_group, _where = place.alias("disaster_group"), place.alias("where_called")
_disaster_group = exists(
    select(1)
    .select_from(
        help_call.join(_where, _where.c.id == help_call.c.place).join(
            _group, _group.c.association == _where.c.association
        )
    )
    .where(
        help_call.c.id == bindparam("call", type_=BigInteger),
        _group.c.id == appointment.c.place,
        _group.c.kind == "group",
        _group.c.name.like("%自主防災%"),
    )
)


def _deliver_to(whom: object) -> Statement:
    """Return a statement that adds a delivery for each subscribed device of these appointees."""
    return Statement(
        delivery.insert().from_select(
            ["notification", "journal", "address", "next_try", "until"],
            select(
                notification.c.id,
                notification.c.journal,
                notice_address.c.id,
                notification.c.due,
                notification.c.until,
            ).where(
                notification.c.journal == JOURNAL,
                notice_address.c.channel == "push",
                notice_address.c.ended.is_(None),
                notice_address.c.session.in_(
                    select(session.c.id)
                    .join(appointment, appointment.c.person == session.c.person)
                    .where(session.c.ended.is_(None), session.c.kiosk == 0, _current, whom)  # type: ignore[arg-type]
                ),
            ),
        )
    )


def _around(task: Task) -> object:
    """Condition: an appointment at the given place or above it that grants the task."""
    return and_(
        granting(appointment, task),
        exists(
            select(1).where(
                place_within.c.place == bindparam("at_place", type_=BigInteger),
                place_within.c.ancestor == appointment.c.place,
            )
        ),
    )


DELIVER_RING = _deliver_to(_around(Task.ANSWER_CALLS))
DELIVER_LOOK = _deliver_to(_around(Task.OVERSEE))
DELIVER_REQUEST = _deliver_to(_around(Task.ANSWER_REQUESTS))

_taker = exists(
    select(1).where(
        help_call.c.id == bindparam("call", type_=BigInteger), help_call.c.taken_by == appointment.c.person
    )
)

# First the block leader, the supporter and the person who took it; then all officers and the disaster group.
DELIVER_NEAR = _deliver_to(or_(_above(Task.ANSWER_CALLS), _taker))  # type: ignore[arg-type]
DELIVER_ON = _deliver_to(or_(_above(Task.ANSWER_WAITING_CALLS), _disaster_group))  # type: ignore[arg-type]
