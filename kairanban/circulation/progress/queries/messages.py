"""Deliveries of a circular, counted."""

from sqlalchemy import case, func, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.db.statements import Statement
from kairanban.db.tables.notify import delivery, notice_address, notification

_code = case((delivery.c.state == "failed", delivery.c.code))

OUTCOMES = Statement(
    select(notice_address.c.channel, delivery.c.state, func.count(), _code)
    .select_from(
        delivery.join(notification, notification.c.id == delivery.c.notification).join(
            notice_address, notice_address.c.id == delivery.c.address
        )
    )
    .where(notification.c.circular == CIRCULAR)
    .group_by(notice_address.c.channel, delivery.c.state, _code)
)
