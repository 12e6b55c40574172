"""Block name and route order of a household, as columns for other queries."""

from typing import Any

from sqlalchemy import func, or_, select

from kairanban.community.people.queries.people import DWELLINGS
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place

_lives, _dwelling = membership.alias("lives"), place.alias("lives_in")


def _of_dwelling(column: Any, otherwise: Any) -> Any:
    found = (
        select(column)
        .select_from(_lives.join(_dwelling, _dwelling.c.id == _lives.c.place))
        .where(
            _lives.c.household == household.c.id,
            _lives.c.until.is_(None),
            or_(*(_dwelling.c.kind == kind for kind in DWELLINGS)),
        )
        .order_by(_lives.c.id)
        .limit(1)
        .correlate(household)
        .scalar_subquery()
    )
    return func.coalesce(found, otherwise)


BLOCK_NAME = _of_dwelling(_dwelling.c.name, "")
ROUTE_ORDER = _of_dwelling(_lives.c.route_order, 0)
