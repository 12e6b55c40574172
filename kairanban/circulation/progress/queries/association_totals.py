"""Totals of associations for municipalities and supporters; numbers only."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, func, select

from kairanban.access.scope import places_for
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, total
from kairanban.db.tables.circulars import circular, tally
from kairanban.db.tables.people import household
from kairanban.db.tables.places import place


@dataclass(frozen=True, slots=True)
class AssociationTotal:
    """An association with its households, and the circulars and replies of the last 30 days."""

    id: PlaceId
    name: str
    households: int
    circulars: int
    addressed: int
    replied: int

    @property
    def percent(self) -> int:
        return 100 * self.replied // self.addressed if self.addressed else 0


# With fewer households a percentage would identify people.
_of_circular = (
    select(
        tally.c.circular,
        circular.c.association,
        total(tally.c.addressed).label("addressed"),
        total(tally.c.replied).label("replied"),
    )
    .select_from(circular.join(tally, tally.c.circular == circular.c.id))
    .where(
        circular.c.state == "published", circular.c.published > NOW - bindparam("within", type_=BigInteger)
    )
    .group_by(tally.c.circular, circular.c.association)
    .having(total(tally.c.addressed) >= bindparam("least", type_=BigInteger))
    .subquery()
)

_recent = (
    select(
        _of_circular.c.association,
        func.count().label("circulars"),
        total(_of_circular.c.addressed).label("addressed"),
        total(_of_circular.c.replied).label("replied"),
    )
    .group_by(_of_circular.c.association)
    .subquery()
)

_households = (
    select(func.count())
    .select_from(household)
    .where(household.c.association == place.c.id, household.c.gone.is_(None))
    .scalar_subquery()
)

TOTALS = Query(
    select(
        place.c.id,
        place.c.name,
        _households.label("households"),
        func.coalesce(_recent.c.circulars, 0).label("circulars"),
        func.coalesce(_recent.c.addressed, 0).label("addressed"),
        func.coalesce(_recent.c.replied, 0).label("replied"),
    )
    .select_from(place.outerjoin(_recent, _recent.c.association == place.c.id))
    .where(place.c.association == place.c.id, place.c.id.in_(places_for(Task.SEE_TOTALS)))
    .order_by(place.c.sort, place.c.id),
    AssociationTotal,
)
