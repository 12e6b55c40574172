"""Conditions for deliveries to cancel: their address has ended, or their subject is settled."""

from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from kairanban.circulation.replies.queries.twins import Twins
from kairanban.community.signin.queries.notification_ways import living
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.municipal_requests import asked_association
from kairanban.db.tables.notify import delivery, notice_address, notification
from kairanban.db.tables.people import household
from kairanban.db.tables.safety import help_call, safety_check
from kairanban.db.tables.signin import session
from kairanban.notify.rules.lock_screen import ASKS_SAFETY, CALLS_HELP, TO_OFFICES

_ways = living()


def _said(*where: Any, source: Any = notification, kinds: tuple[str, ...] = ()) -> Any:
    """Condition on the notification of a delivery: of these kinds, and true of `source`."""
    of_kind = [or_(*(notification.c.kind == kind for kind in kinds))] if kinds else []
    return exists(
        select(1).select_from(source).where(notification.c.id == delivery.c.notification, *of_kind, *where)
    )


_to = notification.join(notice_address, notice_address.c.id == delivery.c.address)
_about = notification.join(journal, journal.c.id == notification.c.journal)
_open = notice_address.c.ended.is_(None)

# The household has signed out, or removed or unsubscribed the address.
_no_way = ~_said(
    _ways.c.address == delivery.c.address,
    source=notification.join(_ways, _ways.c.household == notification.c.household),
)
# Verifications go to addresses that are not confirmed yet.
_asks = _said(_open, source=_to, kinds=("verification",))
# Messages to office holders go to their devices wherever they live.
_answers = _said(
    _open,
    session.c.ended.is_(None),
    source=_to.join(session, session.c.id == notice_address.c.session),
    kinds=TO_OFFICES,
)
_check_over = _said(
    safety_check.c.ended.is_not(None),
    source=_about.join(safety_check, safety_check.c.id == journal.c.other),
    kinds=ASKS_SAFETY,
)
_call_over = _said(
    help_call.c.closed.is_not(None),
    source=_about.join(help_call, help_call.c.id == journal.c.other),
    kinds=CALLS_HELP,
)
# The circular was answered, withdrawn or hidden meanwhile.
_over = _said(
    or_(
        circular.c.state != "published",
        func.coalesce(addressee.c.waiting, 0) == 0,
        and_(circular.c.gone_at.is_not(None), circular.c.gone_at <= NOW),
    ),
    source=notification.join(circular, circular.c.id == notification.c.circular).outerjoin(
        addressee,
        and_(
            addressee.c.circular == notification.c.circular,
            addressee.c.household == notification.c.household,
        ),
    ),
)
# 電話をください: called back or withdrawn meanwhile.
_rung = _said(
    ~exists(select(1).where(call.c.household == notification.c.household, call.c.closed.is_(None))),
    kinds=("call",),
)
# The association has answered, or the town withdrew its request meanwhile.
_asked_of = circular.alias("asked_of")
_answered = _said(
    or_(
        _asked_of.c.state != "asked",
        asked_association.c.answer == "declined",
        exists(
            select(1).where(circular.c.id == asked_association.c.passed, circular.c.published.is_not(None))
        ).correlate(asked_association),
    ),
    source=_about.join(
        asked_association,
        and_(
            asked_association.c.municipal_request == journal.c.other,
            asked_association.c.association == journal.c.association,
        ),
    ).join(_asked_of, _asked_of.c.id == asked_association.c.municipal_request),
    kinds=("asked", "ask_ends"),
)


def _told_of_its_twin() -> Any:
    """Condition for a message of which the same went to the same device or mailbox for a linked household.

    "The same" is the publication, the correction that both have taken over, or a reminder of the last day. It was accepted, or goes out with
    this one: a message that is cancelled or lost later leaves nothing out.
    """
    t, told, sent, there = (
        Twins(),
        notification.alias("told"),
        delivery.alias("sent"),
        notice_address.alias("there"),
    )
    home = household.alias("home")
    in_family = select(home.c.id).where(home.c.family.is_not(None))
    is_told = exists(
        select(1)
        .select_from(
            t.rows.join(told, and_(told.c.circular == t.circular.c.id, told.c.household == t.linked.c.id))
            .join(sent, sent.c.notification == told.c.id)
            .join(there, there.c.id == sent.c.address)
        )
        .where(
            t.of(notification.c.circular, notification.c.household),
            told.c.kind == notification.c.kind,
            there.c.channel == notice_address.c.channel,
            there.c.target == notice_address.c.target,
            or_(
                sent.c.state == "accepted",
                and_(sent.c.state == "waiting", sent.c.claim == delivery.c.claim, sent.c.id < delivery.c.id),
            ),
            or_(
                notification.c.kind == "circular",
                and_(notification.c.kind == "changed", told.c.made >= t.circular.c.changed),
                and_(notification.c.kind == "reminder", told.c.made > NOW - DAY),
            ),
        )
        .correlate_except(*t.tables, told, sent, there)
    )
    return _said(notification.c.household.in_(in_family), is_told, source=_to)


no_way = and_(_no_way, ~_asks, ~_answers)
over = or_(_over, _check_over, _call_over, _rung, _answered, _told_of_its_twin())
