"""Changes of one resident of a household."""

from sqlalchemy import BigInteger, bindparam, case, func, select

from kairanban.db.statements import Statement
from kairanban.db.tables.columns import Line
from kairanban.db.tables.people import household, resident

_RESIDENT = bindparam("resident_id", type_=BigInteger)
_NAME = bindparam("new_name", type_=Line)

# The reading belongs to the name before.
RENAME = Statement(
    resident.update()
    .where(
        resident.c.id == _RESIDENT,
        resident.c.household == bindparam("household_id", type_=BigInteger),
        resident.c.until.is_(None),
    )
    .values(
        name=_NAME,
        child=bindparam("is_child", type_=BigInteger),
        reading=case((resident.c.name == _NAME, resident.c.reading), else_=""),
    )
)

_living = resident.alias("living")
# Where nobody represents the household any more, the adult who was written down first does.
REPRESENT = Statement(
    resident.update()
    .where(
        resident.c.id
        == select(func.min(_living.c.id))
        .where(
            _living.c.household == bindparam("household_id", type_=BigInteger),
            _living.c.until.is_(None),
            _living.c.child == 0,
        )
        .having(func.max(_living.c.representative) == 0)
        .scalar_subquery()
    )
    .values(representative=1)
)

# A household called by that name goes on being called by it.
CALLED = Statement(
    household.update()
    .where(
        household.c.id == bindparam("household_id", type_=BigInteger),
        household.c.label == bindparam("old_name", type_=Line),
    )
    .values(label=_NAME)
)
