"""A drill that ended because a real check began there."""

from typing import Any

from sqlalchemy import func, select

from kairanban.db.tables.places import place_within
from kairanban.db.tables.safety import safety_check


def overtaken_by() -> Any:
    """Return the real check that ended the drill of the outer statement, NULL without one.

    A real check ends the drills at its place and below in the transaction that starts it: both have one moment.
    """
    real, within = safety_check.alias("real_check"), place_within.alias("real_within")
    return (
        select(func.max(real.c.id))
        .select_from(real.join(within, within.c.ancestor == real.c.place))
        .where(
            safety_check.c.kind == "drill",
            real.c.kind == "real",
            real.c.started == safety_check.c.ended,
            within.c.place == safety_check.c.place,
        )
        .scalar_subquery()
        .label("overtaken_by")
    )
