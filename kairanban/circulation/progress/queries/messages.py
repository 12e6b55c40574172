"""Counts of a circular's deliveries."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from kairanban.circulation.circulars.queries.audience import CIRCULAR
from kairanban.circulation.progress.rules import WORDS
from kairanban.db.statements import Query
from kairanban.db.tables.notify import delivery, notice_address, notification


@dataclass(frozen=True, slots=True)
class Messages:
    """Number of deliveries of a channel with the same outcome; `code` is the service's, if it failed."""

    channel: str
    state: str
    number: int
    code: int | None

    @property
    def words(self) -> str:
        return WORDS[self.state]


_code = case((delivery.c.state == "failed", delivery.c.code))

OUTCOMES = Query(
    select(notice_address.c.channel, delivery.c.state, func.count().label("number"), _code.label("code"))
    .select_from(
        delivery.join(notification, notification.c.id == delivery.c.notification).join(
            notice_address, notice_address.c.id == delivery.c.address
        )
    )
    .where(notification.c.circular == CIRCULAR)
    .group_by(notice_address.c.channel, delivery.c.state, _code),
    Messages,
)
