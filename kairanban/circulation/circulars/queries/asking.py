"""When the edition that asks for a reply was written."""

from typing import Any

from sqlalchemy import func, select

from kairanban.db.tables.circulars import circular, edition


def asked_made() -> Any:
    """Return a sub-query: when the edition was made whose replies count, of the circular around it."""
    asking = edition.alias("asking")
    return (
        select(func.max(asking.c.made))
        .where(
            asking.c.circular == circular.c.id,
            asking.c.number == circular.c.asked_edition,
            asking.c.language == "ja",
        )
        .correlate(circular)
        .scalar_subquery()
    )
