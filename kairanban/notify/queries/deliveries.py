"""Claim deliveries, read them as messages, and record their outcomes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, exists, func, or_, select

from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.circulars import circular, edition
from kairanban.db.tables.columns import Line
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import delivery, notice_address, notification
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place
from kairanban.notify.queries.still_needed import no_way, over
from kairanban.notify.rules.message import Message


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery this worker holds, and what it says."""

    delivery: int
    message: Message


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of the newest test."""

    state: str
    tries: int
    code: int | None
    why: str
    settled: int | None


CLAIM = bindparam("by_claim", type_=BigInteger)


def _waits_until_now(one: Any) -> Any:
    return and_(one.c.state == "waiting", one.c.next_try <= NOW)


def _of_channel(one: Any) -> Any:
    # Asked of each delivery: IN would list every address of the channel first.
    return exists(
        select(1).where(
            notice_address.c.id == one.c.address, notice_address.c.channel == bindparam("of_channel")
        )
    )


_due = _waits_until_now(delivery)
ANY_DUE = Statement(select(delivery.c.id).where(_due, _of_channel(delivery)).limit(1))

# Checked only after claiming, so that the waiting rest is not scanned each time.
_taken = and_(delivery.c.state == "waiting", delivery.c.claim == CLAIM)

NOT_NEEDED = Statement(
    delivery.update().where(_taken, over).values(state="cancelled", why="not_needed", settled=NOW)
)

NO_WAY = Statement(
    delivery.update().where(_taken, no_way).values(state="cancelled", why="no_way", settled=NOW)
)

# Only after at least one try.
EXPIRE = Statement(
    delivery.update()
    .where(_due, delivery.c.until <= NOW, delivery.c.tries > 0)
    .values(state="expired", settled=NOW)
)

_next = delivery.alias("next")

# SKIP LOCKED lets several workers on PostgreSQL claim different rows; SQLite has one worker.
CLAIM_DUE = Statement(
    delivery.update()
    .where(
        delivery.c.id.in_(
            select(_next.c.id)
            .where(_waits_until_now(_next), _of_channel(_next))
            .order_by(_next.c.next_try, _next.c.address, _next.c.id)
            .limit(bindparam("most", type_=BigInteger))
            .with_for_update(skip_locked=True)
        )
    )
    .values(
        tries=delivery.c.tries + 1, next_try=NOW + bindparam("lease", type_=BigInteger), claim=CLAIM, why=""
    )
)

_first, _said = delivery.alias("first"), notification.alias("said")
_morning = (
    select(_first.c.address)
    .select_from(_first.join(_said, _said.c.id == _first.c.notification))
    .where(_first.c.state == "waiting", _first.c.claim == CLAIM, _said.c.digest == 1)
)

# A claimed digest also claims everything else in the digest of the same address.
CLAIM_DIGEST = Statement(
    delivery.update()
    .where(
        delivery.c.id.in_(
            select(_next.c.id)
            .where(
                _waits_until_now(_next),
                exists(
                    select(1).where(notification.c.id == _next.c.notification, notification.c.digest == 1)
                ),
                _next.c.address.in_(_morning),
            )
            .with_for_update(skip_locked=True)
        )
    )
    .values(
        tries=delivery.c.tries + 1, next_try=NOW + bindparam("lease", type_=BigInteger), claim=CLAIM, why=""
    )
)

_own = edition.alias("own")
_original = edition.alias("original")

CLAIMED = Query(
    select(
        delivery.c.id.label("delivery"),
        delivery.c.tries,
        delivery.c.short,
        delivery.c.until,
        notice_address.c.id.label("address"),
        notice_address.c.channel,
        notice_address.c.target,
        notice_address.c.p256dh,
        notice_address.c.auth,
        notice_address.c.language,
        notification.c.kind,
        notification.c.urgent,
        notification.c.digest,
        notification.c.circular,
        notification.c.household,
        place.c.name.label("association"),
        func.coalesce(circular.c.kind, "").label("circular_kind"),
        func.coalesce(circular.c.importance, "ordinary").label("importance"),
        circular.c.reply_by,
        func.coalesce(case((_own.c.title != "", _own.c.title)), _original.c.title, "").label("title"),
        func.coalesce(case((_own.c.title != "", _own.c.gist)), _original.c.gist, "").label("gist"),
        journal.c.other,
        journal.c.association.label("place"),
    )
    .select_from(
        delivery.join(notification, notification.c.id == delivery.c.notification)
        .join(notice_address, notice_address.c.id == delivery.c.address)
        .outerjoin(household, household.c.id == notification.c.household)
        .join(journal, journal.c.id == notification.c.journal)
        .outerjoin(circular, circular.c.id == notification.c.circular)
        .join(
            place,
            place.c.id
            == func.coalesce(circular.c.association, household.c.association, journal.c.association),
        )
        .outerjoin(
            _original,
            and_(
                _original.c.circular == circular.c.id,
                _original.c.number == circular.c.edition,
                _original.c.language == "ja",
            ),
        )
        .outerjoin(
            _own,
            and_(
                _own.c.circular == circular.c.id,
                _own.c.number == circular.c.edition,
                _own.c.language == notice_address.c.language,
                _own.c.reviewed.is_not(None),
            ),
        )
    )
    .where(delivery.c.state == "waiting", delivery.c.claim == CLAIM)
    .order_by(delivery.c.next_try, delivery.c.address, delivery.c.id),
    ClaimedDelivery,
)

# Only the holder of the last claim may record an outcome, except that an acceptance is always recorded.
RECORD = Statement(
    delivery.update()
    .where(
        delivery.c.id == bindparam("of_delivery"),
        or_(delivery.c.claim == CLAIM, bindparam("state_now", type_=Line) == "accepted"),
        delivery.c.state == "waiting",
    )
    .values(
        state=bindparam("state_now", type_=Line),
        next_try=bindparam("then", type_=BigInteger),
        code=bindparam("code_now", type_=BigInteger),
        why=bindparam("why_now"),
        short=bindparam("short_now", type_=BigInteger),
        tries=delivery.c.tries - bindparam("not_begun", type_=BigInteger),
        settled=bindparam("settled_now", type_=BigInteger),
        claim=None,
    )
)

# Only where the delivery's own outcome says so: a second outcome changes nothing.
GONE = Statement(
    notice_address.update()
    .where(
        notice_address.c.id.in_(
            select(delivery.c.address).where(
                delivery.c.id == bindparam("of_delivery"), delivery.c.state == "gone"
            )
        ),
        notice_address.c.ended.is_(None),
    )
    .values(ended=NOW, ended_why="gone")
)

# Deliveries are deleted with it; counts were taken before.
FORGET = Statement(
    notification.delete().where(notification.c.until < NOW - bindparam("within", type_=BigInteger))
)

OF_TEST = Query(
    select(delivery.c.state, delivery.c.tries, delivery.c.code, delivery.c.why, delivery.c.settled)
    .select_from(delivery.join(notification, notification.c.id == delivery.c.notification))
    .where(notification.c.household == bindparam("household"), notification.c.kind == "test")
    .order_by(delivery.c.id.desc())
    .limit(1),
    Tested,
)
