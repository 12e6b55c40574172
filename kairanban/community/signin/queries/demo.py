"""Devices of a demo town's visitors."""

from sqlalchemy import BigInteger, bindparam, select

from kairanban.db.statements import NOW, Statement
from kairanban.db.tables.signin import device

_other = device.alias("other")
_newest = (
    select(_other.c.id)
    .where(
        _other.c.household == bindparam("household_id"), _other.c.how == "demo", _other.c.removed.is_(None)
    )
    .order_by(_other.c.id.desc())
    .limit(bindparam("most", type_=BigInteger))
)

# A demo link is reused: only the newest devices stay.
REMOVE_OLDER = Statement(
    device.update()
    .where(
        device.c.household == bindparam("household_id"),
        device.c.how == "demo",
        device.c.removed.is_(None),
        device.c.id.not_in(_newest),
    )
    .values(removed=NOW)
)
