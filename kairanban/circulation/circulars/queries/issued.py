"""Where a circular is issued: its association, or the group in it in whose name it is written.

What the actor reads, writes or follows is asked at this place, never at the association: see decision 39.
"""

from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from kairanban.access.scope import places_for, seats_for
from kairanban.core.tasks import Task
from kairanban.db.tables.circulars import circular
from kairanban.db.tables.places import place

ISSUED_AT = bindparam("issued_at", type_=BigInteger)

_group, _here = place.alias("issuing_group"), place.alias("issuing")
_association = select(_here.c.association).where(_here.c.id == ISSUED_AT).scalar_subquery()

# The name of the group; empty for the association's own circulars.
GROUP_NAME = func.coalesce(select(_group.c.name).where(_group.c.id == circular.c.place).scalar_subquery(), "")


def issued_at(of: Any = circular) -> Any:
    """Return the place that issues the circular."""
    return func.coalesce(of.c.place, of.c.association)


def is_issued_here(of: Any = circular) -> Any:
    """Condition for circulars of the place ISSUED_AT, without those of an association's groups."""
    return and_(of.c.association == _association, issued_at(of) == ISSUED_AT)


def is_issued_within(of: Any = circular) -> Any:
    """Condition for circulars of the place ISSUED_AT, and of the groups in it."""
    return and_(of.c.association == _association, or_(of.c.association == ISSUED_AT, of.c.place == ISSUED_AT))


def is_written() -> Any:
    """Condition for circulars the actor writes: of her own place; of the groups in it, what was published.

    Drafts of a group are the group's; what went out is the association's concern too.
    """
    return or_(
        issued_at().in_(seats_for(Task.DRAFT)),
        and_(circular.c.published.is_not(None), issued_at().in_(places_for(Task.DRAFT))),
    )
