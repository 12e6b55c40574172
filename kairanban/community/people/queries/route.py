"""The order in which a paper board goes from house to house in a block."""

from sqlalchemy import BigInteger, bindparam, exists, select

from kairanban.db.statements import Statement
from kairanban.db.tables.people import membership

_PLACE = bindparam("at_place", type_=BigInteger)
_NUMBER = bindparam("number", type_=BigInteger)
_taken = membership.alias("taken")

ORDER_OF = Statement(
    select(membership.c.route_order).where(
        membership.c.household == bindparam("household_id", type_=BigInteger),
        membership.c.place == _PLACE,
        membership.c.until.is_(None),
    )
)

# Those behind a household that joins the route come one later, if its number is taken.
MAKE_ROOM = Statement(
    membership.update()
    .where(
        membership.c.place == _PLACE,
        membership.c.until.is_(None),
        membership.c.route_order >= _NUMBER,
        exists(
            select(1).where(
                _taken.c.place == _PLACE, _taken.c.until.is_(None), _taken.c.route_order == _NUMBER
            )
        ),
    )
    .values(route_order=membership.c.route_order + 1)
)
