"""What waits in the outbox, and the faults that last."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from kairanban.db.statements import NOW, Query
from kairanban.db.tables.notify import channel_fault, delivery, notice_address


@dataclass(frozen=True, slots=True)
class Waiting:
    """The deliveries of one channel and state, and when the first of them is or was due."""

    channel: str
    state: str
    number: int
    first: int


@dataclass(frozen=True, slots=True)
class Faults:
    channel: str
    number: int
    since: int


_state = case((delivery.c.next_try <= NOW, "due"), else_="later")

# Only what waits: found by the partial index, however long the past is.
WAITING = Query(
    select(
        notice_address.c.channel,
        _state.label("state"),
        func.count().label("number"),
        func.min(delivery.c.next_try).label("first"),
    )
    .join_from(delivery, notice_address, notice_address.c.id == delivery.c.address)
    .where(delivery.c.state == "waiting")
    .group_by(notice_address.c.channel, _state),
    Waiting,
)

FAULTS = Query(
    select(
        channel_fault.c.channel, func.count().label("number"), func.min(channel_fault.c.since).label("since")
    ).group_by(channel_fault.c.channel),
    Faults,
)
