"""Totals for the town and for supporters: numbers of associations, never names."""

from dataclasses import dataclass

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.progress.queries.overview import TOTALS
from kairanban.core.clock import DAY
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx

WITHIN = 30 * DAY


@dataclass(frozen=True, slots=True)
class AssociationTotal:
    """One association: its households, its circulars of the last 30 days, and how many lines were confirmed."""

    id: PlaceId
    name: str
    households: int
    circulars: int
    addressed: int
    replied: int

    @property
    def percent(self) -> int:
        return 100 * self.replied // self.addressed if self.addressed else 0


async def of_associations(tx: Tx) -> list[AssociationTotal]:
    """The associations the actor may see totals of."""
    return await tx.all(TOTALS, AssociationTotal, within=WITHIN, least=LEAST_SHOWN)
