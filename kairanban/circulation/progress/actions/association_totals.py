"""Totals for the town and for supporters: numbers of associations, never names."""

from kairanban.access.rules import LEAST_SHOWN
from kairanban.circulation.progress.queries.association_totals import TOTALS, AssociationTotal
from kairanban.core.clock import DAY
from kairanban.db.tx import Tx

WITHIN = 30 * DAY


async def of_associations(tx: Tx) -> list[AssociationTotal]:
    """The associations the actor may see totals of."""
    return await tx.all(TOTALS, within=WITHIN, least=LEAST_SHOWN)
