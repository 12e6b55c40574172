"""The PIN of a household, and its attempts."""

from sqlalchemy import BigInteger, bindparam, select

from kairanban.db.statements import Statement
from kairanban.db.tables.people import household

SET_PIN = Statement(
    household.update()
    .where(household.c.id == bindparam("household_id"))
    .values(pin_hash=bindparam("hash"), pin_wrong=0)
)

PIN = Statement(select(household.c.pin_hash).where(household.c.id == bindparam("household")))

# An attempt counts before the comparison, so that concurrent ones cannot exceed the limit.
TRY_PIN = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"),
        household.c.pin_hash != "",
        household.c.pin_wrong < bindparam("most", type_=BigInteger),
    )
    .values(pin_wrong=household.c.pin_wrong + 1)
    .returning(household.c.pin_hash)
)

PIN_FITTED = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id"),
        household.c.pin_hash == bindparam("hash"),
        household.c.pin_wrong > 0,
    )
    .values(pin_wrong=household.c.pin_wrong - 1)
)

FORGIVE_PIN = Statement(
    household.update().where(household.c.id == bindparam("household_id")).values(pin_wrong=0)
)
