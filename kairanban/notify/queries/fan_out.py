"""Queries of the fan-out: new journal entries, recipients, notifications and deliveries."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, exists, func, or_, select

from kairanban.community.signin.queries.notification_ways import CHOICE, living
from kairanban.core.clock import Moment
from kairanban.core.ids import HouseholdId
from kairanban.core.notification_defaults import Choice
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import delivery, fan_out, notice_choice, notification


@dataclass(frozen=True, slots=True)
class Recipient:
    """A household to be told and its choice."""

    household: HouseholdId
    choice: Choice


@dataclass(frozen=True, slots=True)
class CircularEntry:
    """A line of the journal and the circular it is about, as that is now."""

    journal: int
    at: Moment
    kind: str
    circular: int
    circular_kind: str
    importance: str
    state: str
    gone_at: int | None
    reply_by: int | None


JOURNAL = bindparam("journal", type_=BigInteger)

# Kinds of entries about a circular that take the place of earlier messages about it.
OVERTAKES = ("published", "corrected_change", "withdrawn", "reminded")
# After these a circular may be the same again as its twin; nobody is told of them.
ONLY_CARRIED = ("corrected_typo", "addressed_late")
# Kinds of entries that the fan-out looks at.
KINDS = (
    *OVERTAKES,
    *ONLY_CARRIED,
    "safety_started",
    "help_called",
    "help_passed_on",
    "call_asked",
    "looked_up",
    "request_came",
    "request_due",
    "town_corrected",
)

# Entries up to this id have settled: no earlier transaction can still be open.
SETTLED = Statement(
    select(func.max(journal.c.id)).where(
        journal.c.id > bindparam("seen", type_=BigInteger),
        journal.c.at < NOW - bindparam("settles", type_=BigInteger),
    )
)

NEW = Statement(
    select(journal.c.id)
    .where(
        journal.c.id > bindparam("seen", type_=BigInteger),
        or_(*(journal.c.kind == kind for kind in KINDS)),
        ~exists(select(1).where(fan_out.c.journal == journal.c.id)),
    )
    .order_by(journal.c.id)
    .limit(bindparam("most", type_=BigInteger))
)

TAKE = Statement(lambda insert: insert(fan_out).values(journal=JOURNAL, at=NOW).on_conflict_do_nothing())

ENTRY = Query(
    select(
        journal.c.id.label("journal"),
        journal.c.at,
        journal.c.kind,
        journal.c.circular,
        circular.c.kind.label("circular_kind"),
        circular.c.importance,
        circular.c.state,
        circular.c.gone_at,
        circular.c.reply_by,
    )
    .select_from(journal.join(circular, circular.c.id == journal.c.circular))
    .where(journal.c.id == JOURNAL),
    CircularEntry,
)

_ways = living()

# Households the circular waits for that can be told at all, with what they chose.
RECIPIENTS = Query(
    select(addressee.c.household, *CHOICE)
    .select_from(addressee.outerjoin(notice_choice, notice_choice.c.household == addressee.c.household))
    .where(
        addressee.c.circular == bindparam("circular", type_=BigInteger),
        addressee.c.waiting == 1,
        addressee.c.household.in_(select(_ways.c.household)),
    )
    .order_by(addressee.c.household),
    Recipient,
)

_NAMES = ("journal", "household", "circular", "kind", "urgent", "digest", "made", "due", "until")

NOTIFY = Statement(
    lambda insert: (
        insert(notification)
        .values({name: bindparam(name, type_=notification.c[name].type) for name in _NAMES})
        .on_conflict_do_nothing()
    )
)

# A device of two recipient households gets one delivery, for the first of them.
DELIVER = Statement(
    lambda insert: (
        insert(delivery)
        .from_select(
            ["notification", "journal", "address", "next_try", "until"],
            select(
                notification.c.id,
                notification.c.journal,
                _ways.c.address,
                notification.c.due,
                notification.c.until,
            )
            .select_from(notification.join(_ways, _ways.c.household == notification.c.household))
            .where(notification.c.journal == JOURNAL)
            .order_by(notification.c.due, notification.c.id),
        )
        .on_conflict_do_nothing()
    )
)

DELIVER_TO = Statement(
    delivery.insert().from_select(
        ["notification", "journal", "address", "next_try", "until"],
        select(
            notification.c.id,
            notification.c.journal,
            bindparam("to_address", type_=BigInteger),
            notification.c.due,
            notification.c.until,
        ).where(notification.c.journal == JOURNAL),
    )
)

# Cancel unsent deliveries of earlier entries about the same circular.
OVERTAKE = Statement(
    delivery.update()
    .where(
        delivery.c.state == "waiting",
        delivery.c.journal < JOURNAL,
        delivery.c.notification.in_(
            select(notification.c.id).where(
                notification.c.circular == bindparam("circular", type_=BigInteger)
            )
        ),
    )
    .values(state="cancelled", why="overtaken", settled=NOW)
)
