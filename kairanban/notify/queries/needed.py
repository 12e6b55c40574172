"""Whether a delivery is still needed, and still has a way: signed out, taken off; answered meanwhile, withdrawn, over."""

from sqlalchemy import and_, exists, func, or_, select

from kairanban.db.statements import NOW
from kairanban.db.tables.calls import call
from kairanban.db.tables.circulars import addressee, circular
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import delivery, notice_address, notification
from kairanban.db.tables.safety import help_call, safety_check
from kairanban.db.tables.signin import session
from kairanban.notify.rules.words import ASKS_SAFETY, CALLS_HELP, TO_OFFICES
from kairanban.signin.queries.ways import living

_ways = living()

# Signed out, taken off, unsubscribed; answered meanwhile, withdrawn, gone.
_no_way = ~exists(
    select(1).where(
        _ways.c.address == delivery.c.address,
        notification.c.id == delivery.c.notification,
        _ways.c.household == notification.c.household,
    )
)
# What asks whether an address is right goes to one that is not confirmed yet.
_asks = exists(
    select(1)
    .select_from(notification.join(notice_address, notice_address.c.id == delivery.c.address))
    .where(
        notification.c.id == delivery.c.notification,
        notification.c.kind == "verification",
        notice_address.c.ended.is_(None),
    )
)
# A call for help goes to the devices of those who answer, wherever they live.
_answers = exists(
    select(1)
    .select_from(
        notification.join(notice_address, notice_address.c.id == delivery.c.address).join(
            session, session.c.id == notice_address.c.session
        )
    )
    .where(
        notification.c.id == delivery.c.notification,
        or_(*(notification.c.kind == kind for kind in TO_OFFICES)),
        notice_address.c.ended.is_(None),
        session.c.ended.is_(None),
    )
)
_check_over = exists(
    select(1)
    .select_from(
        notification.join(journal, journal.c.id == notification.c.journal).join(
            safety_check, safety_check.c.id == journal.c.other
        )
    )
    .where(
        notification.c.id == delivery.c.notification,
        or_(*(notification.c.kind == kind for kind in ASKS_SAFETY)),
        safety_check.c.ended.is_not(None),
    )
)
_call_over = exists(
    select(1)
    .select_from(
        notification.join(journal, journal.c.id == notification.c.journal).join(
            help_call, help_call.c.id == journal.c.other
        )
    )
    .where(
        notification.c.id == delivery.c.notification,
        or_(*(notification.c.kind == kind for kind in CALLS_HELP)),
        help_call.c.closed.is_not(None),
    )
)
_over = exists(
    select(1)
    .select_from(
        notification.join(circular, circular.c.id == notification.c.circular).outerjoin(
            addressee,
            and_(
                addressee.c.circular == notification.c.circular,
                addressee.c.household == notification.c.household,
            ),
        )
    )
    .where(
        notification.c.id == delivery.c.notification,
        or_(
            circular.c.state != "published",
            func.coalesce(addressee.c.waiting, 0) == 0,
            and_(circular.c.gone_at.is_not(None), circular.c.gone_at <= NOW),
        ),
    )
)

# 電話をください: rung meanwhile, or taken back.
_rung = exists(
    select(1).where(
        notification.c.id == delivery.c.notification,
        notification.c.kind == "call",
        ~exists(select(1).where(call.c.household == notification.c.household, call.c.closed.is_(None))),
    )
)

no_way = and_(_no_way, ~_asks, ~_answers)
over = or_(_over, _check_over, _call_over, _rung)
