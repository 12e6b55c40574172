"""Faults of this server with a channel's service, and refusals of recipients."""

from sqlalchemy import BigInteger, bindparam, null, select

from kairanban.db.migrate import engine_for
from kairanban.db.statements import NOW, Query, Statement
from kairanban.db.tables.notify import channel_fault, delivery, notice_address
from kairanban.notify.rules.faults import Fault

_COLUMNS = (
    channel_fault.c.channel,
    channel_fault.c.service,
    channel_fault.c.since,
    channel_fault.c.code,
    channel_fault.c.why,
)

_all = select(*_COLUMNS).order_by(channel_fault.c.since, channel_fault.c.channel, channel_fault.c.service)
ALL = Query(_all, Fault)

_said = {"code": bindparam("code", type_=BigInteger), "why": bindparam("why")}

# The first one says since when.
NOTE = Statement(
    lambda insert: (
        insert(channel_fault)
        .values(channel=bindparam("channel"), service=bindparam("service"), since=NOW, **_said)
        .on_conflict_do_update(index_elements=[channel_fault.c.channel, channel_fault.c.service], set_=_said)
    )
)

CLEAR = Statement(
    channel_fault.delete().where(
        channel_fault.c.channel == bindparam("of_channel"), channel_fault.c.service == bindparam("of_service")
    )
)

FORGET = Statement(
    channel_fault.delete().where(
        channel_fault.c.channel == "push",
        channel_fault.c.since < NOW - bindparam("within", type_=BigInteger),
    )
)

_of_delivery = notice_address.c.id.in_(
    select(delivery.c.address).where(delivery.c.id == bindparam("of_delivery", type_=BigInteger))
)

# Refused on an earlier day too.
END_REFUSED = Statement(
    notice_address.update()
    .where(
        _of_delivery,
        notice_address.c.ended.is_(None),
        notice_address.c.refused < bindparam("today", type_=BigInteger),
    )
    .values(ended=NOW, ended_why="gone")
)

REFUSE = Statement(
    notice_address.update().where(_of_delivery, notice_address.c.refused.is_(None)).values(refused=NOW)
)

ACCEPT = Statement(
    notice_address.update().where(_of_delivery, notice_address.c.refused.is_not(None)).values(refused=null())
)


def faults_directly(url: str) -> list[Fault]:
    """Read the faults without opening the database for the application."""
    with engine_for(url, begin="BEGIN").connect() as connection:
        return ALL.of([tuple(row) for row in connection.execute(_all)])
